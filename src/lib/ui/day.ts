import type { Formatters } from '#lib/i18n/index.ts';

/** A calendar date (`YYYY-MM-DD`) in the reader's language; it has no zone. */
export const dayOf = (fmt: Formatters, date: string): string => fmt.date(new Date(`${date}T12:00:00Z`), 'UTC');
