import { accountNames } from '#server/modules/access/index.ts';
import { audit, listAudit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { listMailsAbout } from '#server/platform/mail.ts';
import { credentialAbilities, mayAnnul, mayDuplicate, mayRenew, mayRevoke } from './credentials.policy.ts';
import type { PrintedFields } from './credentials.schemas.ts';
import { checkUrl } from './check-address.ts';
import { inRenewalWindow, isOver } from './expiry.rule.ts';
import { findIssue, type IssueRow } from './issues.queries.ts';
import { mailIssue, toIssue, type Issue } from './issues.service.ts';

export interface IssueEvent {
  id: string;
  at: Date;
  /** `credential.issued`, `credential.revoked` … */
  act: string;
  /** Name of the account; null for jobs and mails. */
  by: string | null;
  /** In whose place; null for most. */
  onBehalfOf: string | null;
  /** Of a renewal: what showed that the certificate still holds. */
  basis: string | null;
}

export interface IssueDetail extends Issue {
  issuedOn: string;
  holderIsMinor: boolean;
  fields: PrintedFields;
  mailAddress: string | null;
  replacedBy: { issueId: string; number: string } | null;
  /** The line that prolongs this one. */
  renewedBy: { issueId: string; number: string } | null;
  isExpired: boolean;
  /** Whether the reader suspends, revokes and annuls in this part of the register at all, whatever the state of this line. */
  stops: boolean;
  checkUrl: string;
  may: { revoke: boolean; annul: boolean; renew: boolean; duplicate: boolean; mailAgain: boolean };
  history: IssueEvent[];
  mails: { id: string; template: string; to: string; state: 'queued' | 'sent' | 'failed' | 'held' | 'caught'; at: Date }[];
}

async function readableIssue(ctx: Ctx, issueId: string): Promise<IssueRow> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row || !credentialAbilities(ctx.actor, placeOf(ctx, row)).readRegister.allowed) throw notFound();
  return row;
}

const renewing = (ctx: Ctx, row: IssueRow): boolean =>
  mayRenew(ctx.actor, placeOf(ctx, row), {
    revokedAt: row.revoked_at,
    suspendedAt: row.suspended_at,
    renewed: row.renewal_id !== null,
    inWindow: row.valid_until !== null && inRenewalWindow(row.valid_until, ctx.clock.now()),
  }).allowed;

const duplicating = (ctx: Ctx, row: IssueRow): boolean =>
  mayDuplicate(ctx.actor, placeOf(ctx, row), { revokedAt: row.revoked_at, suspendedAt: row.suspended_at, renewed: row.renewal_id !== null, expired: isOver(row.valid_until, ctx.clock.now()) }).allowed;

function basisOf(data: unknown): string | null {
  const basis = (data as { basis?: unknown } | null)?.basis;
  return typeof basis === 'string' ? basis : null;
}

const placeOf = (ctx: Ctx, row: IssueRow) => ({ networkId: ctx.networkId, organisationPath: row.organisation_path });

/** A line of the register for its readers, with its history and mails. Missing and forbidden answer `page.not_found`. */
export async function getIssueFor(ctx: Ctx, issueId: string): Promise<IssueDetail> {
  const row = await readableIssue(ctx, issueId);
  const [lines, mails] = await Promise.all([listAudit(ctx, 'credential', issueId), listMailsAbout(ctx, 'credential', issueId)]);
  const names = await accountNames(
    ctx,
    lines.flatMap((line) => (line.actor_kind === 'account' && line.actor_id ? [line.actor_id, ...(line.on_behalf_of ? [line.on_behalf_of] : [])] : [])),
  );
  const revoke = mayRevoke(ctx.actor, placeOf(ctx, row), { revokedAt: row.revoked_at }).allowed;
  return {
    ...toIssue(row),
    issuedOn: row.issued_on,
    holderIsMinor: row.holder_is_minor,
    fields: row.fields,
    mailAddress: row.mail_address,
    replacedBy: row.next_id && row.next_number ? { issueId: row.next_id, number: row.next_number } : null,
    renewedBy: row.renewal_id && row.renewal_number ? { issueId: row.renewal_id, number: row.renewal_number } : null,
    isExpired: isOver(row.valid_until, ctx.clock.now()),
    stops: credentialAbilities(ctx.actor, placeOf(ctx, row)).revoke.allowed,
    checkUrl: checkUrl(ctx, row),
    may: { revoke, annul: mayAnnul(ctx.actor, placeOf(ctx, row), { revokedAt: row.revoked_at, givenAt: row.given_at }).allowed, renew: renewing(ctx, row), duplicate: duplicating(ctx, row), mailAgain: revoke && row.mail_address !== null },
    history: lines.map((line) => ({ id: line.id, at: line.at, act: line.act, by: names.get(line.actor_id ?? '') ?? null, onBehalfOf: names.get(line.on_behalf_of ?? '') ?? null, basis: basisOf(line.data) })),
    mails: mails.map((mail) => ({ id: mail.id, template: mail.template, to: mail.to_address, state: mail.state, at: mail.created_at })),
  };
}

/** For readers of the register: the test that `certificateFileFor` asks. */
export async function mayReadIssue(ctx: Ctx, issueId: string): Promise<boolean> {
  const row = await findIssue(ctx, issueId);
  return row !== undefined && credentialAbilities(ctx.actor, placeOf(ctx, row)).readRegister.allowed;
}

/** Sends the certificate once more to the address it was issued with. Errors: `page.not_found`, `credential.no_address`, `credential.revoked`. */
export async function mailCertificateAgain(ctx: Ctx, issueId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = isId(issueId) ? await findIssue(tx, issueId) : undefined;
    if (!row || !credentialAbilities(tx.actor, placeOf(tx, row)).issue.allowed) throw notFound();
    if (row.revoked_at) throw new AppError('credential.revoked', 410);
    if (!row.mail_address) throw new AppError('credential.no_address', 409);
    await mailIssue(tx, { issueId, organisationId: row.organisation_id, to: row.mail_address, locale: row.locale, hold: row.series === 'practice' });
    await audit(tx, { act: 'credential.mailed_again', subjectType: 'credential', subjectId: issueId });
  });
}
