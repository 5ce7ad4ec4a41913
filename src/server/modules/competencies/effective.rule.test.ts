import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveLevel, HOUSE_RULE, RATER_KINDS, RATING_RULES, standing, weightedMean, type RaterKind, type RatingLike, type Weights } from './effective.rule.ts';

const STEPS = [0, 1, 2, 3, 4];
let made = 0;
const said = (kind: RaterKind, step: number, day = 1, author: string = kind): RatingLike => ({ id: `r${String(++made).padStart(6, '0')}`, kind, step, author, ratedAt: new Date(Date.UTC(2026, 0, day)) });
const level = (ratings: RatingLike[], rule: (typeof RATING_RULES)[number], weights: Weights = HOUSE_RULE.weights) => effectiveLevel(ratings, { rule, weights }, STEPS)?.step;

const ratings = fc.array(
  fc.record({ kind: fc.constantFrom(...RATER_KINDS), step: fc.integer({ min: 0, max: 4 }), author: fc.constantFrom('a', 'b', 'c'), day: fc.integer({ min: 1, max: 300 }) }).map(({ kind, step, author, day }) => said(kind, step, day, author)),
  { minLength: 1, maxLength: 25 },
);
const weights = fc.record(Object.fromEntries(RATER_KINDS.map((kind) => [kind, fc.integer({ min: 0, max: 5 })])) as Record<RaterKind, fc.Arbitrary<number>>);

describe('the effective level', () => {
  it('is by the rule that was named', () => {
    const words = [said('self', 4, 1), said('head', 2, 2), said('peer', 3, 3, 'a'), said('peer', 1, 3, 'b'), said('commission', 1, 4), said('test', 3, 9)];
    expect(level(words, 'last')).toBe(3);
    expect(level(words, 'best')).toBe(4);
    expect(level(words, 'commission')).toBe(1);
    // self 4·1, head 2·3, peers 2·2, commission 1·4, test 3·2: 24 / 12 = 2
    expect(level(words, 'weighted')).toBe(2);
    expect(level(words.filter(({ kind }) => kind !== 'commission'), 'commission')).toBe(2);
  });

  it('counts the newest word of a rater, and the older one no more', () => {
    expect(level([said('head', 1, 1), said('head', 3, 2)], 'weighted')).toBe(3);
    expect(level([said('head', 4, 1), said('head', 3, 2)], 'best')).toBe(3);
    expect(standing([said('peer', 1, 1, 'a'), said('peer', 2, 1, 'b'), said('peer', 3, 2, 'a')]).map(({ step }) => step).sort()).toEqual([2, 3]);
  });

  it('rounds a half down, and stays on the scale', () => {
    expect(level([said('self', 2), said('head', 3)], 'weighted', { ...HOUSE_RULE.weights, self: 1, head: 1 })).toBe(2);
    expect(effectiveLevel([said('self', 2), said('head', 5)], { rule: 'weighted', weights: { ...HOUSE_RULE.weights, self: 1, head: 1 } }, [1, 3, 5])?.step).toBe(3);
    expect(level([said('self', 3)], 'weighted', { ...HOUSE_RULE.weights, self: 0 })).toBe(3);
    expect(effectiveLevel([], HOUSE_RULE, STEPS)).toBeNull();
  });

  it('says how far raters disagree, and which words counted', () => {
    const [self, head] = [said('self', 4, 1), said('head', 1, 2)];
    expect(effectiveLevel([self, head], HOUSE_RULE, STEPS)).toEqual({ step: 2, by: 'weighted', used: [head.id, self.id], lowest: 1, highest: 4, ratedAt: head.ratedAt });
  });

  it('does not depend on the order in which ratings come, and lies between the lowest and the highest word', () => {
    fc.assert(
      fc.property(ratings, weights, fc.constantFrom(...RATING_RULES), (words, by, rule) => {
        const once = effectiveLevel(words, { rule, weights: by }, STEPS);
        expect(effectiveLevel([...words].reverse(), { rule, weights: by }, STEPS)).toEqual(once);
        if (!once) throw new Error('ratings without a level');
        expect(once.step).toBeGreaterThanOrEqual(once.lowest);
        expect(once.step).toBeLessThanOrEqual(once.highest);
        expect(once.used.length).toBeGreaterThan(0);
        expect(words.map(({ id }) => id)).toEqual(expect.arrayContaining(once.used));
      }),
    );
  });

  it('never falls when one rater says more than before, by best and weighted', () => {
    fc.assert(
      fc.property(ratings, weights, fc.constantFrom('best' as const, 'weighted' as const), fc.nat(), (words, by, rule, pick) => {
        const at = standing(words);
        const chosen = at[pick % at.length];
        if (!chosen || chosen.step === 4) return;
        const more = { ...chosen, id: `z${++made}`, step: chosen.step + 1, ratedAt: new Date(chosen.ratedAt.getTime() + 1) };
        expect(effectiveLevel([...words, more], { rule, weights: by }, STEPS)?.step ?? -1).toBeGreaterThanOrEqual(effectiveLevel(words, { rule, weights: by }, STEPS)?.step ?? 9);
      }),
    );
  });

  it('weighs kinds, not how many of a kind have spoken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (peers) => {
        const words = [said('head', 0), ...Array.from({ length: peers }, (_, index) => said('peer', 4, 1, `p${index}`))];
        expect(weightedMean(words, { ...HOUSE_RULE.weights, head: 1, peer: 1 })).toBe(2);
      }),
    );
  });
});
