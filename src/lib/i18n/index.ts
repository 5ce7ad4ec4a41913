/** The door of everything about languages: words, dates, numbers, names of places, sorting, addresses. Server-free. */
export { compareText } from './collate.ts';
export { COUNTRIES, countryName, HOME_COUNTRIES, type HomeCountry } from './countries.ts';
export { formatters, type Formatters, type Instant } from './format.ts';
export { languageName, OWN_NAMES } from './languages.ts';
export { DEFAULT_LOCALE, INTL_TAG, isLocale, LOCALES, type Locale } from './locales.ts';
export { segments, type Segment } from './marks.ts';
export { negotiate } from './negotiate.ts';
export {
  isMessageKey,
  isPlainMessageKey,
  translator,
  type MessageKey,
  type MessageParams,
  type PlainMessageKey,
  type T,
} from './translate.ts';
export { inLanguage, localisePath, stripPrefix, type Place } from './url.ts';
export { formatZone, isZone, zoneCity, zoneOffset, ZONES } from './zones.ts';
