import { sql, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/locales.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';
import type { LanguageSkill, Sex } from './registry.tables.ts';

type OwnTables = 'people.person' | 'people.person_name' | 'people.person_alias';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface PersonValues {
  familyName: string;
  givenName: string | null;
  patronymic: string | null;
  nameLocale: Locale | null;
  birthDate: string | null;
  sex: Sex | null;
  email: string | null;
  phone: string | null;
  preferredLocale: Locale | null;
  languages: LanguageSkill[];
  librarySince: string | null;
  professionSince: string | null;
}

export interface PersonKeys {
  nameKey: string;
  sortName: string;
  searchWords: string[];
}

const columns = (row: PersonValues & PersonKeys) => ({
  family_name: row.familyName,
  given_name: row.givenName,
  patronymic: row.patronymic,
  name_locale: row.nameLocale,
  name_key: row.nameKey,
  sort_name: row.sortName,
  search_words: row.searchWords,
  birth_date: row.birthDate,
  sex: row.sex,
  email: row.email,
  phone: row.phone,
  preferred_locale: row.preferredLocale,
  languages: JSON.stringify(row.languages),
  library_since: row.librarySince,
  profession_since: row.professionSince,
});

/** The copy of the posts in a person's row (`standing.ts`). */
export interface Standing {
  isWorking: boolean;
  organisationId: string | null;
  positionId: string | null;
  postTitle: string | null;
  place: readonly string[];
}
const NOWHERE: Standing = { isWorking: false, organisationId: null, positionId: null, postTitle: null, place: [] };

export type NewPersonRow = PersonValues & PersonKeys & { id: string; accountId: string | null; standing?: Standing };

const standingColumns = ({ isWorking, organisationId, positionId, postTitle, place }: Standing) => ({ is_working: isWorking, organisation_id: organisationId, position_id: positionId, post_title: postTitle, place: [...place] });

export async function insertPersons(tx: Ctx, rows: readonly NewPersonRow[]): Promise<void> {
  if (rows.length === 0) return;
  const now = tx.clock.now();
  await on(tx.db)
    .insertInto('people.person')
    .values(rows.map((row) => ({ id: row.id, network_id: tx.networkId, account_id: row.accountId, created_at: now, updated_at: now, ...columns(row), ...standingColumns(row.standing ?? NOWHERE) })))
    .execute();
}

/** False when the row was changed since it was read. */
export async function updatePerson(tx: Ctx, id: string, version: number, row: PersonValues & PersonKeys): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.person')
    .set({ ...columns(row), updated_at: tx.clock.now() })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function findPerson(ctx: Ctx, id: string, lock = false) {
  let query = on(ctx.db)
    .selectFrom('people.person as p')
    .selectAll('p')
    .select((eb) =>
      eb
        .selectFrom('people.person_alias as a')
        .select('a.person_id')
        .whereRef('a.old_person_id', '=', 'p.id')
        .whereRef('a.network_id', '=', 'p.network_id')
        .as('merged_into'),
    )
    .where('p.network_id', '=', ctx.networkId)
    .where('p.id', '=', id);
  if (lock) query = query.forUpdate('p');
  return query.executeTakeFirst();
}
export type PersonRow = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** The person an account is in this network. */
export async function findPersonOfAccount(ctx: Ctx, accountId: string): Promise<string | null> {
  const row = await on(ctx.db)
    .selectFrom('people.person')
    .select('id')
    .where('network_id', '=', ctx.networkId)
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Ties a person to an account; false when she has one already. */
export async function updatePersonAccount(tx: Ctx, id: string, accountId: string): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.person')
    .set((eb) => ({ account_id: accountId, version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('account_id', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export type NameParts = Pick<PersonValues, 'familyName' | 'givenName' | 'patronymic'>;

export interface OtherName extends NameParts {
  locale: Locale;
}

export async function listNames(ctx: Ctx, personIds: readonly string[]): Promise<(OtherName & { personId: string })[]> {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.person_name')
    .select(['person_id as personId', 'locale', 'family_name as familyName', 'given_name as givenName', 'patronymic'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', 'in', personIds)
    .orderBy('locale')
    .execute();
}

/** Names by which these persons are found because records were merged into theirs: what those are called, and what they were called themselves before. */
export async function listMergedNames(ctx: Ctx, personIds: readonly string[]): Promise<(NameParts & { personId: string })[]> {
  if (personIds.length === 0) return [];
  const merged = sql`network_id = ${ctx.networkId} and person_id = any(${[...personIds]}::uuid[])`;
  const { rows } = await sql<NameParts & { personId: string }>`
    with merged as (select person_id, old_person_id, undo->'before' as before from people.person_alias where ${merged})
    select m.person_id as "personId", p.family_name as "familyName", p.given_name as "givenName", p.patronymic
    from merged m join people.person p on p.network_id = ${ctx.networkId} and p.id = m.old_person_id
    union select m.person_id, n.family_name, n.given_name, n.patronymic
    from merged m join people.person_name n on n.network_id = ${ctx.networkId} and n.person_id = m.old_person_id
    union select m.person_id, m.before->>'familyName', m.before->>'givenName', m.before->>'patronymic' from merged m where m.before->>'familyName' is not null
    order by 1, 2, 3, 4`.execute(ctx.db);
  return rows;
}

/** Puts these spellings in place of those there are. */
export async function replaceNames(tx: Ctx, personId: string, names: readonly OtherName[]): Promise<void> {
  await on(tx.db).deleteFrom('people.person_name').where('network_id', '=', tx.networkId).where('person_id', '=', personId).execute();
  if (names.length === 0) return;
  await on(tx.db)
    .insertInto('people.person_name')
    .values(
      names.map((name) => ({
        network_id: tx.networkId,
        person_id: personId,
        locale: name.locale,
        family_name: name.familyName,
        given_name: name.givenName,
        patronymic: name.patronymic,
      })),
    )
    .execute();
}

export interface NamedPerson {
  id: string;
  familyName: string;
  givenName: string | null;
  patronymic: string | null;
  nameKey: string;
  position: string | null;
  organisationId: string | null;
}

/** Persons whose name has one of these words (Latin skeletons), in whatever spelling it is known. At most 200: the caller ranks them. */
export async function listPersonsWithWords(ctx: Ctx, words: readonly string[], scope: 'network' | readonly string[]): Promise<(NamedPerson & { readable: boolean })[]> {
  if (words.length === 0) return [];
  const readable = scope === 'network' ? sql`true` : sql`p.place && ${[...scope]}::uuid[]`;
  const { rows } = await sql<NamedPerson & { readable: boolean }>`
    select ${readable} as readable, p.id, p.family_name as "familyName", p.given_name as "givenName", p.patronymic, p.name_key as "nameKey",
      p.post_title as position, p.organisation_id as "organisationId"
    from people.person p
    where p.network_id = ${ctx.networkId} and p.search_words && ${[...words]}::text[] and p.anonymised_at is null
      and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id)
    order by readable desc
    limit 200`.execute(ctx.db);
  return rows;
}

/** Names of some people, by their ids. */
export async function listPersonNames(ctx: Ctx, ids: readonly string[]) {
  return on(ctx.db)
    .selectFrom('people.person')
    .select(['id', 'family_name as familyName', 'given_name as givenName', 'patronymic'])
    .where('network_id', '=', ctx.networkId)
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .execute();
}

export async function findPersonName(ctx: Ctx, id: string): Promise<{ familyName: string; givenName: string | null; patronymic: string | null } | undefined> {
  return on(ctx.db)
    .selectFrom('people.person')
    .select(['family_name as familyName', 'given_name as givenName', 'patronymic'])
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}
