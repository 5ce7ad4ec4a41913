import type { Ctx } from '#server/platform/context.ts';
import { closeRoomsOf, listRoomsFor, openRoom } from '#server/modules/rooms/index.ts';
import type { EventRow } from './events.queries.ts';
import type { SessionRow } from './programme.queries.ts';

/** What owns the rooms of this module: the id is that of a sitting. */
export const ROOM_OWNER = 'seminar_session';
/** Who is present in them: the id is that of a registration. */
export const ROOM_SUBJECT = 'registration';

/** Opens the rooms of these sittings, or brings their titles and planned times up to date. A sitting without a title bears the event's. */
export async function keepRooms(
  tx: Ctx,
  event: Pick<EventRow, 'title' | 'timeZone' | 'rehearsalOf' | 'clockOffsetSeconds'>,
  sessions: readonly SessionRow[],
): Promise<void> {
  for (const session of sessions) {
    await openRoom(tx, {
      ownerType: ROOM_OWNER,
      ownerId: session.id,
      title: Object.keys(session.title).length > 0 ? session.title : event.title,
      timeZone: event.timeZone,
      plannedStart: session.startsAt,
      plannedEnd: session.endsAt,
      rehearsal: event.rehearsalOf !== null,
      clockOffsetSeconds: event.clockOffsetSeconds,
    });
  }
}

/** Closes the rooms of sittings that leave the programme; what was witnessed in them stays. */
export async function closeRooms(tx: Ctx, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length > 0) await closeRoomsOf(tx, ROOM_OWNER, sessionIds);
}

/** The rooms of sittings: sitting → room. */
export async function roomsOf(ctx: Ctx, sessionIds: readonly string[]): Promise<Map<string, string>> {
  if (sessionIds.length === 0) return new Map();
  return new Map((await listRoomsFor(ctx, ROOM_OWNER, sessionIds)).map((room) => [room.ownerId, room.id]));
}
