import { z } from 'zod';
import { findLinkFor, issueLink, readLink, withdrawLinksFor } from '#server/modules/access/index.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { certificateFileFor } from './certificates.service.ts';
import { checkByCode, type CheckedCertificate } from './check.service.ts';
import { findIssue, lockIssue, type IssueRow } from './issues.queries.ts';
import { toIssue, type Issue } from './issues.service.ts';
import { insertShare, listOpenShares, openShareRow, updateShareWithdrawn } from './shares.queries.ts';

/** For how many days a link may be given. */
export const SHARE_DAYS = [30, 90, 365] as const;
/** Links of one certificate that open at a time. */
export const MOST_SHARES = 20;
/** A link may stand on a page that robots read, and each file is made anew. */
const FILES: Limit = { name: 'shared_file', max: 60, windowSeconds: 600 };
const DAY_MS = 86_400_000;

export const NewShare = z.object({
  label: oneLine(100).min(1, 'field.required'),
  days: z.coerce
    .number('choice.missing')
    .refine((days): days is (typeof SHARE_DAYS)[number] => SHARE_DAYS.some((one) => one === days), 'choice.missing'),
});
export type NewShare = z.output<typeof NewShare>;

export interface Share {
  id: string;
  label: string;
  /** The whole address to hand on. */
  url: string;
  createdAt: Date;
  expiresAt: Date;
  opened: number;
  lastOpenedAt: Date | null;
}

type May = (issue: Issue) => boolean | Promise<boolean>;

async function held(ctx: Ctx, issueId: string, may: May): Promise<IssueRow> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row || !(await may(toIssue(row)))) throw notFound();
  return row;
}

/** The links of a certificate that open now. `may`: whether the asker is its holder; missing and forbidden answer `page.not_found`. */
export async function listSharesFor(ctx: Ctx, issueId: string, may: May): Promise<Share[]> {
  await held(ctx, issueId, may);
  const shares: Share[] = [];
  // A holder has a handful.
  for (const row of await listOpenShares(ctx, issueId)) {
    const link = await findLinkFor(ctx, 'share', row.id);
    if (link) shares.push({ id: row.id, label: row.label, url: await publicUrl(ctx, `/shared/${link.token}`, ctx.locale), createdAt: row.created_at, expiresAt: row.expires_at, opened: row.opened, lastOpenedAt: row.opened_at });
  }
  return shares;
}

/** Makes a link that shows the certificate. Returns its id. Errors: `page.not_found`, `credential.revoked`, `share.too_many` (409). */
export async function addShare(ctx: Ctx, issueId: string, { label, days }: NewShare, may: May): Promise<string> {
  await held(ctx, issueId, may);
  return inTransaction(ctx, async (tx) => {
    // Two presses at once follow each other, so that the second one counts the link of the first.
    await lockIssue(tx, issueId);
    if ((await findIssue(tx, issueId))?.revoked_at !== null) throw new AppError('credential.revoked', 410);
    if ((await listOpenShares(tx, issueId)).length >= MOST_SHARES) throw new AppError('share.too_many', 409, { max: MOST_SHARES });
    const id = newId();
    const expiresAt = new Date(tx.clock.now().getTime() + days * DAY_MS);
    await insertShare(tx, { id, issueId, label, expiresAt });
    await issueLink(tx, { purpose: 'share', subjectId: id, expiresAt });
    await audit(tx, { act: 'credential.shared', subjectType: 'credential', subjectId: issueId, data: { days } });
    return id;
  });
}

/** Takes a link back: it opens nothing from now on. Error `page.not_found`. */
export async function withdrawShare(ctx: Ctx, issueId: string, shareId: string, may: May): Promise<void> {
  await held(ctx, issueId, may);
  await inTransaction(ctx, async (tx) => {
    if (!isId(shareId) || !(await updateShareWithdrawn(tx, issueId, shareId))) throw notFound();
    await withdrawLinksFor(tx, 'share', shareId);
    await audit(tx, { act: 'credential.share_withdrawn', subjectType: 'credential', subjectId: issueId });
  });
}

async function opened(ctx: Ctx, token: string): Promise<IssueRow> {
  const { subjectId } = await readLink(ctx, token, 'share');
  const issueId = await openShareRow(systemCtx(ctx.platform, ctx.networkId, 'share'), subjectId);
  const row = issueId === undefined ? undefined : await findIssue(ctx, issueId);
  if (!row) throw new AppError('link.invalid', 404);
  return row;
}

/** What a link shows: everything that the check page tells. `source`: address of the asker. Errors: `link.*`, `request.too_many`. */
export async function readShared(ctx: Ctx, token: string, source: string): Promise<CheckedCertificate> {
  const row = await opened(ctx, token);
  return checkByCode(ctx, { code: row.check_code, source });
}

/** The paper behind a link. Errors: `link.*`, `credential.revoked`, `paper.busy`, `request.too_many`. */
export async function sharedFile(ctx: Ctx, token: string, source: string): Promise<{ pdf: Uint8Array; filename: string }> {
  await countTry(ctx.db, FILES, source, ctx.clock.now());
  const row = await opened(ctx, token);
  return certificateFileFor(ctx, row.id, () => true);
}
