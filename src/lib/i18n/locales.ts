/** The languages of the interface, in the order in which they are offered. */
export const LOCALES = ['kk', 'ru', 'en', 'ky', 'be', 'hy'] as const;
export type Locale = (typeof LOCALES)[number];

/** What a visitor gets who asks for none of ours and whose network has set none. */
export const DEFAULT_LOCALE: Locale = 'ru';

/** The tag given to Intl. British English: our readers write the day before the month and use the 24-hour clock. */
export const INTL_TAG: Readonly<Record<Locale, string>> = {
  kk: 'kk',
  ru: 'ru',
  en: 'en-GB',
  ky: 'ky',
  be: 'be',
  hy: 'hy',
};

export function isLocale(value: unknown): value is Locale {
  return (LOCALES as readonly unknown[]).includes(value);
}
