import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { ImportRow } from './imports.queries.ts';
import './people.tables.ts';
import './registry.tables.ts';

type OwnTables = 'people.person' | 'people.employment' | 'people.education' | 'people.attestation' | 'people.organisation';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface MatchablePerson {
  id: string;
  names: string[];
  words: string[];
  birthDate: string | null;
  organisations: string[];
}

/**
 * People who have one of these words in a name or one of these birth dates, as far as the actor's records reach (null: the whole network).
 * Merged and anonymised ones are nobody to be matched.
 */
export async function listMatchable(ctx: Ctx, words: readonly string[], births: readonly string[], scope: readonly string[] | null): Promise<MatchablePerson[]> {
  const { rows } = await sql<MatchablePerson>`
    select p.id, p.birth_date as "birthDate", p.search_words as words,
      array_prepend(p.sort_name, coalesce((select array_agg(concat_ws(' ', n.family_name, n.given_name, n.patronymic)) from people.person_name n
        where n.network_id = p.network_id and n.person_id = p.id), '{}')) as names,
      coalesce((select array_agg(distinct e.organisation_id) from people.employment e where e.network_id = p.network_id and e.person_id = p.id), '{}') as organisations
    from people.person p
    where p.network_id = ${ctx.networkId} and p.anonymised_at is null
      and (p.search_words && ${[...words]}::text[] or p.birth_date = any(${[...births]}::date[]))
      and (${scope === null} or p.place && ${[...(scope ?? [])]}::uuid[])
      and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id)
    limit 20000`.execute(ctx.db);
  return rows;
}

/** People of exactly these names (as folded keys) and birth dates: `keys` and `births` go in pairs. */
export async function listExactly(ctx: Ctx, keys: readonly string[], births: readonly string[], scope: readonly string[] | null): Promise<{ id: string; key: string; birthDate: string }[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ id: string; key: string; birthDate: string }>`
    select p.id, p.name_key as key, p.birth_date as "birthDate"
    from people.person p
    where p.network_id = ${ctx.networkId} and p.anonymised_at is null and p.name_key = any(${[...keys]}::text[])
      and (p.name_key, p.birth_date) in (select * from unnest(${[...keys]}::text[], ${[...births]}::date[]))
      and (${scope === null} or p.place && ${[...(scope ?? [])]}::uuid[])
      and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id)`.execute(ctx.db);
  return rows;
}

/** The records of these people, whole; `lock` keeps them for the rest of the transaction. */
export async function listRecords(ctx: Ctx, ids: readonly string[], lock = false) {
  const empty = { persons: [], posts: [], educations: [], attestations: [] };
  if (ids.length === 0) return empty;
  const db = on(ctx.db);
  const persons = db.selectFrom('people.person').selectAll().where('network_id', '=', ctx.networkId).where('id', 'in', ids).where('anonymised_at', 'is', null).orderBy('id');
  return {
    persons: await (lock ? persons.forUpdate() : persons).execute(),
    posts: await db.selectFrom('people.employment').selectAll().where('network_id', '=', ctx.networkId).where('person_id', 'in', ids).execute(),
    educations: await db.selectFrom('people.education').selectAll().where('network_id', '=', ctx.networkId).where('person_id', 'in', ids).execute(),
    attestations: await db.selectFrom('people.attestation').selectAll().where('network_id', '=', ctx.networkId).where('person_id', 'in', ids).execute(),
  };
}
export type Records = Awaited<ReturnType<typeof listRecords>>;

/** A list in the registry: whoever worked with a record since then is not this list. */
type Done = Pick<ImportRow, 'id' | 'done_at'>;

/**
 * Whether somebody worked with a record after a list was done: whatever is on record but lists that came and went again. Of lists from
 * before lines named them those that stood have been written in.
 */
const workedWith = (subjectType: 'person' | 'organisation', id: RawBuilder<unknown>, networkId: string, since: Done) => sql<boolean>`exists (
  select from people.record_change c
  where c.network_id = ${networkId} and c.subject_type = ${subjectType} and c.subject_id = ${id} and c.at > ${since.done_at} and c.import_id is distinct from ${since.id}::uuid
    and case when c.import_id is null then c.act not like '%.import%' else not exists (
      select from people.record_change u where u.network_id = c.network_id and u.subject_type = c.subject_type and u.subject_id = c.subject_id
        and u.import_id = c.import_id and u.act like '%.import_undone') end)`;

/** These people as far as they are still there, locked, and whether somebody worked with them after the list. */
export async function lockImported(tx: Ctx, ids: readonly string[], since: Done): Promise<{ id: string; touched: boolean }[]> {
  const { rows } = await sql<{ id: string; touched: boolean }>`
    select p.id, p.account_id is not null or ${workedWith('person', sql.ref('p.id'), tx.networkId, since)}
      or exists (select from people.person_alias a where a.network_id = p.network_id and (a.old_person_id = p.id or a.person_id = p.id)) as touched
    from people.person p
    where p.network_id = ${tx.networkId} and p.id = any(${[...ids]}::uuid[])
    for update of p`.execute(tx.db);
  return rows;
}

/** Takes people out of the registry with everything that hangs on them here. */
export async function deletePersons(tx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['employment', 'education', 'attestation', 'person_name', 'change_request', 'card_view'] as const) {
    await sql`delete from ${sql.table(`people.${table}`)} where network_id = ${tx.networkId} and person_id = any(${[...ids]}::uuid[])`.execute(tx.db);
  }
  await sql`delete from people.record_change where network_id = ${tx.networkId} and subject_type = 'person' and subject_id = any(${[...ids]}::uuid[])`.execute(tx.db);
  await sql`delete from people.person where network_id = ${tx.networkId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

/** Of these the ids of records that somebody worked with after the list. */
export async function listTouched(tx: Ctx, subjectType: 'person' | 'organisation', ids: readonly string[], since: Done): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from unnest(${[...ids]}::uuid[]) as s (id)
    where ${workedWith(subjectType, sql.ref('s.id'), tx.networkId, since)}`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Whole organisations by code. */
export async function listWholeOrganisations(ctx: Ctx, lock = false) {
  const query = on(ctx.db).selectFrom('people.organisation').selectAll().where('network_id', '=', ctx.networkId).orderBy('code').limit(20_000);
  return (lock ? query.forUpdate() : query).execute();
}
export type WholeOrganisation = Awaited<ReturnType<typeof listWholeOrganisations>>[number];

/** Takes organisations away; whatever hangs on one stops it. */
export async function deleteOrganisation(tx: Ctx, id: string): Promise<void> {
  await sql`delete from people.record_change where network_id = ${tx.networkId} and subject_type = 'organisation' and subject_id = ${id}::uuid`.execute(tx.db);
  await sql`delete from people.organisation where network_id = ${tx.networkId} and id = ${id}::uuid`.execute(tx.db);
}

