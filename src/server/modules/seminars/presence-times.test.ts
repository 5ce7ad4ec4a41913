import { describe, expect, it } from 'vitest';
import { clockOf, instantNear, readPresence } from './presence-times.ts';

const at = (iso: string) => new Date(iso);
/** 10:02:31 to 13:03:20 in Pavlodar. */
const morning = { start: at('2026-05-25T05:02:31Z'), end: at('2026-05-25T08:03:20Z') };

describe('times beside the names of a list', () => {
  it('are read by the clocks of the zone and shown back as they were written', () => {
    expect(instantNear('10:30', 'Asia/Almaty', morning, 'from')).toEqual(at('2026-05-25T05:30:00Z'));
    expect(instantNear('8:30', 'Europe/Moscow', morning, 'from')).toBeNull();
    expect(instantNear('08:30', 'Europe/Moscow', morning, 'from')).toEqual(at('2026-05-25T05:30:00Z'));
    expect(clockOf(morning.start, 'Asia/Almaty')).toBe('10:02');
  });

  it('take the very begin and end of the sitting where the clock shows their minute', () => {
    expect(instantNear('10:02', 'Asia/Almaty', morning, 'from')).toEqual(morning.start);
    expect(instantNear('13:03', 'Asia/Almaty', morning, 'to')).toEqual(morning.end);
  });

  it('find their day where midnight lies within the sitting, in whichever zone', () => {
    const night = { start: at('2026-05-25T18:00:00Z'), end: at('2026-05-25T21:00:00Z') };
    expect(instantNear('00:30', 'Asia/Almaty', night, 'from')).toEqual(at('2026-05-25T19:30:00Z'));
    expect(instantNear('23:15', 'Asia/Almaty', night, 'from')).toEqual(at('2026-05-25T18:15:00Z'));
    expect(instantNear('02:00', 'Asia/Almaty', night, 'to')).toEqual(night.end);
  });

  it('are asked for only of who was there, each problem beside its own line', () => {
    const { lines, problems } = readPresence(
      [
        { id: 'a', present: true, from: '10.15', to: '12-30' },
        { id: 'b', present: false, from: '', to: 'nonsense' },
        { id: 'c', present: true, from: '25:00', to: '' },
      ],
      'Asia/Almaty',
      morning,
    );
    expect(lines.slice(0, 2)).toEqual([
      { subjectId: 'a', from: at('2026-05-25T05:15:00Z'), to: at('2026-05-25T07:30:00Z') },
      { subjectId: 'b', from: null, to: null },
    ]);
    expect(problems).toEqual([
      { field: 'lines.2.from', code: 'time.invalid' },
      { field: 'lines.2.to', code: 'field.required' },
    ]);
  });
});
