import { listRoomsFor, saveStreams } from '#server/modules/rooms/index.ts';
import { createEvent, publishEvent, ROOM_OWNER, saveSection, saveSession, saveTalk } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { nameInstitutions } from './webinar.ts';
import { BREAK, CLOSING, EVENT, OPENING, SECTIONS, SITTINGS, type SeedTalk } from './seminar-texts.ts';

export interface SeededSeminar {
  eventId: string;
  /** The first day is yesterday, the second tomorrow, both from 10:00 host time. */
  sessionIds: [string, string];
}

const text = (words: Record<string, string>): LocalizedText => localized(words);
const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const BEGIN = 10 * 60;

/** The timetable of one sitting: each talk with its section (null outside of sections) and its minutes of the day. */
function timetable(sitting: 0 | 1): { talk: SeedTalk; section: number | null; starts: number; ends: number }[] {
  const lines: { talk: SeedTalk; section: number | null }[] = [];
  if (sitting === 0) lines.push({ talk: OPENING, section: null });
  SECTIONS.forEach((section, index) => {
    if (section.sitting !== sitting) return;
    if (lines.some((line) => line.section !== null)) lines.push({ talk: BREAK, section: null });
    lines.push(...section.talks.map((talk) => ({ talk, section: index })));
  });
  if (sitting === 1) lines.push({ talk: CLOSING, section: null });
  let at = BEGIN;
  return lines.map((line) => {
    const starts = at;
    at += line.talk.minutes;
    return { ...line, starts, ends: at };
  });
}

/**
 * The seminar of the demo, as a coordinator would have prepared it 40 days ago and published 30 days ago: `ctx` carries a clock of then.
 * `now`: the demo's present, from which the two days are counted.
 */
export async function seedSeminar(ctx: Ctx, input: { organisationId: string; now: Date; timeZone: string; emails: Readonly<Record<string, string>> }): Promise<SeededSeminar> {
  const today = localDate(input.now, input.timeZone);
  const days = [addDays(today, -1), addDays(today, 1)];
  const eventId = await createEvent(ctx, 'kk', {
    form: 'seminar',
    organisationId: input.organisationId,
    title: text(EVENT.title),
    summary: text(EVENT.summary),
    description: text(EVENT.description),
    aim: text(EVENT.aim),
    requirements: text(EVENT.requirements),
    timeZone: input.timeZone,
    languages: ['kk', 'ru', 'en'],
    countries: ['KZ', 'RU', 'BY', 'KG', 'AM'],
    capacity: 500,
    opensDate: addDays(today, -30),
    opensTime: '09:00',
    closesDate: addDays(today, 1),
    closesTime: '09:00',
    approvalRequired: false,
    percent: 85,
    combine: 'all_of',
    contactName: 'Жұмабекова Айгүл',
    contactEmail: 'seminar@demo.sheberlik.example',
  } as Parameters<typeof createEvent>[2]);
  const sessionIds: string[] = [];
  for (const [index, sitting] of SITTINGS.entries()) {
    const lines = timetable(index as 0 | 1);
    sessionIds.push(
      await saveSession(ctx, eventId, null, 'kk', {
        title: text(sitting.title),
        date: days[index] ?? today,
        starts: clock(BEGIN),
        ends: clock(lines.at(-1)?.ends ?? BEGIN + 60),
        endsNextDay: false,
      } as Parameters<typeof saveSession>[4]),
    );
  }
  const sectionIds: string[] = [];
  for (const section of SECTIONS) {
    sectionIds.push(await saveSection(ctx, eventId, null, 'kk', { title: text(section.title), hall: '', person1: section.moderator } as Parameters<typeof saveSection>[4]));
  }
  for (const sitting of [0, 1] as const) {
    for (const { talk, section, starts, ends } of timetable(sitting)) {
      await saveTalk(ctx, eventId, null, 'kk', {
        sessionId: sessionIds[sitting],
        ...(section === null ? {} : { sectionId: sectionIds[section] }),
        kind: talk.kind,
        title: text(talk.title),
        abstract: talk.abstract ? text(talk.abstract) : {},
        ...(talk.language ? { language: talk.language } : {}),
        interpretation: talk.interpretation ?? [],
        ...(talk.country ? { country: talk.country } : {}),
        starts: clock(starts),
        ends: clock(ends),
        ...(talk.speaker ? { person1: talk.speaker } : {}),
      } as Parameters<typeof saveTalk>[4]);
    }
  }
  await nameInstitutions(ctx, eventId, input.emails);
  await publishEvent(ctx, eventId);
  await linkRooms(ctx, sessionIds);
  const [first = '', second = ''] = sessionIds;
  return { eventId, sessionIds: [first, second] };
}

/** Where people connect: one address for each working language. The meeting service is invented. */
async function linkRooms(ctx: Ctx, sessionIds: readonly string[]): Promise<void> {
  for (const room of await listRoomsFor(ctx, ROOM_OWNER, sessionIds)) {
    const rows = (['kk', 'ru', 'en'] as const).map((locale) => ({ url: `https://meet.demo.sheberlik.example/${locale}`, locale, purpose: 'live' as const }));
    await saveStreams(ctx, { roomId: room.id, rows });
  }
}
