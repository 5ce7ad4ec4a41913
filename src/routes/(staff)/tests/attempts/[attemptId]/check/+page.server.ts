import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { handIn, showAttempt } from '#server/modules/assessment/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The last look before handing in: what is still unanswered. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { id, title, locale, answered, dueAt, mayAnswer } = await showAttempt(locals.ctx, params.attemptId);
  if (!mayAnswer) goTo(locals, `/tests/attempts/${params.attemptId}/result`);
  return { id, title: textIn(title, locale), answered, dueAt };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => handIn(locals.ctx, params.attemptId));
    if (!done.ok) return done.failure;
    goTo(locals, `/tests/attempts/${params.attemptId}/result?done=handed_in`);
  },
};
