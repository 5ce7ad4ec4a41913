import type { Locale } from '#lib/i18n/index.ts';
import { pick, type LocalizedText } from '#server/platform/text/index.ts';

/** A text for a reader. `lang` only where it is not the reader's language: the page marks the element with it. */
export interface ShownText {
  text: string;
  lang?: Locale;
}

/** The words in the reader's language or the nearest one; null when nothing was written. */
export function shown(text: LocalizedText | null | undefined, locale: Locale): ShownText | null {
  if (!text || Object.keys(text).length === 0) return null;
  const picked = pick(text, locale);
  return picked.isFallback ? { text: picked.text, lang: picked.locale } : { text: picked.text };
}
