import { addDays } from '#server/platform/time/wall-time.ts';

export type WhoConsents = 'herself' | 'parent';

const plusYears = (date: string, years: number): string => `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4) === '-02-29' ? '-03-01' : date.slice(4)}`;

const plusMonths = (date: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(first / 12), (first % 12) + 1];
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`;
};

/** Who has to agree on a day: below the age of the country's rule a parent. Of who has no birth date on record nobody knows that she is below it. */
export function whoConsents(birthDate: string | null, below: number, day: string): WhoConsents {
  return birthDate !== null && plusYears(birthDate, below) > day ? 'parent' : 'herself';
}

/** The last day of an agreement: as long as its text says; a parent's only until the day before the person herself is asked. Null: until withdrawn. */
export function consentUntil(given: { on: string; by: WhoConsents; lastsMonths: number | null; birthDate: string | null; below: number }): string | null {
  const ends = [
    ...(given.lastsMonths === null ? [] : [addDays(plusMonths(given.on, given.lastsMonths), -1)]),
    ...(given.by === 'parent' && given.birthDate !== null && plusYears(given.birthDate, given.below) > given.on ? [addDays(plusYears(given.birthDate, given.below), -1)] : []),
  ];
  return ends.sort()[0] ?? null;
}
