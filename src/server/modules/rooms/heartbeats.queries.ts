import type { Ctx } from '#server/platform/context.ts';
import { CLOSES_AFTER_MS, LISTENS_AFTER_END_MS, OPENS_BEFORE_MS } from './room-state.ts';

export interface Beat {
  roomId: string;
  subjectType: string;
  subjectId: string;
  deviceId: string;
  kind: 'heartbeat' | 'here';
  /** Count on this device from now on, whichever it was before. */
  takeOver: boolean;
}

export interface BeatRow {
  /** The room exists and hears beats now. */
  listening: boolean;
  early: boolean;
  closed: boolean;
  /** The seat exists. */
  seated: boolean;
  /** The beat was written down; if not although the room listens, another device holds the link. */
  attendeeId: string | null;
  collective: boolean;
  minutes: number | null;
  countedAt: Date | null;
  actualStart: Date | null;
  actualEnd: Date | null;
}

/**
 * One beat, in one statement: the seat is renewed if this device may hold it, and its open stretch grows or a new one opens.
 * Both updates touch no indexed column, so no index entry is written. Two beats of one device at the same moment may open two stretches
 * side by side; they are united when minutes are counted.
 */
const BEAT = `
with room as (
  select r.id, r.hold_seconds, r.bridge_seconds, r.actual_start, r.actual_end, r.closed_at is not null as closed, t.now,
    t.now < r.planned_start - make_interval(secs => $8) as early,
    r.closed_at is null and t.now >= r.planned_start - make_interval(secs => $8)
      and t.now < coalesce(r.actual_end + make_interval(secs => $10), r.planned_end + make_interval(secs => $9)) as listening
  from rooms.room r cross join lateral (select $7::timestamptz + make_interval(secs => r.clock_offset_seconds) as now) t
  where r.network_id = $1 and r.id = $2
), seat as (
  select a.id, a.collective, p.minutes, p.computed_at from rooms.attendee a
  left join rooms.presence_result p on p.network_id = a.network_id and p.room_id = a.room_id and p.attendee_id = a.id
  where a.network_id = $1 and a.room_id = $2 and a.subject_type = $3 and a.subject_id = $4 and a.removed_at is null
), beat as (
  update rooms.attendee a set device_id = $5, device_seen_at = room.now, last_seen_at = room.now
  from room, seat
  where room.listening and a.network_id = $1 and a.id = seat.id
    and ($11 or a.device_id is null or a.device_id = $5 or a.device_seen_at <= room.now - make_interval(secs => room.bridge_seconds))
  returning a.id
), grown as (
  update rooms.presence_event e set to_at = greatest(e.to_at, room.now + make_interval(secs => room.hold_seconds)), beats = e.beats + 1
  from room, beat
  where e.network_id = $1 and e.attendee_id = beat.id and e.kind = $6 and e.source = $5 and e.at <= room.now and e.to_at >= room.now
  returning e.id
), opened as (
  insert into rooms.presence_event (network_id, room_id, attendee_id, kind, source, at, from_at, to_at)
  select $1, room.id, beat.id, $6, $5, room.now, room.now, room.now + make_interval(secs => room.hold_seconds)
  from room, beat where not exists (select from grown)
  returning id
)
select room.listening, room.early, room.closed, seat.id is not null as seated, (select id from beat) as "attendeeId",
  coalesce(seat.collective, false) as collective, seat.minutes, seat.computed_at as "countedAt", room.actual_start as "actualStart", room.actual_end as "actualEnd"
from room left join seat on true`;

/** The hottest write of the product: a named statement, planned once a connection. Null: there is no such room. */
export async function recordBeat(ctx: Ctx, beat: Beat): Promise<BeatRow | null> {
  const { rows } = await ctx.platform.pool.query<BeatRow>({
    name: 'rooms_record_beat',
    text: BEAT,
    values: [
      ctx.networkId,
      beat.roomId,
      beat.subjectType,
      beat.subjectId,
      beat.deviceId,
      beat.kind,
      ctx.clock.now(),
      OPENS_BEFORE_MS / 1000,
      CLOSES_AFTER_MS / 1000,
      LISTENS_AFTER_END_MS / 1000,
      beat.takeOver,
    ],
  });
  return rows[0] ?? null;
}
