import { compareText, isLocale, type Locale } from '#lib/i18n/index.ts';
import { localClock, type LocalReading } from '#server/platform/time/local-clock.ts';
import type { PublicProgramme } from './public-programme.queries.ts';
import type { TalkKind } from './seminars.tables.ts';
import { shown, type ShownText } from './shown-text.ts';

/** A line of the programme for one reader. Kept small: pages serialise it. */
export interface ShownTalk {
  id: string;
  kind: TalkKind;
  /** `10:00–10:20` by the reader's clock. */
  time: string;
  /** The talk ends on the reader's next day. */
  nextDay?: true;
  /** `09:00`, the start by the host's clock, where it differs; with `hostDate` when the host has another day. */
  hostTime?: string;
  hostDate?: string;
  /** Start, ISO 8601. */
  at: string;
  title: ShownText;
  abstract?: ShownText;
  /** Index in `sections`. */
  section?: number;
  speakers: string[];
  countries: string[];
  language?: string;
  interpretation?: string[];
}

export interface ShownSitting {
  id: string;
  title: ShownText | null;
  time: string;
  at: string;
  talks: ShownTalk[];
}

export interface ShownDay {
  /** `YYYY-MM-DD` in the reader's zone. */
  date: string;
  /** An instant of that day. */
  at: string;
  sittings: ShownSitting[];
}

export interface ShownSection {
  id: string;
  title: ShownText;
  hall?: string;
  moderators: string[];
}

export interface ShownProgramme {
  locale: Locale;
  days: ShownDay[];
  sections: ShownSection[];
  /** Languages of talks, for the filter. */
  languages: string[];
  /** Talks shown and talks there are: not the same under a filter. */
  count: number;
  total: number;
}

export interface ProgrammeReader {
  locale: Locale;
  zone: string;
  hostZone: string;
  section?: string | null;
  language?: string | null;
}

/** The programme by the reader's days and clock, in her language, perhaps only one section or language of talks. */
export function programmeView(programme: PublicProgramme, reader: ProgrammeReader): ShownProgramme {
  const { locale } = reader;
  const times = [...programme.sessions, ...programme.talks].flatMap((row) => [row.startsAt.getTime(), row.endsAt.getTime()]);
  const from = new Date(times.length > 0 ? Math.min(...times) : 0);
  const to = new Date(times.length > 0 ? Math.max(...times) : 0);
  const mine = localClock(reader.zone, from, to);
  const host = localClock(reader.hostZone, from, to);
  const people = new Map(programme.contributors.map((person) => [person.id, person]));
  const sections = programme.sections.map((section): ShownSection => ({
    id: section.id,
    title: shown(section.title, locale) ?? { text: '' },
    ...(section.hall ? { hall: section.hall } : {}),
    moderators: section.moderatorIds.flatMap((id) => people.get(id)?.name ?? []),
  }));
  const sectionIndex = new Map(programme.sections.map((section, index) => [section.id, index]));

  const talkView = (talk: PublicProgramme['talks'][number]): ShownTalk => {
    const [start, end] = [mine(talk.startsAt), mine(talk.endsAt)];
    const speakers = talk.speakerIds.flatMap((id) => people.get(id) ?? []);
    const countries = talk.country ? [talk.country] : [...new Set(speakers.flatMap(({ country }) => country ?? []))];
    const abstract = shown(talk.abstract, locale);
    const section = talk.sectionId === null ? undefined : sectionIndex.get(talk.sectionId);
    return {
      id: talk.id,
      kind: talk.kind,
      time: range(start, end),
      ...(end.date > start.date && end.time !== '00:00' ? { nextDay: true as const } : {}),
      ...hostReading(start, host(talk.startsAt)),
      at: talk.startsAt.toISOString(),
      title: shown(talk.title, locale) ?? { text: '' },
      ...(abstract ? { abstract } : {}),
      ...(section === undefined ? {} : { section }),
      speakers: speakers.map(({ name }) => name),
      countries,
      ...(talk.language ? { language: talk.language } : {}),
      ...(talk.interpretation.length > 0 ? { interpretation: talk.interpretation } : {}),
    };
  };

  const filtered = Boolean(reader.section ?? reader.language);
  const chosen = programme.talks.filter(
    (talk) =>
      (!reader.section || talk.sectionId === reader.section) &&
      (!reader.language || talk.language === reader.language || talk.interpretation.includes(reader.language)),
  );
  const days = new Map<string, ShownDay>();
  for (const session of programme.sessions) {
    const talks = chosen.filter((talk) => talk.sessionId === session.id);
    if (filtered && talks.length === 0) continue;
    const byDay = Map.groupBy(talks, (talk) => mine(talk.startsAt).date);
    const first = mine(session.startsAt);
    if (byDay.size === 0) byDay.set(first.date, []);
    for (const [date, list] of byDay) {
      const day = days.get(date) ?? { date, at: (list[0]?.startsAt ?? session.startsAt).toISOString(), sittings: [] };
      days.set(date, day);
      day.sittings.push({
        id: session.id,
        title: shown(session.title, locale),
        time: range(first, mine(session.endsAt)),
        at: session.startsAt.toISOString(),
        talks: list.map(talkView),
      });
    }
  }
  const languages = [...new Set(programme.talks.flatMap(({ language, interpretation }) => [language, ...interpretation]))];
  return {
    locale,
    days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
    sections,
    languages: languages.filter((code): code is string => isLocale(code ?? '')).sort(compareText('en')),
    count: chosen.length,
    total: programme.talks.length,
  };
}

function range(start: LocalReading, end: LocalReading): string {
  return `${start.time}–${end.time}`;
}

function hostReading(mine: LocalReading, host: LocalReading): Pick<ShownTalk, 'hostTime' | 'hostDate'> {
  if (mine.date === host.date && mine.time === host.time) return {};
  return { hostTime: host.time, ...(mine.date === host.date ? {} : { hostDate: host.date }) };
}

export interface ShownSpeaker {
  id: string;
  name: string;
  country: string | null;
  organisation: string;
  post: string;
  moderates: ShownText[];
  talks: { title: ShownText; at: string }[];
}

/** Speakers and moderators by the reader's alphabet, each with what they do. Nothing but what the programme shows. */
export function speakersView(programme: PublicProgramme, locale: Locale): ShownSpeaker[] {
  const compare = compareText(locale);
  return programme.contributors
    .map((person): ShownSpeaker => ({
      id: person.id,
      name: person.name,
      country: person.country,
      organisation: person.organisation,
      post: person.post,
      moderates: programme.sections.filter((section) => section.moderatorIds.includes(person.id)).flatMap((section) => shown(section.title, locale) ?? []),
      talks: programme.talks
        .filter((talk) => talk.speakerIds.includes(person.id))
        .map((talk) => ({ title: shown(talk.title, locale) ?? { text: '' }, at: talk.startsAt.toISOString() })),
    }))
    .filter((person) => person.talks.length > 0 || person.moderates.length > 0)
    .sort((a, b) => compare(a.name, b.name));
}
