import { describe, expect, it } from 'vitest';
import { readReportTime } from './report-time.ts';

describe('times as reports print them', () => {
  const month = (text: string) => {
    const time = readReportTime(text);
    return time?.kind === 'wall' ? time.readings : time;
  };
  it.each([
    ['05/18/2026 12:00:00 AM', '2026-05-18', '00:00:00'],
    ['05/18/2026 12:30:00 PM', '2026-05-18', '12:30:00'],
    ['5/18/26 9:05', '2026-05-18', '09:05:00'],
    ['5/18/2026, 9:05:07\u202FPM', '2026-05-18', '21:05:07'],
    ['May 18, 2026 09:05:07 PM', '2026-05-18', '21:05:07'],
  ])('reads %s', (text, date, time) => {
    expect(month(text)).toMatchObject({ month_first: { date, time } });
  });
  it.each([
    ['18.05.2026 09:05:07', '2026-05-18', '09:05:07'],
    ['18-05-2026 9:05', '2026-05-18', '09:05:00'],
    ['18 мая 2026 г., 21:05:07', '2026-05-18', '21:05:07'],
    ['18 May 2026 21:05', '2026-05-18', '21:05:00'],
    ['2026.05.18 9:05:07 ПП', '2026-05-18', '21:05:07'],
    ['18.05.2026 14:05:07 PM', '2026-05-18', '14:05:07'],
  ])('reads %s', (text, date, time) => {
    expect(month(text)).toMatchObject({ day_first: { date, time } });
  });
  it.each([
    '',
    '-',
    '05/18/2026',
    '10:00',
    '99/99/2026 10:00',
    '05/18/2026 25:00',
    '05/18/2026 10:60',
    '18.05/2026 10:00',
    '31.06.2026 10:00',
    '18 foo 2026 10:00',
    '2026-13-40T10:00:00Z',
  ])('refuses %j', (text) => {
    expect(readReportTime(text)).toBeNull();
  });
});
