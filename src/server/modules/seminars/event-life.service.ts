import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { AppError } from '#server/platform/errors.ts';
import { emit } from '#server/platform/outbox.ts';
import { localized } from '#server/platform/text/index.ts';
import { deleteEvent, updateEventState } from './events.queries.ts';
import { countRegistrationsOfAnyState } from './announcement.queries.ts';
import { clashesOf, readProgramme } from './programme.service.ts';
import { followOffer, recordAttendance } from './offer.service.ts';
import { missingFor, type Missing } from './readiness.rule.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { closeRooms } from './session-rooms.ts';
import { tellOfChange } from './telling.service.ts';
import { noteToldSessions } from './told-sessions.queries.ts';

/** What is still missing before `event` may be shown to everybody, and what would be good to have. */
export async function readinessOf(ctx: Ctx, event: OpenEvent): Promise<Missing[]> {
  const programme = await readProgramme(ctx, event.id);
  const facts = { ...event, ...programme, clashes: clashesOf(programme).length };
  return missingFor(facts, atEventClock(ctx, event).clock.now());
}

/** Shows the event to everybody. Error: `event.not_ready` (409) while something that blocks is missing. */
export async function publishEvent(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, 'publish', 'published', async (tx, event) => {
    const missing = await readinessOf(tx, event);
    if (missing.some(({ blocks }) => blocks)) throw new AppError('event.not_ready', 409);
    await updateEventState(tx, id, { state: 'published', publishedAt: event.publishedAt ?? tx.clock.now() });
    await noteToldSessions(tx, id, event.icsSequence);
  });
}

/** Takes the event back into a draft. Error: `event.has_registrations` (409) with their number. */
export async function unpublishEvent(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, 'unpublish', 'unpublished', async (tx) => {
    const count = await countRegistrationsOfAnyState(tx, id);
    if (count > 0) throw new AppError('event.has_registrations', 409, { count });
    await updateEventState(tx, id, { state: 'draft' });
  });
}

/** Cancels; the reason, in the language of who writes it, is shown to everybody and mailed to those registered. */
export async function cancelEvent(ctx: Ctx, id: string, input: { reason: string }): Promise<void> {
  await change(ctx, id, 'cancel', 'cancelled', async (tx) => {
    const cancelReason = localized(tx.locale, input.reason);
    await updateEventState(tx, id, { state: 'cancelled', cancelledAt: tx.clock.now(), cancelReason, louder: true });
    await tellOfChange(tx, id);
  });
}

/** Closes the books: figures and programme stand. Error: `event.not_over` (409) before the end of the last session. */
export async function completeEvent(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, 'complete', 'completed', async (tx, event) => {
    const now = atEventClock(tx, event).clock.now();
    if (!event.lastEnd || event.lastEnd > now) throw new AppError('event.not_over', 409);
    await updateEventState(tx, id, { state: 'completed' });
    await recordAttendance(tx, event);
  });
}

/** Opens a completed event again, for corrections. */
export async function reopenEvent(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, 'reopen', 'reopened', async (tx) => updateEventState(tx, id, { state: 'published' }));
}

/** Throws a draft away with everything in it. Error: `event.has_registrations`. */
export async function removeEvent(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getEventFor(tx, id, 'remove', { lock: true });
    const count = await countRegistrationsOfAnyState(tx, id);
    if (count > 0) throw new AppError('event.has_registrations', 409, { count });
    await closeRooms(tx, (await readProgramme(tx, id)).sessions.map((session) => session.id));
    await deleteEvent(tx, id);
    await audit(tx, { act: 'event.removed', subjectType: 'event', subjectId: id });
  });
}

async function change(
  ctx: Ctx,
  id: string,
  ability: 'publish' | 'unpublish' | 'cancel' | 'complete' | 'reopen',
  verb: string,
  work: (tx: Ctx, event: OpenEvent) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, id, ability, { lock: true });
    await work(tx, event);
    await followOffer(tx, id);
    await audit(tx, { act: `event.${verb}`, subjectType: 'event', subjectId: id });
    await emit(tx, `seminars.event_${verb}`, { eventId: id, rehearsal: event.rehearsalOf !== null });
  });
}
