import { fromInstant } from '#server/platform/time/wall-time.ts';

/** Whole hours by the clocks of the person: from 21 until 8 means 21:00 to 07:59. Equal hours: never. */
export interface QuietHours {
  from: number;
  until: number;
}

/** Some zones differ by quarters of an hour. */
const STEP_MS = 15 * 60_000;
/** Two days: the one hour of a day that is loud may be the one that a clock put forward leaves out. */
const MOST_STEPS = 200;

export function isQuiet(hour: number, { from, until }: QuietHours): boolean {
  return from <= until ? hour >= from && hour < until : hour >= from || hour < until;
}

/** The hour of the instant by the clocks of the zone. */
export const hourAt = (instant: Date, zone: string): number => Number(fromInstant(instant, zone).time.slice(0, 2));

/** The first moment from `instant` on that is not quiet; itself when it is not. A clock that is changed at night is followed. */
export function firstLoud(instant: Date, zone: string, hours: QuietHours): Date {
  let at = instant;
  for (let step = 0; step < MOST_STEPS && isQuiet(hourAt(at, zone), hours); step++) at = new Date(Math.floor(at.getTime() / STEP_MS + 1) * STEP_MS);
  return at;
}

/**
 * Until when a mail waits that can wait, where `loud` is the first moment that is not quiet; null: it goes out now. What is needed by then
 * does not wait: it would come too late.
 */
export function quietUntil(now: Date, loud: Date, neededBy: Date | null): Date | null {
  return loud > now && (neededBy === null || neededBy > loud) ? loud : null;
}
