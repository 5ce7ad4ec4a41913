import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { findRoom } from './rooms.queries.ts';
import { atRoomClock } from './room-state.ts';
import { RECOUNT_MS, settleRoom } from './results.service.ts';

const planned = new WeakMap<Platform, Set<string>>();

/**
 * A minute after a heartbeat the room's results are counted anew, once for all who were heard meanwhile: three queries for five hundred
 * people instead of three for each. Every process does so for the rooms it hears; counting twice changes nothing.
 * The timer holds no state that matters: after a crash the next reader counts.
 */
export function sweepLater(platform: Platform, networkId: string, roomId: string): void {
  const rooms = planned.get(platform) ?? new Set<string>();
  planned.set(platform, rooms);
  if (rooms.has(roomId)) return;
  rooms.add(roomId);
  setTimeout(() => {
    rooms.delete(roomId);
    sweepRoom(platform, networkId, roomId).catch((error: unknown) => platform.log.warn({ err: error }, 'rooms: minutes will be counted later'));
  }, RECOUNT_MS).unref();
}

export async function sweepRoom(platform: Platform, networkId: string, roomId: string): Promise<void> {
  const ctx = systemCtx(platform, networkId, 'rooms.sweep');
  const room = await findRoom(ctx, roomId);
  if (room) await settleRoom(atRoomClock(ctx, room), roomId);
}
