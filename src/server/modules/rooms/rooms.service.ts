import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid } from '#server/platform/errors.ts';
import { emit } from '#server/platform/outbox.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { isZone } from '#server/platform/time/wall-time.ts';
import { settleRoom } from './results.service.ts';
import { getRoomFor, type OpenRoom } from './rooms.access.ts';
import { CLOSES_AFTER_MS, OPENS_BEFORE_MS } from './room-state.ts';
import type { RoomRow } from './room-row.ts';
import { closeRooms, deleteUnusedRooms, insertTimeChange, listRoomsOf, listTimeChanges, updateActualTimes, upsertRoom } from './rooms.queries.ts';
import { readReason } from './rooms.schemas.ts';

/**
 * Opens the room of a session, or brings its plan up to date: one room an owner, called as often as the plan changes. Called by the owner
 * in its own transaction, after its own check of rights. Instants; `timeZone` is the IANA zone of the host. A rehearsal keeps its own
 * time: `clockOffsetSeconds` is how far ahead of the real clock it is.
 */
export async function openRoom(
  tx: Ctx,
  plan: {
    ownerType: string;
    ownerId: string;
    title: LocalizedText;
    timeZone: string;
    plannedStart: Date;
    plannedEnd: Date;
    rehearsal: boolean;
    clockOffsetSeconds?: number;
  },
): Promise<string> {
  if (!isZone(plan.timeZone)) throw new RangeError(`not an IANA zone: ${plan.timeZone}`);
  if (plan.plannedEnd <= plan.plannedStart) throw new RangeError('a room ends after it begins');
  return upsertRoom(tx, { ...plan, clockOffsetSeconds: plan.clockOffsetSeconds ?? 0 });
}

/**
 * The sessions are gone from the programme. Rooms where nobody was present yet vanish, and rehearsals with everything in them;
 * others are closed: nobody enters any more and what was witnessed stays. Called by the owner in its own transaction.
 */
export async function closeRoomsOf(tx: Ctx, ownerType: string, ownerIds: readonly string[]): Promise<void> {
  const rooms = await listRoomsOf(tx, ownerType, ownerIds);
  const kept = await deleteUnusedRooms(
    tx,
    rooms.map((room) => room.id),
  );
  await closeRooms(tx, kept);
  for (const id of kept) await audit(tx, { act: 'room.closed', subjectType: 'room', subjectId: id });
}

export type RoomSummary = Pick<RoomRow, 'id' | 'ownerId' | 'title' | 'timeZone' | 'plannedStart' | 'plannedEnd' | 'actualStart' | 'actualEnd' | 'closedAt'>;

/** The rooms of these owners by planned start, for the owner's pages and rules. No rights are asked: titles and times only. */
export async function listRoomsFor(ctx: Ctx, ownerType: string, ownerIds: readonly string[]): Promise<RoomSummary[]> {
  return listRoomsOf(ctx, ownerType, ownerIds);
}

/** The session begins now: minutes count from here. Errors: `room.has_begun`, `room.has_ended`, `room.too_early`, `room.closed`. */
export async function beginSession(ctx: Ctx, roomId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, roomId, 'begin', { lock: true });
    await setTimes(room, { start: room.ctx.clock.now(), end: null }, null);
    await emit(room.ctx, 'rooms.session_begun', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId });
  });
}

/** The session ends now. All results are counted anew in the same transaction. Errors: `room.not_begun`, `room.has_ended`, `room.closed`. */
export async function endSession(ctx: Ctx, roomId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, roomId, 'end', { lock: true });
    await setTimes(room, { start: room.actualStart, end: room.ctx.clock.now() }, null);
    await settleRoom(room.ctx, room.id, { all: true });
    await emit(room.ctx, 'rooms.session_ended', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId });
  });
}

/**
 * Sets begin and end by hand, with a reason of 3 to 500 characters; `end: null` means: it still runs. `version` is that of the page the
 * person saw. Every result is counted anew. Errors beside `start`, `end`, `reason`: `session.in_future`, `session.end_before_start`,
 * `session.far_from_plan`, `reason.too_brief`; `record.changed_meanwhile`.
 */
export async function setActualTimes(
  ctx: Ctx,
  input: { roomId: string; start: Date; end: Date | null; reason: string; version: number },
): Promise<void> {
  const reason = readReason(input.reason);
  await inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, input.roomId, 'correctTimes', { lock: true });
    const now = room.ctx.clock.now();
    if (room.version !== input.version) throw conflict();
    if (input.start > now) throw invalid('start', 'session.in_future');
    if (input.end && input.end > now) throw invalid('end', 'session.in_future');
    if (input.end && input.end <= input.start) throw invalid('end', 'session.end_before_start');
    // A slip in the date would give everybody a day of minutes or none.
    if (input.start.getTime() < room.plannedStart.getTime() - 12 * OPENS_BEFORE_MS) throw invalid('start', 'session.far_from_plan');
    if (input.start.getTime() > room.plannedEnd.getTime() + 4 * CLOSES_AFTER_MS) throw invalid('start', 'session.far_from_plan');
    if (input.end && input.end.getTime() > room.plannedEnd.getTime() + 4 * CLOSES_AFTER_MS) throw invalid('end', 'session.far_from_plan');
    await setTimes(room, { start: input.start, end: input.end }, reason);
    await settleRoom(room.ctx, room.id, { all: true });
    await emit(room.ctx, 'rooms.session_corrected', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId });
  });
}

async function setTimes(room: OpenRoom, times: { start: Date | null; end: Date | null }, reason: string | null): Promise<void> {
  const tx = room.ctx;
  if (!(await updateActualTimes(tx, room, times))) throw conflict();
  await insertTimeChange(tx, { roomId: room.id, ...times, reason, by: tx.actor.kind === 'account' ? actorId(tx.actor) : null });
  await audit(tx, {
    act: 'room.times_set',
    subjectType: 'room',
    subjectId: room.id,
    data: { start: times.start?.toISOString() ?? null, end: times.end?.toISOString() ?? null },
  });
}

/** Who set begin and end, when and why, the latest first. */
export async function listTimeChangesFor(ctx: Ctx, roomId: string) {
  const room = await getRoomFor(ctx, roomId, 'read');
  return listTimeChanges(room.ctx, room.id);
}
