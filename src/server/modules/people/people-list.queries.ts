import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { PageKey } from '#server/platform/paging.ts';
import './people.tables.ts';
import type { Category } from './registry.tables.ts';

type OwnTables = 'people.person' | 'people.organisation' | 'people.position' | 'people.education' | 'people.attestation';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

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
/** The name in the order of the reader's alphabet; there is an index for each. */
const sortName = (locale: Locale): RawBuilder<string> => sql<string>`p.sort_name collate ${sql.id(COLLATION[locale])}`;

/** As the figures reckon it: of whom the sex is not on record the earlier date is sure, the later one possible. */
function retires({ state, womenBy, menBy, earlierBy, laterBy }: NonNullable<PeopleWish['retirement']>) {
  const by = (otherwise: string) => sql`p.birth_date <= case p.sex when 'female' then ${womenBy}::date when 'male' then ${menBy}::date else ${otherwise}::date end`;
  if (state === 'unknown') return sql<SqlBool>`p.birth_date is null`;
  if (state === 'sure') return sql<SqlBool>`${by(earlierBy)}`;
  return state === 'maybe' ? sql<SqlBool>`(${by(laterBy)} and not ${by(earlierBy)})` : sql<SqlBool>`not ${by(laterBy)}`;
}

function matching(ctx: Ctx, wish: PeopleWish) {
  let query = on(ctx.db)
    .selectFrom('people.person as p')
    .where('p.network_id', '=', ctx.networkId)
    .where('p.anonymised_at', 'is', null)
    // Not correlated: the few merged ones are hashed once, instead of being looked for with every row.
    .where(sql<SqlBool>`p.id not in (select a.old_person_id from people.person_alias a where a.network_id = ${ctx.networkId})`);
  if (wish.scope !== 'network') query = query.where(sql<SqlBool>`p.place && ${[...wish.scope]}::uuid[]`);
  for (const alternatives of wish.words) query = query.where(sql<SqlBool>`p.search_words && ${[...alternatives]}::text[]`);
  if (wish.organisationId) query = query.where(sql<SqlBool>`p.place @> array[${wish.organisationId}::uuid]`);
  if (wish.positionId) query = query.where('p.position_id', '=', wish.positionId);
  if (wish.state !== 'all') query = query.where('p.is_working', '=', wish.state === 'working');
  if (wish.personnel) {
    query = query.where(
      sql<SqlBool>`exists (select from people.employment e where e.network_id = p.network_id and e.person_id = p.id and e.to_date is null and e.kind = 'main'
        and e.is_main_personnel = ${wish.personnel === 'main'})`,
    );
  }
  if (wish.bornFrom) query = query.where('p.birth_date', '>=', wish.bornFrom);
  if (wish.bornTo) query = query.where('p.birth_date', '<=', wish.bornTo);
  if (wish.category) {
    query = query.where(
      sql<SqlBool>`(select a.category from people.attestation a where a.network_id = p.network_id and a.person_id = p.id order by a.held_on desc nulls last, a.id desc limit 1) = ${wish.category}`,
    );
  }
  if (wish.since === 'unknown') query = query.where('p.profession_since', 'is', null);
  else if (wish.since) {
    if (wish.since.after) query = query.where('p.profession_since', '>', wish.since.after);
    if (wish.since.until) query = query.where('p.profession_since', '<=', wish.since.until);
  }
  if (wish.retirement) query = query.where(retires(wish.retirement));
  if (wish.attestationDueBy) {
    query = query.where(
      sql<SqlBool>`(select a.due_on from people.attestation a where a.network_id = p.network_id and a.person_id = p.id order by a.held_on desc nulls last, a.id desc limit 1) <= ${wish.attestationDueBy}::date`,
    );
  }
  const educated = (condition: RawBuilder<unknown>) =>
    sql<SqlBool>`exists (select from people.education d where d.network_id = p.network_id and d.person_id = p.id ${condition})`;
  if (wish.education === 'library') query = query.where(educated(sql`and d.is_library_profile`));
  if (wish.education === 'other') query = query.where(sql<SqlBool>`${educated(sql``)} and not ${educated(sql`and d.is_library_profile is distinct from false`)}`);
  if (wish.education === 'unknown') query = query.where(sql<SqlBool>`not ${educated(sql`and d.is_library_profile is not null`)}`);
  if (wish.missing === 'birth_date') query = query.where('p.birth_date', 'is', null);
  if (wish.missing === 'email') query = query.where('p.email', 'is', null);
  if (wish.missing === 'post') query = query.where('p.organisation_id', 'is', null);
  if (wish.missing === 'education') query = query.where(sql<SqlBool>`not ${educated(sql``)}`);
  return query;
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

/** One page in the order of the page, one more than `limit` when there are more beyond it. */
export async function listPeople(ctx: Ctx, wish: PeopleWish, page: { descending: boolean; limit: number; from: PageKey | null }): Promise<ListedPerson[]> {
  const expression = sortName(ctx.locale);
  const downwards = page.descending !== (page.from?.direction === 'before');
  const order = sql.raw(downwards ? 'desc' : 'asc');
  let query = matching(ctx, wish)
    .select(['p.id', 'p.family_name', 'p.given_name', 'p.patronymic', 'p.birth_date', 'p.phone', 'p.email', 'p.is_working', 'p.organisation_id', 'p.position_id', 'p.post_title'])
    .select(['p.library_since', 'p.profession_since', 'p.sort_name as sort_value'])
    .orderBy(sql`${expression} ${order}, p.id ${order}`)
    .limit(page.limit + 1);
  if (page.from) {
    const bound = sql`${page.from.value} collate ${sql.id(COLLATION[ctx.locale])}`;
    query = query.where(sql<SqlBool>`(${expression}, p.id) ${sql.raw(downwards ? '<' : '>')} (${bound}, ${page.from.id}::uuid)`);
  }
  return query.execute();
}

/** How many there are, counted up to `most`: a list of a hundred thousand costs no more than one of a thousand. */
export async function countPeople(ctx: Ctx, wish: PeopleWish, most: number): Promise<number> {
  const row = await on(ctx.db)
    .selectFrom(matching(ctx, wish).select(sql`1`.as('one')).limit(most).as('found'))
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
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
