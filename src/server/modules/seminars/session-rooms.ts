import type { Ctx } from '#server/platform/context.ts';
import type { EventRow } from './events.queries.ts';
import type { SessionRow } from './programme.queries.ts';

/** What owns the rooms of this module. */
export const ROOM_OWNER = 'seminars.session';

/** Opens the rooms of these sessions, or brings their title and planned times up to date. */
export async function keepRooms(_tx: Ctx, _event: Pick<EventRow, 'id' | 'title' | 'timeZone' | 'rehearsalOf'>, _sessions: readonly SessionRow[]): Promise<void> {
}

/** Closes the rooms of sessions that are taken out of the programme. */
export async function closeRooms(_tx: Ctx, _event: Pick<EventRow, 'id'>, _sessionIds: readonly string[]): Promise<void> {
}
