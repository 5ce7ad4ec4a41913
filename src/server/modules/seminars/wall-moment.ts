import { invalid } from '#server/platform/errors.ts';
import { fromInstant, toInstant } from '#server/platform/time/wall-time.ts';

/** An appointment as it is stored: what clocks in the event's zone show, and when that is. */
export interface Moment {
  /** `2026-05-18 10:00` */
  wall: string;
  instant: Date;
}

/**
 * The moment at which clocks in the zone show date and time. Refused beside `field`: `time.nonexistent` with the two nearest times that do
 * exist, `time.ambiguous` when the clock shows it twice, `zone.unknown`.
 */
export function momentOf(field: string, date: string, time: string, zone: string): Moment {
  const found = toInstant({ date, time, zone });
  if (found.ok) return { wall: `${date} ${time}`, instant: found.instant };
  if (found.code === 'time.nonexistent' && found.earlier && found.later) {
    const [before, after] = [fromInstant(found.earlier, zone).time, fromInstant(found.later, zone).time];
    throw invalid(field, 'time.nonexistent', { time, before, after });
  }
  if (found.code === 'time.ambiguous') throw invalid(field, 'time.ambiguous', { time });
  throw invalid(field, found.code);
}

/** `2026-05-18 10:00:00` → date and time for a form. */
export function splitWall(wall: string): { date: string; time: string } {
  return { date: wall.slice(0, 10), time: wall.slice(11, 16) };
}

/** The same wall time in another zone, or after the law of a zone has changed. */
export function againIn(field: string, wall: string, zone: string): Moment {
  const { date, time } = splitWall(wall);
  return momentOf(field, date, time, zone);
}
