import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { fieldsAsked, nameKey, networkOf, profileOf } from '#server/modules/people/index.ts';
import { removeAttendee, renameAttendee } from '#server/modules/rooms/index.ts';
import { personalLink, renewPersonalLink } from './personal-links.ts';
import { noticeFor } from './notices.ts';
import { registrationStanding } from './registration-window.rule.ts';
import { getRegistrationFor, withAbilities, type OpenRegistration } from './registrations.access.ts';
import { tellRegistration, type MailKind } from './registrations.mail.ts';
import {
  findRegistration,
  findRegistrationByKey,
  findSameRegistration,
  insertNotes,
  insertRegistrations,
  markNameConfirmed,
  updateRegistration,
  updateStates,
  updateZone,
  type NewRegistration,
  type RegistrationRow,
} from './registrations.queries.ts';
import type { OrganiserEntry, RegistrationChange, RegistrationInput } from './registrations.schemas.ts';
import { searchKey } from './search-key.ts';
import { atEventClock, getPublicEvent, openEvent, type OpenEvent } from './seminars.access.ts';
import type { RegistrationState } from './seminars.tables.ts';
import { admitToRooms, countSeats, holdSeats, type HeldSeats } from './waiting.service.ts';
import { ROOM_SUBJECT } from './session-rooms.ts';

/** A mailbox is not flooded by somebody who sends the same form again and again. */
const LINK_AGAIN: Limit = { name: 'registration_link', max: 3, windowSeconds: 24 * 3600 };

/** A whole library behind one address may register, a program may not. */
const FROM_ONE_SOURCE: Limit = { name: 'registration', max: 120, windowSeconds: 3600 };

export interface Registered {
  registrationId: string;
  state: RegistrationState;
  /** made: by this call; same: by an earlier call with the same key; known: this person was registered before, and was sent her link again. */
  outcome: 'made' | 'same' | 'known';
}

/**
 * Registers a visitor. Sent twice with one key: one registration. `known` tells the caller nothing of that registration: its holder gets a mail.
 * Errors: `registration.not_open_yet`, `registration.closed`, `registration.over`, `registration.event_cancelled` (409), `notice.outdated`
 * beside `noticeVersion`, `request.too_many` (120 an hour from one `source`), `page.not_found`.
 */
export async function register(ctx: Ctx, eventId: string, input: RegistrationInput, key: string | null, source: string | null = null): Promise<Registered> {
  await getPublicEvent(ctx, eventId);
  if (source !== null) await countTry(ctx.db, FROM_ONE_SOURCE, source, ctx.clock.now());
  const network = await networkOf(ctx);
  if (input.noticeVersion !== (await noticeFor(ctx, input.country, network.country)).version) throw invalid('noticeVersion', 'notice.outdated');
  const asked = fieldsAsked(input.country, network.country);
  const draft: Draft = {
    ...input,
    position: asked.includes('position') ? input.position : '',
    role: asked.includes('role') ? input.role : 'listener',
    mailLocale: (asked.includes('mailLocale') ? input.mailLocale : undefined) ?? input.certificateLocale,
    timeZone: input.timeZone ?? (await profileOf(ctx, input.country)).defaultZone.value,
    noticeVersion: input.noticeVersion,
    key,
  };
  return inTransaction(ctx, async (tx) => {
    const held = await holdSeats(tx, eventId);
    if (!held) throw new AppError('page.not_found', 404);
    const before = key === null ? undefined : await findRegistrationByKey(tx, eventId, key);
    if (before) return { registrationId: before.id, state: before.state, outcome: 'same' };
    refuseOutsideWindow(tx, openEvent(tx, held.event));
    const made = await place(tx, held, draft, held.event.approvalRequired ? 'pending' : null);
    if (made) return { registrationId: made.id, state: made.state, outcome: 'made' };
    const same = await findSameRegistration(tx, eventId, draft.email ?? null, nameKey(draft.name));
    if (!same) throw conflict();
    await sendLinkAgain(tx, held, same.id);
    return { registrationId: same.id, state: same.state, outcome: 'known' };
  });
}

/** The registration that a form with this key made, when the form is sent once more and its answers are gone. Error: `form.lost` (409). */
export async function registeredByKey(ctx: Ctx, eventId: string, key: string): Promise<Registered> {
  await getPublicEvent(ctx, eventId);
  const before = key.length >= 20 ? await findRegistrationByKey(ctx, eventId, key) : undefined;
  if (!before) throw new AppError('form.lost', 409);
  return { registrationId: before.id, state: before.state, outcome: 'same' };
}

/** What the form was opened for may have changed while it was filled in. */
export function refuseOutsideWindow(ctx: Ctx, event: OpenEvent): void {
  const standing = registrationStanding(event, atEventClock(ctx, event).clock.now());
  if (standing === 'not_yet') throw new AppError('registration.not_open_yet', 409);
  if (standing === 'over') throw new AppError('registration.over', 409);
  if (standing === 'cancelled') throw new AppError('registration.event_cancelled', 409);
  if (standing === 'closed' || standing === 'closed_draft') throw new AppError('registration.closed', 409);
}

export interface Draft extends Omit<OrganiserEntry, 'email'> {
  email?: string | undefined;
  timeZone: string | null;
  noticeVersion: string | null;
  key: string | null;
}

/**
 * Puts a registration into the row of seats and tells everybody concerned; null when this person is there already. `state` null: a place if
 * one is free for newcomers, else the waiting list. To be called under `holdSeats`.
 */
export async function place(tx: Ctx, held: HeldSeats, draft: Draft, state: RegistrationState | null): Promise<{ id: string; state: RegistrationState } | null> {
  const { event } = held;
  const decided = state ?? (held.freeForNewcomers > 0 ? 'confirmed' : 'waiting');
  const { retentionDays } = await profileOf(tx, draft.country);
  const row = newRow(draft, decided, event.icsSequence, retentionDays.value);
  const [made] = await insertRegistrations(tx, event.id, [row]);
  if (!made) return null;
  if (decided === 'confirmed') {
    await countSeats(tx, held, 1);
    await admitToRooms(tx, event.id, [row]);
  }
  await personalLink(tx, 'registration', row, event);
  await tellRegistration(tx, event, { ...row, erasedAt: null }, decided === 'confirmed' ? 'confirmed' : decided === 'pending' ? 'pending' : 'waiting');
  await audit(tx, { act: 'registration.created', subjectType: 'registration', subjectId: row.id, data: { eventId: event.id, state: decided, country: row.country } });
  await emit(tx, 'seminars.registrations_changed', { eventId: event.id });
  return { id: row.id, state: decided };
}

export function newRow(draft: Draft, state: RegistrationState, toldSequence: number, retentionDays: number): NewRegistration {
  const email = draft.email ?? null;
  return {
    id: newId(),
    state,
    collectiveId: null,
    name: draft.name,
    nameKey: nameKey(draft.name),
    searchKey: searchKey({ name: draft.name, organisation: draft.organisation }),
    email,
    country: draft.country,
    organisation: draft.organisation,
    position: draft.position,
    role: draft.role,
    certificateLocale: draft.certificateLocale,
    mailLocale: draft.mailLocale,
    timeZone: draft.timeZone,
    noticeVersion: draft.noticeVersion,
    retentionDays,
    toldSequence,
    listLine: null,
    key: draft.key,
  };
}

/** A stranger who knows a name and an address learns nothing and can send no more than a few mails a day. */
async function sendLinkAgain(tx: Ctx, held: HeldSeats, registrationId: string): Promise<void> {
  const row = await findRegistration(tx, registrationId, false);
  if (!row) return;
  const allowed = await countTry(tx.db, LINK_AGAIN, registrationId, tx.clock.now()).then(
    () => true,
    () => false,
  );
  if (allowed) await tellRegistration(tx, held.event, row, 'link');
}

/**
 * The holder changes her own registration. A new name is not confirmed any more. A new address gets a new link; links sent to the old one stop
 * working, and `newLink` is true so that the page can go on. Errors: `record.changed_meanwhile`, `registration.duplicate` beside `name`.
 */
export async function changeRegistration(ctx: Ctx, id: string, input: RegistrationChange): Promise<{ newLink: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'change', { lock: true });
    return writeChange(tx, registration, { ...input, country: registration.country, role: registration.role }, null);
  });
}

/** Writes changed fields; shared by holder and organiser. `reason` is the organiser's. */
export async function writeChange(
  tx: Ctx,
  registration: OpenRegistration,
  input: Omit<RegistrationChange, 'version'> & { version: number; country: string; role: RegistrationRow['role'] },
  reason: string | null,
): Promise<{ newLink: boolean }> {
  const email = input.email ?? registration.email;
  const renamed = input.name !== registration.name;
  const changed = (['name', 'organisation', 'position', 'certificateLocale', 'mailLocale', 'country', 'role'] as const).filter((field) => input[field] !== registration[field]);
  const moved = email !== registration.email;
  const values = {
    name: input.name,
    nameKey: nameKey(input.name),
    searchKey: searchKey({ name: input.name, organisation: input.organisation }),
    nameConfirmedAt: renamed ? null : registration.nameConfirmedAt,
    email,
    country: input.country,
    organisation: input.organisation,
    position: input.position,
    role: input.role,
    certificateLocale: input.certificateLocale,
    mailLocale: input.mailLocale,
  };
  const written = await updateRegistration(tx, registration.id, input.version, values).catch((error: unknown) => {
    if (isUniqueViolation(error, 'registration_once')) throw invalid('name', 'registration.duplicate');
    throw error;
  });
  if (!written) throw conflict();
  if (renamed || changed.includes('country')) {
    await renameAttendee(tx, { subjectType: ROOM_SUBJECT, subjectId: registration.id, label: input.name, country: input.country });
  }
  if (moved) {
    await renewPersonalLink(tx, registration, registration.event);
  }
  await audit(tx, {
    act: 'registration.changed',
    subjectType: 'registration',
    subjectId: registration.id,
    data: { eventId: registration.eventId, fields: moved ? [...changed, 'email'] : changed },
  });
  if (reason !== null) await note(tx, [registration.id], 'registration.changed', reason);
  if (moved || changed.length > 0) {
    await tellRegistration(tx, registration.event, { ...registration, email, mailLocale: input.mailLocale }, moved && registration.state === 'confirmed' ? 'address_changed' : 'changed');
    await emit(tx, 'seminars.registrations_changed', { eventId: registration.eventId });
  }
  return { newLink: moved };
}

/** "Yes, this is how my name shall be printed": asked once more before certificates are made. */
export async function confirmName(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const registration = await getRegistrationFor(tx, id, 'confirmName', { lock: true });
    if (registration.nameConfirmedAt) return;
    await markNameConfirmed(tx, id);
    await audit(tx, { act: 'registration.name_confirmed', subjectType: 'registration', subjectId: id, data: { eventId: registration.eventId } });
  });
}

/** The zone in which she reads times. */
export async function chooseZone(ctx: Ctx, id: string, timeZone: string): Promise<void> {
  const registration = await getRegistrationFor(ctx, id, 'view');
  await updateZone(ctx, registration.id, timeZone);
}

/** The holder cancels: a place she had goes to who waits the longest. Already cancelled: nothing happens. */
export async function cancelRegistration(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await getRegistrationFor(tx, id, 'view');
    if (before.state === 'cancelled') return;
    await cancelUnderSeats(tx, before, 'cancel', null);
  });
}

/** Cancels under the lock of seats: the state is read again behind it, so that a seat given meanwhile is freed once and not lost. */
export async function cancelUnderSeats(tx: Ctx, known: Pick<RegistrationRow, 'id' | 'eventId'>, ability: 'cancel' | 'manageCancel', reason: string | null): Promise<void> {
  const held = await holdSeats(tx, known.eventId);
  const row = held && (await findRegistration(tx, known.id, true));
  if (!held || !row) throw new AppError('page.not_found', 404);
  if (row.state === 'cancelled') return;
  const registration = withAbilities(tx, row, openEvent(tx, held.event));
  const allowed = registration.acts[ability];
  if (!allowed.allowed) throw new AppError(`registration.not_possible_${allowed.reason}`, 409);
  await updateStates(tx, [row.id], { state: 'cancelled', cancelledAt: tx.clock.now(), ...(reason === null ? {} : { declinedReason: reason }) });
  const hadPlace = row.state === 'confirmed';
  if (hadPlace) {
    await countSeats(tx, held, -1);
    await removeAttendee(tx, { subjectType: ROOM_SUBJECT, subjectId: row.id });
  }
  await audit(tx, { act: 'registration.cancelled', subjectType: 'registration', subjectId: row.id, data: { eventId: row.eventId, from: row.state } });
  if (reason !== null) await note(tx, [row.id], 'registration.cancelled', reason);
  await tellRegistration(tx, held.event, row, hadPlace ? 'withdrawn' : 'cancelled');
  await emit(tx, 'seminars.registrations_changed', { eventId: row.eventId });
}

/** Why an organiser did it: kept beside the registration and erased with it. */
export async function note(tx: Ctx, ids: readonly string[], act: string, reason: string): Promise<void> {
  await insertNotes(tx, ids, { act, reason, by: tx.actor.kind === 'account' ? tx.actor.accountId : null });
}

/** Which mail tells about a state that was just reached. */
export function mailOfState(state: RegistrationState, approved: boolean): MailKind {
  if (state === 'confirmed') return approved ? 'approved' : 'confirmed';
  return state === 'declined' ? 'declined' : state === 'pending' ? 'pending' : 'waiting';
}

