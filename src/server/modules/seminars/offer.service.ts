import { changeOfferSeats, publishOffer, recordEvidence, withdrawOffer } from '#server/modules/competencies/index.ts';
import { settlePresence } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { findEventRow, type EventRow } from './events.queries.ts';
import { listSessions } from './programme.queries.ts';
import { ROOM_OWNER } from './session-rooms.ts';
import { findOfferFacts, listPresentPeople, listTaught } from './teaching.queries.ts';

/** Under which an event stands among offers and evidence. */
export const EVENT_SOURCE = 'seminars.event';

/**
 * Lets the offer of an event follow what became of it, in the transaction of the deed: a published one that names competencies is offered, every other
 * one is not; a rehearsal never is.
 */
export async function followOffer(tx: Ctx, eventId: string): Promise<void> {
  const source = { type: EVENT_SOURCE, id: eventId };
  const teaches = await listTaught(tx, eventId);
  const event = teaches.length === 0 ? undefined : await findEventRow(tx, eventId, false);
  if (!event || event.state !== 'published' || event.rehearsalOf !== null || event.firstStart === null) return withdrawOffer(tx, source);
  const { isOnline, minutes } = await findOfferFacts(tx, eventId);
  await publishOffer(tx, source, {
    kind: 'event',
    title: event.title,
    path: `/seminars/${eventId}`,
    startsAt: event.firstStart,
    endsAt: event.lastEnd,
    closesAt: event.registrationClosesAt,
    seats: event.capacity,
    free: event.capacity === null ? null : Math.max(0, event.capacity - event.taken),
    languages: event.languages,
    isOnline,
    organisationId: event.organisationId,
    minutes: minutes > 0 ? minutes : null,
    teaches,
  });
}

/** Seats of an event were taken (above zero) or given back. */
export async function followSeats(tx: Ctx, eventId: string, taken: number): Promise<void> {
  await changeOfferSeats(tx, { type: EVENT_SOURCE, id: eventId }, -taken);
}

/**
 * When the books of an event are closed, whoever of the registry was there has it as evidence of what it taught, with her minutes; a second closing
 * after corrections brings it up to date. Presence is a fact and shows no step.
 */
export async function recordAttendance(tx: Ctx, event: Pick<EventRow, 'id' | 'title' | 'timeZone' | 'firstStart' | 'rehearsalOf'>): Promise<void> {
  const teaches = event.rehearsalOf === null ? await listTaught(tx, event.id) : [];
  if (teaches.length > 0) await settlePresence(tx, ROOM_OWNER, (await listSessions(tx, event.id)).map(({ id }) => id));
  const present = teaches.length > 0 ? await listPresentPeople(tx, event.id) : [];
  const shows = teaches.map(({ competencyId }) => ({ competencyId, step: null }));
  await recordEvidence(
    tx,
    { type: EVENT_SOURCE, id: event.id },
    present.map(({ personId, minutes }) => ({ personId, kind: 'attendance', title: event.title, minutes, happenedOn: event.firstStart && localDate(event.firstStart, event.timeZone), shows })),
  );
}
