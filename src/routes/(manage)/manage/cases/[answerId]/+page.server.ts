import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getCaseFor, scoreCase, ScoreInput } from '#server/modules/assessment/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return { work: await getCaseFor(locals.ctx, params.answerId) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ScoreInput, (input) => scoreCase(locals.ctx, params.answerId, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/cases?done=scored');
  },
};
