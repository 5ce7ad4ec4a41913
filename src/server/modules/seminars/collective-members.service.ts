import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { nameKey } from '#server/modules/people/index.ts';
import { confirmCollective, listRoomsFor, renameAttendee, type CollectiveLine } from '#server/modules/rooms/index.ts';
import { confirmNamesOf } from './collective-list.queries.ts';
import { listMembers } from './collectives.queries.ts';
import { renewPersonalLink } from './personal-links.ts';
import { getCollectiveFor } from './registrations.access.ts';
import { tellRegistration } from './registrations.mail.ts';
import { findRegistration, updateRegistration } from './registrations.queries.ts';
import type { ListedName } from './registrations.schemas.ts';
import { cancelUnderSeats } from './registrations.service.ts';
import { searchKey } from './search-key.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

/** Corrects a name of a list. Errors: `registration.duplicate` beside `name`, `record.changed_meanwhile`, `page.not_found`. */
export async function changeListedName(ctx: Ctx, collectiveId: string, memberId: string, input: ListedName): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const collective = await getCollectiveFor(tx, collectiveId, 'changeNames');
    const row = isId(memberId) ? await findRegistration(tx, memberId, true) : undefined;
    if (!row || row.collectiveId !== collectiveId || row.erasedAt || row.state === 'cancelled' || row.state === 'declined') throw notFound();
    const email = input.email ?? null;
    const written = await updateRegistration(tx, row.id, input.version, {
      ...row,
      name: input.name,
      nameKey: nameKey(input.name),
      searchKey: searchKey({ name: input.name, organisation: row.organisation }),
      nameConfirmedAt: input.name === row.name ? row.nameConfirmedAt : null,
      email,
      position: input.position,
      certificateLocale: input.certificateLocale,
    }).catch((error: unknown) => {
      if (isUniqueViolation(error, 'registration_once')) throw invalid('name', 'registration.duplicate');
      throw error;
    });
    if (!written) throw conflict();
    if (email !== row.email) {
      await renewPersonalLink(tx, row, collective.event);
      await tellRegistration(tx, collective.event, { ...row, email }, row.state === 'confirmed' ? 'listed' : 'changed');
    }
    if (input.name !== row.name) await renameAttendee(tx, { subjectType: ROOM_SUBJECT, subjectId: row.id, label: input.name, country: row.country });
    await audit(tx, { act: 'registration.changed', subjectType: 'registration', subjectId: row.id, data: { eventId: collective.eventId, collectiveId } });
  });
}

/** Takes a name out of a list: its place goes to who waits the longest. */
export async function removeListedName(ctx: Ctx, collectiveId: string, memberId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const collective = await getCollectiveFor(tx, collectiveId, 'changeList');
    const row = isId(memberId) ? await findRegistration(tx, memberId, false) : undefined;
    if (!row || row.collectiveId !== collective.id) throw notFound();
    await cancelUnderSeats(tx, row, tx.actor.kind === 'link' ? 'cancel' : 'manageCancel', null);
  });
}

/** The contact person confirms that the names of all who have a place shall be printed as they stand. Returns how many were not confirmed before. */
export async function confirmListedNames(ctx: Ctx, collectiveId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const collective = await getCollectiveFor(tx, collectiveId, 'confirmNames', { lock: true });
    const ids = await confirmNamesOf(tx, collectiveId);
    if (ids.length > 0) await audit(tx, { act: 'collective.names_confirmed', subjectType: 'collective', subjectId: collectiveId, data: { eventId: collective.eventId, names: ids.length } });
    return ids.length;
  });
}

/**
 * The contact person (or an organiser) confirms who was present in one sitting and from when to when; both null: was not there. Instants.
 * Errors of rooms: beside `lines.N.from` / `lines.N.to`; `collective.too_early`, `collective.too_late`.
 */
export async function confirmPresence(ctx: Ctx, collectiveId: string, sessionId: string, lines: readonly CollectiveLine[]): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const collective = await getCollectiveFor(tx, collectiveId, 'confirmPresence');
    const hers = new Set((await listMembers(tx, collectiveId)).filter((member) => member.state === 'confirmed').map((member) => member.id));
    if (!isId(sessionId) || lines.some((line) => !hers.has(line.subjectId))) throw notFound();
    const [room] = await listRoomsFor(tx, ROOM_OWNER, [sessionId]);
    if (!room) throw notFound();
    await confirmCollective(tx, { roomId: room.id, lines, by: tx.actor.kind === 'link' ? 'contact' : 'organiser' });
    await audit(tx, { act: 'collective.presence_confirmed', subjectType: 'collective', subjectId: collectiveId, data: { eventId: collective.eventId, sessionId, people: lines.length } });
  });
}
