import type { FormValues } from '#lib/forms/index.ts';
import { compareText, type Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { originalOf, textFields } from '#server/platform/text/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { clashesOf, type ProgrammeClash } from './programme-clashes.ts';
import { readProgramme, type Programme } from './programme.service.ts';
import { programmeView, type ShownTalk } from './programme.view.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';
import { shown, type ShownText } from './shown-text.ts';
import { splitWall } from './wall-moment.ts';

/** A clash in words of the reader: which two, who, where; `talkId` is what to change. */
export interface ShownClash {
  kind: ProgrammeClash['kind'];
  a: ShownText;
  b: ShownText;
  name: string;
  place: string;
  minutes: number;
  talkId: string | null;
}

export interface ProgrammeDesk {
  head: EventHead;
  sittings: { id: string; title: ShownText | null; start: string; end: string; talks: (Omit<ShownTalk, 'section' | 'abstract'> & { section: ShownText | null; clashes: boolean })[] }[];
  sections: { id: string; title: ShownText; hall: string; moderators: string[] }[];
  clashes: ShownClash[];
}

/** The programme as it is being made, by the host's clock, with its clashes. Error: `page.not_found`. */
export async function showProgrammeDesk(ctx: Ctx, eventId: string): Promise<ProgrammeDesk> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  const programme = await readProgramme(ctx, eventId);
  const view = programmeView(programme, { locale: ctx.locale, zone: event.timeZone, hostZone: event.timeZone });
  const clashes = clashesOf(programme);
  const touched = new Set(clashes.flatMap(({ a, b }) => [a, b]));
  const talks = Map.groupBy(
    view.days.flatMap((day) => day.sittings.flatMap((sitting) => sitting.talks.map((talk) => ({ sitting: sitting.id, talk })))),
    ({ sitting }) => sitting,
  );
  return {
    head: eventHead(ctx, event),
    sittings: programme.sessions.map((session) => ({
      id: session.id,
      title: shown(session.title, ctx.locale),
      start: session.startsAt.toISOString(),
      end: session.endsAt.toISOString(),
      talks: (talks.get(session.id) ?? []).map(({ talk: { section, abstract: _abstract, ...talk } }) => ({
        ...talk,
        section: section === undefined ? null : (view.sections[section]?.title ?? null),
        clashes: touched.has(talk.id),
      })),
    })),
    sections: view.sections.map(({ id, title, hall, moderators }) => ({ id, title, hall: hall ?? '', moderators })),
    clashes: clashes.map((clash) => clashWords(clash, programme, ctx.locale)),
  };
}

function clashWords(clash: ProgrammeClash, programme: Programme, locale: Locale): ShownClash {
  const titleOf = (id: string): ShownText => {
    const row = [...programme.talks, ...programme.sections, ...programme.sessions].find((one) => one.id === id);
    return shown(row?.title, locale) ?? { text: row && 'startsWall' in row ? splitWall(row.startsWall).date.split('-').reverse().join('.') : '' };
  };
  return {
    kind: clash.kind,
    a: titleOf(clash.a),
    b: titleOf(clash.b),
    name: programme.contributors.find((person) => person.id === clash.personId)?.name ?? '',
    place: clash.place ?? '',
    minutes: clash.minutes,
    talkId: [clash.b, clash.a].find((id) => programme.talks.some((talk) => talk.id === id)) ?? null,
  };
}

/** A form of the programme: what is stored, and what can be chosen. */
export interface PartForm {
  head: EventHead;
  /** Null: a new one. */
  id: string | null;
  version: number;
  original: Locale;
  stored: FormValues;
  title: LocalizedText;
  abstract: LocalizedText;
  sessions: { id: string; text: string }[];
  sections: { id: string; text: string }[];
  /** Names known to the event, by the alphabet. */
  people: string[];
}

/** The form of a sitting, a section or a talk; `id` null for a new one. Error: `page.not_found`. */
export async function showPartForm(
  ctx: Ctx,
  eventId: string,
  part: 'session' | 'section' | 'talk',
  id: string | null,
  preset: { sessionId?: string | null } = {},
): Promise<PartForm> {
  const event = await getEventFor(ctx, eventId, 'edit');
  const programme = await readProgramme(ctx, eventId);
  const original = originalOf(event.title, ctx.locale);
  const named = <R extends { id: string; title: LocalizedText; startsWall?: string }>(row: R) => ({
    id: row.id,
    text: [row.startsWall ? splitWall(row.startsWall).date.split('-').reverse().join('.') : '', shown(row.title, ctx.locale)?.text ?? ''].filter(Boolean).join(' · '),
  });
  const frame = {
    head: eventHead(ctx, event),
    id,
    original,
    sessions: programme.sessions.map(named),
    sections: programme.sections.map(named),
    people: programme.contributors.map(({ name }) => name).sort(compareText(ctx.locale)),
  };
  if (id === null) return { ...frame, version: 0, stored: newPart(part, event, programme, preset.sessionId ?? null), title: {}, abstract: {} };
  const found = storedPart(part, programme, id);
  if (!found) throw notFound();
  return { ...frame, ...found };
}

function storedPart(part: 'session' | 'section' | 'talk', programme: Programme, id: string): Pick<PartForm, 'version' | 'stored' | 'title' | 'abstract'> | null {
  const name = (personId: string) => programme.contributors.find((person) => person.id === personId)?.name ?? '';
  const people = (ids: readonly string[]) => Object.fromEntries(ids.map((personId, index) => [`person${index + 1}`, name(personId)]));
  if (part === 'session') {
    const row = programme.sessions.find((session) => session.id === id);
    if (!row) return null;
    const [start, end] = [splitWall(row.startsWall), splitWall(row.endsWall)];
    const stored = { ...textFields('title', row.title), date: start.date, starts: start.time, ends: end.time, ...(end.date > start.date ? { endsNextDay: 'yes' } : {}) };
    return { version: row.version, title: row.title, abstract: {}, stored };
  }
  if (part === 'section') {
    const row = programme.sections.find((section) => section.id === id);
    return row ? { version: row.version, title: row.title, abstract: {}, stored: { ...textFields('title', row.title), hall: row.hall, ...people(row.moderatorIds) } } : null;
  }
  const row = programme.talks.find((talk) => talk.id === id);
  if (!row) return null;
  const stored = {
    ...textFields('title', row.title),
    ...textFields('abstract', row.abstract),
    ...people(row.speakerIds),
    sessionId: row.sessionId,
    ...(row.sectionId ? { sectionId: row.sectionId } : {}),
    kind: row.kind,
    ...(row.language ? { language: row.language } : {}),
    interpretation: row.interpretation,
    ...(row.country ? { country: row.country } : {}),
    starts: splitWall(row.startsWall).time,
    ends: splitWall(row.endsWall).time,
  };
  return { version: row.version, title: row.title, abstract: row.abstract, stored };
}

/** A new talk goes on where the sitting's last one ends; a new sitting on the day after the last. */
function newPart(part: 'session' | 'section' | 'talk', event: OpenEvent, programme: Programme, sessionId: string | null): FormValues {
  if (part === 'section') return {};
  const last = programme.sessions.at(-1);
  if (part === 'session') {
    if (!last) return { starts: '10:00', ends: '13:00' };
    const next = Temporal.PlainDate.from(splitWall(last.startsWall).date).add({ days: 1 }).toString();
    return { date: next, starts: splitWall(last.startsWall).time, ends: splitWall(last.endsWall).time };
  }
  const session = programme.sessions.find((row) => row.id === sessionId) ?? last;
  const before = programme.talks.filter((talk) => talk.sessionId === session?.id).at(-1);
  const starts = before ? splitWall(before.endsWall).time : session ? splitWall(session.startsWall).time : '';
  const ends = starts === '' ? '' : Temporal.PlainTime.from(starts).add({ minutes: 20 }).toString({ smallestUnit: 'minute' });
  return {
    kind: 'talk',
    starts,
    ends,
    ...(session ? { sessionId: session.id } : {}),
    ...(before?.sectionId ? { sectionId: before.sectionId } : {}),
    language: before?.language ?? event.languages[0] ?? '',
    interpretation: before?.interpretation ?? [],
  };
}
