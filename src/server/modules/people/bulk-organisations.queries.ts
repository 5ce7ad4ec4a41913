import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';
import type { OrganisationBulkStep } from './bulk-organisations.rule.ts';

type OwnTables = 'people.organisation';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** These organisations with what a change for many may touch; `lock` takes the rows for the rest of the transaction, in one order for all. */
export async function listBulkOrganisations(ctx: Ctx, ids: readonly string[], lock: boolean) {
  if (ids.length === 0) return [];
  let query = on(ctx.db)
    .selectFrom('people.organisation as o')
    .leftJoin('people.organisation as a', (join) => join.onRef('a.id', '=', 'o.parent_id').onRef('a.network_id', '=', 'o.network_id'))
    .select(['o.id', 'o.parent_id', 'o.path', 'o.kind', 'o.name', 'o.languages', 'o.time_zone', 'o.closed_on', 'a.name as parent_name'])
    .where('o.network_id', '=', ctx.networkId)
    .where('o.id', 'in', ids)
    .orderBy('o.id');
  if (lock) query = query.forUpdate('o');
  return query.execute();
}
export type BulkOrganisationRow = Awaited<ReturnType<typeof listBulkOrganisations>>[number];

/** Of each of these how many open organisations lie below it, at any depth, that are not among them. */
export async function countOpenBelowEach(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; n: number }[]> {
  const { rows } = await sql<{ id: string; n: number }>`
    select a.id, count(*)::int as n from unnest(${[...ids]}::uuid[]) a(id)
    join people.organisation o on o.network_id = ${ctx.networkId} and o.path @> array[a.id] and o.closed_on is null and o.id <> all(${[...ids]}::uuid[])
    group by a.id`.execute(ctx.db);
  return rows;
}

/** The same values for all of these. */
export async function updateOrganisations(tx: Ctx, ids: readonly string[], set: Omit<OrganisationBulkStep, 'parentId' | 'closedOn'> & { closedOn?: string | null }): Promise<void> {
  if (ids.length === 0) return;
  await on(tx.db)
    .updateTable('people.organisation')
    .set({ kind: set.kind, languages: set.languages, time_zone: set.timeZone, closed_on: set.closedOn })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', 'in', ids)
    .execute();
}
