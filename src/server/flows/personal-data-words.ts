import { countryName, formatters, isLocale, isPlainMessageKey, languageName, translator, type Locale, type MessageKey } from '#lib/i18n/index.ts';
import type { DataSection, DataValue } from '#server/platform/personal-data.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';

export interface ShownSection {
  id: string;
  title: string;
  /** What is not known is left out. */
  items: { term: string; text: string }[][];
}

/** A value as programs read it. */
export function jsonValue(value: DataValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return value.toISOString();
  if ('day' in value) return value.day;
  if ('choice' in value) return value.code;
  if ('language' in value) return value.language;
  if ('country' in value) return value.country;
  if ('text' in value) return Object.fromEntries(Object.entries(value.text).map(([locale, entry]) => [locale, entry.text]));
  return value.raw;
}

/** A section in words; times in the zone of the network, which the page says. */
export function sectionInWords(locale: Locale, timeZone: string, source: string, section: DataSection): ShownSection {
  const t = translator(locale);
  const fmt = formatters(locale);
  const say = ({ key, params }: Wording): string => (t as (key: MessageKey, params?: object) => string)(key, params);
  const word = (value: DataValue): string => {
    if (value === null) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return fmt.number(value);
    if (typeof value === 'boolean') return t(value ? 'people.value.yes' : 'people.value.no');
    if (value instanceof Date) return fmt.dateTimeShort(value, timeZone);
    if ('day' in value) return fmt.date(new Date(`${value.day}T12:00:00Z`), 'UTC');
    if ('choice' in value) return isPlainMessageKey(value.choice) ? t(value.choice) : value.code;
    if ('language' in value) return isLocale(value.language) ? languageName(value.language, locale) : value.language;
    if ('country' in value) return countryName(value.country, locale);
    if ('text' in value) return textIn(value.text, locale);
    return value.shown;
  };
  return {
    id: `${source}-${section.id}`,
    title: say({ key: section.title }),
    items: section.items.map((item) => item.map(({ label, value }) => ({ term: say(label), text: word(value) })).filter(({ text }) => text !== '')),
  };
}
