import type { Cookies } from '@sveltejs/kit';
import { linkHolder } from '#routes/link-holder.ts';
import { linkCookieName } from '#routes/registration-link.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { isOwnCredential } from '#server/flows/own-credentials.ts';
import { readLink } from '#server/modules/access/index.ts';
import { mayReadIssue, type Issue } from '#server/modules/credentials/index.ts';
import { listOf } from '#server/modules/seminars/index.ts';
import { AppError } from '#server/platform/errors.ts';

/** Whether this is the holder herself: by her personal link, by that of her registration, or by her account. */
async function isHolder(locals: RequestLocals, cookies: Cookies, { issueId, sourceId }: { issueId: string; sourceId: string }): Promise<boolean> {
  const token = cookies.get(linkCookieName(issueId));
  if (token && (await opens(locals, token, issueId))) return true;
  // From the page of her registration she comes to her certificate.
  if (await linkHolder(locals, cookies, sourceId)) return true;
  return isOwnCredential(locals.ctx, issueId);
}

/** Who shows a certificate to others by a link: its holder only. */
export const mayShare =
  (locals: RequestLocals, cookies: Cookies) =>
  (issue: Issue): Promise<boolean> =>
    isHolder(locals, cookies, issue);

/** Who opens a certificate: whoever holds its personal link, or that of her registration, on this device; and readers of the register. */
export function mayOpen(locals: RequestLocals, cookies: Cookies): (issue: Issue) => Promise<boolean> {
  return async ({ issueId, sourceId }) => {
    if (await isHolder(locals, cookies, { issueId, sourceId })) return true;
    // The contact person of a reading room prints the certificates of her list.
    const listId = await listOf(locals.ctx, sourceId);
    if (listId !== null && (await linkHolder(locals, cookies, listId))) return true;
    return locals.actor.kind === 'account' && mayReadIssue(locals.ctx, issueId);
  };
}

async function opens(locals: RequestLocals, token: string, issueId: string): Promise<boolean> {
  try {
    return (await readLink(locals.ctx, token, 'certificate')).subjectId === issueId;
  } catch (error) {
    // An expired or withdrawn link opens nothing; who reads the register may still come in.
    if (error instanceof AppError) return false;
    throw error;
  }
}
