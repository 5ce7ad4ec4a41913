/**
 * Wall time ⇄ instant. An appointment is stored as wall time + IANA zone + instant: the wall time is what was promised to people,
 * the instant is what a clock anywhere can compare. When a government changes its clock the wall time stays and the instant is computed anew.
 *
 * Instants are `Date` (what the database driver gives and takes); `date` is `YYYY-MM-DD`, `time` is `HH:MM` or `HH:MM:SS`.
 * The tz database is the one inside Node (`process.versions.tz`).
 */

export interface WallTime {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM` or `HH:MM:SS` */
  time: string;
  /** IANA name, `Asia/Almaty` */
  zone: string;
}

/** What to do when the clock is put back and a wall time happens twice, or is put forward and it never happens. */
export type Disambiguation = 'reject' | 'earlier' | 'later';

export type WallTimeErrorCode =
  'zone.unknown' | 'date.invalid' | 'time.invalid' | 'time.nonexistent' | 'time.ambiguous';

export type ToInstant =
  | { ok: true; instant: Date; offset: string }
  /** For `nonexistent` and `ambiguous`, `earlier` and `later` are the two instants to offer the person. */
  | { ok: false; code: WallTimeErrorCode; earlier?: Date; later?: Date };

export interface LocalTime extends WallTime {
  seconds: number;
  /** `+05:30` */
  offset: string;
}

const IANA_NAME = /^(?:UTC|[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)+)$/;
/** Names that Node lists; others (today's spelling of old names, other letter case) are asked of Temporal each time. */
const listedZones = new Set(Intl.supportedValuesOf('timeZone'));
const WALL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const WALL_CLOCK = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/**
 * Whether `zone` is a name of the IANA database. Bare offsets ("+05:00") are refused although Temporal takes them:
 * they would not follow a change of the country's clock.
 */
export function isZone(zone: string): boolean {
  if (listedZones.has(zone)) return true;
  if (!IANA_NAME.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which clocks in `zone` show `date` `time`.
 * With `reject` (the default) a time that never happens or happens twice is an error that carries both readings.
 */
export function toInstant(wall: WallTime, disambiguation: Disambiguation = 'reject'): ToInstant {
  if (!isZone(wall.zone)) return { ok: false, code: 'zone.unknown' };
  if (!WALL_CLOCK.test(wall.time)) return { ok: false, code: 'time.invalid' };
  if (!WALL_DATE.test(wall.date)) return { ok: false, code: 'date.invalid' };
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(`${wall.date}T${wall.time}`, { overflow: 'reject' });
  } catch {
    return { ok: false, code: 'date.invalid' };
  }
  const earlier = plain.toZonedDateTime(wall.zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(wall.zone, { disambiguation: 'later' });
  if (disambiguation === 'reject' && !earlier.equals(later)) {
    // In a gap neither reading shows the wall time that was asked for; in an overlap both do.
    const shown = earlier.toPlainDateTime().equals(plain);
    return {
      ok: false,
      code: shown ? 'time.ambiguous' : 'time.nonexistent',
      earlier: new Date(earlier.epochMilliseconds),
      later: new Date(later.epochMilliseconds),
    };
  }
  const chosen = disambiguation === 'later' ? later : earlier;
  return { ok: true, instant: new Date(chosen.epochMilliseconds), offset: chosen.offset };
}

/**
 * What clocks in `zone` show at `instant`.
 * @throws RangeError when the zone is unknown: check names from outside with `isZone` first.
 */
export function fromInstant(instant: Date, zone: string): LocalTime {
  const local = zoned(instant, zone);
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
    seconds: local.second,
    zone,
    offset: local.offset,
  };
}

/** Difference to UTC at `instant`, `+05:30`. */
export function offsetAt(instant: Date, zone: string): string {
  return zoned(instant, zone).offset;
}

/** The calendar day `YYYY-MM-DD` in `zone` at `instant`. */
export function localDate(instant: Date, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString();
}

/** `date` moved by whole calendar days, independent of any clock. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** `date` moved by calendar months; a day that the month does not have becomes its last one. */
export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

export interface LocalDay<T> {
  /** `YYYY-MM-DD` in the zone asked for */
  date: string;
  /** first instant of the day; not always 00:00, some zones change the clock at midnight */
  start: Date;
  /** first instant of the next day */
  end: Date;
  items: T[];
}

/**
 * Groups sessions into the local days on which they begin in `zone`, both days and items in the order of time
 * (equal instants keep the order given).
 */
export function dayBorders<T extends { start: Date }>(items: readonly T[], zone: string): LocalDay<T>[] {
  const days = new Map<string, LocalDay<T>>();
  const sorted = items.toSorted((a, b) => a.start.getTime() - b.start.getTime());
  for (const item of sorted) {
    const local = zoned(item.start, zone);
    const date = local.toPlainDate();
    const key = date.toString();
    let day = days.get(key);
    if (!day) {
      const start = local.startOfDay();
      const end = date.add({ days: 1 }).toZonedDateTime(zone);
      day = { date: key, start: new Date(start.epochMilliseconds), end: new Date(end.epochMilliseconds), items: [] };
      days.set(key, day);
    }
    day.items.push(item);
  }
  return [...days.values()];
}

/** Whole calendar days between the local dates on which a session begins and ends in `zone` (0: same day, 1: ends after midnight). */
export function daysCrossed(start: Date, end: Date, zone: string): number {
  const from = zoned(start, zone).toPlainDate();
  return from.until(zoned(end, zone).toPlainDate(), { largestUnit: 'days' }).days;
}

export interface ClockChange {
  at: Date;
  before: string;
  after: string;
}

/** Changes of the clock in `zone` after `from` and not after `to`, in order of time. */
export function clockChanges(from: Date, to: Date, zone: string): ClockChange[] {
  const changes: ClockChange[] = [];
  let next = zoned(from, zone).getTimeZoneTransition('next');
  while (next && next.epochMilliseconds <= to.getTime()) {
    const before = next.subtract({ seconds: 1 }).offset;
    changes.push({ at: new Date(next.epochMilliseconds), before, after: next.offset });
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
