import { audit } from '#server/platform/audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { blankNames, markRemoved, updateLabels, upsertAttendees, type NewAttendee } from './attendees.queries.ts';
import type { Subject } from './room-owner.ts';

/**
 * Seats in rooms. All of these are called by the owner in its own transaction, after its own check of rights; they write no audit line of
 * their own where the owner's registration already tells the story.
 */

/** Who may be present in one room. Called again it brings label, country and kind up to date; who was removed comes back. */
export async function admitAttendee(tx: Ctx, input: NewAttendee & { roomId: string }): Promise<void> {
  await upsertAttendees(tx, [input.roomId], [input]);
}

/** Many at once into several rooms, in one statement: a new session of an event with registrations, a pasted list. Returns the number of seats. */
export async function admitAttendees(tx: Ctx, input: { roomIds: readonly string[]; attendees: readonly NewAttendee[] }): Promise<number> {
  return upsertAttendees(tx, input.roomIds, input.attendees);
}

/** The registration was cancelled: no entry any more, in the rooms given or in all. What was witnessed stays and is not published. */
export async function removeAttendee(tx: Ctx, input: Subject & { roomIds?: readonly string[] }): Promise<void> {
  await markRemoved(tx, input.subjectType, [input.subjectId], input.roomIds ?? null);
}

/** Many at once, in all rooms. */
export async function removeAttendees(tx: Ctx, subjectType: string, subjectIds: readonly string[]): Promise<void> {
  await markRemoved(tx, subjectType, subjectIds, null);
}

/** The name or country of a registration changed. */
export async function renameAttendee(tx: Ctx, input: Subject & { label: string; country: string | null }): Promise<void> {
  await updateLabels(tx, input.subjectType, input.subjectId, input.label, input.country);
}

/** Erasure: names and addresses of these people vanish from rooms and imported reports; minutes and country stay for the statistics. */
export async function eraseAttendees(tx: Ctx, subjectType: string, subjectIds: readonly string[]): Promise<void> {
  await blankNames(tx, subjectType, subjectIds);
  await audit(tx, { act: 'attendee.names_erased', subjectType, subjectId: null, data: { count: subjectIds.length } });
}
