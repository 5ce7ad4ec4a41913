import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESENCE_RULE, presenceOf, type Presence, type SourceInterval } from './presence.rule.ts';

const session = { start: new Date('2026-05-18T10:00:00Z'), end: new Date('2026-05-18T12:00:00Z') };
const stretches = (presence: Presence) => presence.intervals.map(({ start, end }) => [start, end]);

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
    .map((list) =>
      list.map(({ kind, from, length }) => ({ kind, from, to: new Date(from.getTime() + length * 1000), reason: 'r' })),
    );
  const lengthMs = (presence: Presence) =>
    presence.intervals.reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0);

  it('does not depend on the order of events', () => {
    fc.assert(
      fc.property(intervals, corrections, fc.infiniteStream(fc.nat()), (list, decided, noise) => {
        const shuffled = list
          .map((item) => ({ item, key: noise.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ item }) => item);
        expect(presenceOf({ session, intervals: shuffled, corrections: decided })).toEqual(
          presenceOf({ session, intervals: list, corrections: decided }),
        );
      }),
    );
  });

  it('gives the same again when its own result is fed back, and when every event comes twice', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const once = presenceOf({ session, intervals: list });
        const again = presenceOf({
          session,
          intervals: once.intervals.map(({ start, end }) => ({ source: 'x', start, end })),
        });
        expect(stretches(again)).toEqual(stretches(once));
        expect(presenceOf({ session, intervals: [...list, ...list] })).toMatchObject({
          minutes: once.minutes,
          intervals: once.intervals,
        });
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
        expect(lengthMs(presenceOf({ session, intervals: mirrored }))).toBe(
          lengthMs(presenceOf({ session, intervals: list })),
        );
      }),
    );
  });

  it('cuts alike in whichever order borders are set, and two halves of a session make the whole', () => {
    fc.assert(
      fc.property(
        intervals,
        fc.integer({ min: 1, max: 7199 }),
        fc.integer({ min: 1, max: 7199 }),
        (list, one, other) => {
          const first = new Date(session.start.getTime() + Math.min(one, other) * 1000);
          const second = new Date(session.start.getTime() + Math.max(one, other) * 1000);
          const within = (start: Date, end: Date) => lengthMs(presenceOf({ session: { start, end }, intervals: list }));
          expect(within(session.start, first) + within(first, second) + within(second, session.end)).toBe(
            within(session.start, session.end),
          );
          const early = presenceOf({ session: { start: session.start, end: second }, intervals: list });
          const cutAgain = presenceOf({
            session: { start: first, end: session.end },
            intervals: early.intervals.map(({ start, end }) => ({ source: 'x', start, end })),
          });
          expect(lengthMs(cutAgain)).toBe(within(first, second));
        },
      ),
    );
  });

  it('keeps stretches sorted and further apart than a bridge when no person corrected them', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const { intervals: found } = presenceOf({ session, intervals: list });
        for (let index = 1; index < found.length; index += 1) {
          expect(found[index]!.start.getTime() - found[index - 1]!.end.getTime()).toBeGreaterThan(
            PRESENCE_RULE.bridgeSeconds * 1000,
          );
        }
      }),
    );
  });

  it('names at least one source for every stretch, and only sources it was given', () => {
    fc.assert(
      fc.property(intervals, corrections, (list, decided) => {
        const known = new Set([
          ...list.map(({ source }) => source),
          ...decided.map((_, index) => `correction:${index + 1}`),
        ]);
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
        expect(unitedSeconds + bridgedSeconds - outsideSeconds + addedSeconds - removedSeconds).toBeCloseTo(
          lengthMs(presence) / 1000,
          3,
        );
      }),
    );
  });
});
