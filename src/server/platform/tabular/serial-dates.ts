/** Dates of spreadsheets: days since one of two epochs, known for dates by the format of the cell alone. */

/** The last second of 31 December 9999. */
const LAST_SERIAL = 2_958_466;
const DAY = 86_400_000;

/**
 * The calendar day of a serial number, with its time if it has one; null for what no spreadsheet shows as a date.
 * In the epoch of 1900 day 60 is a 29 February that never was.
 */
export function serialDate(serial: number, epoch1904: boolean): { date: string; time: string | null } | null {
  if (!Number.isFinite(serial) || serial < (epoch1904 ? 0 : 1)) return null;
  const minutes = Math.round((serial % 1) * 1440);
  const days = Math.floor(serial) + (minutes === 1440 ? 1 : 0);
  if (days >= LAST_SERIAL - (epoch1904 ? 1462 : 0) || (!epoch1904 && days === 60)) return null;
  const zero = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const rest = minutes % 1440;
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    date: new Date(zero + days * DAY).toISOString().slice(0, 10),
    time: rest === 0 ? null : `${two(Math.floor(rest / 60))}:${two(rest % 60)}`,
  };
}

/** Built-in formats that show a day: 14–17 and 22, and those of East Asia that take the place of dates. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

export type FormatKind = { kind: 'date' } | { kind: 'zeros'; width: number } | { kind: 'other' };

/** What a number format makes of a number: a day, a code with leading zeros, or a number. */
export function formatKind(id: number, code: string | undefined): FormatKind {
  if (code === undefined) return { kind: BUILT_IN_DATES.has(id) ? 'date' : 'other' };
  // What stands in quotes, in brackets (colours, conditions, languages) and behind a backslash is no sign of a format.
  const signs = code
    .split(';')[0]!
    .replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
    .toLowerCase();
  if (/^0{2,}$/.test(signs)) return { kind: 'zeros', width: signs.length };
  // Years and days in any of the letters that localised programs write (гггг, дд); hours and minutes alone are no day.
  return { kind: /[ydгд]/.test(signs) && !/general|standard|основной/.test(signs) ? 'date' : 'other' };
}
