import { addMonths, localDate } from '#server/platform/time/wall-time.ts';

/** Months of a network, each named by its first day. Pure. */

export const monthOf = (instant: Date, zone: string): string => `${localDate(instant, zone).slice(0, 7)}-01`;

/** The instant at which a month is over. */
export const endOfMonth = (month: string, zone: string): Date => new Date(Temporal.PlainDate.from(addMonths(month, 1)).toZonedDateTime(zone).epochMilliseconds);

/** Months that are over between two instants, the newest `most` of them, oldest first. */
export function monthsOver(from: Date, until: Date, zone: string, most: number): string[] {
  const months: string[] = [];
  for (let month = addMonths(monthOf(until, zone), -1); month >= monthOf(from, zone) && months.length < most; month = addMonths(month, -1)) months.unshift(month);
  return months;
}
