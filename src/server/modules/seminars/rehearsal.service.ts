import { LOCALES, translator, type Locale } from '#lib/i18n/index.ts';
import { eraseLinksFor } from '#server/modules/access/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { insertContributors } from './contributors.queries.ts';
import { deleteEvent } from './events.queries.ts';
import { listRehearsals } from './manage.queries.ts';
import {
  insertSection,
  insertSession,
  insertTalks,
  listSessions,
  replaceModerators,
  replaceSpeakers,
  type TalkRow,
} from './programme.queries.ts';
import { readProgramme, type Programme } from './programme.service.ts';
import { copyEvent, countHeldMails, deleteJobsOf, deleteMailsOf, listSubjects, updateClockOffset } from './rehearsal.queries.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';
import { addSamples } from './rehearsal-samples.ts';
import { closeRooms, keepRooms } from './session-rooms.ts';
import { momentOf, type Moment } from './wall-moment.ts';

const MOST_REHEARSALS = 5;

/**
 * Makes a practice copy of an event: published, with its programme and rooms, no addresses, invented participants and its own clock, which
 * stands a day before the start. Returns its id. Errors: `rehearsal.too_many`, `rehearsal.no_session`.
 */
export async function startRehearsal(ctx: Ctx, eventId: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'rehearse', { lock: true });
    if ((await listRehearsals(tx, eventId)).length >= MOST_REHEARSALS) throw new AppError('rehearsal.too_many', 409, { max: MOST_REHEARSALS });
    const programme = await readProgramme(tx, eventId);
    const copy = await copyEvent(tx, eventId, rehearsalTitle(event.title), actorId(tx.actor));
    await copyProgramme(tx, copy, programme);
    // It begins with registration open: a practice copy of an event that is over is as good as any other.
    await setClock(tx, await getEventFor(tx, copy, 'prepare'), 'registration');
    await addSamples(tx, await getEventFor(tx, copy, 'prepare'));
    await audit(tx, { act: 'rehearsal.started', subjectType: 'event', subjectId: eventId, data: { rehearsalId: copy } });
    return copy;
  });
}

/** The title says it on every page, mail and paper. */
function rehearsalTitle(title: LocalizedText): LocalizedText {
  return Object.fromEntries(
    LOCALES.flatMap((locale: Locale) => {
      const entry = title[locale];
      return entry ? [[locale, { ...entry, text: translator(locale)('seminars.event.rehearsal_of', { title: entry.text }) }]] : [];
    }),
  );
}

async function copyProgramme(tx: Ctx, eventId: string, programme: Programme): Promise<void> {
  const fresh = (rows: readonly { id: string }[]) => new Map(rows.map((row) => [row.id, newId()]));
  const people = fresh(programme.contributors);
  const sessions = fresh(programme.sessions);
  const sections = fresh(programme.sections);
  const talks = fresh(programme.talks);
  const of = (ids: ReadonlyMap<string, string>, id: string) => ids.get(id) ?? id;
  await insertContributors(tx, eventId, programme.contributors.map((person) => ({ ...person, id: of(people, person.id), email: null })));
  for (const session of programme.sessions) {
    await insertSession(tx, of(sessions, session.id), eventId, { title: session.title, ...momentsOf(session) }, session.position);
  }
  for (const section of programme.sections) {
    await insertSection(tx, of(sections, section.id), eventId, section, section.position);
    await replaceModerators(tx, of(sections, section.id), section.moderatorIds.map((id) => of(people, id)));
  }
  const copied = programme.talks.map((talk) => ({
    ...talk,
    id: of(talks, talk.id),
    sessionId: of(sessions, talk.sessionId),
    sectionId: talk.sectionId && of(sections, talk.sectionId),
    ...momentsOf(talk),
  }));
  await insertTalks(tx, eventId, copied);
  await replaceSpeakers(tx, programme.talks.map((talk) => ({ talkId: of(talks, talk.id), contributorIds: talk.speakerIds.map((id) => of(people, id)) })));
}

function momentsOf(row: Pick<TalkRow, 'startsWall' | 'startsAt' | 'endsWall' | 'endsAt'>): { start: Moment; end: Moment } {
  return { start: { wall: row.startsWall, instant: row.startsAt }, end: { wall: row.endsWall, instant: row.endsAt } };
}

/** Times that a rehearsal is set to with one button. */
export const REHEARSAL_MOMENTS = ['registration', 'before_start', 'running', 'after_end'] as const;
export type RehearsalMoment = (typeof REHEARSAL_MOMENTS)[number];

/**
 * Moves the rehearsal's own clock, from where it runs on: to a moment of the event, or to a wall time in its zone. Errors: `date.missing`,
 * `time.*`, `rehearsal.no_session`, `event.not_possible_no_rehearsal`.
 */
export async function moveRehearsalClock(
  ctx: Ctx,
  eventId: string,
  to: { moment: RehearsalMoment } | { date: string; time: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'moveClock', { lock: true });
    const seconds = await setClock(tx, event, 'moment' in to ? to.moment : momentOf('time', to.date, to.time, event.timeZone).instant);
    await audit(tx, { act: 'rehearsal.clock_moved', subjectType: 'event', subjectId: eventId, data: { seconds } });
  });
}

async function setClock(tx: Ctx, event: OpenEvent, to: RehearsalMoment | Date): Promise<number> {
  const target = to instanceof Date ? to : momentOfEvent(event, to);
  // Up, not to the nearest: a clock set to 09:50 never shows 09:49.
  const seconds = Math.ceil((target.getTime() - tx.clock.now().getTime()) / 1000);
  await updateClockOffset(tx, event.id, seconds);
  await keepRooms(tx, { ...event, clockOffsetSeconds: seconds }, await listSessions(tx, event.id));
  return seconds;
}

const MINUTE = 60_000;
function momentOfEvent(event: OpenEvent, moment: RehearsalMoment): Date {
  const { firstStart, lastEnd } = event;
  if (!firstStart || !lastEnd) throw new AppError('rehearsal.no_session', 409);
  const shifted = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);
  switch (moment) {
    case 'registration': {
      const opens = event.registrationOpensAt;
      const day = shifted(firstStart, -24 * 60);
      return opens && opens > day ? opens : event.registrationClosesAt && event.registrationClosesAt < day ? shifted(event.registrationClosesAt, -60) : day;
    }
    case 'before_start':
      return shifted(firstStart, -10);
    case 'running':
      return shifted(firstStart, 5);
    case 'after_end':
      return shifted(lastEnd, 30);
  }
}

/** Takes a rehearsal away with everything it made: rows, rooms, presence, links, held mails, jobs. What is left are ids in the audit log. */
export async function removeRehearsal(ctx: Ctx, eventId: string): Promise<{ sourceId: string }> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'moveClock', { lock: true });
    const subjects = await listSubjects(tx, eventId);
    await eraseLinksFor(tx, subjects);
    await deleteMailsOf(tx, [...subjects, eventId]);
    await deleteJobsOf(tx, eventId);
    await closeRooms(tx, (await listSessions(tx, eventId)).map((session) => session.id));
    await deleteEvent(tx, eventId);
    await audit(tx, { act: 'rehearsal.removed', subjectType: 'event', subjectId: event.rehearsalOf, data: { rehearsalId: eventId } });
    return { sourceId: event.rehearsalOf ?? '' };
  });
}

/** What the page of a rehearsal shows beside its clock. */
export async function getRehearsalFor(ctx: Ctx, eventId: string): Promise<{ event: OpenEvent; heldMails: number }> {
  const event = await getEventFor(ctx, eventId, 'moveClock');
  return { event, heldMails: await countHeldMails(ctx, await listSubjects(ctx, eventId)) };
}
