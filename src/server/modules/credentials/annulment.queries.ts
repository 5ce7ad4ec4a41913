import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './credentials.tables.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { Series } from './credentials.tables.ts';

export interface StoppedRow {
  id: string;
  number: string;
  kind: CredentialKind;
  series: Series;
  source_type: string;
  source_id: string;
}

/**
 * Annuls one line or those of one go that nobody has: `given_at` is written before a paper leaves, so whichever statement comes first wins
 * and the other finds nothing to do.
 */
export async function annulUngiven(tx: Ctx, which: { issueId: string } | { batchId: string }, reason: string): Promise<StoppedRow[]> {
  const [issueId, batchId] = 'issueId' in which ? [which.issueId, null] : [null, which.batchId];
  const { rows } = await sql<StoppedRow>`
    update credentials.issue set annulled_at = ${tx.clock.now()}, revoked_at = ${tx.clock.now()}, revoke_reason = ${reason},
      revoked_by = ${tx.actor.kind === 'account' ? tx.actor.accountId : null}
    where network_id = ${tx.networkId} and (id = ${issueId}::uuid or batch_id = ${batchId}::uuid) and revoked_at is null and given_at is null
    returning id, number, kind, series, source_type, source_id`.execute(tx.db);
  return rows;
}

export interface BatchCount {
  issued: number;
  /** Of these somebody has the paper. */
  given: number;
  annulled: number;
  /** What annulling the go would take back now. */
  open: number;
}

export async function countBatch(ctx: Ctx, batchId: string): Promise<BatchCount> {
  const { rows } = await sql<BatchCount>`
    select count(*)::int as issued, count(given_at)::int as given, count(annulled_at)::int as annulled,
      count(*) filter (where given_at is null and revoked_at is null)::int as open
    from credentials.issue where network_id = ${ctx.networkId} and batch_id = ${batchId}`.execute(ctx.db);
  return rows[0] ?? { issued: 0, given: 0, annulled: 0, open: 0 };
}

/** Paths of the organisations in whose registers one go wrote. */
export async function listBatchPlaces(ctx: Ctx, batchId: string): Promise<string[][]> {
  const { rows } = await sql<{ path: string[] }>`
    select distinct o.path from credentials.issue i join people.organisation_card o on o.network_id = i.network_id and o.organisation_id = i.organisation_id
    where i.network_id = ${ctx.networkId} and i.batch_id = ${batchId}`.execute(ctx.db);
  return rows.map(({ path }) => path);
}
