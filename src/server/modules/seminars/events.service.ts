import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { getOrganisation } from '#server/modules/people/index.ts';
import { authoredText, sameText } from '#server/platform/text/index.ts';
import { ruleOf, windowOf } from './event-form.ts';
import { insertEvent, lockSeats, refreshEventTimes, updateEvent, type EventRow, type EventValues } from './events.queries.ts';
import type { EventInput } from './events.schemas.ts';
import { listSessions, listTalks, moveTimes } from './programme.queries.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { followOffer } from './offer.service.ts';
import { mayOrganise } from './seminars.policy.ts';
import { keepRooms } from './session-rooms.ts';
import { tellOfChange } from './telling.service.ts';
import { fillSeatsLater } from './waiting.service.ts';
import { againIn } from './wall-moment.ts';

/** What of an event changed; calendars and mails care about title and time only. */
export type ChangedPart = 'title' | 'time' | 'programme' | 'capacity' | 'details';

/**
 * Makes a draft. Errors beside fields: `choice.missing` (organisation out of reach), `rule.*`, `date.*`, `time.*`, `window.*`.
 * Returns its id.
 */
export async function createEvent(ctx: Ctx, original: Locale, input: EventInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    await checkOrganisation(tx, input.organisationId);
    const id = newId();
    await insertEvent(tx, id, valuesOf(tx, original, input, null), actorId(tx.actor));
    await audit(tx, { act: 'event.created', subjectType: 'event', subjectId: id });
    return id;
  });
}

/**
 * Writes the form over the event. `record.changed_meanwhile` when somebody else saved since `input.version` was read; `capacity.below_taken`;
 * `organisation.fixed` once it is published. A new zone keeps wall times and moves the instants of sessions, talks and rooms.
 */
export async function editEvent(ctx: Ctx, id: string, original: Locale, input: EventInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, id, 'edit', { lock: true });
    if (input.version !== event.version) throw conflict();
    if (input.organisationId !== event.organisationId) {
      if (event.state !== 'draft' || event.rehearsalOf) throw invalid('organisationId', 'organisation.fixed');
      await checkOrganisation(tx, input.organisationId);
    }
    const values = valuesOf(tx, original, input, event);
    const taken = await lockSeats(tx, id);
    if (values.capacity !== null && values.capacity < taken) throw invalid('capacity', 'capacity.below_taken', { taken });

    const changed = changesOf(event, values);
    const louder = event.state !== 'draft' && (changed.includes('title') || changed.includes('time'));
    if (!(await updateEvent(tx, id, event.version, values, louder))) throw conflict();
    if (changed.includes('time')) await moveToZone(tx, event, values.timeZone);
    if (changed.includes('title') || changed.includes('time')) {
      await keepRooms(tx, { ...event, title: values.title, timeZone: values.timeZone }, await listSessions(tx, id));
    }
    await audit(tx, { act: 'event.edited', subjectType: 'event', subjectId: id, data: { changed } });
    await tellChange(tx, event, changed);
  });
}

/** Tells others in the same network what changed, once the event is public (or rehearsed). */
export async function tellChange(tx: Ctx, event: Pick<EventRow, 'id' | 'state' | 'rehearsalOf'>, what: readonly ChangedPart[]): Promise<void> {
  if (event.state === 'draft' || what.length === 0) return;
  await emit(tx, 'seminars.event_changed', { eventId: event.id, rehearsal: event.rehearsalOf !== null, what });
  if (what.includes('title') || what.includes('time')) await tellOfChange(tx, event.id);
  await followOffer(tx, event.id);
  if (what.includes('capacity')) await fillSeatsLater(tx, event.id);
}

async function checkOrganisation(tx: Ctx, organisationId: string): Promise<void> {
  const organisation = await getOrganisation(tx, organisationId).catch((error: unknown) => {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  });
  const mine = organisation && mayOrganise(tx.actor, { networkId: tx.networkId, organisationPath: organisation.path });
  if (!mine) throw invalid('organisationId', 'choice.missing');
}

function valuesOf(tx: Ctx, original: Locale, input: EventInput, stored: OpenEvent | null): EventValues {
  const text = (name: 'title' | 'summary' | 'description') => authoredText(input[name], original, stored?.[name]);
  const now = stored ? atEventClock(tx, stored).clock.now() : tx.clock.now();
  const { opensAt, closesAt } = windowOf(input, now, stored && { opensAt: stored.registrationOpensAt, closesAt: stored.registrationClosesAt });
  const aim = authoredText(input.aim, original, stored?.letter.aim);
  const requirements = authoredText(input.requirements, original, stored?.letter.requirements);
  return {
    form: input.form,
    organisationId: input.organisationId,
    title: text('title'),
    summary: text('summary'),
    description: text('description'),
    letter: { ...(Object.keys(aim).length > 0 ? { aim } : {}), ...(Object.keys(requirements).length > 0 ? { requirements } : {}) },
    timeZone: input.timeZone,
    languages: [...new Set(input.languages)],
    countries: [...new Set(input.countries)],
    capacity: input.capacity ?? null,
    registrationOpensAt: opensAt,
    registrationClosesAt: closesAt,
    approvalRequired: input.approvalRequired,
    certificateRule: ruleOf(input),
    certificateMonths: input.certificateMonths ?? null,
    contactName: input.contactName ?? null,
    contactEmail: input.contactEmail ?? null,
  };
}

function changesOf(before: EventRow, after: EventValues): ChangedPart[] {
  const changed: ChangedPart[] = [];
  if (!sameText(before.title, after.title)) changed.push('title');
  if (before.timeZone !== after.timeZone) changed.push('time');
  if (before.capacity !== after.capacity) changed.push('capacity');
  return changed.length > 0 ? changed : ['details'];
}

/** Wall times stay what was promised to people; what changes is when they happen. */
async function moveToZone(tx: Ctx, event: EventRow, zone: string): Promise<void> {
  const again = <R extends { id: string; startsWall: string; endsWall: string }>(rows: readonly R[]) =>
    rows.map((row) => {
      const start = againIn('timeZone', row.startsWall, zone);
      const end = againIn('timeZone', row.endsWall, zone);
      // A clock put back between start and end could turn them round.
      if (end.instant <= start.instant) throw invalid('timeZone', 'end.before_start');
      return { id: row.id, start, end };
    });
  await moveTimes(tx, 'session', event.id, again(await listSessions(tx, event.id)));
  await moveTimes(tx, 'talk', event.id, again(await listTalks(tx, event.id)));
  await refreshEventTimes(tx, event.id, false);
}
