import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getIssueFor, suspendCredential, Suspension } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { issueId, number, holderName, mailAddress, stops, revokedAt, suspendedAt } = await getIssueFor(locals.ctx, params.issueId);
  if (!stops) throw notFound();
  if (revokedAt || suspendedAt) goTo(locals, `/manage/register/${issueId}?done=too_late`);
  return { issueId, number, holderName, hasMail: mailAddress !== null };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Suspension, (input) => suspendCredential(locals.ctx, params.issueId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/${params.issueId}?done=suspended`);
  },
};
