import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { profileOf, readsPerson } from '#server/modules/people/index.ts';
import { getRegistrationFor } from './registrations.access.ts';
import { tellRegistration, tellRegistrations } from './registrations.mail.ts';
import { findRegistrationByKey, listRegistrationsByIds, updatePerson, updateStates, type RegistrationRow } from './registrations.queries.ts';
import type { OrganiserChange, OrganiserEntry } from './registrations.schemas.ts';
import { cancelUnderSeats, note, place, writeChange } from './registrations.service.ts';
import { getEventFor } from './seminars.access.ts';
import type { RegistrationState } from './seminars.tables.ts';
import { countWaiting } from './waiting.queries.ts';
import { admitToRooms, countSeats, holdSeats, type HeldSeats } from './waiting.service.ts';

/** At most so many are decided in one go: one page of the list. */
export const MOST_AT_ONCE = 200;

export interface DecisionPreview {
  /** Those of the choice that a decision can be made about. */
  pending: number;
  /** Chosen, but decided already, cancelled or of another event. */
  leftOut: number;
  /** When approved: how many get a place, and how many go to the waiting list. */
  places: number;
  waiting: number;
  names: string[];
}

/** What approving these would do, before it is done. Needs `manageRegistrations`. */
export async function previewDecision(ctx: Ctx, eventId: string, ids: readonly string[]): Promise<DecisionPreview> {
  const event = await getEventFor(ctx, eventId, 'manageRegistrations');
  const chosen = await listRegistrationsByIds(ctx, event.id, ids.filter(isId).slice(0, MOST_AT_ONCE));
  const pending = chosen.filter(isDecidable);
  const free = event.capacity === null ? pending.length : Math.max(0, event.capacity - event.taken - (await countWaiting(ctx, event.id)));
  const places = Math.min(pending.length, free);
  return {
    pending: pending.length,
    leftOut: ids.length - pending.length,
    places,
    waiting: pending.length - places,
    names: pending.slice(0, 20).map((row) => row.name),
  };
}

/** Names of a list are decided with the list. */
const isDecidable = (row: RegistrationRow) => row.state === 'pending' && row.collectiveId === null && row.erasedAt === null;

/**
 * Approves applications in the order in which they came: a place while there are free ones, then the waiting list. What is not pending any
 * more is left out. Returns how many got what. Needs `manageRegistrations`.
 */
export async function approve(ctx: Ctx, eventId: string, ids: readonly string[]): Promise<{ places: number; waiting: number }> {
  return decide(ctx, eventId, ids, async (tx, held, pending) => {
    const places = Math.min(pending.length, held.freeForNewcomers);
    await giveState(tx, held, pending.slice(0, places), 'confirmed');
    await giveState(tx, held, pending.slice(places), 'waiting');
    for (const row of pending) await audit(tx, { act: 'registration.approved', subjectType: 'registration', subjectId: row.id, data: { eventId } });
    return { places, waiting: pending.length - places };
  });
}

/** Declines applications with a reason that is mailed to each. Returns how many. Needs `manageRegistrations`. */
export async function decline(ctx: Ctx, eventId: string, ids: readonly string[], reason: string): Promise<number> {
  return decide(ctx, eventId, ids, async (tx, held, pending) => {
    const told = pending.map((row) => row.id);
    await updateStates(tx, told, { state: 'declined', declinedReason: reason });
    await note(tx, told, 'registration.declined', reason);
    for (const id of told) await audit(tx, { act: 'registration.declined', subjectType: 'registration', subjectId: id, data: { eventId } });
    await tellRegistrations(tx, held.event, pending, 'declined');
    return pending.length;
  });
}

async function decide<R>(ctx: Ctx, eventId: string, ids: readonly string[], work: (tx: Ctx, held: HeldSeats, pending: RegistrationRow[]) => Promise<R>): Promise<R> {
  if (ids.length > MOST_AT_ONCE) throw invalid('ids', 'choice.too_many', { max: MOST_AT_ONCE });
  return inTransaction(ctx, async (tx) => {
    await getEventFor(tx, eventId, 'manageRegistrations');
    const held = await holdSeats(tx, eventId);
    if (!held) throw notFound();
    const pending = (await listRegistrationsByIds(tx, eventId, ids.filter(isId))).filter(isDecidable);
    if (pending.length === 0) throw new AppError('registration.none_pending', 409);
    const result = await work(tx, held, pending);
    await emit(tx, 'seminars.registrations_changed', { eventId });
    return result;
  });
}

/** Moves rows from pending to a place or to the waiting list, lets them into the rooms and tells them. Under `holdSeats`. */
export async function giveState(tx: Ctx, held: HeldSeats, rows: readonly RegistrationRow[], state: Extract<RegistrationState, 'confirmed' | 'waiting'>): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  const confirmed = state === 'confirmed';
  await updateStates(tx, ids, confirmed ? { state, toldSequence: held.event.icsSequence } : { state, waitingSince: tx.clock.now() });
  if (confirmed) {
    await countSeats(tx, held, ids.length);
    await admitToRooms(tx, held.event.id, rows);
  }
  await tellRegistrations(tx, held.event, rows, confirmed ? 'approved' : 'waiting');
}

/**
 * Registers somebody by hand: no window and no application, but never past the capacity. Sent twice with one key: one registration. Errors:
 * `registration.duplicate` beside `name`. Needs `manageRegistrations`.
 */
export async function addByHand(ctx: Ctx, eventId: string, input: OrganiserEntry, key: string | null = null): Promise<{ id: string; state: RegistrationState }> {
  return inTransaction(ctx, async (tx) => {
    await getEventFor(tx, eventId, 'manageRegistrations');
    const held = await holdSeats(tx, eventId);
    if (!held) throw notFound();
    const before = key === null ? undefined : await findRegistrationByKey(tx, eventId, key);
    if (before) return before;
    const timeZone = (await profileOf(tx, input.country)).defaultZone.value;
    const made = await place(tx, held, { ...input, timeZone, noticeVersion: null, key }, null);
    if (!made) throw invalid('name', 'registration.duplicate');
    return made;
  });
}

/** An organiser changes a registration and says why. Errors: `record.changed_meanwhile`, `registration.duplicate`. */
export async function changeByOrganiser(ctx: Ctx, id: string, input: OrganiserChange): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'manage', { lock: true });
    await writeChange(tx, registration, input, input.reason);
  });
}

/** An organiser cancels a registration; the reason is mailed. */
export async function cancelByOrganiser(ctx: Ctx, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'manageCancel');
    await cancelUnderSeats(tx, registration, 'manageCancel', reason);
  });
}

/** Sends the personal link once more. Error: `registration.no_email` (409). */
export async function sendAgain(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'sendAgain');
    if (!registration.email) throw new AppError('registration.no_email', 409);
    await tellRegistration(tx, registration.event, registration, 'link');
    await audit(tx, { act: 'registration.link_sent', subjectType: 'registration', subjectId: id, data: { eventId: registration.eventId } });
  });
}

/** Joins a participant to a person of the registry whose record the actor reads, or parts them (null). A coordinator decides; an equal address never does. */
export async function joinPerson(ctx: Ctx, id: string, personId: string | null): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'joinPerson', { lock: true });
    if (personId !== null && !(await readsPerson(tx, personId))) throw notFound();
    await updatePerson(tx, id, personId);
    await audit(tx, {
      act: personId === null ? 'registration.person_parted' : 'registration.person_joined',
      subjectType: 'registration',
      subjectId: id,
      data: { eventId: registration.eventId, personId: personId ?? registration.personId },
    });
  });
}
