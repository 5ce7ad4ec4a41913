import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  clockChanges,
  dayBorders,
  daysCrossed,
  fromInstant,
  isZone,
  localDate,
  offsetAt,
  toInstant,
} from './wall-time.ts';
import { allZones, defaultZoneOf, zonesOf, ZONES_BY_COUNTRY } from './zones.ts';

const instantOf = (date: string, time: string, zone: string) => {
  const result = toInstant({ date, time, zone });
  if (!result.ok) throw new Error(result.code);
  return result;
};

describe('wall time to instant', () => {
  it.each([
    ['Asia/Almaty', '2026-05-18T04:00:00.000Z', '+05:00'],
    ['Asia/Oral', '2026-05-18T04:00:00.000Z', '+05:00'],
    ['Europe/Moscow', '2026-05-18T06:00:00.000Z', '+03:00'],
    ['Europe/Kaliningrad', '2026-05-18T07:00:00.000Z', '+02:00'],
    ['Asia/Kamchatka', '2026-05-17T21:00:00.000Z', '+12:00'],
    ['Europe/Minsk', '2026-05-18T06:00:00.000Z', '+03:00'],
    ['Asia/Bishkek', '2026-05-18T03:00:00.000Z', '+06:00'],
    ['Asia/Yerevan', '2026-05-18T05:00:00.000Z', '+04:00'],
    ['Asia/Kolkata', '2026-05-18T03:30:00.000Z', '+05:30'],
    ['Asia/Kathmandu', '2026-05-18T03:15:00.000Z', '+05:45'],
    ['Australia/Adelaide', '2026-05-17T23:30:00.000Z', '+09:30'],
    ['Europe/Berlin', '2026-05-18T07:00:00.000Z', '+02:00'],
  ])('09:00 in %s is %s', (zone, iso, offset) => {
    const { instant, offset: found } = instantOf('2026-05-18', '09:00', zone);
    expect(instant.toISOString()).toBe(iso);
    expect(found).toBe(offset);
  });

  it('knows that Almaty left +06:00 on 1 March 2024, and that the hour before midnight happened twice', () => {
    expect(instantOf('2024-02-29', '22:59', 'Asia/Almaty').offset).toBe('+06:00');
    expect(instantOf('2024-03-01', '00:00', 'Asia/Almaty').offset).toBe('+05:00');
    const twice = toInstant({ date: '2024-02-29', time: '23:30', zone: 'Asia/Almaty' });
    expect(twice).toEqual({
      ok: false,
      code: 'time.ambiguous',
      earlier: new Date('2024-02-29T17:30:00Z'),
      later: new Date('2024-02-29T18:30:00Z'),
    });
    expect(toInstant({ date: '2024-02-29', time: '23:30', zone: 'Asia/Almaty' }, 'later')).toEqual({
      ok: true,
      instant: new Date('2024-02-29T18:30:00Z'),
      offset: '+05:00',
    });
    expect(clockChanges(new Date('2024-01-01Z'), new Date('2026-01-01Z'), 'Asia/Almaty')).toEqual([
      { at: new Date('2024-02-29T18:00:00Z'), before: '+06:00', after: '+05:00' },
    ]);
    expect(clockChanges(new Date('2024-03-02Z'), new Date('2026-12-31Z'), 'Asia/Almaty')).toEqual([]);
  });

  it('refuses the hour that Berlin skips in spring and offers both readings', () => {
    const gap = { date: '2026-03-29', time: '02:30', zone: 'Europe/Berlin' };
    expect(toInstant(gap)).toEqual({
      ok: false,
      code: 'time.nonexistent',
      earlier: new Date('2026-03-29T00:30:00Z'),
      later: new Date('2026-03-29T01:30:00Z'),
    });
    expect(toInstant(gap, 'earlier')).toMatchObject({ ok: true, instant: new Date('2026-03-29T00:30:00Z') });
    expect(toInstant({ ...gap, time: '03:00' })).toMatchObject({ ok: true, offset: '+02:00' });
    expect(toInstant({ ...gap, date: '2026-10-25' })).toMatchObject({ ok: false, code: 'time.ambiguous' });
  });

  it.each([
    ['2026-02-29', '09:00', 'Asia/Almaty', 'date.invalid'],
    ['2026-13-01', '09:00', 'Asia/Almaty', 'date.invalid'],
    ['18.05.2026', '09:00', 'Asia/Almaty', 'date.invalid'],
    ['', '09:00', 'Asia/Almaty', 'date.invalid'],
    ['2026-05-18', '24:00', 'Asia/Almaty', 'time.invalid'],
    ['2026-05-18', '9:00', 'Asia/Almaty', 'time.invalid'],
    ['2026-05-18', '09:00', 'Asia/Pavlodar', 'zone.unknown'],
    ['2026-05-18', '09:00', '+05:00', 'zone.unknown'],
    ['2026-05-18', '09:00', '', 'zone.unknown'],
  ])('refuses %s %s %s with %s', (date, time, zone, code) => {
    expect(toInstant({ date, time, zone })).toEqual({ ok: false, code });
  });

  it('comes back to the same instant from every zone, whatever the clock does', () => {
    const zones = allZones().filter(isZone);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01Z'), max: new Date('2045-01-01Z'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (raw, zone) => {
          const instant = new Date(Math.floor(raw.getTime() / 1000) * 1000);
          const local = fromInstant(instant, zone);
          const time = `${local.time}:${String(local.seconds).padStart(2, '0')}`;
          const readings = (['earlier', 'later'] as const).map((way) =>
            toInstant({ date: local.date, time, zone }, way),
          );
          expect(readings.some((reading) => reading.ok && reading.instant.getTime() === instant.getTime())).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('local days', () => {
  const session = (id: string, iso: string) => ({ id, start: new Date(iso) });

  it('puts the same sessions on other days for other people', () => {
    const sessions = [session('b', '2026-05-18T19:30:00Z'), session('a', '2026-05-18T05:00:00Z')];
    expect(
      dayBorders(sessions, 'Europe/Kaliningrad').map((day) => [day.date, day.items.map((item) => item.id)]),
    ).toEqual([['2026-05-18', ['a', 'b']]]);
    expect(dayBorders(sessions, 'Asia/Almaty').map((day) => [day.date, day.items.map((item) => item.id)])).toEqual([
      ['2026-05-18', ['a']],
      ['2026-05-19', ['b']],
    ]);
    // 18:30 UTC is midnight in India: half an hour decides the day.
    const atBorder = [session('before', '2026-05-18T18:29:59Z'), session('after', '2026-05-18T18:30:00Z')];
    expect(dayBorders(atBorder, 'Asia/Kolkata').map((day) => day.date)).toEqual(['2026-05-18', '2026-05-19']);
  });

  it('knows days of 23 and 25 hours and days that begin at one o’clock', () => {
    const hours = (iso: string, zone: string) => {
      const day = dayBorders([session('x', iso)], zone)[0]!;
      return (day.end.getTime() - day.start.getTime()) / 3_600_000;
    };
    expect(hours('2026-03-29T10:00:00Z', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25T10:00:00Z', 'Europe/Berlin')).toBe(25);
    expect(hours('2024-02-29T10:00:00Z', 'Asia/Almaty')).toBe(25);
    const cairo = dayBorders([session('x', '2026-04-24T10:00:00Z')], 'Africa/Cairo')[0]!;
    expect(fromInstant(cairo.start, 'Africa/Cairo').time).toBe('01:00');
  });

  it('loses and doubles no session', () => {
    fc.assert(
      fc.property(
        fc.array(fc.date({ min: new Date('2024-01-01Z'), max: new Date('2027-01-01Z'), noInvalidDate: true }), {
          maxLength: 40,
        }),
        fc.constantFrom('Asia/Almaty', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Anadyr'),
        (starts, zone) => {
          const days = dayBorders(
            starts.map((start) => ({ start })),
            zone,
          );
          expect(days.flatMap((day) => day.items)).toHaveLength(starts.length);
          expect(days.map((day) => day.date)).toEqual([...new Set(days.map((day) => day.date))].toSorted());
          for (const day of days) {
            for (const item of day.items) {
              expect(item.start >= day.start && item.start < day.end).toBe(true);
              expect(localDate(item.start, zone)).toBe(day.date);
            }
          }
        },
      ),
    );
  });

  it('counts midnights crossed and adds calendar days', () => {
    const start = new Date('2026-05-18T16:00:00Z');
    const end = new Date('2026-05-18T20:00:00Z');
    expect(daysCrossed(start, end, 'Asia/Almaty')).toBe(1);
    expect(daysCrossed(start, end, 'Europe/Moscow')).toBe(0);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});

describe('zones by country', () => {
  it('offers only zones this Node knows, with a default among them', () => {
    for (const [country, zones] of Object.entries(ZONES_BY_COUNTRY)) {
      expect(zones.filter((zone) => !isZone(zone))).toEqual([]);
      expect(zones).toContain(defaultZoneOf(country));
    }
    expect(zonesOf('XX')).toEqual([]);
    expect(defaultZoneOf('XX')).toBeNull();
  });

  it('shows all of Kazakhstan at +05:00 and Russia from +02:00 to +12:00', () => {
    const now = new Date('2026-05-18T00:00:00Z');
    expect(new Set(zonesOf('KZ').map((zone) => offsetAt(now, zone)))).toEqual(new Set(['+05:00']));
    const russian = zonesOf('RU').map((zone) => offsetAt(now, zone));
    expect(russian[0]).toBe('+02:00');
    expect(new Set(russian).size).toBe(11);
    expect(russian).toEqual(russian.toSorted());
  });

  it('lists every zone once', () => {
    const zones = allZones();
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones.length).toBeGreaterThan(400);
  });
});
