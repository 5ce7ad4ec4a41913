import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZONES } from '#lib/i18n/index.ts';
import { firstLoud, hourAt, isQuiet, quietUntil } from './quiet-hours.ts';

const NIGHT = { from: 21, until: 8 };
const hours = (quiet: { from: number; until: number }) => Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isQuiet(hour, quiet));

it.each([
  ['over midnight', NIGHT, [0, 1, 2, 3, 4, 5, 6, 7, 21, 22, 23]],
  ['within a day', { from: 12, until: 14 }, [12, 13]],
  ['equal hours: never', { from: 8, until: 8 }, []],
])('quiet hours %s', (_, quiet, expected) => expect(hours(quiet)).toEqual(expected));

it.each([
  ['by day at once', '2026-05-18T04:00:00Z', 'Asia/Almaty', '2026-05-18T04:00:00.000Z'],
  ['late in the evening the next morning', '2026-05-18T17:10:00Z', 'Asia/Almaty', '2026-05-19T03:00:00.000Z'],
  ['early in the morning the same one', '2026-05-17T22:59:00Z', 'Asia/Almaty', '2026-05-18T03:00:00.000Z'],
  ['where clocks differ by half an hour', '2026-05-18T16:00:00Z', 'Asia/Kolkata', '2026-05-19T02:30:00.000Z'],
  ['over a night in which the clock is put forward', '2026-03-28T23:30:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
])('%s', (_, at, zone, expected) => expect(firstLoud(new Date(at), zone, NIGHT).toISOString()).toBe(expected));

it('ends where every hour but none is loud', () => expect(firstLoud(new Date('2026-05-18T04:00:00Z'), 'UTC', { from: 5, until: 4 }).toISOString()).toBe('2026-05-18T04:00:00.000Z'));

describe('the rule, whatever the zone, the hours and the moment', () => {
  const MINUTE = 60_000;
  /** Where clocks are changed, by an hour or by half of one, and where they differ by quarters. */
  const zone = fc.constantFrom(...ZONES.map((entry) => entry.zone), 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham', 'Pacific/Apia');
  const around = (day: string) => fc.integer({ min: -1500, max: 1500 }).map((minutes) => new Date(Date.parse(day) + minutes * MINUTE));
  const moment = fc.oneof(
    fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true }),
    // The nights in which clocks are changed, and a turn of the year.
    ...['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-03-08T07:00:00Z', '2026-04-04T15:00:00Z', '2026-12-31T19:00:00Z'].map(around),
  );
  const hours = fc.record({ from: fc.integer({ min: 0, max: 23 }), until: fc.integer({ min: 0, max: 23 }) });

  it('finds the first moment that is not quiet, and none is before it', () => {
    fc.assert(
      fc.property(zone, moment, hours, (where, at, quiet) => {
        const loud = firstLoud(at, where, quiet);
        expect(isQuiet(hourAt(loud, where), quiet)).toBe(false);
        for (let t = at.getTime(); t < loud.getTime(); t += 7 * MINUTE) expect(isQuiet(hourAt(new Date(t), where), quiet)).toBe(true);
        if (loud > at) expect(isQuiet(hourAt(new Date(loud.getTime() - 1), where), quiet)).toBe(true);
        else expect(loud).toBe(at);
      }),
      { numRuns: 400 },
    );
  });

  it('lets nothing wait beyond the moment for which it is needed, nor without need', () => {
    fc.assert(
      fc.property(zone, moment, hours, fc.option(fc.integer({ min: -48 * 60, max: 48 * 60 })), (where, now, quiet, minutes) => {
        const neededBy = minutes === null ? null : new Date(now.getTime() + minutes * MINUTE);
        const until = quietUntil(now, firstLoud(now, where, quiet), neededBy);
        if (!isQuiet(hourAt(now, where), quiet)) expect(until).toBeNull();
        if (until !== null && neededBy !== null) expect(until.getTime()).toBeLessThan(neededBy.getTime());
        if (until === null && isQuiet(hourAt(now, where), quiet)) expect(neededBy !== null && neededBy <= firstLoud(now, where, quiet)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['begins when the quiet hours end', '2026-05-19T03:00:00Z', null],
    ['begins a minute later', '2026-05-19T03:01:00Z', '2026-05-19T03:00:00.000Z'],
    ['has begun', '2026-05-18T12:00:00Z', null],
    ['has no time', null, '2026-05-19T03:00:00.000Z'],
  ])('a mail of the late evening about what %s', (_, begins, expected) => {
    const now = new Date('2026-05-18T18:59:00Z');
    expect(quietUntil(now, firstLoud(now, 'Asia/Almaty', NIGHT), begins === null ? null : new Date(begins))?.toISOString() ?? null).toBe(expected);
  });
});
