import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PresenceFilter, PresenceMark, PresenceSort } from './presence-filter.ts';
import './rooms.tables.ts';

export interface PresenceRow {
  attendeeId: string;
  subjectId: string;
  label: string;
  country: string | null;
  collective: boolean;
  corrected: boolean;
  minutes: number;
  codes: number;
  /** Heard within the last minute and a half. */
  here: boolean;
  lastSeenAt: Date | null;
}

/** One and a half of what a beat lasts: a page without script reloads once a minute and must not flicker. */
const HERE = sql`(a.last_seen_at is not null and a.last_seen_at > r.now - make_interval(secs => r.hold_seconds * 1.5))`;

/** What the list is sorted by. The name of the collation comes from a closed list of languages: ә after а in Kazakh. */
function keyOf(sort: PresenceSort, locale: Locale): RawBuilder<unknown> {
  if (sort === 'minutes') return sql`coalesce(p.minutes, 0)`;
  if (sort === 'codes') return sql`coalesce(p.codes, 0)`;
  if (sort === 'country') return sql`coalesce(a.country, '')`;
  return sql`a.label collate ${sql.raw(`"${locale}-x-icu"`)}`;
}

/**
 * People of a room, `limit` and one more, from a cursor on, and how many match on all pages. `backwards` reads towards the beginning; rows
 * come in the order of the list. Past the last row the count is unknown and 0.
 */
export async function listPresence(
  ctx: Ctx,
  roomId: string,
  filter: PresenceFilter,
  page: { limit: number; from: { value: string; id: string } | null; backwards: boolean },
): Promise<{ rows: PresenceRow[]; count: number }> {
  const key = keyOf(filter.sort, ctx.locale);
  const down = filter.descending !== page.backwards;
  const order = sql.raw(down ? 'desc' : 'asc');
  const compare = sql.raw(down ? '<' : '>');
  const numeric = filter.sort === 'minutes' || filter.sort === 'codes';
  const from = page.from
    ? sql`where (sort_key, "attendeeId") ${compare} (${numeric ? sql`${page.from.value}::int` : sql`${page.from.value}::text`}, ${page.from.id}::uuid)`
    : sql``;
  const found = await sql<PresenceRow & { count: number; sort_key: unknown }>`
    with matching as (select ${key} as sort_key, a.id as "attendeeId", a.subject_id as "subjectId", a.label, a.country, a.collective, coalesce(p.corrected, false) as corrected,
      coalesce(p.minutes, 0) as minutes, coalesce(p.codes, 0) as codes, ${HERE} as here, a.last_seen_at as "lastSeenAt"
    ${source(ctx, roomId, filter)})
    select *, (select count(*)::int from matching) as count from matching ${from}
    order by sort_key ${order}, "attendeeId" ${order} limit ${page.limit + 1}`.execute(ctx.db);
  const rows = found.rows.map(({ count: _count, sort_key: _key, ...row }) => row);
  return { rows: page.backwards ? rows.toReversed() : rows, count: found.rows[0]?.count ?? 0 };
}

function source(ctx: Ctx, roomId: string, filter: PresenceFilter): RawBuilder<unknown> {
  const search = filter.q === '' ? sql`` : sql`and a.label ilike ${`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`}`;
  const country = filter.country === '' ? sql`` : sql`and a.country = ${filter.country}`;
  return sql`
    from (select network_id, id, hold_seconds, ${ctx.clock.now()}::timestamptz as now from rooms.room
      where network_id = ${ctx.networkId} and id = ${roomId}) r
    join rooms.attendee a on a.network_id = r.network_id and a.room_id = r.id and a.removed_at is null
    left join rooms.presence_result p on p.network_id = a.network_id and p.room_id = a.room_id and p.attendee_id = a.id
    where true ${search} ${country} ${markOf(filter.mark)}`;
}

function markOf(mark: PresenceMark): RawBuilder<unknown> {
  if (mark === 'here') return sql`and ${HERE}`;
  if (mark === 'present') return sql`and p.minutes > 0`;
  if (mark === 'absent') return sql`and coalesce(p.minutes, 0) = 0`;
  if (mark === 'collective') return sql`and a.collective`;
  if (mark === 'corrected') return sql`and p.corrected`;
  return sql``;
}

export interface CountryCount {
  country: string | null;
  admitted: number;
  here: number;
  present: number;
}

export interface RoomNumbers {
  /** By country: admitted, heard just now, present for a minute or heard since the begin. Most people first. */
  byCountry: CountryCount[];
  /** Announced codes with how many entered each, the latest first; instants as text. */
  codes: { id: string; position: number; code: string; announcedAt: string; expiresAt: string; entered: number }[];
}

/** Everything a desk counts, in one trip. */
export async function findRoomNumbers(ctx: Ctx, roomId: string): Promise<RoomNumbers> {
  const { rows } = await sql<RoomNumbers>`
    with people as (
      select a.country, count(*)::int as admitted, count(*) filter (where ${HERE})::int as here,
        count(*) filter (where p.minutes > 0 or a.last_seen_at >= r.actual_start)::int as present
      from (select network_id, id, hold_seconds, actual_start, ${ctx.clock.now()}::timestamptz as now from rooms.room
        where network_id = ${ctx.networkId} and id = ${roomId}) r
      join rooms.attendee a on a.network_id = r.network_id and a.room_id = r.id and a.removed_at is null
      left join rooms.presence_result p on p.network_id = a.network_id and p.room_id = a.room_id and p.attendee_id = a.id
      group by a.country
    ), codes as (
      select c.id, c.position, c.code, c.announced_at, c.expires_at,
        (select count(*)::int from rooms.code_try t where t.network_id = c.network_id and t.code_id = c.id and t.succeeded_at is not null) as entered
      from rooms.announced_code c where c.network_id = ${ctx.networkId} and c.room_id = ${roomId}
    )
    select
      coalesce((select json_agg(json_build_object('country', country, 'admitted', admitted, 'here', here, 'present', present)
        order by admitted desc, country) from people), '[]') as "byCountry",
      coalesce((select json_agg(json_build_object('id', id, 'position', position, 'code', code, 'announcedAt', announced_at, 'expiresAt', expires_at,
        'entered', entered) order by position desc) from codes), '[]') as codes`.execute(ctx.db);
  return rows[0] ?? { byCountry: [], codes: [] };
}
