import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveLevel, HOUSE_RULE, RATER_KINDS, type RaterKind } from './effective.rule.ts';
import { growthEvents, levelsAt, meanOf, type DatedRating } from './growth-history.rule.ts';
import { endOfMonth, monthsOver } from './months.rule.ts';

const STEPS = [0, 1, 2, 3, 4];
let made = 0;
const said = (competencyId: string, kind: RaterKind, step: number, day: number, sourceId = `s${day}${kind}`): DatedRating => ({ id: `r${String(++made).padStart(6, '0')}`, competencyId, kind, step, author: kind, ratedAt: new Date(Date.UTC(2026, 0, day)), sourceId });
const day = (at: number) => new Date(Date.UTC(2026, 0, at));

describe('levels of the past', () => {
  it('know only what had been said by then', () => {
    const ratings = [said('a', 'self', 1, 1), said('a', 'commission', 3, 10), said('b', 'self', 2, 5)];
    expect([...levelsAt(ratings, HOUSE_RULE, STEPS, day(0)).keys()]).toEqual([]);
    expect(levelsAt(ratings, HOUSE_RULE, STEPS, day(1)).get('a')?.step).toBe(1);
    expect(levelsAt(ratings, HOUSE_RULE, STEPS, day(9)).get('a')?.step).toBe(1);
    const last = levelsAt(ratings, HOUSE_RULE, STEPS, day(10));
    expect(last.get('a')).toMatchObject({ step: 3, by: 'commission' });
    expect(meanOf(last, ['a', 'b', 'c'])).toBe(2.5);
    expect(meanOf(last, ['c'])).toBeNull();
  });

  it('are those of today at the end, and change only in events', () => {
    const rating = fc.record({ competency: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom(...RATER_KINDS), step: fc.nat(4), day: fc.integer({ min: 1, max: 28 }) }).map((one) => said(one.competency, one.kind, one.step, one.day));
    fc.assert(
      fc.property(fc.array(rating, { minLength: 1, maxLength: 40 }), (ratings) => {
        const now = levelsAt(ratings, HOUSE_RULE, STEPS, day(31));
        for (const id of ['a', 'b', 'c']) expect(now.get(id) ?? null).toEqual(effectiveLevel(ratings.filter(({ competencyId }) => competencyId === id), HOUSE_RULE, STEPS));
        const events = growthEvents(ratings, HOUSE_RULE, STEPS);
        expect(events.reduce((sum, event) => sum + event.ratings, 0)).toBe(ratings.length);
        // Events, walked forward, lead to the levels of today.
        const walked = new Map<string, number>();
        for (const event of [...events].reverse()) {
          for (const { competencyId, from, to } of event.changes) {
            expect(walked.get(competencyId) ?? null).toBe(from);
            expect(to).not.toBe(from);
            walked.set(competencyId, to);
          }
        }
        expect(walked).toEqual(new Map([...now].map(([id, { step }]) => [id, step])));
      }),
    );
  });
});

describe('months', () => {
  it('are over at midnight of their place, and only those that are', () => {
    expect(endOfMonth('2026-04-01', 'Asia/Almaty').toISOString()).toBe('2026-04-30T19:00:00.000Z');
    expect(monthsOver(new Date('2026-02-10T00:00:00Z'), new Date('2026-05-18T00:00:00Z'), 'Asia/Almaty', 12)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01']);
    // The first of the month has begun in Almaty already.
    expect(monthsOver(new Date('2026-04-30T20:00:00Z'), new Date('2026-05-31T20:00:00Z'), 'Asia/Almaty', 12)).toEqual(['2026-05-01']);
    expect(monthsOver(new Date('2020-02-10T00:00:00Z'), new Date('2026-05-18T00:00:00Z'), 'Asia/Almaty', 3)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01']);
  });
});
