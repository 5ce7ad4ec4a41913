import type { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { queueMail } from '#server/platform/mail.ts';
import { emit } from '#server/platform/outbox.ts';
import { mayRevoke } from './credentials.policy.ts';
import { Revocation } from './credentials.schemas.ts';
import { findIssue, updateSuspended, type IssueRow } from './issues.queries.ts';

export const Suspension = Revocation.omit({ issueId: true });
export type Suspension = z.output<typeof Suspension>;

async function stoppable(tx: Ctx, issueId: string): Promise<IssueRow> {
  const row = isId(issueId) ? await findIssue(tx, issueId) : undefined;
  if (!row) throw notFound();
  const ability = mayRevoke(tx.actor, { networkId: tx.networkId, organisationPath: row.organisation_path }, { revokedAt: row.revoked_at });
  if (ability.allowed) return row;
  throw ability.reason === 'revoked_already' ? new AppError('credential.revoked_already', 409) : notFound();
}

async function tell(tx: Ctx, row: IssueRow, template: 'credentials.suspended' | 'credentials.suspension_lifted'): Promise<void> {
  if (!row.mail_address) return;
  await queueMail(tx, {
    template,
    params: { issueId: row.id },
    to: row.mail_address,
    locale: row.locale,
    subjectType: 'credential',
    subjectId: row.id,
    organisationId: row.organisation_id,
    ...(row.series === 'practice' ? { hold: true } : {}),
  });
}

/**
 * A certificate that is not to be accepted for now, while something is looked into; the check page says so and why, its holder gets a mail.
 * Rights as for revoking. Errors: `page.not_found`, `credential.revoked_already`, `credential.suspended_already`.
 */
export async function suspendCredential(ctx: Ctx, issueId: string, { reason }: Suspension): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await stoppable(tx, issueId);
    if (!(await updateSuspended(tx, issueId, { by: actorId(tx.actor), reason }))) throw new AppError('credential.suspended_already', 409);
    await audit(tx, { act: 'credential.suspended', subjectType: 'credential', subjectId: issueId, data: { number: row.number } });
    if (row.series !== 'practice') await emit(tx, 'credentials.suspended', { issueId, kind: row.kind, sourceType: row.source_type, sourceId: row.source_id });
    await tell(tx, row, 'credentials.suspended');
  });
}

/** It counts again. Errors: `page.not_found`, `credential.revoked_already`, `credential.not_suspended`. */
export async function liftSuspension(ctx: Ctx, issueId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await stoppable(tx, issueId);
    if (!(await updateSuspended(tx, issueId, null))) throw new AppError('credential.not_suspended', 409);
    await audit(tx, { act: 'credential.suspension_lifted', subjectType: 'credential', subjectId: issueId, data: { number: row.number } });
    if (row.series !== 'practice') await emit(tx, 'credentials.suspension_lifted', { issueId, kind: row.kind, sourceType: row.source_type, sourceId: row.source_id });
    await tell(tx, row, 'credentials.suspension_lifted');
  });
}
