import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heartbeatIntervals,
  percentOf,
  PRESENCE_RULE,
  presenceOf,
  recordHeartbeat,
  totalPresence,
  type PresenceCorrection,
  type SourceInterval,
} from './presence.rule.ts';

const DAY = Date.UTC(2026, 4, 18);
/** `10:05:30` on the day, UTC */
const at = (clock: string): Date => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return new Date(DAY + Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000));
};
const seen = (source: string, from: string, to: string): SourceInterval => ({ source, start: at(from), end: at(to) });
const session = { start: at('10:00'), end: at('12:00') };
const minutesOf = (...intervals: SourceInterval[]) => presenceOf({ session, intervals }).minutes;
const clocks = (presence: ReturnType<typeof presenceOf>) =>
  presence.intervals.map(({ start, end }) => [start.toISOString().slice(11, 19), end.toISOString().slice(11, 19)]);

describe('gaps', () => {
  it('bridges a gap of exactly three minutes and no second more', () => {
    expect(minutesOf(seen('a', '10:00', '10:10'), seen('b', '10:13', '10:20'))).toBe(20);
    expect(minutesOf(seen('a', '10:00', '10:10'), seen('b', '10:13:01', '10:20:01'))).toBe(17);
    expect(minutesOf(seen('a', '10:00', '10:10'), seen('b', '10:13:00.001', '10:20:00.001'))).toBe(17);
  });

  it('bridges each gap by itself, however many there are', () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({
      source: `s${index}`,
      start: new Date(session.start.getTime() + index * 240_000),
      end: new Date(session.start.getTime() + index * 240_000 + 60_000),
    }));
    expect(presenceOf({ session, intervals: steps })).toMatchObject({ minutes: 77, steps: { unitedSeconds: 1200, bridgedSeconds: 19 * 180 } });
  });

  it('lets a visit of no length carry a bridge, since somebody was seen at that instant', () => {
    const without = [seen('a', '10:00', '10:10'), seen('b', '10:14', '10:20')];
    expect(presenceOf({ session, intervals: without }).minutes).toBe(16);
    const carried = presenceOf({ session, intervals: [...without, seen('blink', '10:12', '10:12')] });
    expect(carried.minutes).toBe(20);
    expect(carried.intervals[0]?.sources).toEqual(['a', 'b', 'blink']);
    expect(presenceOf({ session, intervals: [seen('blink', '10:12', '10:12')] })).toMatchObject({ minutes: 0, intervals: [] });
  });
});

describe('whole minutes', () => {
  it('rounds down once, at the end', () => {
    expect(minutesOf(seen('a', '10:00', '10:00:59.9'))).toBe(0);
    expect(minutesOf(seen('a', '10:00', '10:01'))).toBe(1);
    // Twice 59.9 s apart by more than a bridge: 119.8 s make one minute, not none.
    expect(minutesOf(seen('a', '10:00', '10:00:59.9'), seen('b', '10:30', '10:30:59.9'))).toBe(1);
  });

  it('never shows 84.96 as 85', () => {
    expect(percentOf(102, 120)).toBe(85);
    expect(percentOf(112, 132)).toBe(84.8);
    expect(percentOf(0, 120)).toBe(0);
    expect(percentOf(0, 0)).toBeNull();
  });

  it('has no percent while the session has no whole minute', () => {
    const empty = presenceOf({ session: { start: at('10:00'), end: at('10:00:30') }, intervals: [seen('a', '10:00', '10:30')] });
    expect(empty).toMatchObject({ minutes: 0, ofMinutes: 0, percent: null });
    const backwards = presenceOf({ session: { start: at('12:00'), end: at('10:00') }, intervals: [seen('a', '10:00', '12:00')] });
    expect(backwards).toMatchObject({ minutes: 0, ofMinutes: 0, percent: null, intervals: [] });
  });
});

describe('cut to the actual start and end', () => {
  it('counts nothing before the start and after the end', () => {
    const presence = presenceOf({ session, intervals: [seen('a', '09:00', '10:30'), seen('b', '11:30', '13:00')] });
    expect(presence).toMatchObject({ minutes: 60, ofMinutes: 120, percent: 50, steps: { outsideSeconds: 7200 } });
    expect(clocks(presence)).toEqual([
      ['10:00:00', '10:30:00'],
      ['11:30:00', '12:00:00'],
    ]);
  });

  it('names only the events that a stretch rests on, with the event outside that carries a bridge into it', () => {
    const presence = presenceOf({
      session,
      intervals: [seen('long-before', '09:00', '09:30'), seen('before', '09:40', '09:59'), seen('phone', '10:01', '10:30'), seen('after', '12:30', '13:00')],
    });
    expect(clocks(presence)).toEqual([['10:00:00', '10:30:00']]);
    expect(presence.intervals[0]?.sources).toEqual(['before', 'phone']);
  });
});

describe('devices and sources', () => {
  it('counts an hour seen by three sources once and names all three', () => {
    const presence = presenceOf({ session, intervals: [seen('phone', '10:00', '11:00'), seen('laptop', '10:20', '10:40'), seen('zoom', '10:30', '11:10')] });
    expect(presence.minutes).toBe(70);
    expect(presence.intervals[0]?.sources).toEqual(['laptop', 'phone', 'zoom']);
  });

  it('leaves out intervals that end before they start and says which', () => {
    const presence = presenceOf({
      session,
      intervals: [seen('bad', '10:30', '10:00'), { source: 'worse', start: new Date(Number.NaN), end: at('11:00') }, seen('good', '11:00', '11:30')],
    });
    expect(presence.minutes).toBe(30);
    expect(presence.steps.unusable).toEqual(['bad', 'worse']);
  });
});

describe('corrections', () => {
  const correct = (kind: 'add' | 'remove', from: string, to: string, id?: string): PresenceCorrection => ({
    kind,
    from: at(from),
    to: at(to),
    reason: 'heard at the telephone',
    ...(id ? { id } : {}),
  });

  it('gives the last word to the person, in order', () => {
    const intervals = [seen('a', '10:00', '11:00')];
    const remove = correct('remove', '10:30', '11:30', 'd1');
    const add = correct('add', '10:45', '11:15', 'd2');
    expect(presenceOf({ session, intervals, corrections: [remove, add] }).minutes).toBe(60);
    expect(presenceOf({ session, intervals, corrections: [add, remove] }).minutes).toBe(30);
  });

  it('does not bridge what a person removed', () => {
    const presence = presenceOf({ session, intervals: [seen('a', '10:00', '11:00')], corrections: [correct('remove', '10:30', '10:31')] });
    expect(presence).toMatchObject({ minutes: 59, steps: { removedSeconds: 60, addedSeconds: 0 } });
    expect(presence.intervals.map((stretch) => stretch.sources)).toEqual([
      ['a', 'correction:1'],
      ['a', 'correction:1'],
    ]);
  });

  it('adds nothing outside the session', () => {
    const presence = presenceOf({ session, intervals: [], corrections: [correct('add', '09:00', '13:00', 'd1')] });
    expect(presence).toMatchObject({ minutes: 120, percent: 100, steps: { addedSeconds: 7200 } });
    expect(presence.intervals[0]?.sources).toEqual(['d1']);
  });
});

describe('heartbeats', () => {
  it('opens, prolongs, and opens anew a moment after the minute', () => {
    const opened = recordHeartbeat(null, at('10:00'));
    expect(opened).toEqual({ kind: 'opened', start: at('10:00'), end: at('10:01') });
    expect(recordHeartbeat(opened, at('10:01'))).toEqual({ kind: 'prolonged', start: at('10:00'), end: at('10:02') });
    expect(recordHeartbeat(opened, at('10:01:00.001')).kind).toBe('opened');
    expect(recordHeartbeat({ start: at('10:00'), end: at('10:05') }, at('10:03'))).toEqual({ kind: 'prolonged', start: at('10:00'), end: at('10:05') });
  });

  it('makes one interval of a beat every 30 s and counts the minute after the last', () => {
    const beats = Array.from({ length: 21 }, (_, index) => new Date(session.start.getTime() + index * PRESENCE_RULE.heartbeatEverySeconds * 1000));
    const intervals = heartbeatIntervals(beats, 'phone');
    expect(intervals).toEqual([{ source: 'phone', start: at('10:00'), end: at('10:11') }]);
    expect(heartbeatIntervals(beats.toReversed(), 'phone')).toEqual(intervals);
  });

  it('counts a page that was open for one beat as one minute', () => {
    expect(minutesOf(...heartbeatIntervals([at('10:30')], 'phone'))).toBe(1);
  });

  it('makes the same minutes whether beats are recorded one by one or all at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7200 }), { maxLength: 60 }), (seconds) => {
        const beats = seconds.toSorted((a, b) => a - b).map((second) => new Date(session.start.getTime() + second * 1000));
        const each = beats.map((beat) => ({ source: 'one', start: beat, end: new Date(beat.getTime() + 60_000) }));
        expect(presenceOf({ session, intervals: heartbeatIntervals(beats, 'one') }).minutes).toBe(presenceOf({ session, intervals: each }).minutes);
      }),
    );
  });
});

describe('laws of the rule', () => {
  const interval = fc
    .tuple(fc.integer({ min: -7200, max: 14_400 }), fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 999 }))
    .map(([second, length, ms]) => ({
      source: `e${second}-${length}`,
      start: new Date(session.start.getTime() + second * 1000 + ms),
      end: new Date(session.start.getTime() + (second + length) * 1000),
    }))
    .filter(({ start, end }) => end >= start);
  const intervals = fc.array(interval, { maxLength: 25 });
  const correction = fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const),
    from: fc.integer({ min: -3600, max: 10_000 }).map((second) => new Date(session.start.getTime() + second * 1000)),
    length: fc.integer({ min: 0, max: 3600 }),
  });
  const corrections = fc
    .array(correction, { maxLength: 4 })
    .map((list) => list.map(({ kind, from, length }) => ({ kind, from, to: new Date(from.getTime() + length * 1000), reason: 'r' })));
  const lengthMs = (presence: ReturnType<typeof presenceOf>) => presence.intervals.reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0);

  it('does not depend on the order of events', () => {
    fc.assert(
      fc.property(intervals, corrections, fc.infiniteStream(fc.nat()), (list, decided, noise) => {
        const shuffled = list.map((item) => ({ item, key: noise.next().value as number })).toSorted((a, b) => a.key - b.key).map(({ item }) => item);
        expect(presenceOf({ session, intervals: shuffled, corrections: decided })).toEqual(presenceOf({ session, intervals: list, corrections: decided }));
      }),
    );
  });

  it('gives the same again when its own result is fed back, and when every event comes twice', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const once = presenceOf({ session, intervals: list });
        const again = presenceOf({ session, intervals: once.intervals.map(({ start, end }) => ({ source: 'x', start, end })) });
        expect(clocks(again)).toEqual(clocks(once));
        expect(presenceOf({ session, intervals: [...list, ...list] })).toMatchObject({ minutes: once.minutes, intervals: once.intervals });
      }),
    );
  });

  it('never lowers minutes by one more event, and never exceeds the session', () => {
    fc.assert(
      fc.property(intervals, interval, corrections, (list, extra, decided) => {
        const before = presenceOf({ session, intervals: list, corrections: decided });
        const after = presenceOf({ session, intervals: [...list, extra], corrections: decided });
        expect(after.minutes).toBeGreaterThanOrEqual(before.minutes);
        expect(after.minutes).toBeLessThanOrEqual(after.ofMinutes);
        expect(after.percent).toBeLessThanOrEqual(100);
        for (const { start, end } of after.intervals) {
          expect(start >= session.start && end <= session.end && end > start).toBe(true);
        }
      }),
    );
  });

  it('gives two devices at most the sum of both and at least the larger, but for bridges between them', () => {
    const unbridged = { ...PRESENCE_RULE, bridgeSeconds: 0 };
    fc.assert(
      fc.property(intervals, intervals, (phone, laptop) => {
        const of = (list: SourceInterval[]) => lengthMs(presenceOf({ session, intervals: list, rule: unbridged }));
        const both = of([...phone, ...laptop]);
        expect(both).toBeLessThanOrEqual(of(phone) + of(laptop));
        expect(both).toBeGreaterThanOrEqual(Math.max(of(phone), of(laptop)));
      }),
    );
  });

  it('gives the mirrored day the same length: a bridge looks both ways', () => {
    const mirror = (date: Date) => new Date(session.start.getTime() + session.end.getTime() - date.getTime());
    fc.assert(
      fc.property(intervals, (list) => {
        const mirrored = list.map(({ source, start, end }) => ({ source, start: mirror(end), end: mirror(start) }));
        expect(lengthMs(presenceOf({ session, intervals: mirrored }))).toBe(lengthMs(presenceOf({ session, intervals: list })));
      }),
    );
  });

  it('cuts alike in whichever order borders are set, and two halves of a session make the whole', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 1, max: 7199 }), fc.integer({ min: 1, max: 7199 }), (list, one, other) => {
        const first = new Date(session.start.getTime() + Math.min(one, other) * 1000);
        const second = new Date(session.start.getTime() + Math.max(one, other) * 1000);
        const within = (start: Date, end: Date) => lengthMs(presenceOf({ session: { start, end }, intervals: list }));
        expect(within(session.start, first) + within(first, second) + within(second, session.end)).toBe(within(session.start, session.end));
        const early = presenceOf({ session: { start: session.start, end: second }, intervals: list });
        const cutAgain = presenceOf({ session: { start: first, end: session.end }, intervals: early.intervals.map(({ start, end }) => ({ source: 'x', start, end })) });
        expect(lengthMs(cutAgain)).toBe(within(first, second));
      }),
    );
  });

  it('keeps stretches sorted and further apart than a bridge when no person corrected them', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const { intervals: found } = presenceOf({ session, intervals: list });
        for (let index = 1; index < found.length; index += 1) {
          expect(found[index]!.start.getTime() - found[index - 1]!.end.getTime()).toBeGreaterThan(PRESENCE_RULE.bridgeSeconds * 1000);
        }
      }),
    );
  });

  it('names at least one source for every stretch, and only sources it was given', () => {
    fc.assert(
      fc.property(intervals, corrections, (list, decided) => {
        const known = new Set([...list.map(({ source }) => source), ...decided.map((_, index) => `correction:${index + 1}`)]);
        for (const { sources } of presenceOf({ session, intervals: list, corrections: decided }).intervals) {
          expect(sources.length).toBeGreaterThan(0);
          expect(sources.filter((source) => !known.has(source))).toEqual([]);
        }
      }),
    );
  });

  it('accounts for every second: united + bridged − outside + added − removed is what is present', () => {
    fc.assert(
      fc.property(intervals, corrections, (list, decided) => {
        const presence = presenceOf({ session, intervals: list, corrections: decided });
        const { unitedSeconds, bridgedSeconds, outsideSeconds, addedSeconds, removedSeconds } = presence.steps;
        expect(unitedSeconds + bridgedSeconds - outsideSeconds + addedSeconds - removedSeconds).toBeCloseTo(lengthMs(presence) / 1000, 3);
      }),
    );
  });
});

describe('several sessions', () => {
  it('adds whole minutes of each', () => {
    expect(totalPresence([{ minutes: 50, ofMinutes: 60 }, { minutes: 90, ofMinutes: 120 }])).toEqual({ minutes: 140, ofMinutes: 180, percent: 77.7 });
    expect(totalPresence([])).toEqual({ minutes: 0, ofMinutes: 0, percent: null });
  });
});
