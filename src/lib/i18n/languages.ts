import { INTL_TAG, isLocale, type Locale } from './locales.ts';

/** Each language in itself, as the language switch shows it. */
export const OWN_NAMES: Readonly<Record<Locale, string>> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
  ky: 'Кыргызча',
  be: 'Беларуская',
  hy: 'Հայերեն',
};

/** NAMES[reader's language][named language], lower case as inside a sentence (English has capitals). */
const NAMES: Readonly<Record<Locale, Readonly<Record<Locale, string>>>> = {
  kk: {
    kk: 'қазақ тілі',
    ru: 'орыс тілі',
    en: 'ағылшын тілі',
    ky: 'қырғыз тілі',
    be: 'беларусь тілі',
    hy: 'армян тілі',
  },
  ru: { kk: 'казахский', ru: 'русский', en: 'английский', ky: 'кыргызский', be: 'белорусский', hy: 'армянский' },
  en: { kk: 'Kazakh', ru: 'Russian', en: 'English', ky: 'Kyrgyz', be: 'Belarusian', hy: 'Armenian' },
  ky: {
    kk: 'казак тили',
    ru: 'орус тили',
    en: 'англис тили',
    ky: 'кыргыз тили',
    be: 'беларусь тили',
    hy: 'армян тили',
  },
  be: { kk: 'казахская', ru: 'руская', en: 'англійская', ky: 'кыргызская', be: 'беларуская', hy: 'армянская' },
  hy: { kk: 'ղազախերեն', ru: 'ռուսերեն', en: 'անգլերեն', ky: 'ղրղզերեն', be: 'բելառուսերեն', hy: 'հայերեն' },
};

const others = new Map<Locale, Intl.DisplayNames>();

/** The name of a language (BCP 47 code) for a reader of `locale`; the code itself when nobody knows it. */
export function languageName(code: string, locale: Locale): string {
  if (isLocale(code)) return NAMES[locale][code];
  let names = others.get(locale);
  if (names === undefined) others.set(locale, (names = new Intl.DisplayNames(INTL_TAG[locale], { type: 'language' })));
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
