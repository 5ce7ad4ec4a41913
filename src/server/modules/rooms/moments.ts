/** What is typed on the pages of a room, by the clocks of the host, → instants. */
import { z } from 'zod';
import { dateAnswer, timeAnswer } from '#lib/forms/index.ts';
import { invalid } from '#server/platform/errors.ts';
import { addDays, fromInstant, localDate, toInstant } from '#server/platform/time/wall-time.ts';

/** Begin and end by hand; without an end it still runs. */
export const TimesInput = z.object({
  start_date: dateAnswer().prefault(''),
  start: timeAnswer().prefault(''),
  end_date: dateAnswer().optional(),
  end: timeAnswer().optional(),
  reason: z.string().max(500).default(''),
  version: z.coerce.number().int(),
});

/** Errors beside `start`, `end`, `end_date`: `time.nonexistent`, `time.ambiguous`, `field.required`. */
export function readTimes(input: z.output<typeof TimesInput>, zone: string): { start: Date; end: Date | null } {
  const start = instantOf('start', input.start_date, input.start, zone);
  if (input.end === undefined && input.end_date === undefined) return { start, end: null };
  if (input.end === undefined) throw invalid('end', 'field.required');
  return { start, end: instantOf('end', input.end_date ?? input.start_date, input.end, zone) };
}

export const CorrectionInput = z.object({
  kind: z.enum(['add', 'remove']),
  day: dateAnswer().prefault(''),
  from: timeAnswer().prefault(''),
  to: timeAnswer().prefault(''),
  reason: z.string().max(500).default(''),
});

/** A stretch of a session. Where the session goes past midnight, an end before the begin is on the next day. Errors beside `from`, `to`. */
export function readStretch(
  input: { day: string; from: string; to: string },
  session: { plannedStart: Date; plannedEnd: Date; timeZone: string },
): { from: Date; to: Date } {
  const zone = session.timeZone;
  const pastMidnight = localDate(session.plannedStart, zone) !== localDate(session.plannedEnd, zone);
  const lastDay = pastMidnight && input.to < input.from ? addDays(input.day, 1) : input.day;
  return { from: instantOf('from', input.day, input.from, zone), to: instantOf('to', lastDay, input.to, zone) };
}

function instantOf(field: string, date: string, time: string, zone: string): Date {
  const found = toInstant({ date, time, zone });
  if (found.ok) return found.instant;
  const { earlier, later } = found;
  if (!earlier || !later) throw invalid(field, 'time.invalid');
  const clock = (instant: Date) => fromInstant(instant, zone).time;
  if (found.code === 'time.ambiguous') throw invalid(field, 'time.ambiguous', { time });
  throw invalid(field, 'time.nonexistent', { time, before: clock(earlier), after: clock(later) });
}
