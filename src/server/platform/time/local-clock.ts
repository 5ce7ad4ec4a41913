import { clockChanges } from './wall-time.ts';

export interface LocalReading {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM` */
  time: string;
}

/**
 * Reads clocks of one zone for many instants between `from` and `to` (outside, the nearest offset is taken): the zone is asked once, not for
 * every line of a programme. Changes of the clock in between are followed.
 */
export function localClock(zone: string, from: Date, to: Date): (instant: Date) => LocalReading {
  const changes = clockChanges(from, to, zone).map(({ at, after }) => ({ at: at.getTime(), offset: millisecondsOf(after) }));
  const first = millisecondsOf(Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone).offset);
  const days = new Map<number, string>();
  return (instant) => {
    const at = instant.getTime();
    let offset = first;
    for (const change of changes) if (change.at <= at) offset = change.offset;
    const day = Math.floor((at + offset) / DAY_MS);
    let date = days.get(day);
    if (date === undefined) days.set(day, (date = new Date(day * DAY_MS).toISOString().slice(0, 10)));
    return { date, time: MINUTES[Math.floor((at + offset - day * DAY_MS) / 60_000)] ?? '' };
  };
}

const DAY_MS = 24 * 3600_000;
const two = (value: number) => String(value).padStart(2, '0');
/** The 1,440 minutes of a day as `HH:MM`. */
const MINUTES = Array.from({ length: 24 * 60 }, (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);

/** `+05:30` → milliseconds. */
function millisecondsOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /^([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
