import { sql, type RawBuilder } from 'kysely';
import { INTL_TAG, type Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { CollectiveFilter, ListPlace, NameFilter } from './collective-filter.ts';
import type { CollectiveState, RegistrationState } from './seminars.tables.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

/** A list of a reading room as organisers see it among the others, with how many of its names are in which state. */
export interface CollectiveLineRow {
  id: string;
  organisation: string;
  settlement: string;
  country: string;
  contactName: string;
  contactEmail: string;
  state: CollectiveState;
  createdAt: Date;
  erased: boolean;
  confirmed: number;
  pending: number;
  waiting: number;
  /** What the row is sorted by, as text. */
  sortValue: string;
}

/** The alphabet of the reader's language; its name comes from our own list, never from a request. */
const alphabet = (locale: Locale) => sql.raw(`collate "${INTL_TAG[locale].split('-')[0]}-x-icu"`);
const like = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

/** Lists with their counts as the relation `l`, narrowed by the filter. */
function lists(ctx: Ctx, eventId: string, filter: CollectiveFilter): RawBuilder<unknown> {
  const address = filter.addresses ? sql`, c.contact_email` : sql``;
  const words = filter.q.split(' ').filter(Boolean).map((word) => sql`concat_ws(' ', c.organisation, c.settlement, c.contact_name${address}) ilike ${like(word)}`);
  return sql`(
    select c.id, c.organisation, c.settlement, c.country, c.contact_name as "contactName", c.contact_email as "contactEmail", c.state,
      c.created_at as "createdAt", c.erased_at is not null as erased, n.confirmed, n.pending, n.waiting
    from seminars.collective c
    cross join lateral (
      select count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'pending')::int as pending,
        count(*) filter (where r.state = 'waiting')::int as waiting
      from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id) n
    where c.network_id = ${ctx.networkId} and c.event_id = ${eventId}
      and (${filter.state} = '' or c.state = ${filter.state} or (${filter.state} = 'pending' and n.pending > 0))
      ${words.length > 0 ? sql`and ${sql.join(words, sql` and `)}` : sql``}) l`;
}

/** One page of the lists of an event, in the order in which it is shown; one row more where there is a further page. */
export async function listCollectiveLines(ctx: Ctx, eventId: string, filter: CollectiveFilter, place: ListPlace, size: number): Promise<CollectiveLineRow[]> {
  const value = {
    created: sql`to_char(l."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
    organisation: sql`l.organisation ${alphabet(ctx.locale)}`,
    country: sql`l.country`,
    names: sql`lpad((l.confirmed + l.pending + l.waiting)::text, 6, '0')`,
  }[filter.sort];
  return onePage(ctx, lists(ctx, eventId, filter), value, filter.descending, place, size);
}

async function onePage<Row>(ctx: Ctx, from: RawBuilder<unknown>, value: RawBuilder<unknown>, descending: boolean, place: ListPlace, size: number): Promise<Row[]> {
  const backwards = !place.after && place.before !== null;
  const border = place.after ?? place.before;
  const down = descending !== backwards;
  const beyond = border ? sql`where (${value}, l.id) ${sql.raw(down ? '<' : '>')} (${border.value}, ${border.id}::uuid)` : sql``;
  const direction = sql.raw(down ? 'desc' : 'asc');
  const { rows } = await sql<Row>`select l.*, ${value} as "sortValue" from ${from} ${beyond}
    order by ${value} ${direction}, l.id ${direction} limit ${size + 1}`.execute(ctx.db);
  return backwards ? rows.reverse() : rows;
}

export interface CollectiveCounts {
  matching: number;
  total: number;
  /** Lists of which something waits for a decision. */
  pending: number;
}

export async function countCollectiveLines(ctx: Ctx, eventId: string, filter: CollectiveFilter): Promise<CollectiveCounts> {
  const { rows } = await sql<CollectiveCounts>`
    select (select count(*)::int from ${lists(ctx, eventId, filter)}) as matching, count(*)::int as total,
      count(*) filter (where c.state = 'pending' or exists (select from seminars.registration r
        where r.network_id = c.network_id and r.collective_id = c.id and r.state = 'pending'))::int as pending
    from seminars.collective c where c.network_id = ${ctx.networkId} and c.event_id = ${eventId}`.execute(ctx.db);
  return rows[0] ?? { matching: 0, total: 0, pending: 0 };
}

/** A name of a list. */
export interface NameRow {
  id: string;
  line: number;
  name: string;
  position: string;
  email: string | null;
  state: RegistrationState;
  certificateLocale: Locale;
  nameConfirmed: boolean;
  version: number;
  sortValue: string;
}

function names(ctx: Ctx, collectiveId: string, filter: NameFilter): RawBuilder<unknown> {
  const words = filter.words.map((word) => (filter.addresses ? sql`(r.search_key like ${like(word)} or lower(r.email) like ${like(word)})` : sql`r.search_key like ${like(word)}`));
  return sql`(
    select r.id, coalesce(r.list_line, 0) as line, r.name, r.position, r.email, r.state, r.certificate_locale as "certificateLocale",
      r.name_confirmed_at is not null as "nameConfirmed", r.version
    from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.collective_id = ${collectiveId} and r.erased_at is null
      and ${filter.state ? sql`r.state = ${filter.state}` : sql`r.state not in ('cancelled', 'declined')`}
      ${words.length > 0 ? sql`and ${sql.join(words, sql` and `)}` : sql``}) l`;
}

/** One page of the names of a list; one row more where there is a further page. */
export async function listNames(ctx: Ctx, collectiveId: string, filter: NameFilter, place: ListPlace, size: number): Promise<NameRow[]> {
  const value = filter.sort === 'name' ? sql`l.name ${alphabet(ctx.locale)}` : sql`lpad(l.line::text, 6, '0')`;
  return onePage(ctx, names(ctx, collectiveId, filter), value, filter.descending, place, size);
}

export interface NameCounts {
  matching: number;
  confirmed: number;
  pending: number;
  waiting: number;
  /** With a place, but not yet confirmed for print. */
  unconfirmed: number;
}

export async function countNames(ctx: Ctx, collectiveId: string, filter: NameFilter): Promise<NameCounts> {
  const { rows } = await sql<NameCounts>`
    select (select count(*)::int from ${names(ctx, collectiveId, filter)}) as matching,
      count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'pending')::int as pending,
      count(*) filter (where r.state = 'waiting')::int as waiting,
      count(*) filter (where r.state = 'confirmed' and r.name_confirmed_at is null)::int as unconfirmed
    from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.collective_id = ${collectiveId} and r.erased_at is null`.execute(ctx.db);
  return rows[0] ?? { matching: 0, confirmed: 0, pending: 0, waiting: 0, unconfirmed: 0 };
}

/** Of how many names of a list somebody has said, sitting by sitting, whether they were there; and how many of them were. */
export async function countSaid(ctx: Ctx, collectiveId: string): Promise<{ sessionId: string; said: number; present: number }[]> {
  const { rows } = await sql<{ sessionId: string; said: number; present: number }>`
    select p.owner_id as "sessionId", count(*)::int as said, count(*) filter (where p.minutes > 0)::int as present
    from seminars.registration r
    join rooms.presence_card p on p.network_id = r.network_id and p.subject_id = r.id
    where r.network_id = ${ctx.networkId} and r.collective_id = ${collectiveId} and r.erased_at is null and r.state = 'confirmed'
      and p.owner_type = ${ROOM_OWNER} and p.subject_type = ${ROOM_SUBJECT} and p.confirmed_by_contact
    group by p.owner_id order by p.owner_id`.execute(ctx.db);
  return rows;
}

/** Minutes of people in one sitting, as far as they were counted. */
export async function listMinutes(ctx: Ctx, sessionId: string, ids: readonly string[]): Promise<{ id: string; minutes: number; said: boolean }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; minutes: number; said: boolean }>`
    select p.subject_id as id, p.minutes, p.confirmed_by_contact as said
    from rooms.presence_card p
    where p.network_id = ${ctx.networkId} and p.owner_type = ${ROOM_OWNER} and p.owner_id = ${sessionId} and p.subject_type = ${ROOM_SUBJECT}
      and p.subject_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Everybody of a list who has a place and whose name was not yet confirmed for print. Returns how many were confirmed now. */
export async function confirmNamesOf(tx: Ctx, collectiveId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update seminars.registration r set name_confirmed_at = ${tx.clock.now()}
    where r.network_id = ${tx.networkId} and r.collective_id = ${collectiveId} and r.erased_at is null and r.state = 'confirmed'
      and r.name_confirmed_at is null
    returning r.id`.execute(tx.db);
  return rows.map((row) => row.id);
}

/** The list that a registration stands in; undefined when it stands alone. */
export async function findListOf(ctx: Ctx, registrationId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select r.collective_id as id from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.id = ${registrationId} and r.collective_id is not null`.execute(ctx.db);
  return rows[0]?.id;
}
