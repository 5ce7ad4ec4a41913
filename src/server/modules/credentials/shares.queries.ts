import type { Ctx } from '#server/platform/context.ts';
import './credentials.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'credentials.share'>();

export async function insertShare(tx: Ctx, share: { id: string; issueId: string; label: string; expiresAt: Date }): Promise<void> {
  await on(tx)
    .insertInto('credentials.share')
    .values({ id: share.id, network_id: tx.networkId, issue_id: share.issueId, label: share.label, created_at: tx.clock.now(), expires_at: share.expiresAt })
    .execute();
}

/** Links of one certificate that still open, oldest first. */
export async function listOpenShares(ctx: Ctx, issueId: string) {
  return on(ctx)
    .selectFrom('credentials.share')
    .select(['id', 'label', 'created_at', 'expires_at', 'opened', 'opened_at'])
    .where('network_id', '=', ctx.networkId)
    .where('issue_id', '=', issueId)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('id')
    .execute();
}

/** True when this call took it back. */
export async function updateShareWithdrawn(tx: Ctx, issueId: string, id: string): Promise<boolean> {
  const result = await on(tx)
    .updateTable('credentials.share')
    .set({ withdrawn_at: tx.clock.now() })
    .where('network_id', '=', tx.networkId)
    .where('issue_id', '=', issueId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The certificate behind a link that still opens; the look is counted by the same statement. */
export async function openShareRow(ctx: Ctx, id: string): Promise<string | undefined> {
  const row = await on(ctx)
    .updateTable('credentials.share')
    .set((eb) => ({ opened: eb('opened', '+', 1), opened_at: ctx.clock.now() }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .returning('issue_id')
    .executeTakeFirst();
  return row?.issue_id;
}

/** Removes all links of these certificates. Returns their ids. */
export async function deleteSharesOf(tx: Ctx, issueIds: readonly string[]): Promise<string[]> {
  if (issueIds.length === 0) return [];
  const rows = await on(tx).deleteFrom('credentials.share').where('network_id', '=', tx.networkId).where('issue_id', 'in', issueIds).returning('id').execute();
  return rows.map(({ id }) => id);
}
