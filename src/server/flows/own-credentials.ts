import { issuesFor, issuesMailedTo, mayBeOf, type Issue } from '#server/modules/credentials/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { ownSubject } from './personal-data.ts';

/**
 * The certificates of the signed-in person in this network, newest first, without annulled ones: those of her registrations and talks, and
 * those that were sent to an address she has proven and bear her name (a mailbox may be shared). Errors: `access.sign_in` as for all own data.
 */
export async function ownCredentials(ctx: Ctx): Promise<Issue[]> {
  const subject = await ownSubject(ctx);
  const found = new Map<string, Issue>();
  for (const [type, ids] of subject.traces) for (const issue of await issuesFor(ctx, type, ids)) found.set(issue.issueId, issue);
  for (const issue of await issuesMailedTo(ctx, subject.addresses)) {
    if (subject.names.some((name) => mayBeOf(issue.holderName, name))) found.set(issue.issueId, issue);
  }
  return [...found.values()].filter(({ annulledAt, series }) => annulledAt === null && series !== 'practice').sort((a, b) => b.issuedAt.getTime() - a.issuedAt.getTime() || b.issueId.localeCompare(a.issueId));
}

/** Whether a certificate is one of {@link ownCredentials}. */
export async function isOwnCredential(ctx: Ctx, issueId: string): Promise<boolean> {
  return ctx.actor.kind === 'account' && (await ownCredentials(ctx)).some((issue) => issue.issueId === issueId);
}
