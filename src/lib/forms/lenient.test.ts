import { describe, expect, it } from 'vitest';
import { readDate, readNumber, readTime } from './lenient.ts';

describe('dates as people write them', () => {
  it.each([
    ['18.05.2026', '2026-05-18'],
    ['2026-05-18', '2026-05-18'],
    [' 1/6/2026 ', '2026-06-01'],
    ['29.02.2028', '2028-02-29'],
    ['18.05.2026.', '2026-05-18'],
  ])('%s is %s', (text, date) => expect(readDate(text)).toBe(date));

  it.each(['31.02.2026', '29.02.2026', '18.05.26', '18.13.2026', 'tomorrow', '', '2026-5', '1.1.0001'])(
    '"%s" is refused',
    (text) => expect(readDate(text)).toBeNull(),
  );
});

describe('times as people write them', () => {
  it.each([
    ['9:30', '09:30'],
    ['09.30', '09:30'],
    ['0930', '09:30'],
    ['9', '09:00'],
    ['23:59:00', '23:59'],
    ['9-05', '09:05'],
  ])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));

  it.each(['24:00', '9:60', 'noon', '', '9:5', '12:3456'])('"%s" is refused', (text) =>
    expect(readTime(text)).toBeNull(),
  );
});

describe('numbers as people write them', () => {
  it.each([
    ['1 234,5', 1234.5],
    ['1\u00a0234', 1234],
    ['0.75', 0.75],
    ['−3', -3],
  ])('%s is %s', (text, value) => expect(readNumber(text)).toBe(value));

  it.each(['1,234,567', '12a', '', '1e9', '--1', '.5'])('"%s" is refused', (text) =>
    expect(readNumber(text)).toBeNull(),
  );
});
