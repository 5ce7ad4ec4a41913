import { describe, expect, it } from 'vitest';
import { dayKind, isHoliday, orthodoxEaster, workingDays } from './country-calendar.ts';
import { shippedRules } from './country-rules.ts';

const next = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();
const COUNTRIES = ['KZ', 'RU', 'BY', 'KG', 'AM'] as const;

describe('Orthodox Easter', () => {
  it.each([
    [2024, '2024-05-05'],
    [2025, '2025-04-20'],
    [2026, '2026-04-12'],
    [2027, '2027-05-02'],
  ])('%d: %s', (year, date) => expect(orthodoxEaster(year)).toBe(date));
});

describe('holidays', () => {
  it.each([
    ['KZ', '2025-08-30', true],
    ['KZ', '2026-08-30', false],
    ['KZ', '2026-03-15', false],
    ['KZ', '2027-03-15', true],
    ['KZ', '2026-05-27', true],
    // The lunar day of another year was not announced: it is not guessed.
    ['KZ', '2027-05-16', false],
    ['BY', '2026-04-21', true],
    ['BY', '2025-04-29', true],
    ['KG', '2026-02-23', false],
    ['KG', '2026-05-08', true],
    ['KG', '2026-03-20', true],
    ['RU', '2026-02-23', true],
    ['AM', '2026-01-07', false],
    ['AM', '2026-01-06', true],
    ['AM', '2026-12-31', true],
    ['MN', '2026-01-01', false],
  ])('%s %s: %s', (country, date, expected) => expect(isHoliday(shippedRules(country), date)).toBe(expected));
});

describe('the kind of a day', () => {
  it.each([
    // Nauryz on Saturday, Sunday and Monday rests until Wednesday.
    ['KZ', '2026-03-23', 'off'],
    ['KZ', '2026-03-24', 'off'],
    ['KZ', '2026-03-25', 'off'],
    ['KZ', '2026-03-26', 'work'],
    ['KZ', '2026-10-26', 'off'],
    // Christmas on a Sunday is not carried over.
    ['KZ', '2029-01-08', 'work'],
    ['RU', '2026-03-09', 'off'],
    ['RU', '2026-05-11', 'off'],
    ['RU', '2026-01-09', 'off'],
    ['RU', '2026-01-12', 'work'],
    ['RU', '2026-12-31', 'off'],
    ['BY', '2026-04-20', 'off'],
    ['BY', '2026-04-25', 'work'],
    ['BY', '2026-03-09', 'work'],
    ['KG', '2026-03-09', 'work'],
    ['KG', '2026-08-28', 'work'],
    ['KG', '2026-03-19', 'short'],
    ['KG', '2026-11-09', 'work'],
    ['AM', '2026-04-23', 'short'],
  ])('%s %s: %s', (country, date, expected) => expect(dayKind(shippedRules(country), date)).toBe(expected));
});

describe('working days', () => {
  it.each([
    ['KZ', '2026-03-16', '2026-03-31', 9],
    ['RU', '2026-01-01', '2026-01-31', 15],
    ['RU', '2026-05-01', '2026-05-31', 19],
    ['BY', '2026-04-20', '2026-04-26', 4],
    ['KG', '2026-05-01', '2026-05-10', 0],
    ['KZ', '2026-03-02', '2026-03-01', 0],
  ])('%s %s–%s: %d', (country, from, to, expected) => expect(workingDays(shippedRules(country), from, to)).toBe(expected));

  it('of two periods side by side are those of both, wherever a year is cut', () => {
    for (const country of COUNTRIES) {
      const rules = shippedRules(country);
      const whole = workingDays(rules, '2026-01-01', '2026-12-31');
      for (let cut = 0; cut < 364; cut += 37) {
        const day = next('2026-01-01', cut);
        expect(workingDays(rules, '2026-01-01', day) + workingDays(rules, next(day, 1), '2026-12-31'), `${country} ${day}`).toBe(whole);
      }
      expect(whole).toBeGreaterThan(235);
      expect(whole).toBeLessThan(262);
    }
  });

  it('are not counted for ever', () => expect(() => workingDays(shippedRules('KZ'), '2000-01-01', '2900-01-01')).toThrow(RangeError));
});
