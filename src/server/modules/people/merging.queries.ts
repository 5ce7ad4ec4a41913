import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';
import type { PersonValues } from './persons.queries.ts';

type OwnTables = 'people.person_alias' | 'people.not_duplicate' | 'people.employment' | 'people.education' | 'people.attestation' | 'people.person_name' | 'people.person';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** What an un-merge gives back. */
export interface MergeUndo {
  posts: string[];
  educations: string[];
  attestations: string[];
  names: string[];
  /** Persons who had been merged into the one that goes. */
  aliases: string[];
  account: boolean;
  /** Of the person who stays: what stood there, and what the merge wrote. */
  before: PersonValues;
  after: PersonValues;
}

export interface Pair {
  firstId: string;
  secondId: string;
  firstName: string;
  secondName: string;
  firstBirth: string | null;
  secondBirth: string | null;
  firstOrganisation: string | null;
  secondOrganisation: string | null;
}

/**
 * Pairs who may be one person: one name in any spelling, or one birth date and a word of the name in common; never two different birth
 * dates. Both of the reader's scope, neither merged, nor found to be two. At most `limit`.
 */
export async function listPairs(ctx: Ctx, scope: 'network' | readonly string[], limit: number): Promise<Pair[]> {
  const within = (alias: 'a' | 'b') => (scope === 'network' ? sql`true` : sql`${sql.ref(`${alias}.place`)} && ${[...scope]}::uuid[]`);
  const { rows } = await sql<Pair>`
    select a.id as "firstId", b.id as "secondId", a.sort_name as "firstName", b.sort_name as "secondName", a.birth_date as "firstBirth", b.birth_date as "secondBirth",
      a.organisation_id as "firstOrganisation", b.organisation_id as "secondOrganisation"
    from people.person a
    join people.person b on b.network_id = a.network_id and b.id > a.id and b.anonymised_at is null
      and (b.name_key = a.name_key or (b.birth_date = a.birth_date and b.search_words && a.search_words))
    where a.network_id = ${ctx.networkId} and a.anonymised_at is null and ${within('a')} and ${within('b')}
      and (a.birth_date is null or b.birth_date is null or a.birth_date = b.birth_date)
      and not exists (select from people.person_alias m where m.network_id = a.network_id and m.old_person_id in (a.id, b.id))
      and not exists (select from people.not_duplicate n where n.network_id = a.network_id and n.first_id = a.id and n.second_id = b.id)
    order by (a.birth_date = b.birth_date) desc nulls last, a.sort_name, a.id, b.id
    limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function insertNotDuplicate(tx: Ctx, one: string, other: string, decidedBy: string | null): Promise<void> {
  const [first, second] = [one, other].sort();
  await on(tx.db)
    .insertInto('people.not_duplicate')
    .values({ network_id: tx.networkId, first_id: first ?? '', second_id: second ?? '', decided_by: decidedBy, decided_at: tx.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Hangs rows of one person under another. Main posts that overlap one of hers stay where they are: the same post entered twice. */
export async function moveRows(tx: Ctx, from: string, to: string): Promise<Pick<MergeUndo, 'posts' | 'educations' | 'attestations' | 'names' | 'aliases'>> {
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const posts = await sql<{ id: string }>`
    update people.employment e set person_id = ${to}::uuid
    where e.network_id = ${tx.networkId} and e.person_id = ${from}::uuid and not (e.kind = 'main' and exists (
      select from people.employment k where k.network_id = e.network_id and k.person_id = ${to}::uuid and k.kind = 'main'
        and daterange(k.from_date, k.to_date, '[]') && daterange(e.from_date, e.to_date, '[]')))
      and not exists (select from people.employment s where s.network_id = e.network_id and s.person_id = ${to}::uuid and s.kind = e.kind
        and s.organisation_id = e.organisation_id and s.from_date = e.from_date)
    returning e.id`.execute(tx.db);
  const educations = await sql<{ id: string }>`
    update people.education d set person_id = ${to}::uuid
    where d.network_id = ${tx.networkId} and d.person_id = ${from}::uuid and not exists (
      select from people.education k where k.network_id = d.network_id and k.person_id = ${to}::uuid and k.level = d.level and k.graduated_year is not distinct from d.graduated_year)
    returning d.id`.execute(tx.db);
  const attestations = await sql<{ id: string }>`
    update people.attestation t set person_id = ${to}::uuid
    where t.network_id = ${tx.networkId} and t.person_id = ${from}::uuid and not exists (
      select from people.attestation k where k.network_id = t.network_id and k.person_id = ${to}::uuid and k.category = t.category and k.held_on is not distinct from t.held_on)
    returning t.id`.execute(tx.db);
  const names = await sql<{ locale: string }>`
    update people.person_name n set person_id = ${to}::uuid
    where n.network_id = ${tx.networkId} and n.person_id = ${from}::uuid and not exists (
      select from people.person_name k where k.network_id = n.network_id and k.person_id = ${to}::uuid and k.locale = n.locale)
    returning n.locale`.execute(tx.db);
  const aliases = await sql<{ id: string }>`
    update people.person_alias set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid returning old_person_id as id`.execute(tx.db);
  return { posts: ids(posts.rows), educations: ids(educations.rows), attestations: ids(attestations.rows), names: names.rows.map(({ locale }) => locale), aliases: ids(aliases.rows) };
}

/** Hangs exactly these rows back, as far as they still hang where the merge put them. */
export async function moveRowsBack(tx: Ctx, undo: MergeUndo, from: string, to: string): Promise<void> {
  for (const [table, ids] of [['people.employment', undo.posts], ['people.education', undo.educations], ['people.attestation', undo.attestations]] as const) {
    if (ids.length > 0) await on(tx.db).updateTable(table).set({ person_id: to }).where('network_id', '=', tx.networkId).where('person_id', '=', from).where('id', 'in', ids).execute();
  }
  if (undo.names.length > 0) {
    await sql`update people.person_name set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid and locale = any(${undo.names}::text[])`.execute(tx.db);
  }
  if (undo.aliases.length > 0) {
    await sql`update people.person_alias set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid and old_person_id = any(${undo.aliases}::uuid[])`.execute(tx.db);
  }
}

export async function updateAccountOf(tx: Ctx, personId: string, accountId: string | null): Promise<void> {
  await on(tx.db).updateTable('people.person').set({ account_id: accountId }).where('network_id', '=', tx.networkId).where('id', '=', personId).execute();
}

export async function insertAlias(tx: Ctx, row: { oldId: string; personId: string; mergedBy: string | null; undo: MergeUndo }): Promise<void> {
  await on(tx.db)
    .insertInto('people.person_alias')
    .values({ old_person_id: row.oldId, network_id: tx.networkId, person_id: row.personId, merged_by: row.mergedBy, merged_at: tx.clock.now(), undo: JSON.stringify(row.undo) })
    .execute();
}

export async function deleteAlias(tx: Ctx, oldId: string): Promise<{ personId: string; undo: MergeUndo } | null> {
  const row = await on(tx.db)
    .deleteFrom('people.person_alias')
    .where('network_id', '=', tx.networkId)
    .where('old_person_id', '=', oldId)
    .returning(['person_id', 'undo'])
    .executeTakeFirst();
  return row ? { personId: row.person_id, undo: row.undo as unknown as MergeUndo } : null;
}
