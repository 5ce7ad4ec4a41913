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
  /** Of the posts those that came as second jobs: in their time she who stays has a main one elsewhere. */
  seconds?: string[];
  /** Agreements, parents asked for one, and wishes for a correction. */
  consents?: string[];
  asked?: string[];
  requests?: string[];
  account: boolean;
  /** Id of the photo that came along. */
  photo?: string | null;
  /** Counts what was merged into the one who stays: the last is taken back first. */
  nth?: number;
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

export type Moved = Required<Pick<MergeUndo, 'posts' | 'seconds' | 'educations' | 'attestations' | 'names' | 'aliases' | 'consents' | 'asked' | 'requests'>>;

/**
 * Hangs rows of one person under another. What says nothing that hers do not say stays where it is, as entered twice: so does a main post
 * in the same organisation at the same time; one elsewhere at the same time comes as a second job, so that the place stays in sight.
 */
export async function moveRows(tx: Ctx, from: string, to: string): Promise<Moved> {
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const hers = (alias: 'e' | 'd' | 't' | 'n' | 'r') => sql`${sql.ref(`${alias}.network_id`)} = ${tx.networkId} and ${sql.ref(`${alias}.person_id`)} = ${from}::uuid`;
  const sameTime = sql`k.network_id = e.network_id and k.person_id = ${to}::uuid and k.kind = 'main' and daterange(k.from_date, k.to_date, '[]') && daterange(e.from_date, e.to_date, '[]')`;
  const posts = await sql<{ id: string; became: boolean }>`
    with coming as (
      select e.*, case when e.kind = 'main' and exists (select from people.employment k where ${sameTime}) then 'second' else e.kind end as as_kind
      from people.employment e
      where ${hers('e')} and not (e.kind = 'main' and exists (select from people.employment k where ${sameTime} and k.organisation_id = e.organisation_id))
    )
    update people.employment e set person_id = ${to}::uuid, kind = c.as_kind
    from coming c
    where e.network_id = ${tx.networkId} and e.id = c.id and not exists (
      select from people.employment s where s.network_id = c.network_id and s.person_id = ${to}::uuid and s.kind = c.as_kind
        and s.organisation_id = c.organisation_id and s.from_date = c.from_date and s.to_date is not distinct from c.to_date and s.position_id is not distinct from c.position_id and s.position is not distinct from c.position)
    returning e.id, c.kind <> c.as_kind as became`.execute(tx.db);
  const educations = await sql<{ id: string }>`
    update people.education d set person_id = ${to}::uuid
    where ${hers('d')} and not exists (
      select from people.education k where k.network_id = d.network_id and k.person_id = ${to}::uuid and k.level = d.level
        and coalesce(d.graduated_year = k.graduated_year, d.graduated_year is null) and coalesce(d.institution = k.institution, d.institution is null)
        and coalesce(d.speciality = k.speciality, d.speciality is null) and coalesce(d.is_library_profile = k.is_library_profile, d.is_library_profile is null))
    returning d.id`.execute(tx.db);
  const attestations = await sql<{ id: string }>`
    update people.attestation t set person_id = ${to}::uuid
    where ${hers('t')} and not exists (
      select from people.attestation k where k.network_id = t.network_id and k.person_id = ${to}::uuid and k.category = t.category
        and coalesce(t.held_on = k.held_on, t.held_on is null) and coalesce(t.due_on = k.due_on, t.due_on is null) and coalesce(t.note = k.note, t.note is null))
    returning t.id`.execute(tx.db);
  const names = await sql<{ locale: string }>`
    update people.person_name n set person_id = ${to}::uuid
    where ${hers('n')} and not exists (
      select from people.person_name k where k.network_id = n.network_id and k.person_id = ${to}::uuid and k.locale = n.locale)
    returning n.locale`.execute(tx.db);
  const aliases = await sql<{ id: string }>`
    update people.person_alias set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid returning old_person_id as id`.execute(tx.db);
  // One wish at a time is open; of two hers is decided on first.
  const requests = await sql<{ id: string }>`
    update people.change_request r set person_id = ${to}::uuid
    where ${hers('r')} and not (r.state = 'open' and exists (
      select from people.change_request k where k.network_id = r.network_id and k.person_id = ${to}::uuid and k.state = 'open'))
    returning r.id`.execute(tx.db);
  const all = async (table: 'consent' | 'consent_asked') =>
    ids((await sql<{ id: string }>`update ${sql.table(`people.${table}`)} set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid returning id`.execute(tx.db)).rows);
  return {
    posts: ids(posts.rows),
    seconds: ids(posts.rows.filter(({ became }) => became)),
    educations: ids(educations.rows),
    attestations: ids(attestations.rows),
    names: names.rows.map(({ locale }) => locale),
    aliases: ids(aliases.rows),
    consents: await all('consent'),
    asked: await all('consent_asked'),
    requests: ids(requests.rows),
  };
}

/** Hangs exactly these rows back, as far as they still hang where the merge put them. */
export async function moveRowsBack(tx: Ctx, undo: MergeUndo, from: string, to: string): Promise<void> {
  const back = async (table: 'employment' | 'education' | 'attestation' | 'consent' | 'consent_asked' | 'change_request', ids: readonly string[] = []) => {
    if (ids.length > 0) await sql`update ${sql.table(`people.${table}`)} set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid and id = any(${[...ids]}::uuid[])`.execute(tx.db);
  };
  const seconds = undo.seconds ?? [];
  if (seconds.length > 0) {
    await sql`update people.employment set person_id = ${to}::uuid, kind = 'main' where network_id = ${tx.networkId} and person_id = ${from}::uuid and id = any(${[...seconds]}::uuid[])`.execute(tx.db);
  }
  await back('employment', undo.posts);
  await back('education', undo.educations);
  await back('attestation', undo.attestations);
  await back('consent', undo.consents);
  await back('consent_asked', undo.asked);
  await back('change_request', undo.requests);
  if (undo.names.length > 0) {
    await sql`update people.person_name set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid and locale = any(${undo.names}::text[])`.execute(tx.db);
  }
  if (undo.aliases.length > 0) {
    await sql`update people.person_alias set person_id = ${to}::uuid where network_id = ${tx.networkId} and person_id = ${from}::uuid and old_person_id = any(${undo.aliases}::uuid[])`.execute(tx.db);
  }
}

/** Who was merged into a person last, and as which of them; undefined: nobody was. */
export async function findLastMerged(ctx: Ctx, personId: string): Promise<{ oldId: string; nth: number } | undefined> {
  const { rows } = await sql<{ oldId: string; nth: number }>`
    select old_person_id as "oldId", coalesce((undo->>'nth')::int, 0) as nth from people.person_alias
    where network_id = ${ctx.networkId} and person_id = ${personId}::uuid
    order by nth desc, merged_at desc, old_person_id limit 1`.execute(ctx.db);
  return rows[0];
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
