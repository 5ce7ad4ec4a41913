import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './people.tables.ts';

type OwnTables = 'people.position' | 'people.staff_unit' | 'people.employment';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface PositionValues {
  code: string;
  name: LocalizedText;
  isco: string | null;
  isMainPersonnel: boolean;
  isHead: boolean;
  sort: number;
  isRetired: boolean;
  searchWords: string[];
}

/** The classifier of the network in its order. */
export async function listPositions(ctx: Ctx) {
  return on(ctx.db)
    .selectFrom('people.position')
    .select(['id', 'code', 'name', 'isco', 'is_main_personnel', 'is_head', 'sort', 'is_retired', 'version'])
    .where('network_id', '=', ctx.networkId)
    .orderBy('sort')
    .orderBy('code')
    .limit(1000)
    .execute();
}
export type PositionRow = Awaited<ReturnType<typeof listPositions>>[number];

const columns = (row: PositionValues) => ({
  code: row.code,
  name: JSON.stringify(row.name),
  isco: row.isco,
  is_main_personnel: row.isMainPersonnel,
  is_head: row.isHead,
  sort: row.sort,
  is_retired: row.isRetired,
  search_words: row.searchWords,
});

/** Adds posts that are not there yet, by code. */
export async function insertPositions(tx: Ctx, rows: readonly PositionValues[]): Promise<string[]> {
  const made = await on(tx.db)
    .insertInto('people.position')
    .values(rows.map((row) => ({ network_id: tx.networkId, ...columns(row) })))
    .onConflict((conflict) => conflict.columns(['network_id', 'code']).doNothing())
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

export async function updatePosition(tx: Ctx, id: string, version: number, row: PositionValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.position')
    .set(columns(row))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface UnitValues {
  positionId: string;
  units: number;
  fromDate: string;
  toDate: string | null;
  note: string | null;
}

const unitColumns = (row: UnitValues) => ({ position_id: row.positionId, units: String(row.units), from_date: row.fromDate, to_date: row.toDate, note: row.note });

export async function insertUnits(tx: Ctx, rows: readonly (UnitValues & { organisationId: string })[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await on(tx.db)
    .insertInto('people.staff_unit')
    .values(rows.map((row) => ({ network_id: tx.networkId, organisation_id: row.organisationId, created_at: tx.clock.now(), ...unitColumns(row) })))
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

export async function updateUnit(tx: Ctx, id: string, version: number, row: UnitValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.staff_unit')
    .set(unitColumns(row))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteUnit(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('people.staff_unit').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** Every line of an organisation's staffing table, past ones too, newest first within a post. */
export async function listUnits(ctx: Ctx, organisationId: string) {
  return on(ctx.db)
    .selectFrom('people.staff_unit as u')
    .innerJoin('people.position as p', (join) => join.onRef('p.id', '=', 'u.position_id').onRef('p.network_id', '=', 'u.network_id'))
    .select(['u.id', 'u.position_id', 'u.units', 'u.from_date', 'u.to_date', 'u.note', 'u.version', 'p.name as position_name', 'p.sort'])
    .where('u.network_id', '=', ctx.networkId)
    .where('u.organisation_id', '=', organisationId)
    .orderBy('p.sort')
    .orderBy('u.from_date', 'desc')
    .limit(500)
    .execute();
}

export interface StaffingLine {
  position_id: string | null;
  position_name: LocalizedText | null;
  title: string | null;
  sort: number;
  /** Null: the post is filled, but not in the staffing table. */
  units: string | null;
  occupied: string;
  persons: number;
}

/**
 * The staffing table of an organisation as of a date against who works there: units, occupied units and people by post, in the order of
 * the classifier. Posts typed by hand stand by themselves.
 */
export async function listStaffing(ctx: Ctx, organisationId: string, at: string): Promise<StaffingLine[]> {
  const { rows } = await sql<StaffingLine>`
    with planned as (
      select position_id, sum(units) as units from people.staff_unit
      where network_id = ${ctx.networkId} and organisation_id = ${organisationId}::uuid and from_date <= ${at}::date and (to_date is null or to_date >= ${at}::date)
      group by position_id
    ), filled as (
      select position_id, case when position_id is null then position end as title, sum(rate) as occupied, count(distinct person_id)::int as persons
      from people.employment
      where network_id = ${ctx.networkId} and organisation_id = ${organisationId}::uuid and from_date <= ${at}::date and (to_date is null or to_date >= ${at}::date)
      group by 1, 2
    )
    select coalesce(planned.position_id, filled.position_id) as position_id, p.name as position_name, filled.title, coalesce(p.sort, 100000) as sort,
      planned.units, coalesce(filled.occupied, 0) as occupied, coalesce(filled.persons, 0) as persons
    from planned full join filled on filled.position_id = planned.position_id
    left join people.position p on p.network_id = ${ctx.networkId} and p.id = coalesce(planned.position_id, filled.position_id)
    order by coalesce(p.sort, 100000), filled.title`.execute(ctx.db);
  return rows;
}
