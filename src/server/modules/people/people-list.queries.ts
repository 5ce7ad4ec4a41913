import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PageKey } from '#server/platform/paging.ts';
import type { Category } from './registry.tables.ts';

export interface PeopleWish {
  /** All of the network, or who lies below these organisations. */
  scope: 'network' | readonly string[];
  /** For every word typed: what it may mean (`expandWords`). */
  words: readonly (readonly string[])[];
  organisationId: string | null;
  positionId: string | null;
  state: 'working' | 'left' | 'all';
  personnel: 'main' | 'other' | null;
  category: Category | null;
  education: 'library' | 'other' | 'unknown' | null;
  /** Born after (inclusive) and not after: an age band as dates. */
  bornFrom: string | null;
  bornTo: string | null;
  /** In the profession since after, and since not after; `since: 'unknown'`: nobody knows. */
  since: { after: string | null; until: string | null } | 'unknown' | null;
  /** Who surely, perhaps or not reaches pension age by birth dates that depend on the sex; `unknown`: no birth date. */
  retirement: { state: 'sure' | 'maybe' | 'no' | 'unknown'; womenBy: string; menBy: string; earlierBy: string; laterBy: string } | null;
  attestationDueBy: string | null;
  missing: 'birth_date' | 'education' | 'email' | 'post' | null;
}

const COLLATION: Readonly<Record<Locale, string>> = { kk: 'kk-x-icu', ru: 'ru-x-icu', en: 'en-x-icu', ky: 'ky-x-icu', be: 'be-x-icu', hy: 'hy-x-icu' };
/** A name in the order of the reader's alphabet; there is an index for each. */
const inOrder = (name: RawBuilder<string>, locale: Locale): RawBuilder<string> => sql<string>`${name} collate ${sql.id(COLLATION[locale])}`;

/** As the figures reckon it: of whom the sex is not on record the earlier date is sure, the later one possible. */
function retires({ state, womenBy, menBy, earlierBy, laterBy }: NonNullable<PeopleWish['retirement']>) {
  const by = (otherwise: string) => sql`p.birth_date <= case p.sex when 'female' then ${womenBy}::date when 'male' then ${menBy}::date else ${otherwise}::date end`;
  if (state === 'unknown') return sql<SqlBool>`p.birth_date is null`;
  if (state === 'sure') return sql<SqlBool>`${by(earlierBy)}`;
  return state === 'maybe' ? sql<SqlBool>`(${by(laterBy)} and not ${by(earlierBy)})` : sql<SqlBool>`not ${by(laterBy)}`;
}

const educated = (condition: RawBuilder<unknown>) => sql<SqlBool>`exists (select from people.education d where d.network_id = p.network_id and d.person_id = p.id ${condition})`;
const attested = (column: 'category' | 'due_on') =>
  sql`(select a.${sql.id(column)} from people.attestation a where a.network_id = p.network_id and a.person_id = p.id order by a.held_on desc nulls last, a.id desc limit 1)`;

function educatedAs(wanted: NonNullable<PeopleWish['education']>): RawBuilder<SqlBool> {
  if (wanted === 'library') return educated(sql`and d.is_library_profile`);
  return wanted === 'other' ? sql`${educated(sql``)} and not ${educated(sql`and d.is_library_profile is distinct from false`)}` : sql`not ${educated(sql`and d.is_library_profile is not null`)}`;
}

function lacks(wanted: NonNullable<PeopleWish['missing']>): RawBuilder<SqlBool> {
  if (wanted === 'education') return sql`not ${educated(sql``)}`;
  return wanted === 'birth_date' ? sql`p.birth_date is null` : wanted === 'email' ? sql`p.email is null` : sql`p.organisation_id is null`;
}

/** The one organisation below which all of them lie; there the list is read in the order of its index. */
const leadOf = (wish: PeopleWish): string | null => wish.organisationId ?? (wish.scope !== 'network' && wish.scope.length === 1 ? (wish.scope[0] ?? null) : null);

/** What is asked of a person's own row. */
function conditionsOf(wish: PeopleWish): RawBuilder<SqlBool>[] {
  const asked: RawBuilder<SqlBool>[] = [];
  const lead = leadOf(wish);
  if (wish.scope !== 'network' && !(wish.scope.length === 1 && wish.scope[0] === lead)) asked.push(sql`p.place && ${[...wish.scope]}::uuid[]`);
  for (const alternatives of wish.words) asked.push(sql`p.search_words && ${[...alternatives]}::text[]`);
  if (wish.positionId) asked.push(sql`p.position_id = ${wish.positionId}::uuid`);
  if (wish.personnel) {
    asked.push(
      sql`exists (select from people.employment e where e.network_id = p.network_id and e.person_id = p.id and e.to_date is null and e.kind = 'main'
        and e.is_main_personnel = ${wish.personnel === 'main'})`,
    );
  }
  if (wish.bornFrom) asked.push(sql`p.birth_date >= ${wish.bornFrom}::date`);
  if (wish.bornTo) asked.push(sql`p.birth_date <= ${wish.bornTo}::date`);
  if (wish.category) asked.push(sql`${attested('category')} = ${wish.category}`);
  if (wish.since === 'unknown') asked.push(sql`p.profession_since is null`);
  else if (wish.since) {
    if (wish.since.after) asked.push(sql`p.profession_since > ${wish.since.after}::date`);
    if (wish.since.until) asked.push(sql`p.profession_since <= ${wish.since.until}::date`);
  }
  if (wish.retirement) asked.push(retires(wish.retirement));
  if (wish.attestationDueBy) asked.push(sql`${attested('due_on')} <= ${wish.attestationDueBy}::date`);
  if (wish.education) asked.push(educatedAs(wish.education));
  if (wish.missing) asked.push(lacks(wish.missing));
  return asked;
}

export interface ListedPerson {
  id: string;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
  birth_date: string | null;
  phone: string | null;
  email: string | null;
  is_working: boolean;
  organisation_id: string | null;
  position_id: string | null;
  post_title: string | null;
  library_since: string | null;
  profession_since: string | null;
  sort_value: string;
}

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(conditions, sql` and `);

/**
 * Where the people are looked for: in the whole network, or in the order of names among those listed below one organisation (`w`; `p` beside
 * it where it is asked for or something of it is). There each row is looked up by itself, or the database would read and sort all of few and
 * walk the order only of many; words that were typed are rather looked for first. Merged ones are not correlated: the few are hashed once.
 */
function source(ctx: Ctx, wish: PeopleWish, withPersons: boolean): { rows: RawBuilder<unknown>; name: RawBuilder<string>; id: RawBuilder<string> } {
  const lead = leadOf(wish);
  const conditions = conditionsOf(wish);
  const merged = sql`(select a.old_person_id from people.person_alias a where a.network_id = ${ctx.networkId})`;
  const standing = (row: RawBuilder<unknown>) => (wish.state === 'all' ? [] : [sql`${row}.is_working = ${wish.state === 'working'}`]);
  if (lead === null) {
    const found = all([sql`p.network_id = ${ctx.networkId}`, sql`p.anonymised_at is null`, sql`p.id not in ${merged}`, ...standing(sql`p`), ...conditions]);
    return { rows: sql`people.person p where ${found}`, name: inOrder(sql`p.sort_name`, ctx.locale), id: sql`p.id` };
  }
  const found = all([sql`w.network_id = ${ctx.networkId}`, sql`w.organisation_id = ${lead}::uuid`, sql`w.person_id not in ${merged}`, ...standing(sql`w`), ...conditions]);
  const persons = wish.words.length > 0
    ? sql`join people.person p on p.network_id = w.network_id and p.id = w.person_id`
    : withPersons || conditions.length > 0
      ? sql`cross join lateral (select * from people.person one where one.network_id = w.network_id and one.id = w.person_id limit 1) p`
      : sql``; // prettier-ignore
  return { rows: sql`people.person_in_place w ${persons} where ${found}`, name: inOrder(sql`w.sort_name`, ctx.locale), id: sql`w.person_id` };
}

/** One page in the order of the page, one more than `limit` when there are more beyond it. */
export async function listPeople(ctx: Ctx, wish: PeopleWish, page: { descending: boolean; limit: number; from: PageKey | null }): Promise<ListedPerson[]> {
  const { rows: found, name, id } = source(ctx, wish, true);
  const downwards = page.descending !== (page.from?.direction === 'before');
  const order = sql.raw(downwards ? 'desc' : 'asc');
  const beyond = page.from && sql`and (${name}, ${id}) ${sql.raw(downwards ? '<' : '>')} (${inOrder(sql`${page.from.value}`, ctx.locale)}, ${page.from.id}::uuid)`;
  const { rows } = await sql<ListedPerson>`
    select p.id, p.family_name, p.given_name, p.patronymic, p.birth_date, p.phone, p.email, p.is_working, p.organisation_id, p.position_id, p.post_title,
      p.library_since, p.profession_since, p.sort_name as sort_value
    from ${found} ${beyond ?? sql``} order by ${name} ${order}, ${id} ${order} limit ${page.limit + 1}`.execute(ctx.db);
  return rows;
}

/**
 * How many there are, counted up to `most`: a list of a hundred thousand costs no more than one of a thousand. Below one organisation they
 * are counted in the order of its index, so that no more of it is read.
 */
export async function countPeople(ctx: Ctx, wish: PeopleWish, most: number): Promise<number> {
  const { rows: found, name, id } = source(ctx, wish, false);
  const order = leadOf(wish) === null ? sql`` : sql`order by ${name}, ${id}`;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select from ${found} ${order} limit ${most}) found`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export interface Learning {
  person_id: string;
  /** The highest level. */
  level: string | null;
  is_library_profile: boolean | null;
  category: Category | null;
  due_on: string | null;
}

/** Education and category of the persons shown. */
export async function listLearning(ctx: Ctx, personIds: readonly string[]): Promise<Learning[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<Learning>`
    select p.id as person_id, d.level, d.is_library_profile, a.category, a.due_on
    from unnest(${[...personIds]}::uuid[]) p(id)
    left join lateral (select (array_agg(level order by array_position('{general,vocational,higher,postgraduate}'::text[], level) desc))[1] as level,
        bool_or(is_library_profile) as is_library_profile
      from people.education where network_id = ${ctx.networkId} and person_id = p.id) d on true
    left join lateral (select category, due_on from people.attestation where network_id = ${ctx.networkId} and person_id = p.id
      order by held_on desc nulls last, id desc limit 1) a on true`.execute(ctx.db);
  return rows;
}
