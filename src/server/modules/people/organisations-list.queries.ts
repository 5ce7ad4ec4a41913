import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { PageKey } from '#server/platform/paging.ts';
import { readingOrder } from '#server/platform/text/index.ts';
import './people.tables.ts';
import type { OrganisationKind } from './people.tables.ts';

type OwnTables = 'people.organisation' | 'people.employment' | 'people.staff_unit';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface OrganisationsWish {
  /** For every word typed: what it may mean (`expandWords`). */
  words: readonly (readonly string[])[];
  kind: OrganisationKind | null;
  /** It and all below it. */
  belowId: string | null;
  state: 'open' | 'closed' | 'all';
  missing: 'contacts' | 'address' | 'staffing' | 'head' | null;
  only: readonly string[] | null;
  /** Where staff may be asked about: all of the network, or below these organisations. */
  scope: 'network' | readonly string[];
  today: string;
}

export const ORGANISATION_SORTS = ['name', 'code', 'settlement'] as const;
export type OrganisationSort = (typeof ORGANISATION_SORTS)[number];

const COLLATION: Readonly<Record<Locale, string>> = { kk: 'kk-x-icu', ru: 'ru-x-icu', en: 'en-x-icu', ky: 'ky-x-icu', be: 'be-x-icu', hy: 'hy-x-icu' };

/** The text that the reader is shown (`textIn`), so that the order is that of what stands there. */
function shownText(column: 'name' | 'settlement', locale: Locale): RawBuilder<string> {
  const [own, ...others] = readingOrder(locale);
  const text = (language: string) => sql`o.${sql.ref(column)} -> ${sql.lit(language)} ->> 'text'`;
  const written = others.map((language) => sql`case when o.${sql.ref(column)} -> ${sql.lit(language)} ->> 'status' <> 'machine' then ${text(language)} end`);
  return sql<string>`coalesce(${sql.join([text(own), ...written, ...others.map(text)])}, '')`;
}

function sortValue(sort: OrganisationSort, locale: Locale): RawBuilder<string> {
  if (sort === 'code') return sql<string>`o.code collate "C"`;
  return sql<string>`${shownText(sort === 'settlement' ? 'settlement' : 'name', locale)} collate ${sql.id(COLLATION[locale])}`;
}

/** Nobody holds a post there today that leads an organisation. */
const withoutHead = (today: string) => sql<SqlBool>`not exists (select from people.employment e
  join people.position p on p.network_id = e.network_id and p.id = e.position_id and p.is_head
  where e.network_id = o.network_id and e.organisation_id = o.id and e.from_date <= ${today}::date and (e.to_date is null or e.to_date >= ${today}::date))`;
const withoutStaffing = (today: string) => sql<SqlBool>`not exists (select from people.staff_unit u
  where u.network_id = o.network_id and u.organisation_id = o.id and u.from_date <= ${today}::date and (u.to_date is null or u.to_date >= ${today}::date))`;

function matching(ctx: Ctx, wish: OrganisationsWish) {
  let query = on(ctx.db).selectFrom('people.organisation as o').where('o.network_id', '=', ctx.networkId);
  for (const alternatives of wish.words) query = query.where(sql<SqlBool>`o.search_words && ${[...alternatives]}::text[]`);
  if (wish.kind) query = query.where('o.kind', '=', wish.kind);
  if (wish.belowId) query = query.where(sql<SqlBool>`o.path @> array[${wish.belowId}::uuid]`);
  if (wish.state !== 'all') query = query.where('o.closed_on', wish.state === 'open' ? 'is' : 'is not', null);
  if (wish.only) query = query.where('o.id', 'in', wish.only);
  if (wish.missing === 'contacts') query = query.where(sql<SqlBool>`o.phone is null and o.contact_email is null`);
  if (wish.missing === 'address') query = query.where('o.address', 'is', null);
  if (wish.missing === 'staffing') query = query.where(withoutStaffing(wish.today));
  if (wish.missing === 'head') query = query.where(withoutHead(wish.today));
  // What is missing in a staffing table is known only to who reads it.
  const ofStaff = wish.missing === 'staffing' || wish.missing === 'head';
  if (ofStaff && wish.scope !== 'network') query = query.where(sql<SqlBool>`o.path && ${[...wish.scope]}::uuid[]`);
  return query;
}

/** One page in the order of the page, one more than `limit` when there are more beyond it. */
export async function listOrganisationPage(ctx: Ctx, wish: OrganisationsWish, page: { sort: OrganisationSort; descending: boolean; limit: number; from: PageKey | null }) {
  const expression = sortValue(page.sort, ctx.locale);
  const downwards = page.descending !== (page.from?.direction === 'before');
  const order = sql.raw(downwards ? 'desc' : 'asc');
  let query = matching(ctx, wish)
    .select(['o.id', 'o.parent_id', 'o.path', 'o.kind', 'o.code', 'o.name', 'o.country', 'o.settlement', 'o.time_zone', 'o.contact_email', 'o.phone', 'o.website'])
    .select(['o.address', 'o.founder', 'o.languages', 'o.closed_on', expression.as('sort_value')])
    .orderBy(sql`${expression} ${order}, o.id ${order}`)
    .limit(page.limit + 1);
  if (page.from) {
    const collation = page.sort === 'code' ? 'C' : COLLATION[ctx.locale];
    const bound = sql`${page.from.value} collate ${sql.id(collation)}`;
    query = query.where(sql<SqlBool>`(${expression}, o.id) ${sql.raw(downwards ? '<' : '>')} (${bound}, ${page.from.id}::uuid)`);
  }
  return query.execute();
}
export type ListedOrganisation = Awaited<ReturnType<typeof listOrganisationPage>>[number];

export async function countOrganisations(ctx: Ctx, wish: OrganisationsWish): Promise<number> {
  const row = await matching(ctx, wish).select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow();
  return row.n;
}

export interface OrganisationStaff {
  organisation_id: string;
  persons: number;
  /** Null: there is no staffing table. */
  units: string | null;
  vacant: string | null;
  heads: string[];
}

/** Of these organisations as of a date: who works there, units, vacancies (each post by itself, as in the staffing table), heads. */
export async function listOrganisationStaff(ctx: Ctx, ids: readonly string[], today: string): Promise<OrganisationStaff[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<OrganisationStaff>`
    with filled as (
      select e.organisation_id, e.position_id, e.person_id, e.rate from people.employment e
      where e.network_id = ${ctx.networkId} and e.organisation_id = any(${[...ids]}::uuid[]) and e.from_date <= ${today}::date and (e.to_date is null or e.to_date >= ${today}::date)
    ), planned as (
      select u.organisation_id, u.position_id, sum(u.units) as units,
        greatest(0, sum(u.units) - coalesce((select sum(f.rate) from filled f where f.organisation_id = u.organisation_id and f.position_id = u.position_id), 0)) as vacant
      from people.staff_unit u
      where u.network_id = ${ctx.networkId} and u.organisation_id = any(${[...ids]}::uuid[]) and u.from_date <= ${today}::date and (u.to_date is null or u.to_date >= ${today}::date)
      group by 1, 2
    )
    select o.id as organisation_id, (select count(distinct f.person_id)::int from filled f where f.organisation_id = o.id) as persons,
      (select sum(p.units) from planned p where p.organisation_id = o.id) as units, (select sum(p.vacant) from planned p where p.organisation_id = o.id) as vacant,
      array(select distinct n.sort_name from filled f
        join people.position p on p.network_id = ${ctx.networkId} and p.id = f.position_id and p.is_head
        join people.person n on n.network_id = ${ctx.networkId} and n.id = f.person_id
        where f.organisation_id = o.id order by 1) as heads
    from unnest(${[...ids]}::uuid[]) o(id)`.execute(ctx.db);
  return rows;
}
