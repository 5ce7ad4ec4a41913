import { goTo, needAccount } from '#routes/go.ts';
import { originalLanguage } from '#routes/original-language.ts';
import { submitMeanwhile } from '#routes/submit.ts';
import { positionInput, savePosition, showPositions } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { originalOf } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const position = (await showPositions(locals.ctx)).find(({ id }) => id === params.positionId) ?? null;
  if (position === null && params.positionId !== 'new') throw notFound();
  return { position, original: originalOf(position?.name, locals.locale) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const id = params.positionId === 'new' ? null : params.positionId;
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submitMeanwhile(locals, form, positionInput(original), (input) => savePosition(locals.ctx, id, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/positions?done=saved');
  },
};
