import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addItem, bankCompetencies, ITEM_TYPES, NewItem } from '#server/modules/assessment/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { shownAsTyped } from '../item-preview.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const { type } = z.object({ type: orNothing(z.enum(ITEM_TYPES)) }).parse(Object.fromEntries(url.searchParams));
  return { type: type ?? null, competencies: (await bankCompetencies(locals.ctx)).map(({ code, title }) => ({ code, text: textIn(title, locals.locale) })) };
};

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewItem, (input) => addItem(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/items/${done.result}?done=saved`);
  },
  show: async ({ request, locals }) => shownAsTyped(locals, await request.formData()),
};
