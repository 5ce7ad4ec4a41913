import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import { INTL_TAG, type Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { REGISTRATION_STATES, type RegistrationRole, type RegistrationState } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.registration' | 'seminars.collective'>();

export const LIST_SORTS = ['created', 'name', 'organisation', 'country', 'state'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

export interface ListFilter {
  /** Latin skeletons of the words looked for (`searchWords`). */
  words: readonly string[];
  /** Whether the reader sees addresses, and so may look for them. */
  addresses: boolean;
  country: string | null;
  state: RegistrationState | null;
  kind: 'single' | 'collective' | null;
  language: Locale | null;
}

export interface ListPage {
  sort: ListSort;
  descending: boolean;
  /** The row before which or after which the page begins: its sort value and id. */
  after: { value: string; id: string } | null;
  before: { value: string; id: string } | null;
  size: number;
}

export interface ListedRegistration {
  id: string;
  name: string;
  email: string | null;
  country: string;
  organisation: string;
  position: string;
  role: RegistrationRole;
  state: RegistrationState;
  certificateLocale: Locale;
  collectiveId: string | null;
  collective: string | null;
  nameConfirmedAt: Date | null;
  /** Since when she waits, or waited before she got a place. */
  waitingSince: Date | null;
  createdAt: Date;
  erased: boolean;
  /** What the row is sorted by, as text: the key of the next page. */
  sortValue: string;
}

/** The alphabet of the reader's language; its name comes from our own list, never from a request. */
const collated = (column: 'name' | 'organisation', locale: Locale) => sql<string>`${sql.ref(`r.${column}`)} collate ${sql.raw(`"${INTL_TAG[locale].split('-')[0]}-x-icu"`)}`;

const ORDER_OF_STATES = sql<string>`array_position(${sql.lit(`{${REGISTRATION_STATES.join(',')}}`)}::text[], r.state)::text`;

function sortExpression(sort: ListSort, locale: Locale): Expression<string> {
  if (sort === 'name' || sort === 'organisation') return collated(sort, locale);
  if (sort === 'country') return sql<string>`r.country`;
  if (sort === 'state') return ORDER_OF_STATES;
  return sql<string>`to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
}

/** A word in the name or the organisation, or in the address of those who may see it. */
function holdsWord(word: string, addresses: boolean): RawBuilder<SqlBool> {
  const part = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return addresses ? sql<SqlBool>`(r.search_key like ${part} or lower(r.email) like ${part})` : sql<SqlBool>`r.search_key like ${part}`;
}

function conditions(filter: ListFilter): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = filter.words.map((word) => holdsWord(word, filter.addresses));
  if (filter.country) list.push(sql<SqlBool>`r.country = ${filter.country}`);
  if (filter.state) list.push(sql<SqlBool>`r.state = ${filter.state}`);
  if (filter.kind) list.push(filter.kind === 'single' ? sql<SqlBool>`r.collective_id is null` : sql<SqlBool>`r.collective_id is not null`);
  if (filter.language) list.push(sql<SqlBool>`r.certificate_locale = ${filter.language}`);
  return list;
}

/** One page of the list, sorted by the reader's alphabet, in the order in which it is shown. */
export async function listRegistrations(ctx: Ctx, eventId: string, filter: ListFilter, page: ListPage): Promise<ListedRegistration[]> {
  const value = sortExpression(page.sort, ctx.locale);
  const backwards = page.before !== null;
  const direction = page.descending !== backwards ? 'desc' : 'asc';
  const border = page.after ?? page.before;
  let query = on(ctx)
    .selectFrom('seminars.registration as r')
    .leftJoin('seminars.collective as c', (join) => join.onRef('c.id', '=', 'r.collective_id').onRef('c.network_id', '=', 'r.network_id'))
    .select([
      'r.id',
      'r.name',
      'r.email',
      'r.country',
      'r.organisation',
      'r.position',
      'r.role',
      'r.state',
      'r.certificate_locale as certificateLocale',
      'r.collective_id as collectiveId',
      'c.organisation as collective',
      'r.name_confirmed_at as nameConfirmedAt',
      'r.waiting_since as waitingSince',
      'r.created_at as createdAt',
      sql<boolean>`r.erased_at is not null`.as('erased'),
      sql<string>`${value}`.as('sortValue'),
    ])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.event_id', '=', eventId);
  for (const condition of conditions(filter)) query = query.where(condition);
  if (border) query = query.where(sql<SqlBool>`(${value}, r.id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${border.value}, ${border.id}::uuid)`);
  const rows = await query
    .orderBy(value, direction)
    .orderBy('r.id', direction)
    .limit(page.size)
    .execute();
  return (backwards ? rows.reverse() : rows) as ListedRegistration[];
}

export interface ListCounts {
  matching: number;
  total: number;
  pending: number;
  confirmed: number;
  waiting: number;
  declined: number;
  cancelled: number;
}

/** How many there are in each state, and how many the filter lets through; one statement. */
export async function countRegistrations(ctx: Ctx, eventId: string, filter: ListFilter): Promise<ListCounts> {
  const all = conditions(filter);
  const matching = all.length === 0 ? sql`true` : sql.join(all, sql` and `);
  const { rows } = await sql<ListCounts>`
    select count(*) filter (where ${matching})::int as matching, count(*)::int as total,
      count(*) filter (where r.state = 'pending')::int as pending, count(*) filter (where r.state = 'confirmed')::int as confirmed,
      count(*) filter (where r.state = 'waiting')::int as waiting, count(*) filter (where r.state = 'declined')::int as declined,
      count(*) filter (where r.state = 'cancelled')::int as cancelled
    from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.event_id = ${eventId}`.execute(ctx.db);
  return rows[0] ?? { matching: 0, total: 0, pending: 0, confirmed: 0, waiting: 0, declined: 0, cancelled: 0 };
}

/** Countries and languages of certificates that occur, for the filters. */
export async function listOccurring(ctx: Ctx, eventId: string): Promise<{ countries: string[]; languages: Locale[] }> {
  const { rows } = await sql<{ countries: string[] | null; languages: Locale[] | null }>`
    select array_agg(distinct r.country) as countries, array_agg(distinct r.certificate_locale) as languages
    from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.event_id = ${eventId}`.execute(ctx.db);
  return { countries: rows[0]?.countries ?? [], languages: rows[0]?.languages ?? [] };
}

/** Everybody who takes part, as rooms have to know them. */
export async function listConfirmed(ctx: Ctx, eventId: string): Promise<{ id: string; name: string; country: string; collectiveId: string | null }[]> {
  return on(ctx)
    .selectFrom('seminars.registration')
    .select(['id', 'name', 'country', 'collective_id as collectiveId'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'confirmed')
    .orderBy('id')
    .execute();
}
