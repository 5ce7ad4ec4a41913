import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { bankCompetencies, changeItem, EditItem, getItemFor } from '#server/modules/assessment/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { shownAsTyped } from '../../item-preview.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { id, code, competencyAs, type, step, content, version, isBound, may } = await getItemFor(locals.ctx, params.itemId);
  if (!may.edit) throw notFound();
  return { item: { id, code, competencyAs, type, step, content, version, isBound }, competencies: (await bankCompetencies(locals.ctx)).map((one) => ({ code: one.code, text: textIn(one.title, locals.locale) })) };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), EditItem, (input) => changeItem(locals.ctx, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/items/${params.itemId}?done=saved`);
  },
  show: async ({ request, locals }) => shownAsTyped(locals, await request.formData()),
};
