import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** What has to be there before an event is shown to everybody, and what would be good to have. Pure. */
export type MissingCode =
  /** blocks */
  | 'no_session'
  | 'sessions_past'
  | 'no_summary'
  | 'no_contact'
  | 'registration_closed_already'
  /** advice */
  | 'no_talks'
  | 'session_without_talks'
  | 'title_untranslated'
  | 'summary_untranslated'
  | 'clashes'
  | 'no_signatory';

export interface Missing {
  code: MissingCode;
  blocks: boolean;
  /** The languages, or how many. */
  languages?: Locale[];
  count?: number;
  /** Which page mends it. */
  page: 'edit' | 'programme';
}

export interface ReadinessFacts {
  title: LocalizedText;
  summary: LocalizedText;
  description: LocalizedText;
  languages: readonly string[];
  contactName: string | null;
  contactEmail: string | null;
  registrationClosesAt: Date | null;
  signatoryName: string | null;
  sessions: readonly { id: string; startsAt: Date }[];
  talks: readonly { sessionId: string }[];
  clashes: number;
}

/** Everything missing, what blocks first. */
export function missingFor(event: ReadinessFacts, now: Date): Missing[] {
  const missing: Missing[] = [];
  const add = (condition: boolean, code: MissingCode, page: Missing['page'], blocks: boolean, more: Partial<Missing> = {}) => {
    if (condition) missing.push({ code, blocks, page, ...more });
  };
  const untranslated = (text: LocalizedText) => LOCALES.filter((locale) => event.languages.includes(locale) && !text[locale]);
  const hasSummary = Object.keys(event.summary).length > 0 || Object.keys(event.description).length > 0;
  const empty = event.sessions.filter(({ id }) => !event.talks.some(({ sessionId }) => sessionId === id)).length;
  const titles = untranslated(event.title);
  const summaries = untranslated(event.summary);

  add(event.sessions.length === 0, 'no_session', 'programme', true);
  add(event.sessions.length > 0 && event.sessions.every(({ startsAt }) => startsAt <= now), 'sessions_past', 'programme', true);
  add(!hasSummary, 'no_summary', 'edit', true);
  add(!event.contactName && !event.contactEmail, 'no_contact', 'edit', true);
  add(event.registrationClosesAt !== null && event.registrationClosesAt <= now, 'registration_closed_already', 'edit', true);
  add(event.sessions.length > 0 && event.talks.length === 0, 'no_talks', 'programme', false);
  add(event.talks.length > 0 && empty > 0, 'session_without_talks', 'programme', false, { count: empty });
  add(titles.length > 0, 'title_untranslated', 'edit', false, { languages: titles });
  add(hasSummary && summaries.length > 0, 'summary_untranslated', 'edit', false, { languages: summaries });
  add(event.clashes > 0, 'clashes', 'programme', false, { count: event.clashes });
  add(!event.signatoryName, 'no_signatory', 'edit', false);
  return missing;
}
