import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { findRenewable, renewCredential, Renewal } from '#server/modules/credentials/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  try {
    return await findRenewable(locals.ctx, params.issueId);
  } catch (error) {
    // Prolonged, revoked or out of its window: the page of the line says which.
    if (error instanceof AppError && error.status === 409) goTo(locals, `/manage/register/${params.issueId}?done=too_late`);
    throw error;
  }
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Renewal, (input) => renewCredential(locals.ctx, params.issueId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/${done.result.issueId}?done=renewed`);
  },
};
