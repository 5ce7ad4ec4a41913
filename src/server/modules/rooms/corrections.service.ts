import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, invalid, notFound, type FieldProblem } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { addDays, localDate, toInstant } from '#server/platform/time/wall-time.ts';
import { findAttendee, listSeats } from './attendees.queries.ts';
import { insertEvents, listConfirmedStretches, type ConfirmedStretch, type NewEvent } from './events.queries.ts';
import { countAgain } from './results.service.ts';
import { atRoomClock, roomState, sessionOf } from './room-state.ts';
import { getRoomFor } from './rooms.access.ts';
import { findRoom } from './rooms.queries.ts';
import { readReason } from './rooms.schemas.ts';

/**
 * A person decides: from `from` to `to` (instants) somebody was or was not there, and why (3 to 500 characters). The last word counts; what
 * machines witnessed stays beside it. Errors beside fields: `session.end_before_start` (to), `interval.in_future` (to),
 * `interval.outside_session` (from), `reason.too_brief`; `room.not_begun`, `page.not_found`.
 */
export async function correctPresence(
  ctx: Ctx,
  input: { attendeeId: string; kind: 'add' | 'remove'; from: Date; to: Date; reason: string },
): Promise<void> {
  const reason = readReason(input.reason);
  const attendee = isId(input.attendeeId) ? await findAttendee(ctx, input.attendeeId) : undefined;
  if (!attendee) throw notFound();
  await inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, attendee.roomId, 'correctPresence');
    const now = room.ctx.clock.now();
    const session = sessionOf(room, now);
    if (input.to <= input.from) throw invalid('to', 'session.end_before_start');
    if (input.to > now) throw invalid('to', 'interval.in_future');
    // It would change nothing, and nobody would understand why.
    if (!session || input.to <= session.start || input.from >= session.end) throw invalid('from', 'interval.outside_session');
    await countAgain(room.ctx, room.id, [attendee.id], () =>
      insertEvents(room.ctx, [
        {
          roomId: room.id,
          attendeeId: attendee.id,
          kind: input.kind,
          source: 'organiser',
          from: input.from,
          to: input.to,
          reason,
          by: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
          batchId: null,
        },
      ]),
    );
    await audit(tx, {
      act: 'presence.corrected',
      subjectType: 'attendee',
      subjectId: attendee.id,
      data: { kind: input.kind, from: input.from.toISOString(), to: input.to.toISOString() },
    });
    await emit(tx, 'rooms.presence_corrected', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId, subjectId: attendee.subjectId });
  });
}

export interface CollectiveLine {
  subjectId: string;
  /** Both null: was not there. Several lines of one person: came, left, came again. */
  from: Date | null;
  to: Date | null;
}

/** Until when the contact person may confirm: the end of the host's day, and six hours after the session at least. */
export function confirmableUntil(room: { plannedEnd: Date; actualEnd: Date | null; timeZone: string }): Date {
  const end = room.actualEnd ?? room.plannedEnd;
  const midnight = toInstant({ date: addDays(localDate(end, room.timeZone), 1), time: '00:00', zone: room.timeZone }, 'earlier');
  return new Date(Math.max(end.getTime() + 6 * 3600_000, midnight.ok ? midnight.instant.getTime() : 0));
}

/**
 * The minutes a contact person confirms for the named people of her reading room, on the day. Called by the owner in its own transaction
 * after its own check that all of them are hers. The last confirmation of a person replaces her earlier ones; lines of others stay.
 * `by`: `contact` or `organiser`. Errors beside `lines.N.from`/`lines.N.to`: `session.end_before_start`, `interval.in_future`,
 * `interval.outside_session`, `attendee.unknown`; `collective.too_early`, `collective.too_late` (409), `page.not_found`.
 */
export async function confirmCollective(
  tx: Ctx,
  input: { roomId: string; lines: readonly CollectiveLine[]; by: 'contact' | 'organiser' },
): Promise<void> {
  const room = isId(input.roomId) ? await findRoom(tx, input.roomId) : undefined;
  if (!room || room.closedAt) throw notFound();
  const at = atRoomClock(tx, room);
  const now = at.clock.now();
  if (!room.actualStart || ['waiting', 'open'].includes(roomState(room, now))) throw new AppError('collective.too_early', 409);
  if (input.by === 'contact' && now >= confirmableUntil(room)) throw new AppError('collective.too_late', 409);
  const seats = new Map((await listSeats(at, room.id, [...new Set(input.lines.map((line) => line.subjectId))])).map((seat) => [seat.subjectId, seat]));
  const session = sessionOf(room, now);
  const problems: FieldProblem[] = [];
  const batchId = newId();
  const events: NewEvent[] = [];
  input.lines.forEach((line, index) => {
    const problem = (part: 'from' | 'to', code: string) => problems.push({ field: `lines.${index}.${part}`, code });
    const seat = seats.get(line.subjectId);
    if (!seat?.collective) return problem('from', 'attendee.unknown');
    if ((line.from === null) !== (line.to === null)) return problem(line.from ? 'to' : 'from', 'field.required');
    if (line.from && line.to) {
      if (line.to <= line.from) return problem('to', 'session.end_before_start');
      if (line.to > now) return problem('to', 'interval.in_future');
      if (!session || line.to <= session.start || line.from >= session.end) return problem('from', 'interval.outside_session');
    }
    events.push({
      roomId: room.id,
      attendeeId: seat.id,
      kind: 'collective',
      source: input.by,
      from: line.from,
      to: line.to,
      reason: null,
      by: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      batchId,
    });
  });
  if (problems.length > 0) throw new InvalidInput(problems);
  if (events.length === 0) return;
  const attendeeIds = [...new Set(events.map((event) => event.attendeeId))];
  await countAgain(at, room.id, attendeeIds, () => insertEvents(at, events));
  await audit(tx, { act: 'presence.collective_confirmed', subjectType: 'room', subjectId: room.id, data: { by: input.by, people: attendeeIds.length } });
}

/** What was last confirmed of these people in a room of the owner, who has checked the right. One query. */
export async function confirmedStretches(ctx: Ctx, roomId: string, subjectIds: readonly string[]): Promise<ConfirmedStretch[]> {
  return listConfirmedStretches(ctx, roomId, subjectIds);
}
