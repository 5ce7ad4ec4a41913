import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { openTestItems, setTestItems, TestItems } from '#server/modules/assessment/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return { id: params.testId, ...(await openTestItems(locals.ctx, params.testId)) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), TestItems, (input) => setTestItems(locals.ctx, params.testId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/tests/${params.testId}?done=saved`);
  },
};
