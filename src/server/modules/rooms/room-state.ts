import type { Ctx } from '#server/platform/context.ts';

const MINUTE = 60_000;
/** People come early: heartbeats are kept from an hour before the plan. Only what lies between actual start and end counts. */
export const OPENS_BEFORE_MS = 60 * MINUTE;
/** Where nobody set the end, the room closes by itself this long after the plan. */
export const CLOSES_AFTER_MS = 180 * MINUTE;
/** "End" may have been pressed by mistake: heartbeats are kept for this long after it, and count if the end is moved. */
export const LISTENS_AFTER_END_MS = 30 * MINUTE;

/** waiting: before the doors · open: doors open, not begun · running · ended · closed: taken out of the programme. */
export type RoomState = 'waiting' | 'open' | 'running' | 'ended' | 'closed';

export interface RoomTimes {
  plannedStart: Date;
  plannedEnd: Date;
  actualStart: Date | null;
  actualEnd: Date | null;
  closedAt: Date | null;
}

/** Where a room stands at `now`, the room's own clock. */
export function roomState(room: RoomTimes, now: Date): RoomState {
  if (room.closedAt) return 'closed';
  if (room.actualEnd || now.getTime() >= room.plannedEnd.getTime() + CLOSES_AFTER_MS) return 'ended';
  if (room.actualStart && room.actualStart <= now) return 'running';
  return now.getTime() < room.plannedStart.getTime() - OPENS_BEFORE_MS ? 'waiting' : 'open';
}

/**
 * The stretch that minutes are cut to: from the actual start to the actual end. While it runs it ends now; where the end was forgotten,
 * three hours after the plan, until somebody sets it. Null: not begun.
 */
export function sessionOf(room: RoomTimes, now: Date): { start: Date; end: Date } | null {
  const { actualStart } = room;
  if (!actualStart || actualStart > now) return null;
  const latest = room.plannedEnd.getTime() + CLOSES_AFTER_MS;
  const end = room.actualEnd ?? new Date(Math.max(actualStart.getTime(), Math.min(now.getTime(), latest)));
  return { start: actualStart, end };
}

/** The context in which the room happens: a rehearsal has a clock of its own. */
export function atRoomClock(ctx: Ctx, room: { clockOffsetSeconds: number }): Ctx {
  if (room.clockOffsetSeconds === 0) return ctx;
  const { clock } = ctx;
  return { ...ctx, clock: { now: () => new Date(clock.now().getTime() + room.clockOffsetSeconds * 1000) } };
}
