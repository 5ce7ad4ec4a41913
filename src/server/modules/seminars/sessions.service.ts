import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { authoredText } from '#server/platform/text/index.ts';
import { refreshEventTimes } from './events.queries.ts';
import { tellChange } from './events.service.ts';
import { deletePart, insertSession, listSessions, listTalks, moveTimes, updateSession, type SessionRow, type SessionValues } from './programme.queries.ts';
import type { SessionInput } from './programme.schemas.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { closeRooms, keepRooms, roomsOf } from './session-rooms.ts';
import { admitEverybody } from './waiting.service.ts';
import { momentOf } from './wall-moment.ts';

export const MOST_SESSIONS = 40;
const LONGEST_HOURS = 16;

/**
 * Adds (id null) or changes a sitting; its room follows. A sitting that begins at another moment takes its talks along. Errors beside
 * fields: `date.past` (new or moved), `end.before_start`, `session.too_long`, `time.*`, `session.too_many`, `record.changed_meanwhile`.
 */
export async function saveSession(ctx: Ctx, eventId: string, id: string | null, original: Locale, input: SessionInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    const sessions = await listSessions(tx, eventId);
    const stored = id === null ? null : (sessions.find((session) => session.id === id) ?? null);
    if (id !== null && !stored) throw notFound();
    if (id === null && sessions.length >= MOST_SESSIONS) throw new AppError('session.too_many', 422, { max: MOST_SESSIONS });
    const values = valuesOf(tx, event, original, input, stored);
    const saved = id ?? newId();
    if (stored === null) await insertSession(tx, saved, eventId, values, sessions.length + 1);
    else {
      if (!(await updateSession(tx, eventId, saved, input.version ?? 0, values))) throw conflict();
      await takeTalksAlong(tx, event, stored, values);
    }
    const moved = stored?.startsAt.getTime() !== values.start.instant.getTime() || stored.endsAt.getTime() !== values.end.instant.getTime();
    await refreshEventTimes(tx, eventId, moved && event.state !== 'draft');
    await keepRooms(tx, event, (await listSessions(tx, eventId)).filter((session) => session.id === saved));
    if (stored === null) await admitEverybody(tx, eventId);
    await audit(tx, { act: id ? 'session.edited' : 'session.added', subjectType: 'session', subjectId: saved, data: { eventId, moved } });
    await tellChange(tx, event, [moved ? 'time' : 'programme']);
    return saved;
  });
}

/** Takes a sitting out with its talks. Its room is closed: what was witnessed there stays. */
export async function removeSession(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    if (!isId(id) || !(await deletePart(tx, 'session', eventId, id))) throw notFound();
    await closeRooms(tx, [id]);
    await refreshEventTimes(tx, eventId, event.state !== 'draft');
    await audit(tx, { act: 'session.removed', subjectType: 'session', subjectId: id, data: { eventId } });
    await tellChange(tx, event, ['time']);
  });
}

function valuesOf(tx: Ctx, event: OpenEvent, original: Locale, input: SessionInput, stored: SessionRow | null): SessionValues {
  const start = momentOf('starts', input.date, input.starts, event.timeZone);
  const end = momentOf('ends', input.endsNextDay ? addDays(input.date, 1) : input.date, input.ends, event.timeZone);
  if (end.instant <= start.instant) throw invalid('ends', 'end.before_start');
  if (end.instant.getTime() - start.instant.getTime() > LONGEST_HOURS * 3600_000) throw invalid('ends', 'session.too_long', { hours: LONGEST_HOURS });
  const moved = stored?.startsAt.getTime() !== start.instant.getTime();
  if (moved && start.instant <= atEventClock(tx, event).clock.now()) throw invalid('date', 'date.past');
  return { title: authoredText(input.title, original, stored?.title), start, end };
}

/** A postponed sitting keeps its order: each talk moves by as much on the clocks of the event's zone. */
async function takeTalksAlong(tx: Ctx, event: OpenEvent, stored: SessionRow, values: SessionValues): Promise<void> {
  const minutes = minutesBetween(stored.startsWall, values.start.wall);
  if (minutes === 0) return;
  const talks = (await listTalks(tx, event.id)).filter((talk) => talk.sessionId === stored.id);
  const shifted = (wall: string) => {
    const [date = '', time = ''] = Temporal.PlainDateTime.from(wall.replace(' ', 'T')).add({ minutes }).toString({ smallestUnit: 'minute' }).split('T');
    return momentOf('starts', date, time, event.timeZone);
  };
  await moveTimes(tx, 'talk', event.id, talks.map((talk) => ({ id: talk.id, start: shifted(talk.startsWall), end: shifted(talk.endsWall) })));
}

function minutesBetween(from: string, to: string): number {
  const plain = (wall: string) => Temporal.PlainDateTime.from(wall.replace(' ', 'T'));
  return plain(from).until(plain(to), { largestUnit: 'minutes' }).minutes;
}

export interface Sitting {
  id: string;
  title: LocalizedText;
  start: string;
  end: string;
  /** Its room, for the pages of the day. */
  roomId: string | null;
}

/** The sittings of an event that the caller has been let to, with their rooms. */
export async function sittingsOf(ctx: Ctx, event: Pick<OpenEvent, 'id'>): Promise<Sitting[]> {
  const sessions = await listSessions(ctx, event.id);
  const rooms = await roomsOf(ctx, sessions.map((session) => session.id));
  return sessions.map((session) => ({
    id: session.id,
    title: session.title,
    start: session.startsAt.toISOString(),
    end: session.endsAt.toISOString(),
    roomId: rooms.get(session.id) ?? null,
  }));
}
