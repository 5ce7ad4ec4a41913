import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { removeAttendees } from '#server/modules/rooms/index.ts';
import { networkOf, profileOf, readOrRefuse, refuseUnusable, type ReadList } from '#server/modules/people/index.ts';
import { LIST_WITHOUT_APPROVAL, LONGEST_LIST, memberRow } from './collective-names.ts';
import {
  findCollectiveByKey,
  insertCollective,
  listMembers,
  restateRight,
  updateCollectiveState,
  type CollectiveRow,
} from './collectives.queries.ts';
import { noticeFor, RIGHT_TEXT_VERSION } from './notices.ts';
import { personalLink } from './personal-links.ts';
import { getCollectiveFor } from './registrations.access.ts';
import { tellCollective, tellRegistrations } from './registrations.mail.ts';
import { insertRegistrations, listRegistrationsByIds, updateStates, type NewRegistration } from './registrations.queries.ts';
import type { CollectiveInput, MoreNames } from './registrations.schemas.ts';
import { note, refuseOutsideWindow } from './registrations.service.ts';
import { giveState } from './registration-desk.service.ts';
import { getPublicEvent, openEvent } from './seminars.access.ts';
import type { z } from 'zod';
import { ROOM_SUBJECT } from './session-rooms.ts';
import { admitToRooms, countSeats, holdSeats, type HeldSeats } from './waiting.service.ts';

/** A district may send its lists from one address, a program may not. */
const FROM_ONE_SOURCE: Limit = { name: 'collective', max: 30, windowSeconds: 3600 };

export interface RegisteredList {
  collectiveId: string;
  outcome: 'made' | 'same';
}

/** How a list with problems is taken: without the lines that cannot be used, and with what was offered for the others. */
export interface ListOptions {
  leaveOut: boolean;
  tidy: boolean;
}

/**
 * Registers the list of a reading room. Over 30 names, or where the organiser decides on everybody, it waits for a decision; else names get
 * places in the order of their lines, the rest waits. Errors beside `names`: `list.*` (also `list.has_errors` with their number);
 * `registration.*` of the window, `notice.outdated`, `request.too_many` (30 an hour from one `source`).
 */
export async function registerCollective(
  ctx: Ctx,
  eventId: string,
  input: CollectiveInput & ListOptions,
  key: string | null,
  source: string | null = null,
): Promise<RegisteredList> {
  await getPublicEvent(ctx, eventId);
  if (source !== null) await countTry(ctx.db, FROM_ONE_SOURCE, source, ctx.clock.now());
  const network = await networkOf(ctx);
  if (input.noticeVersion !== (await noticeFor(ctx, input.country, network.country)).version) throw invalid('noticeVersion', 'notice.outdated');
  const { people } = namesOf(input.names, input);
  return inTransaction(ctx, async (tx) => {
    const held = await holdSeats(tx, eventId);
    if (!held) throw notFound();
    const before = key === null ? undefined : await findCollectiveByKey(tx, eventId, key);
    if (before) return { collectiveId: before, outcome: 'same' };
    refuseOutsideWindow(tx, openEvent(tx, held.event));
    const state = held.event.approvalRequired || people.length > LIST_WITHOUT_APPROVAL ? 'pending' : 'confirmed';
    const id = newId();
    const list = { ...input, id };
    const profile = await profileOf(tx, input.country);
    await insertCollective(tx, eventId, {
      id,
      contactName: input.contactName,
      contactEmail: input.contactEmail,
      organisation: input.organisation,
      settlement: input.settlement,
      country: input.country,
      locale: input.mailLocale,
      rightTextVersion: RIGHT_TEXT_VERSION,
      noticeVersion: input.noticeVersion,
      retentionDays: profile.retentionDays.value,
      state,
      key,
      toldSequence: held.event.icsSequence,
    });
    const places = state === 'pending' ? 0 : Math.min(people.length, held.freeForNewcomers);
    const rows = people.map((person, index) =>
      memberRow(person, { ...list, mailLocale: input.mailLocale }, {
        state: state === 'pending' ? 'pending' : index < places ? 'confirmed' : 'waiting',
        line: index + 1,
        toldSequence: held.event.icsSequence,
      }, profile),
    );
    await placeMembers(tx, held, rows);
    const collective = { id, contactEmail: input.contactEmail, locale: input.mailLocale, erasedAt: null };
    await personalLink(tx, 'collective', { id, retentionDays: profile.retentionDays.value }, held.event);
    await tellCollective(tx, held.event, collective, state === 'pending' ? 'pending' : places > 0 ? 'confirmed' : 'waiting');
    await audit(tx, { act: 'collective.created', subjectType: 'collective', subjectId: id, data: { eventId, names: rows.length, state, right: RIGHT_TEXT_VERSION } });
    await emit(tx, 'seminars.registrations_changed', { eventId });
    return { collectiveId: id, outcome: 'made' };
  });
}

/** The list that a form with this key made, when the form is sent once more and its answers are gone. Error: `form.lost` (409). */
export async function listByKey(ctx: Ctx, eventId: string, key: string): Promise<RegisteredList> {
  await getPublicEvent(ctx, eventId);
  const before = key.length >= 20 ? await findCollectiveByKey(ctx, eventId, key) : undefined;
  if (!before) throw new AppError('form.lost', 409);
  return { collectiveId: before, outcome: 'same' };
}

/** The usable names of a pasted list, or why it is refused. */
function namesOf(text: string, options: ListOptions & { known?: ReadonlySet<string> }): ReadList {
  const list = readOrRefuse(text, options);
  refuseUnusable({ refusedCount: list.refused.length, count: list.people.length }, options);
  return list;
}

/** Stores rows, counts their seats and lets them into the rooms. Mail goes only to names with an address of their own that have a place or wait. */
async function placeMembers(tx: Ctx, held: HeldSeats, rows: readonly NewRegistration[]): Promise<number> {
  const made = new Set(await insertRegistrations(tx, held.event.id, rows));
  const stored = rows.filter((row) => made.has(row.id));
  const confirmed = stored.filter((row) => row.state === 'confirmed');
  await countSeats(tx, held, confirmed.length);
  await admitToRooms(tx, held.event.id, confirmed);
  const told = (state: NewRegistration['state']) => stored.filter((row) => row.state === state).map((row) => ({ ...row, erasedAt: null }));
  await tellRegistrations(tx, held.event, told('confirmed'), 'confirmed');
  await tellRegistrations(tx, held.event, told('waiting'), 'waiting');
  return stored.length;
}

/**
 * Adds names to a list. They wait for a decision where the list does, where the organiser decides on everybody, or where the list grows above
 * 30 names. Returns how many were added. Errors beside `names`: `list.*`.
 */
export async function addNames(ctx: Ctx, collectiveId: string, input: z.output<typeof MoreNames> & ListOptions): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const known = await getCollectiveFor(tx, collectiveId, 'changeList');
    const held = await holdSeats(tx, known.eventId);
    const collective = await getCollectiveFor(tx, collectiveId, 'changeList', { lock: true });
    if (!held) throw notFound();
    const members = await listMembers(tx, collectiveId);
    const { people } = namesOf(input.names, { ...input, known: new Set(members.map((member) => member.nameKey)) });
    const total = members.length + people.length;
    if (total > LONGEST_LIST) throw invalid('names', 'list.too_long', { lines: total, max: LONGEST_LIST });
    const decides = collective.state === 'pending' || held.event.approvalRequired || total > LIST_WITHOUT_APPROVAL;
    const last = Math.max(0, ...members.map((member) => member.line));
    const list = { ...collective, certificateLocale: members[0]?.certificateLocale ?? collective.locale, mailLocale: collective.locale };
    const profile = await profileOf(tx, collective.country);
    const rows = people.map((person, index) =>
      memberRow(person, list, {
        state: decides ? 'pending' : index < held.freeForNewcomers ? 'confirmed' : 'waiting',
        line: last + index + 1,
        toldSequence: held.event.icsSequence,
      }, profile),
    );
    const added = await placeMembers(tx, held, rows);
    await restateRight(tx, collectiveId, RIGHT_TEXT_VERSION);
    await audit(tx, { act: 'collective.names_added', subjectType: 'collective', subjectId: collectiveId, data: { eventId: known.eventId, names: added, right: RIGHT_TEXT_VERSION } });
    await emit(tx, 'seminars.registrations_changed', { eventId: known.eventId });
    return added;
  });
}

/** Cancels the whole list: every place goes to those who wait. The reason of an organiser is mailed to its contact person. */
export async function cancelCollective(ctx: Ctx, collectiveId: string, reason: string | null = null): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const known = await getCollectiveFor(tx, collectiveId, 'cancel');
    const held = await holdSeats(tx, known.eventId);
    const collective = await getCollectiveFor(tx, collectiveId, 'cancel', { lock: true });
    if (!held) throw notFound();
    const places = await endMembers(tx, held, collective, 'cancelled', reason);
    await updateCollectiveState(tx, collectiveId, { state: 'cancelled', cancelled: true, declinedReason: reason });
    await audit(tx, { act: 'collective.cancelled', subjectType: 'collective', subjectId: collectiveId, data: { eventId: known.eventId, places } });
    await tellCollective(tx, held.event, collective, places > 0 ? 'withdrawn' : 'cancelled');
    await emit(tx, 'seminars.registrations_changed', { eventId: known.eventId });
  });
}

/** Ends the registrations of a list (`only` those in one state) and gives back their seats. Returns how many had one. */
async function endMembers(
  tx: Ctx,
  held: HeldSeats,
  collective: CollectiveRow,
  state: 'cancelled' | 'declined',
  reason: string | null,
  only?: 'pending',
): Promise<number> {
  const named = (await listMembers(tx, collective.id)).filter((member) => !only || member.state === only);
  const members = await listRegistrationsByIds(tx, held.event.id, named.map((member) => member.id));
  const ids = members.map((member) => member.id);
  const seated = members.filter((member) => member.state === 'confirmed');
  await updateStates(tx, ids, state === 'cancelled' ? { state, cancelledAt: tx.clock.now() } : { state });
  if (reason !== null) await note(tx, ids, `registration.${state}`, reason);
  await countSeats(tx, held, -seated.length);
  await removeAttendees(tx, ROOM_SUBJECT, seated.map((member) => member.id));
  await tellRegistrations(tx, held.event, seated, state === 'cancelled' ? 'withdrawn' : 'declined');
  await tellRegistrations(tx, held.event, members.filter((member) => member.state !== 'confirmed'), state);
  return seated.length;
}

/** Approves a list, or the names added to it since: places in the order of lines, the rest waits. Returns how many got what. */
export async function approveCollective(ctx: Ctx, collectiveId: string): Promise<{ places: number; waiting: number }> {
  return inTransaction(ctx, async (tx) => {
    const known = await getCollectiveFor(tx, collectiveId, 'decide');
    const held = await holdSeats(tx, known.eventId);
    const collective = await getCollectiveFor(tx, collectiveId, 'decide', { lock: true });
    if (!held) throw notFound();
    const members = await listMembers(tx, collectiveId);
    const pending = members.filter((member) => member.state === 'pending');
    const rows = new Map((await listRegistrationsByIds(tx, known.eventId, pending.map((member) => member.id))).map((row) => [row.id, row]));
    const inOrder = pending.flatMap((member) => rows.get(member.id) ?? []);
    const places = Math.min(inOrder.length, held.freeForNewcomers);
    await giveState(tx, held, inOrder.slice(0, places), 'confirmed');
    await giveState(tx, held, inOrder.slice(places), 'waiting');
    await updateCollectiveState(tx, collectiveId, { state: 'confirmed', decidedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null, toldSequence: held.event.icsSequence });
    const result = { places, waiting: inOrder.length - places };
    await audit(tx, { act: 'collective.approved', subjectType: 'collective', subjectId: collectiveId, data: { eventId: known.eventId, ...result } });
    await tellCollective(tx, held.event, collective, 'approved');
    await emit(tx, 'seminars.registrations_changed', { eventId: known.eventId });
    return result;
  });
}

/** Declines a list with a reason that is mailed to its contact person; of a list that was approved before, only the names added since. */
export async function declineCollective(ctx: Ctx, collectiveId: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const known = await getCollectiveFor(tx, collectiveId, 'decide');
    const held = await holdSeats(tx, known.eventId);
    const collective = await getCollectiveFor(tx, collectiveId, 'decide', { lock: true });
    if (!held) throw notFound();
    const whole = collective.state === 'pending';
    await endMembers(tx, held, collective, 'declined', null, whole ? undefined : 'pending');
    const decided = { decidedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null, declinedReason: reason };
    await updateCollectiveState(tx, collectiveId, { state: whole ? 'declined' : collective.state, ...decided });
    await audit(tx, { act: 'collective.declined', subjectType: 'collective', subjectId: collectiveId, data: { eventId: known.eventId, whole } });
    await tellCollective(tx, held.event, collective, whole ? 'declined' : 'names_declined');
    await emit(tx, 'seminars.registrations_changed', { eventId: known.eventId });
  });
}

/** Sends the contact person her link once more. */
export async function sendCollectiveLink(ctx: Ctx, collectiveId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const collective = await getCollectiveFor(tx, collectiveId, 'sendAgain');
    await tellCollective(tx, collective.event, collective, 'link');
    await audit(tx, { act: 'collective.link_sent', subjectType: 'collective', subjectId: collectiveId, data: { eventId: collective.eventId } });
  });
}
