/** What a contact person writes beside a name (by the clocks of her zone, or the host's) → instants of a sitting, and back. Pure. */
import { readTime } from '#lib/forms/index.ts';
import type { FieldProblem } from '#server/platform/errors.ts';
import { addDays, fromInstant, localDate, toInstant } from '#server/platform/time/wall-time.ts';

const MINUTE = 60_000;

/** From when to when a sitting lasted: while it runs, until now. */
export interface Stretch {
  start: Date;
  end: Date;
}

/** `10:02`, by the clocks of the zone. */
export function clockOf(instant: Date, zone: string): string {
  return fromInstant(instant, zone).time.slice(0, 5);
}

/**
 * The instant at which clocks show this time nearest to the sitting: nobody writes a date beside every name, also where midnight lies
 * within. A clock shows whole minutes, so the minute in which the sitting began or ended means its begin or end itself.
 */
export function instantNear(time: string, zone: string, sitting: Stretch, side: 'from' | 'to'): Date | null {
  const day = localDate(sitting.start, zone);
  const found = [addDays(day, -1), day, addDays(day, 1), addDays(day, 2)].flatMap((date) => {
    const read = toInstant({ date, time, zone }, side === 'from' ? 'earlier' : 'later');
    return read.ok ? [read.instant] : [];
  });
  const away = (at: Date) => Math.max(0, sitting.start.getTime() - MINUTE - at.getTime(), at.getTime() - sitting.end.getTime());
  const nearest = found.toSorted((a, b) => away(a) - away(b))[0];
  if (!nearest) return null;
  const edge = side === 'from' ? sitting.start : sitting.end;
  return Math.floor(edge.getTime() / MINUTE) === Math.floor(nearest.getTime() / MINUTE) ? edge : nearest;
}

export interface PresentAnswer {
  id: string;
  present: boolean;
  from: string;
  to: string;
}

/** Who was there and from when to when; both null: was not. Problems beside `lines.N.from` and `lines.N.to`: `field.required`, `time.invalid`. */
export function readPresence(
  answers: readonly PresentAnswer[],
  zone: string,
  sitting: Stretch,
): { lines: { subjectId: string; from: Date | null; to: Date | null }[]; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const lines = answers.map(({ id, present, ...typed }, index) => {
    if (!present) return { subjectId: id, from: null, to: null };
    const read = (side: 'from' | 'to'): Date | null => {
      const time = readTime(typed[side]);
      const instant = time === null ? null : instantNear(time, zone, sitting, side);
      if (!instant) problems.push({ field: `lines.${index}.${side}`, code: typed[side].trim() === '' ? 'field.required' : 'time.invalid' });
      return instant;
    };
    return { subjectId: id, from: read('from'), to: read('to') };
  });
  return { lines, problems };
}
