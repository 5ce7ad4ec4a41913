import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getIssueFor, Revocation, revokeCredential } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { issueId, number, holderName, mailAddress, stops, revokedAt } = await getIssueFor(locals.ctx, params.issueId);
  if (!stops) throw notFound();
  if (revokedAt) goTo(locals, `/manage/register/${issueId}?done=too_late`);
  return { issueId, number, holderName, hasMail: mailAddress !== null };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Revocation.omit({ issueId: true }), ({ reason }) =>
      revokeCredential(locals.ctx, { issueId: params.issueId, reason }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/${params.issueId}?done=revoked`);
  },
};
