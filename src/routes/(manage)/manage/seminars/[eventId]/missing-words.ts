import { languageName, type Locale, type T } from '#lib/i18n/index.ts';
import type { Missing } from '#server/modules/seminars/index.ts';

/** What is missing before an event can be published, in words. */
export function missingWords(t: T, locale: Locale, { code, count = 0, languages = [] }: Missing): string {
  const names = languages.map((language) => languageName(language, locale)).join(', ');
  switch (code) {
    case 'session_without_talks':
    case 'clashes':
      return t(`seminars.event.missing_${code}`, { count });
    case 'title_untranslated':
    case 'summary_untranslated':
      return t(`seminars.event.missing_${code}`, { languages: names });
    default:
      return t(`seminars.event.missing_${code}`);
  }
}
