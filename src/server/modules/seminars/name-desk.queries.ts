import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.registration'>();

/** Writes a name as it was confirmed on paper. The row is held by the caller. */
export async function confirmNameOnPaper(tx: Ctx, id: string, confirmed: { name: string; nameKey: string; searchKey: string; by: string | null }): Promise<void> {
  await on(tx)
    .updateTable('seminars.registration')
    .set((eb) => ({
      name: confirmed.name,
      name_key: confirmed.nameKey,
      search_key: confirmed.searchKey,
      name_confirmed_at: tx.clock.now(),
      name_confirmed_by: confirmed.by,
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
}
