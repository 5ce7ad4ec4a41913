import { expect, it } from 'vitest';
import { firstLoud, isQuiet } from './quiet-hours.ts';

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
