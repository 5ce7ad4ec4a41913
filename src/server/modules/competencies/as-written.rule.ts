import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** What is written in the first language of a version is the original; what a person writes in another one is a translation that she answers for. Pure. */
export function asWritten(text: LocalizedText, [original]: readonly Locale[]): LocalizedText {
  return Object.fromEntries(Object.entries(text).map(([locale, entry]) => [locale, { ...entry, status: locale === original ? 'original' : entry.status === 'machine' ? 'machine' : 'reviewed' }]));
}
