import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import type { LocalizedText, TextEntry } from './localized-text.ts';

/**
 * A text as a form gives it, with the standing each language then has: the original is what its author wrote; another language that was
 * typed or changed by hand is reviewed; what was left as it was keeps its standing.
 */
export function authoredText(typed: LocalizedText, original: Locale, stored: LocalizedText = {}): LocalizedText {
  const result: Partial<Record<Locale, TextEntry>> = {};
  for (const locale of [original, ...LOCALES.filter((code) => code !== original)]) {
    const text = typed[locale]?.text;
    if (text === undefined) continue;
    const known = stored[locale];
    const status = locale === original ? 'original' : known?.text === text && known.status !== 'original' ? known.status : 'reviewed';
    result[locale] = { text, status };
  }
  return result;
}

/** Whether two texts read alike in every language; their standing does not count. */
export function sameText(a: LocalizedText, b: LocalizedText): boolean {
  return LOCALES.every((locale) => a[locale]?.text === b[locale]?.text);
}

/** The fields of a text in a form: `title.kk`. */
export function textFields(name: string, text: LocalizedText | null | undefined): Record<string, string> {
  return Object.fromEntries(LOCALES.flatMap((locale) => (text?.[locale] ? [[`${name}.${locale}`, text[locale].text]] : [])));
}
