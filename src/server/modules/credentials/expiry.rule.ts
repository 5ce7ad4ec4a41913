import { addDays } from '#server/platform/time/wall-time.ts';

/** How long before the last day its holder is reminded, once. */
export const REMIND_DAYS = 30;
/** The window of renewal: from so many days before the last day … */
export const RENEWAL_DAYS = 60;
/** … until so many after it. Later it is a new deed and not a renewal. */
export const LATE_RENEWAL_DAYS = 365;

/** Whether the last day is over everywhere on earth (UTC-12 ends it last). Pure. */
export function isOver(validUntil: string | null, now: Date): boolean {
  return validUntil !== null && now.getTime() >= Date.parse(`${validUntil}T12:00:00Z`) + 24 * 3600_000;
}

/** The earliest last day that is not over yet: what ends before it has expired. Pure. */
export function firstValidDay(now: Date): string {
  return new Date(now.getTime() - 12 * 3600_000).toISOString().slice(0, 10);
}

/** Whether it is time to prolong a certificate with this last day. Pure. */
export function inRenewalWindow(validUntil: string, now: Date): boolean {
  const today = firstValidDay(now);
  return addDays(today, RENEWAL_DAYS) >= validUntil && addDays(validUntil, LATE_RENEWAL_DAYS) >= today;
}
