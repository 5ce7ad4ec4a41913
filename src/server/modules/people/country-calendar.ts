import type { CountryRules } from './country-facts.ts';
import { ruleAt } from './country-rules.ts';

type Calendar = Pick<CountryRules, 'holidays' | 'holidays_easter' | 'holidays_announced' | 'holiday_transfer' | 'holiday_overrides'>;
export type DayKind = 'work' | 'short' | 'off';

const SATURDAY = 6;
const plain = (date: string) => Temporal.PlainDate.from(date);
const isWeekend = (date: string) => plain(date).dayOfWeek >= SATURDAY;
const next = (date: string, days = 1) => plain(date).add({ days }).toString();

/** Orthodox Easter of a year from 1900 to 2099, in the civil calendar (Meeus). */
export function orthodoxEaster(year: number): string {
  const [a, b, c] = [year % 4, year % 7, year % 19];
  const d = (19 * c + 15) % 30;
  const e = (2 * a + 4 * b - d + 34) % 7;
  const sum = d + e + 114;
  const JULIAN_BEHIND = 13;
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }).add({ days: JULIAN_BEHIND }).toString();
}

const inYears = (year: number, row: { from_year: number | null; to_year: number | null }) => (row.from_year ?? year) <= year && year <= (row.to_year ?? year);

/** The holiday that a day is by rule: whether it moves when it falls on a weekend; null when it is none, or one on which people work. */
function holidayOn(rules: Calendar, date: string): { carried: boolean } | null {
  const year = Number(date.slice(0, 4));
  const fixed = ruleAt(rules.holidays, date)?.value.find((row) => row.off && row.day === date.slice(5) && inYears(year, row));
  if (fixed) return { carried: fixed.carried };
  const easter = ruleAt(rules.holidays_easter, date)?.value ?? [];
  const announced = ruleAt(rules.holidays_announced, date)?.value ?? [];
  const moves = easter.some((row) => inYears(year, row) && next(orthodoxEaster(year), row.offset) === date) || announced.some((row) => row.date === date);
  return moves ? { carried: false } : null;
}

/** Whether nobody works on the day because of a holiday. Weekends, days moved and overrides are asked by `dayKind`. */
export function isHoliday(rules: Calendar, date: string): boolean {
  return holidayOn(rules, date) !== null;
}

const overrideOn = (rules: Calendar, date: string) => ruleAt(rules.holiday_overrides, date)?.value.find((row) => row.date === date)?.day_kind ?? null;

/** Holidays on weekends move within two weeks: more than the longest row of holidays there is. */
const FURTHEST = 14;

/** The days off to which holidays of weekends are moved, out of those that reach `date`. */
function isMovedTo(rules: Calendar, date: string): boolean {
  const taken = new Set<string>();
  for (let day = next(date, -FURTHEST); day < date; day = next(day)) {
    if (!isWeekend(day) || !holidayOn(rules, day)?.carried || ruleAt(rules.holiday_transfer, day)?.value.carry !== 'next_working_day') continue;
    let to = next(day);
    while (isWeekend(to) || isHoliday(rules, to) || taken.has(to) || overrideOn(rules, to) === 'off') to = next(to);
    taken.add(to);
  }
  return taken.has(date);
}

/** What a day is for somebody with five working days, Monday to Friday. An override of that year wins over every rule. */
export function dayKind(rules: Calendar, date: string): DayKind {
  const override = overrideOn(rules, date);
  if (override) return override;
  if (isHoliday(rules, date) || isWeekend(date) || isMovedTo(rules, date)) return 'off';
  const isShort = ruleAt(rules.holiday_transfer, date)?.value.short_before === true && isHoliday(rules, next(date));
  return isShort ? 'short' : 'work';
}

/** Ten years at once: no plan reaches further, and a hostile answer must not count for ever. */
const MOST_DAYS = 3660;

/** Working days from `from` to `to`, both included; short ones count. RangeError beyond ten years. */
export function workingDays(rules: Calendar, from: string, to: string): number {
  if (plain(from).until(plain(to)).total('days') > MOST_DAYS) throw new RangeError('a period longer than ten years');
  let count = 0;
  for (let date = from; date <= to; date = next(date)) if (dayKind(rules, date) !== 'off') count++;
  return count;
}
