import type { z } from 'zod';
import { withdrawLinksFor } from '#server/modules/access/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { dropWaitingMails } from '#server/platform/mail.ts';
import { emit } from '#server/platform/outbox.ts';
import { annulUngiven, countBatch, listBatchPlaces, type BatchCount, type StoppedRow } from './annulment.queries.ts';
import { credentialAbilities, mayAnnul } from './credentials.policy.ts';
import { Revocation } from './credentials.schemas.ts';
import { findIssue } from './issues.queries.ts';

export const Annulment = Revocation.omit({ issueId: true });
export type Annulment = z.output<typeof Annulment>;

/** What follows for lines that were annulled just now: nothing of them may reach anybody. */
async function follow(tx: Ctx, rows: readonly StoppedRow[], data: Record<string, string>): Promise<void> {
  await dropWaitingMails(tx, 'credential', rows.map(({ id }) => id));
  for (const { id, number, kind, series, source_type: sourceType, source_id: sourceId } of rows) {
    await withdrawLinksFor(tx, 'certificate', id);
    await audit(tx, { act: 'credential.annulled', subjectType: 'credential', subjectId: id, data: { number, ...data } });
    if (series !== 'practice') await emit(tx, 'credentials.annulled', { issueId: id, kind, sourceType, sourceId });
  }
}

/**
 * Takes one line back before anybody has received its paper: number and line stay, marked as annulled, no mail goes out, and the same deed
 * may be issued anew. Errors: `page.not_found`, `credential.revoked_already`, `credential.given_already` (409): then it can only be revoked.
 */
export async function annulCredential(ctx: Ctx, issueId: string, { reason }: Annulment): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = isId(issueId) ? await findIssue(tx, issueId) : undefined;
    if (!row) throw notFound();
    const ability = mayAnnul(tx.actor, { networkId: tx.networkId, organisationPath: row.organisation_path }, { revokedAt: row.revoked_at, givenAt: row.given_at });
    if (!ability.allowed) {
      if (ability.reason === 'revoked_already' || ability.reason === 'given_already') throw new AppError(`credential.${ability.reason}`, 409);
      throw notFound();
    }
    const [annulled] = await annulUngiven(tx, { issueId }, reason);
    // A mail was just being written while we asked.
    if (!annulled) throw new AppError('credential.given_already', 409);
    await follow(tx, [annulled], {});
  });
}

/** How many of one go there are, how many somebody has and how many were annulled. The caller has checked its right to the go. One query. */
export async function batchOf(ctx: Ctx, batchId: string): Promise<BatchCount> {
  return countBatch(ctx, batchId);
}

/**
 * Annuls what of one go nobody has received yet; what somebody has stays. Returns how many. In one transaction. Errors: `page.not_found`,
 * `credential.all_given` (409) when there is nothing left to annul.
 */
export async function annulBatch(ctx: Ctx, batchId: string, { reason }: Annulment): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const places = await listBatchPlaces(tx, batchId);
    if (places.length === 0) throw notFound();
    if (!places.every((organisationPath) => credentialAbilities(tx.actor, { networkId: tx.networkId, organisationPath }).revoke.allowed)) throw notFound();
    const rows = await annulUngiven(tx, { batchId }, reason);
    if (rows.length === 0) throw new AppError('credential.all_given', 409);
    await follow(tx, rows, { batchId });
    return rows.length;
  });
}
