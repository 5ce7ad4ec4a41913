import type { z } from 'zod';
import { getOrganisation } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { mayDuplicate } from './credentials.policy.ts';
import { Revocation } from './credentials.schemas.ts';
import { isOver } from './expiry.rule.ts';
import { findIssue, lockIssue, updateRevoked } from './issues.queries.ts';
import { issueCredential, type IssueOutcome } from './issues.service.ts';
import { wordsOf } from './renewal.service.ts';

export const Duplicate = Revocation.omit({ issueId: true });
export type Duplicate = z.output<typeof Duplicate>;

/**
 * In place of a paper that was lost: the same words, name and last day under a number and code of its own, marked as a duplicate. The lost
 * one counts no more from the same moment, so that whoever finds it holds nothing. The holder gets one mail, with the duplicate. Errors:
 * `page.not_found`; `credential.revoked_already`, `credential.suspended_already`, `credential.renewed_already`, `credential.expired` (409);
 * those of `issueCredential`.
 */
export async function issueDuplicate(ctx: Ctx, issueId: string, { reason }: Duplicate): Promise<IssueOutcome> {
  return inTransaction(ctx, async (tx) => {
    if (!isId(issueId)) throw notFound();
    await lockIssue(tx, issueId);
    const row = await findIssue(tx, issueId);
    if (!row) throw notFound();
    const ability = mayDuplicate(
      tx.actor,
      { networkId: tx.networkId, organisationPath: row.organisation_path },
      { revokedAt: row.revoked_at, suspendedAt: row.suspended_at, renewed: row.renewal_id !== null, expired: isOver(row.valid_until, tx.clock.now()) },
    );
    if (!ability.allowed) throw ability.reason === 'not_coordinator' ? notFound() : new AppError(`credential.${ability.reason}`, 409);
    const { time_zone: zone } = await getOrganisation(tx, row.organisation_id);
    if (!(await updateRevoked(tx, row.id, tx.actor.kind === 'account' ? tx.actor.accountId : null, reason))) throw new AppError('credential.revoked_already', 409);
    await audit(tx, { act: 'credential.duplicated', subjectType: 'credential', subjectId: row.id, data: { number: row.number } });
    if (row.series !== 'practice') await emit(tx, 'credentials.revoked', { issueId: row.id, kind: row.kind, sourceType: row.source_type, sourceId: row.source_id });
    const { input, words } = await wordsOf(tx, row);
    return issueCredential(tx, { ...input, issuedOn: localDate(tx.clock.now(), zone), replacesId: row.id, duplicateOf: row.number, ...(row.renews_id ? { renewsId: row.renews_id } : {}), ...(row.valid_until ? { validUntil: row.valid_until } : {}) }, words);
  });
}
