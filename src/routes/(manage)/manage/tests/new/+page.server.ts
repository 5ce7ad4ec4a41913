import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addTest, bankCompetencies, NewTest } from '#server/modules/assessment/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { competencies: (await bankCompetencies(locals.ctx)).map(({ code, title }) => ({ value: code, text: title ? `${code} · ${textIn(title, locals.locale)}` : code })) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const known = await bankCompetencies(locals.ctx);
    const done = await submit(locals, await request.formData(), NewTest, (input) => addTest(locals.ctx, { ...input, competency: known.find(({ code }) => code === input.competency.code) ?? input.competency }));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/tests/${done.result}/items`);
  },
};
