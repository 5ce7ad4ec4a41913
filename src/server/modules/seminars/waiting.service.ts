import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { sendTask } from '#server/platform/jobs.ts';
import { emit } from '#server/platform/outbox.ts';
import { admitAttendees, listRoomsFor } from '#server/modules/rooms/index.ts';
import { findCollective } from './collectives.queries.ts';
import { findEventRow, type EventRow } from './events.queries.ts';
import { followSeats } from './offer.service.ts';
import { listSessions } from './programme.queries.ts';
import { tellCollective, tellRegistrations } from './registrations.mail.ts';
import { listConfirmed } from './registration-list.queries.ts';
import { listRegistrationsByIds, updateStates, type RegistrationRow } from './registrations.queries.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';
import { changeTaken, listWaitingIds, lockSeatsAndCountWaiting, shareEvent } from './waiting.queries.ts';

/** How many of the waiting list get a place in one go; more follow in the next. */
const AT_ONCE = 100;

/** An event held against edits, with its seats locked, until the end of the transaction. */
export interface HeldSeats {
  event: EventRow;
  /** Seats a newcomer may have: none as long as somebody waits. Infinity without a limit. */
  freeForNewcomers: number;
  waiting: number;
  taken: number;
}

/**
 * Holds event and seats for the rest of the transaction, always in this order. Whoever gives, takes or frees a seat comes through here: that is
 * what keeps the capacity true under concurrency. Null when the event is gone.
 */
export async function holdSeats(tx: Ctx, eventId: string): Promise<HeldSeats | null> {
  await shareEvent(tx, eventId);
  const seats = await lockSeatsAndCountWaiting(tx, eventId);
  const event = seats && (await findEventRow(tx, eventId, false));
  if (!event) return null;
  const { taken, waiting } = seats;
  const free = event.capacity === null ? Number.POSITIVE_INFINITY : event.capacity - taken;
  return { event, freeForNewcomers: Math.max(0, free - waiting), waiting, taken };
}

/** Counts seats as taken (or given back, below zero) under the lock of `holdSeats`; what was given back goes to those who wait, by a task. */
export async function countSeats(tx: Ctx, held: HeldSeats, by: number): Promise<void> {
  await changeTaken(tx, held.event.id, by);
  await followSeats(tx, held.event.id, by);
  if (by < 0 && held.waiting > 0) await fillSeatsLater(tx, held.event.id);
}

/** Gives free places to the waiting list as soon as this transaction has ended: a place was freed, or there are more. */
export async function fillSeatsLater(tx: Ctx, eventId: string): Promise<void> {
  await sendTask(tx, 'seminars.fill_seats', { networkId: tx.networkId, eventId });
}

/** Gives free places to those who wait the longest, and tells them. Returns how many got one. */
export async function fillSeats(ctx: Ctx, eventId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const held = await holdSeats(tx, eventId);
    if (!held || held.event.state !== 'published' || held.waiting === 0) return 0;
    const free = held.event.capacity === null ? held.waiting : Math.min(held.waiting, held.event.capacity - held.taken);
    if (free <= 0) return 0;
    const ids = await listWaitingIds(tx, eventId, Math.min(free, AT_ONCE));
    await changeTaken(tx, eventId, ids.length);
    await followSeats(tx, eventId, ids.length);
    await updateStates(tx, ids, { state: 'confirmed', toldSequence: held.event.icsSequence });
    const registrations = await listRegistrationsByIds(tx, eventId, ids);
    await admitToRooms(tx, eventId, registrations);
    for (const { id } of registrations) await audit(tx, { act: 'registration.place_given', subjectType: 'registration', subjectId: id, data: { eventId } });
    await tellRegistrations(tx, held.event, registrations, 'place_given');
    for (const collectiveId of new Set(registrations.map((one) => one.collectiveId))) {
      const collective = collectiveId === null ? undefined : await findCollective(tx, collectiveId, false);
      if (collective) await tellCollective(tx, held.event, collective, 'place_given');
    }
    await emit(tx, 'seminars.registrations_changed', { eventId });
    if (ids.length < free) await fillSeatsLater(tx, eventId);
    return ids.length;
  });
}

/** Lets confirmed participants into every room of the event. */
export async function admitToRooms(tx: Ctx, eventId: string, registrations: readonly Pick<RegistrationRow, 'id' | 'name' | 'country' | 'collectiveId'>[]): Promise<void> {
  if (registrations.length === 0) return;
  const sessions = await listSessions(tx, eventId);
  const rooms = await listRoomsFor(tx, ROOM_OWNER, sessions.map((session) => session.id));
  await admitAttendees(tx, {
    roomIds: rooms.map((room) => room.id),
    attendees: registrations.map((r) => ({ subjectType: ROOM_SUBJECT, subjectId: r.id, label: r.name, country: r.country, collective: r.collectiveId !== null })),
  });
}

/** A new sitting: everybody who takes part may enter its room too. Called in the transaction that added it. */
export async function admitEverybody(tx: Ctx, eventId: string): Promise<void> {
  await admitToRooms(tx, eventId, await listConfirmed(tx, eventId));
}
