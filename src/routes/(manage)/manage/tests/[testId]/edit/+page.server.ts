import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeTest, EditTest, getTestFor } from '#server/modules/assessment/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { id, title, settings, version, hasDraft, may } = await getTestFor(locals.ctx, params.testId);
  if (!may.edit) throw notFound();
  return { test: { id, title, settings, version, hasDraft } };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), EditTest, (input) => changeTest(locals.ctx, params.testId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/tests/${params.testId}?done=saved`);
  },
};
