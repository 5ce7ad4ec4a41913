import { countryName, formatters, formatZone, INTL_TAG, languageName, translator, type Locale } from '#lib/i18n/index.ts';
import { moderatorsLine, programmeTexts, type ProgrammeData, type ProgrammeSection, type ProgrammeTalk } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { offsetAt } from '#server/platform/time/wall-time.ts';
import { hostCity } from './announcement.view.ts';
import type { PublicProgramme } from './public-programme.queries.ts';
import { programmeView, type ShownProgramme, type ShownSitting, type ShownTalk } from './programme.view.ts';
import type { OpenEvent } from './seminars.access.ts';

/** The programme on paper: the days and the first column by the host's clock, a second column for a reader with another one. */
export function programmePaper(event: OpenEvent, programme: PublicProgramme, reader: { locale: Locale; zone: string; demo: boolean }): ProgrammeData {
  const { locale, zone } = reader;
  const t = translator(locale);
  const fmt = formatters(locale);
  const host = event.timeZone;
  const start = event.firstStart ?? new Date(0);
  const other = event.firstStart !== null && offsetAt(start, zone) !== offsetAt(start, host) ? zone : null;
  const view = programmeView(programme, { locale, zone: host, hostZone: host });
  const second = other ? secondTimes(programme, locale, other, host) : null;
  return {
    lang: locale,
    texts: programmeTexts(t),
    organisation: textIn(event.organisationName, locale),
    eventKind: t(`seminars.event.form_${event.form}`),
    title: textIn(event.title, locale),
    dates: event.firstStart && event.lastEnd ? fmt.dateRange(event.firstStart, event.lastEnd, host) : t('seminars.public.dates_open'),
    hostZone: formatZone(host, start, locale, hostCity(event, locale)),
    secondZone: other ? formatZone(other, start, locale) : null,
    days: view.days.map((day) => ({
      title: capital(fmt.dateFull(new Date(day.at), host), locale),
      sections: day.sittings.flatMap((sitting) => sittingSections(sitting, view, (talk) => lineOf(talk, locale, second))),
    })),
    watermark: reader.demo || event.rehearsalOf !== null ? 'demo' : null,
  };
}

/** Times in the second zone, by talk; with the day where it is another than the host's. */
function secondTimes(programme: PublicProgramme, locale: Locale, zone: string, host: string): Map<string, string> {
  const fmt = formatters(locale);
  const talks = programmeView(programme, { locale, zone, hostZone: host }).days.flatMap((day) => day.sittings.flatMap((sitting) => sitting.talks));
  return new Map(talks.map((talk) => [talk.id, talk.hostDate ? `${talk.time}, ${fmt.dayMonth(new Date(talk.at), zone)}` : talk.time]));
}

/**
 * A sitting as blocks with a head: the runs of one section one after another, as they are spoken; sections that run side by side are told
 * one after the other instead of being cut to pieces.
 */
function sittingSections(sitting: ShownSitting, view: ShownProgramme, line: (talk: ShownTalk) => ProgrammeTalk): ProgrammeSection[] {
  const blocks: { section: number | undefined; talks: ShownTalk[] }[] = [];
  const parallel = sitting.talks.some((talk, index) => {
    const before = sitting.talks[index - 1];
    return before !== undefined && before.section !== talk.section && before.time.slice(6) > talk.time.slice(0, 5);
  });
  for (const talk of sitting.talks) {
    const known = parallel ? blocks.find((block) => block.section === talk.section) : blocks.at(-1);
    if (known && known.section === talk.section) known.talks.push(talk);
    else blocks.push({ section: talk.section, talks: [talk] });
  }
  // Sections that change with every talk would print more heads than talks.
  const sections = new Set(sitting.talks.map((talk) => talk.section));
  if (blocks.length > 2 * sections.size + 2) {
    return [{ title: sitting.title?.text ?? null, place: null, moderators: null, talks: sitting.talks.map((talk) => named(talk, view, line)) }];
  }
  if (blocks.length === 0) return [{ title: `${sitting.time} ${sitting.title?.text ?? ''}`.trim(), place: null, moderators: null, talks: [] }];
  return blocks.map(({ section, talks }, index) => {
    const found = section === undefined ? undefined : view.sections[section];
    return {
      title: found?.title.text ?? (index === 0 ? (sitting.title?.text ?? null) : null),
      place: found?.hall ?? null,
      moderators: found ? moderatorsLine(translator(view.locale), found.moderators) : null,
      talks: talks.map(line),
    };
  });
}

/** A line that names its section itself. */
function named(talk: ShownTalk, view: ShownProgramme, line: (talk: ShownTalk) => ProgrammeTalk): ProgrammeTalk {
  const made = line(talk);
  const section = talk.section === undefined ? null : (view.sections[talk.section]?.title.text ?? null);
  return section ? { ...made, note: [section, made.note].filter(Boolean).join(' · ') } : made;
}

function lineOf(talk: ShownTalk, locale: Locale, second: Map<string, string> | null): ProgrammeTalk {
  const t = translator(locale);
  const fmt = formatters(locale);
  const note = [
    ...(talk.countries.length > 0 ? [talk.countries.map((code) => countryName(code, locale)).join(', ')] : []),
    ...(talk.language ? [t('seminars.programme.language', { language: languageName(talk.language, locale) })] : []),
    ...(talk.interpretation ? [t('seminars.programme.interpretation', { languages: fmt.list(talk.interpretation.map((code) => languageName(code, locale))) })] : []),
  ];
  return {
    time: talk.time,
    timeSecond: second?.get(talk.id) ?? null,
    title: talk.title.text,
    pause: talk.kind === 'break',
    speakers: talk.speakers,
    note: note.length > 0 ? note.join(' · ') : null,
  };
}

/** A head begins with a capital letter; CLDR writes weekdays small in most of our languages. */
function capital(text: string, locale: Locale): string {
  return text.charAt(0).toLocaleUpperCase(INTL_TAG[locale]) + text.slice(1);
}
