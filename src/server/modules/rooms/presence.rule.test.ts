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
    expect(presenceOf({ session, intervals: steps })).toMatchObject({
      minutes: 77,
      steps: { unitedSeconds: 1200, bridgedSeconds: 19 * 180 },
    });
  });

  it('lets a visit of no length carry a bridge, since somebody was seen at that instant', () => {
    const without = [seen('a', '10:00', '10:10'), seen('b', '10:14', '10:20')];
    expect(presenceOf({ session, intervals: without }).minutes).toBe(16);
    const carried = presenceOf({ session, intervals: [...without, seen('blink', '10:12', '10:12')] });
    expect(carried.minutes).toBe(20);
    expect(carried.intervals[0]?.sources).toEqual(['a', 'b', 'blink']);
    expect(presenceOf({ session, intervals: [seen('blink', '10:12', '10:12')] })).toMatchObject({
      minutes: 0,
      intervals: [],
    });
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
    const empty = presenceOf({
      session: { start: at('10:00'), end: at('10:00:30') },
      intervals: [seen('a', '10:00', '10:30')],
    });
    expect(empty).toMatchObject({ minutes: 0, ofMinutes: 0, percent: null });
    const backwards = presenceOf({
      session: { start: at('12:00'), end: at('10:00') },
      intervals: [seen('a', '10:00', '12:00')],
    });
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
      intervals: [
        seen('long-before', '09:00', '09:30'),
        seen('before', '09:40', '09:59'),
        seen('phone', '10:01', '10:30'),
        seen('after', '12:30', '13:00'),
      ],
    });
    expect(clocks(presence)).toEqual([['10:00:00', '10:30:00']]);
    expect(presence.intervals[0]?.sources).toEqual(['before', 'phone']);
  });
});

describe('devices and sources', () => {
  it('counts an hour seen by three sources once and names all three', () => {
    const presence = presenceOf({
      session,
      intervals: [seen('phone', '10:00', '11:00'), seen('laptop', '10:20', '10:40'), seen('zoom', '10:30', '11:10')],
    });
    expect(presence.minutes).toBe(70);
    expect(presence.intervals[0]?.sources).toEqual(['laptop', 'phone', 'zoom']);
  });

  it('leaves out intervals that end before they start and says which', () => {
    const presence = presenceOf({
      session,
      intervals: [
        seen('bad', '10:30', '10:00'),
        { source: 'worse', start: new Date(Number.NaN), end: at('11:00') },
        seen('good', '11:00', '11:30'),
      ],
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
    const presence = presenceOf({
      session,
      intervals: [seen('a', '10:00', '11:00')],
      corrections: [correct('remove', '10:30', '10:31')],
    });
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
    expect(recordHeartbeat({ start: at('10:00'), end: at('10:05') }, at('10:03'))).toEqual({
      kind: 'prolonged',
      start: at('10:00'),
      end: at('10:05'),
    });
  });

  it('makes one interval of a beat every 30 s and counts the minute after the last', () => {
    const beats = Array.from(
      { length: 21 },
      (_, index) => new Date(session.start.getTime() + index * PRESENCE_RULE.heartbeatEverySeconds * 1000),
    );
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
        const beats = seconds
          .toSorted((a, b) => a - b)
          .map((second) => new Date(session.start.getTime() + second * 1000));
        const each = beats.map((beat) => ({ source: 'one', start: beat, end: new Date(beat.getTime() + 60_000) }));
        expect(presenceOf({ session, intervals: heartbeatIntervals(beats, 'one') }).minutes).toBe(
          presenceOf({ session, intervals: each }).minutes,
        );
      }),
    );
  });
});

describe('several sessions', () => {
  it('adds whole minutes of each', () => {
    expect(
      totalPresence([
        { minutes: 50, ofMinutes: 60 },
        { minutes: 90, ofMinutes: 120 },
      ]),
    ).toEqual({ minutes: 140, ofMinutes: 180, percent: 77.7 });
    expect(totalPresence([])).toEqual({ minutes: 0, ofMinutes: 0, percent: null });
  });
});
