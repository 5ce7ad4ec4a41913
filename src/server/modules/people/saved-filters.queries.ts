import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './registry.tables.ts';

type OwnTables = 'people.saved_filter';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export type FilteredList = 'people' | 'organisations';

export async function listFilters(ctx: Ctx, accountId: string, list: FilteredList) {
  return on(ctx.db)
    .selectFrom('people.saved_filter')
    .select(['id', 'name', 'query'])
    .where('network_id', '=', ctx.networkId)
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .orderBy('name')
    .limit(50)
    .execute();
}

/** The same name again takes the new query. */
export async function upsertFilter(ctx: Ctx, row: { accountId: string; list: FilteredList; name: string; query: string }): Promise<void> {
  await on(ctx.db)
    .insertInto('people.saved_filter')
    .values({ network_id: ctx.networkId, account_id: row.accountId, list: row.list, name: row.name, query: row.query, created_at: ctx.clock.now() })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id', 'list', 'name']).doUpdateSet({ query: row.query }))
    .execute();
}

export async function deleteFilter(ctx: Ctx, accountId: string, id: string): Promise<boolean> {
  const result = await on(ctx.db)
    .deleteFrom('people.saved_filter')
    .where('network_id', '=', ctx.networkId)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
