import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';
import type { EmploymentKind, LeavingReason } from './registry.tables.ts';

type OwnTables = 'people.employment' | 'people.organisation' | 'people.position';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface PostValues {
  organisationId: string;
  positionId: string | null;
  title: string | null;
  kind: EmploymentKind;
  isMainPersonnel: boolean;
  /** Staff units: 0.25, 0.5, 1. */
  rate: number;
  fromDate: string;
  toDate: string | null;
  leavingReason: LeavingReason | null;
  leavingNote: string | null;
}

const columns = (row: PostValues) => ({
  organisation_id: row.organisationId,
  position_id: row.positionId,
  position: row.title,
  kind: row.kind,
  is_main_personnel: row.isMainPersonnel,
  rate: String(row.rate),
  from_date: row.fromDate,
  to_date: row.toDate,
  leaving_reason: row.leavingReason,
  leaving_note: row.leavingNote,
});

export async function insertPosts(tx: Ctx, rows: readonly (PostValues & { personId: string })[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await on(tx.db)
    .insertInto('people.employment')
    .values(rows.map((row) => ({ network_id: tx.networkId, person_id: row.personId, created_at: tx.clock.now(), ...columns(row) })))
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

/** False when the row was changed since it was read. */
export async function updatePost(tx: Ctx, id: string, version: number, row: PostValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.employment')
    .set(columns(row))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deletePost(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('people.employment').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

const select = (ctx: Ctx) =>
  on(ctx.db)
    .selectFrom('people.employment as e')
    .innerJoin('people.organisation as o', (join) => join.onRef('o.id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'))
    .leftJoin('people.position as p', (join) => join.onRef('p.id', '=', 'e.position_id').onRef('p.network_id', '=', 'e.network_id'))
    .select(['e.id', 'e.person_id', 'e.organisation_id', 'e.position_id', 'e.position as title', 'e.kind', 'e.is_main_personnel', 'e.rate'])
    .select(['e.from_date', 'e.to_date', 'e.leaving_reason', 'e.leaving_note', 'e.version'])
    .select(['o.name as organisation_name', 'o.code as organisation_code', 'o.path as organisation_path', 'p.name as position_name', 'p.is_head'])
    .where('e.network_id', '=', ctx.networkId);

/** Every post a person has or had, newest first, at most 100. */
export async function listPostsOf(ctx: Ctx, personId: string) {
  return select(ctx).where('e.person_id', '=', personId).orderBy('e.from_date', 'desc').orderBy('e.id', 'desc').limit(100).execute();
}
export type PostRow = Awaited<ReturnType<typeof listPostsOf>>[number];

export async function findPost(ctx: Ctx, personId: string, id: string): Promise<PostRow | undefined> {
  return select(ctx).where('e.person_id', '=', personId).where('e.id', '=', id).executeTakeFirst();
}

/** Whether the person has a post as of today or later in one of the organisations named. */
export async function listOpenPosts(ctx: Ctx, personId: string, today: string): Promise<PostRow[]> {
  return select(ctx)
    .where('e.person_id', '=', personId)
    .where((eb) => eb.or([eb('e.to_date', 'is', null), eb('e.to_date', '>=', today)]))
    .execute();
}

/** Who works in an organisation on a date, heads first, then by name in the reader's alphabet; at most 1,000. */
export async function listStaffOf(ctx: Ctx, organisationId: string, at: string) {
  return ctx.db
    .$pickTables<OwnTables | 'people.person'>()
    .selectFrom('people.employment as e')
    .innerJoin('people.person as n', (join) => join.onRef('n.id', '=', 'e.person_id').onRef('n.network_id', '=', 'e.network_id'))
    .leftJoin('people.position as p', (join) => join.onRef('p.id', '=', 'e.position_id').onRef('p.network_id', '=', 'e.network_id'))
    .select(['e.person_id', 'n.sort_name', 'e.position as title', 'p.name as position_name', 'p.is_head', 'e.rate', 'e.kind'])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.organisation_id', '=', organisationId)
    .where('e.from_date', '<=', at)
    .where((eb) => eb.or([eb('e.to_date', 'is', null), eb('e.to_date', '>=', at)]))
    .orderBy((eb) => eb.fn.coalesce('p.is_head', eb.val(false)), 'desc')
    .orderBy((eb) => eb.fn.coalesce('p.sort', eb.val(100000)))
    .orderBy('n.sort_name')
    .limit(1000)
    .execute();
}
