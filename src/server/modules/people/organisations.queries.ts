import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './people.tables.ts';
import type { OrganisationKind } from './people.tables.ts';

type OwnTables = 'people.organisation' | 'people.organisation_move';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export async function findOrganisation(ctx: Ctx, id: string) {
  return on(ctx.db)
    .selectFrom('people.organisation')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}
export type OrganisationRow = NonNullable<Awaited<ReturnType<typeof findOrganisation>>>;

/** Takes the row for the rest of the transaction. */
export async function lockOrganisation(tx: Ctx, id: string): Promise<OrganisationRow | undefined> {
  return on(tx.db)
    .selectFrom('people.organisation')
    .selectAll()
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** One change of the tree at a time in a network: two moves that cross would make a circle. */
export async function lockTree(tx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tree:${tx.networkId}`}, 0))`.execute(tx.db);
}

/** At most 5,000, by code: pickers and the tree. */
export async function listOrganisations(ctx: Ctx) {
  return on(ctx.db)
    .selectFrom('people.organisation')
    .select(['id', 'parent_id', 'path', 'kind', 'code', 'name', 'country', 'settlement', 'time_zone', 'contact_email', 'map_area', 'closed_on'])
    .where('network_id', '=', ctx.networkId)
    .orderBy('code')
    .limit(5000)
    .execute();
}

/** Names of some organisations, with where they lie. */
export async function listOrganisationNames(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.organisation')
    .select(['id', 'code', 'name', 'kind', 'path', 'closed_on'])
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .execute();
}

/** What lies right below, by code; at most 1,000. */
export async function listChildren(ctx: Ctx, parentId: string) {
  return on(ctx.db)
    .selectFrom('people.organisation')
    .select(['id', 'code', 'name', 'kind', 'settlement', 'closed_on'])
    .where('network_id', '=', ctx.networkId)
    .where('parent_id', '=', parentId)
    .orderBy('code')
    .limit(1000)
    .execute();
}

/** How many open organisations lie below, at any depth. */
export async function countOpenBelow(ctx: Ctx, id: string): Promise<number> {
  const row = await on(ctx.db)
    .selectFrom('people.organisation')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('network_id', '=', ctx.networkId)
    .where('id', '<>', id)
    .where('closed_on', 'is', null)
    .where(sql<SqlBool>`path @> array[${id}::uuid]`)
    .executeTakeFirstOrThrow();
  return row.n;
}

export interface OrganisationValues {
  kind: OrganisationKind;
  code: string;
  name: LocalizedText;
  country: string;
  settlement: LocalizedText | null;
  timeZone: string;
  signatoryName: string | null;
  signatoryPost: LocalizedText | null;
  contactEmail: string | null;
  founder: LocalizedText | null;
  address: LocalizedText | null;
  latitude: number | null;
  longitude: number | null;
  languages: string[];
  phone: string | null;
  website: string | null;
  mapArea: string | null;
}

const json = (text: LocalizedText | null): string | null => (text && Object.keys(text).length > 0 ? JSON.stringify(text) : null);
const columns = (row: OrganisationValues, searchWords: string[]) => ({
  kind: row.kind,
  code: row.code,
  name: JSON.stringify(row.name),
  country: row.country,
  settlement: json(row.settlement),
  time_zone: row.timeZone,
  signatory_name: row.signatoryName,
  signatory_post: json(row.signatoryPost),
  contact_email: row.contactEmail,
  founder: json(row.founder),
  address: json(row.address),
  latitude: row.latitude === null ? null : String(row.latitude),
  longitude: row.longitude === null ? null : String(row.longitude),
  languages: row.languages,
  phone: row.phone,
  website: row.website,
  map_area: row.mapArea,
  search_words: searchWords,
});

export async function insertOrganisation(
  tx: Ctx,
  row: OrganisationValues & { id: string; parentId: string | null; path: string[]; searchWords: string[] },
): Promise<void> {
  await on(tx.db)
    .insertInto('people.organisation')
    .values({ id: row.id, network_id: tx.networkId, parent_id: row.parentId, path: row.path, ...columns(row, row.searchWords) })
    .execute();
}

/** False when the row was changed since it was read. */
export async function updateOrganisation(tx: Ctx, id: string, version: number, row: OrganisationValues & { searchWords: string[] }): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.organisation')
    .set(columns(row, row.searchWords))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Hangs the organisation with everything below it under another parent. Returns the ids of all that moved. */
export async function updateParent(tx: Ctx, moved: { id: string; depth: number }, parent: { id: string; path: string[] } | null): Promise<string[]> {
  const above = parent?.path ?? [];
  const rows = await on(tx.db)
    .updateTable('people.organisation')
    .set({
      path: sql<string[]>`${above}::uuid[] || path[${moved.depth}:]`,
      parent_id: sql<string | null>`case when id = ${moved.id}::uuid then ${parent?.id ?? null}::uuid else parent_id end`,
      version: sql<number>`version + 1`,
    })
    .where('network_id', '=', tx.networkId)
    .where(sql<SqlBool>`path @> array[${moved.id}::uuid]`)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertMove(
  tx: Ctx,
  row: { organisationId: string; from: string | null; to: string | null; movedOn: string; reason: string | null; movedBy: string | null },
): Promise<void> {
  await on(tx.db)
    .insertInto('people.organisation_move')
    .values({
      network_id: tx.networkId,
      organisation_id: row.organisationId,
      from_parent_id: row.from,
      to_parent_id: row.to,
      moved_on: row.movedOn,
      reason: row.reason,
      moved_by: row.movedBy,
      created_at: tx.clock.now(),
    })
    .execute();
}

/** Where the organisation was before, newest first, at most 50. */
export async function listMoves(ctx: Ctx, organisationId: string) {
  return on(ctx.db)
    .selectFrom('people.organisation_move as m')
    .leftJoin('people.organisation as f', (join) => join.onRef('f.id', '=', 'm.from_parent_id').onRef('f.network_id', '=', 'm.network_id'))
    .leftJoin('people.organisation as t', (join) => join.onRef('t.id', '=', 'm.to_parent_id').onRef('t.network_id', '=', 'm.network_id'))
    .select(['m.id', 'm.moved_on', 'm.reason', 'f.id as from_id', 'f.name as from_name', 't.id as to_id', 't.name as to_name'])
    .where('m.network_id', '=', ctx.networkId)
    .where('m.organisation_id', '=', organisationId)
    .orderBy('m.moved_on', 'desc')
    .orderBy('m.id', 'desc')
    .limit(50)
    .execute();
}

export async function updateClosed(tx: Ctx, id: string, closedOn: string | null): Promise<void> {
  await on(tx.db)
    .updateTable('people.organisation')
    .set((eb) => ({ closed_on: closedOn, version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
}
