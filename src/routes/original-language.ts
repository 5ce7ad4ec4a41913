import { isLocale, type Locale } from '#lib/i18n/index.ts';

/** The language in which a text is written first: as the form says, else as the reader reads. */
export function originalLanguage(given: FormDataEntryValue | string | null, fallback: Locale): Locale {
  return typeof given === 'string' && isLocale(given) ? given : fallback;
}
