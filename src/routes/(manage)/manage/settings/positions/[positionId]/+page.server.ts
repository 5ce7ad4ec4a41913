import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { PositionInput, savePosition, showPositions } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const position = (await showPositions(locals.ctx)).find(({ id }) => id === params.positionId) ?? null;
  if (position === null && params.positionId !== 'new') throw notFound();
  return { position };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const id = params.positionId === 'new' ? null : params.positionId;
    const done = await submit(locals, await request.formData(), PositionInput, (input) => savePosition(locals.ctx, id, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/positions?done=saved');
  },
};
