import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './registry.tables.ts';
import type { FilteredList } from './saved-filters.policy.ts';

type OwnTables = 'people.saved_filter';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export async function listOwnFilters(ctx: Ctx, accountId: string, list: FilteredList) {
  return on(ctx.db)
    .selectFrom('people.saved_filter')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .orderBy('name')
    .limit(50)
    .execute();
}
export type FilterRow = Awaited<ReturnType<typeof listOwnFilters>>[number];

/** Those of others, shared with the whole network or with everybody at or below one of these organisations; at most 100, by name. */
export async function listSharedFilters(ctx: Ctx, accountId: string, list: FilteredList, under: readonly string[]): Promise<FilterRow[]> {
  return on(ctx.db)
    .selectFrom('people.saved_filter')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('list', '=', list)
    .where('account_id', '<>', accountId)
    .where((is) => is.or([is('shared_with', '=', 'network'), is.and([is('shared_with', '=', 'organisation'), is('shared_place', '=', sql<string>`any(${[...under]}::uuid[])`)])]))
    .orderBy('name')
    .orderBy('id')
    .limit(100)
    .execute();
}

export async function findFilter(ctx: Ctx, id: string): Promise<FilterRow | undefined> {
  return on(ctx.db).selectFrom('people.saved_filter').selectAll().where('network_id', '=', ctx.networkId).where('id', '=', id).executeTakeFirst();
}

/** The same name again takes the new query. */
export async function upsertFilter(ctx: Ctx, row: { accountId: string; list: FilteredList; name: string; query: string }): Promise<string> {
  const kept = await on(ctx.db)
    .insertInto('people.saved_filter')
    .values({ network_id: ctx.networkId, account_id: row.accountId, list: row.list, name: row.name, query: row.query, created_at: ctx.clock.now() })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id', 'list', 'name']).doUpdateSet({ query: row.query }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return kept.id;
}

export async function updateShared(ctx: Ctx, id: string, to: { with: 'organisation' | 'network' | null; place: string | null; ownerName: string | null }): Promise<void> {
  await on(ctx.db)
    .updateTable('people.saved_filter')
    .set({ shared_with: to.with, shared_place: to.place, owner_name: to.ownerName })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

export async function deleteFilter(ctx: Ctx, id: string): Promise<void> {
  await on(ctx.db).deleteFrom('people.saved_filter').where('network_id', '=', ctx.networkId).where('id', '=', id).execute();
}
