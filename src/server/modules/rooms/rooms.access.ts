import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { ownerOf } from './room-owner.ts';
import { atRoomClock, roomState, type RoomState } from './room-state.ts';
import { roomAbilities, type RoomAct, type RoomActs } from './rooms.policy.ts';
import type { RoomRow } from './room-row.ts';
import { findRoom, lockRoom } from './rooms.queries.ts';

/** A room with what the actor may do in it now. `ctx` is the request's context with the room's own clock (rehearsals). */
export interface OpenRoom extends RoomRow {
  state: RoomState;
  acts: RoomActs;
  ctx: Ctx;
}

/**
 * The room, if the actor holds the ability; else `page.not_found`, whether it is missing, of another network or forbidden.
 * Who may conduct the room but is stopped by its state learns why: `room.not_begun`, `room.has_begun`, `room.has_ended`,
 * `room.too_early`, `room.room_closed` (409). `lock` holds the row for the rest of the transaction.
 */
export async function getRoomFor(ctx: Ctx, roomId: string, act: RoomAct, options: { lock?: boolean } = {}): Promise<OpenRoom> {
  const row = isId(roomId) ? await (options.lock ? lockRoom : findRoom)(ctx, roomId) : undefined;
  if (!row) throw notFound();
  return admit(ctx, row, act);
}

/** As `getRoomFor`, for a row that was read before. */
export async function admit(ctx: Ctx, row: RoomRow, act: RoomAct): Promise<OpenRoom> {
  const room = await openedRoom(ctx, row);
  const ability = room?.acts[act];
  if (!room || !ability) throw notFound();
  if (ability.allowed) return room;
  if (act !== 'attend' && act !== 'read' && room.acts.read.allowed && ability.reason in STATE_CODES) {
    throw new AppError(STATE_CODES[ability.reason as keyof typeof STATE_CODES], 409);
  }
  throw notFound();
}

const STATE_CODES = {
  not_begun: 'room.not_begun',
  has_begun: 'room.has_begun',
  has_ended: 'room.has_ended',
  too_early: 'room.too_early',
  room_closed: 'room.closed',
} as const;

async function openedRoom(ctx: Ctx, row: RoomRow): Promise<OpenRoom | null> {
  const at = atRoomClock(ctx, row);
  const rights = await ownerOf(row.ownerType).abilitiesFor(at, row.ownerId);
  if (!rights) return null;
  const state = roomState(row, at.clock.now());
  return { ...row, state, acts: roomAbilities(rights, state, row.actualStart !== null), ctx: at };
}
