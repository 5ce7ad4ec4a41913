import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pool, poolWithin, type Counted } from './pooling.rule.ts';

const of = (...counts: number[]): Counted[] => counts.map((strangers, at) => ({ id: String(at), strangers }));
const hidden = (groups: Counted[]) => [...pool(groups).hidden].sort().join('');

describe('what is hidden of groups', () => {
  it.each<[string, Counted[], string, boolean]>([
    ['nothing where every group is large or of nobody', of(5, 0, 12), '', false],
    ['a small group, and the next smallest, or it could be reckoned', of(3, 20, 7), '02', false],
    ['two small groups that are five together, and no more', of(2, 3, 9), '01', false],
    ['as many as are needed', of(1, 2, 30, 8), '013', false],
    ['everything and the total where there is nobody else', of(3, 0), '0', true],
    ['nothing where there is nobody', of(0, 0), '', false],
  ])('%s', (_, groups, expected, total) => {
    expect(hidden(groups)).toBe(expected);
    expect(pool(groups).totalHidden).toBe(total);
  });

  it('leaves nobody to be reckoned, by districts, by libraries, or by both at once', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 }));
    const network = fc.array(fc.array(count, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(network, (given) => {
        const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
        const districts = given.map((libraries, at) => ({ id: String(at), strangers: sum(libraries) }));
        const top = pool(districts);
        // Everything that can be told apart is a union of these parts; each is nobody, or five at least.
        const parts: number[] = [];
        const isFine = (part: number) => part === 0 || part >= 5;
        const hiddenDistricts = sum(districts.filter(({ id }) => top.hidden.has(id)).map(({ strangers }) => strangers));
        if (!top.totalHidden) parts.push(hiddenDistricts);
        for (const [at, counts] of given.entries()) {
          const isHidden = top.hidden.has(String(at));
          const libraries = counts.map((strangers, index) => ({ id: String(index), strangers }));
          const below = poolWithin({ isHidden }, libraries);
          const shown = libraries.filter(({ id }) => !below.hidden.has(id));
          if (isHidden) expect(sum(shown.map(({ strangers }) => strangers))).toBe(0);
          else {
            expect(below.totalHidden).toBe(false);
            parts.push(...shown.map(({ strangers }) => strangers), sum(libraries.filter(({ id }) => below.hidden.has(id)).map(({ strangers }) => strangers)));
          }
        }
        expect(parts.every(isFine)).toBe(true);
        if (!top.totalHidden) expect(sum(parts)).toBe(sum(districts.map(({ strangers }) => strangers)));
      }),
      { numRuns: 3000 },
    );
  });
});
