import { countryName, formatters, formatZone, languageName, translator, zoneCity, type Locale } from '#lib/i18n/index.ts';
import { letterTexts, type InformationLetterData, type LetterMoment } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { localDate, offsetAt } from '#server/platform/time/wall-time.ts';
import { defaultZoneOf } from '#server/platform/time/zones.ts';
import { hostCity } from './announcement.view.ts';
import type { PublicProgramme } from './public-programme.queries.ts';
import type { OpenEvent } from './seminars.access.ts';

/** The information letter: aim, topics, dates by the clock of the host and of every country that takes part, formats, deadlines, contacts. */
export function letterPaper(event: OpenEvent, programme: PublicProgramme, reader: { locale: Locale; registerUrl: string; demo: boolean }): InformationLetterData {
  const { locale, registerUrl } = reader;
  const t = translator(locale);
  const fmt = formatters(locale);
  const zones = zonesOf(event);
  const start = event.firstStart ?? new Date(0);
  const aim = textIn(event.letter.aim, locale) || textIn(event.description, locale) || textIn(event.summary, locale);
  const paragraphs = [aim, textIn(event.letter.requirements, locale)].flatMap((text) => text.split(/\n+/)).filter((text) => text.trim() !== '');
  const deadline = (at: Date | null, what: string) =>
    at ? [{ what, when: t('seminars.letter.moment', { time: fmt.dateTime(at, event.timeZone), city: hostCity(event, locale) }) }] : [];
  const languages = event.languages.map((code) => languageName(code, locale));
  return {
    lang: locale,
    texts: letterTexts(t, registerUrl),
    organisation: textIn(event.organisationName, locale),
    letterhead: event.contactEmail ? [event.contactEmail] : [],
    reference: null,
    addressee: null,
    title: textIn(event.title, locale),
    eventKind: t(`seminars.event.form_${event.form}`),
    paragraphs,
    topics: programme.sections.map((section) => textIn(section.title, locale)).filter(Boolean),
    hostZone: formatZone(event.timeZone, start, locale, hostCity(event, locale)),
    zones: zones.map(({ zone, countries }) =>
      formatZone(zone, start, locale, countries.length === 1 ? zoneCity(zone, locale) : countries.map((code) => countryName(code, locale)).join(', ')),
    ),
    moments: programme.sessions.map((session): LetterMoment => {
      const hostDay = localDate(session.startsAt, event.timeZone);
      return {
        label: [fmt.dateFull(session.startsAt, event.timeZone), textIn(session.title, locale)].filter(Boolean).join(' · '),
        host: fmt.timeRange(session.startsAt, session.endsAt, event.timeZone),
        local: zones.map(({ zone }) => {
          const time = `${fmt.time(session.startsAt, zone)}–${fmt.time(session.endsAt, zone)}`;
          return localDate(session.startsAt, zone) === hostDay ? time : `${time}, ${fmt.dayMonth(session.startsAt, zone)}`;
        }),
      };
    }),
    place: t('seminars.letter.place_online'),
    languages: fmt.list(languages),
    formats: [
      { name: t('seminars.letter.format_listener'), note: t('seminars.letter.format_listener_note') },
      { name: t('seminars.letter.format_collective'), note: t('seminars.letter.format_collective_note') },
      { name: t('seminars.letter.format_speaker'), note: t('seminars.letter.format_speaker_note') },
    ],
    deadlines: [
      ...deadline(event.registrationOpensAt, t('seminars.letter.registration_opens')),
      ...deadline(event.registrationClosesAt, t('seminars.letter.registration_closes')),
    ],
    registerText: t('seminars.letter.register_text'),
    registerUrl,
    contacts: [
      ...(event.contactName ? [{ label: t('seminars.letter.contact_person'), value: event.contactName }] : []),
      ...(event.contactEmail ? [{ label: t('ui.field.email'), value: event.contactEmail }] : []),
    ],
    signatory: event.signatoryName ? { name: event.signatoryName, post: textIn(event.signatoryPost, locale) } : null,
    watermark: reader.demo || event.rehearsalOf !== null ? 'demo' : null,
  };
}

/** One column for each difference to UTC among the countries that take part, but the host's own; in the order of the clock. */
function zonesOf(event: OpenEvent): { zone: string; countries: string[] }[] {
  const at = event.firstStart ?? new Date(0);
  const host = offsetAt(at, event.timeZone);
  const groups = new Map<string, { zone: string; countries: string[] }>();
  for (const country of event.countries) {
    const zone = defaultZoneOf(country);
    if (!zone) continue;
    const offset = offsetAt(at, zone);
    if (offset === host) continue;
    const group = groups.get(offset);
    if (group) group.countries.push(country);
    else groups.set(offset, { zone, countries: [country] });
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
