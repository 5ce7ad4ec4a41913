import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#server/platform/time/wall-time.ts';
import { dueState, ITEM_STATES, nextPeriod, PLAN_STATES, progressOf, PROPOSALS_MOST, proposalsOf, type GapLine } from './plan.rule.ts';

const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
const item = fc.record({ state: fc.constantFrom(...ITEM_STATES), dueOn: day, agreedAt: fc.option(fc.constant(new Date(0))), hours: fc.option(fc.integer({ min: 1, max: 400 }).map((n) => n / 2)) });
const line = fc.record({
  competencyId: fc.uuid(),
  versionId: fc.constant('v'),
  fromStep: fc.option(fc.integer({ min: 0, max: 4 })),
  toStep: fc.integer({ min: 0, max: 4 }),
  gap: fc.record({ standing: fc.constantFrom('gap' as const, 'met' as const, 'above' as const, 'unrated' as const, 'not_asked' as const), size: fc.integer({ min: 0, max: 4 }) }),
});

describe('what is proposed', () => {
  it('is gaps only, the biggest first, nothing twice that is planned already', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), fc.nat(80), (lines: GapLine[], some) => {
        const taken = new Set(lines.slice(0, some % (lines.length + 1)).map(({ competencyId }) => competencyId));
        const found = proposalsOf(lines, taken);
        expect(found.length).toBe(Math.min(PROPOSALS_MOST, lines.filter(({ gap, competencyId }) => gap.standing === 'gap' && !taken.has(competencyId)).length));
        found.forEach((one, index) => {
          const before = found[index - 1];
          if (before) expect(before.gap.size > one.gap.size || (before.gap.size === one.gap.size && lines.indexOf(before) < lines.indexOf(one))).toBe(true);
        });
      }),
    );
  });
});

describe('how far a plan is', () => {
  it('counts every item once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLAN_STATES), fc.array(item, { maxLength: 50 }), day, (state, items, today) => {
        const progress = progressOf(state, items, today, addDays(today, 14));
        const planned = items.filter((one) => one.state === 'planned').length;
        expect(progress.done + progress.underWay + planned).toBe(progress.total);
        expect(progress.total + progress.dropped).toBe(items.length);
        expect(progress.overdue + progress.soon).toBeLessThanOrEqual(planned + progress.underWay);
        expect(progress.hoursDone).toBeLessThanOrEqual(progress.hours);
        // Only what was agreed on reminds anybody of anything.
        if (state !== 'agreed') expect([progress.overdue, progress.soon, progress.waiting]).toEqual([0, 0, 0]);
      }),
    );
  });
  it('is late the day after, and soon from a fortnight before', () => {
    const due = (today: string, state: 'planned' | 'done' = 'planned') => dueState({ state, dueOn: '2026-05-20' }, today, addDays(today, 14));
    expect([due('2026-05-05'), due('2026-05-06'), due('2026-05-20'), due('2026-05-21'), due('2026-05-21', 'done')]).toEqual([null, 'soon', 'soon', 'overdue', null]);
  });
});

describe('the next plan', () => {
  it('follows the one before, lasts as long, and does not begin in the past', () => {
    expect(nextPeriod({ fromOn: '2026-01-01', untilOn: '2026-12-31' }, '2026-12-01', addDays)).toEqual({ fromOn: '2027-01-01', untilOn: '2027-12-31' });
    expect(nextPeriod({ fromOn: '2026-01-01', untilOn: '2026-03-31' }, '2026-05-18', addDays)).toEqual({ fromOn: '2026-05-18', untilOn: '2026-08-15' });
    expect(nextPeriod({ fromOn: '2026-01-01', untilOn: '2026-01-11' }, '2026-01-05', addDays, { fromOn: '2026-02-01', untilOn: null })).toEqual({ fromOn: '2026-02-01', untilOn: '2026-02-11' });
  });
});
