import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';
import { AnswerInput, answerOf, questionOf } from './question.ts';
import { casePoints, passes, pointsOf, shareOf } from './scoring.rule.ts';
import { chance, seedAt, shownOrder, shuffledIndices } from './shuffle.rule.ts';

const words = (text: string) => ({ ru: { text, status: 'original' as const } });
const content = (given: Partial<ItemContent>): ItemContent => ({ stem: words('?'), explanation: {}, options: [], pairs: [], answer: null, tolerance: 0, unit: {}, criteria: [], ...given });
const options = (...right: boolean[]) => content({ options: right.map((isRight, at) => ({ text: words(`o${at}`), right: isRight })) });
const pairs = (count: number) => content({ pairs: Array.from({ length: count }, (_, at) => ({ left: words(`l${at}`), right: words(`r${at}`) })) });

/** Items and answers of chance, the same in every run. */
const made = Array.from({ length: 400 }, (_, run) => {
  const next = chance(run + 1);
  const int = (most: number) => Math.floor(next() * most);
  const count = 2 + int(5);
  const type = (['single', 'multiple', 'order', 'match', 'numeric'] as const)[run % 5] ?? 'single';
  const right = int(count);
  const rights = Array.from({ length: count }, (_, at) => (type === 'single' ? at === right : at === right || (next() < 0.4 && at !== (right + 1) % count)));
  const item = type === 'match' ? pairs(count) : type === 'numeric' ? content({ answer: int(100), tolerance: int(3) }) : options(...(type === 'order' ? rights.map(() => false) : rights));
  const some = () => (next() < 0.2 ? null : int(count));
  const answer: Answer | null =
    next() < 0.05 ? null : type === 'single' ? { choices: [int(count)] } : type === 'multiple' ? { choices: Array.from({ length: count }, (_, at) => at).filter(() => next() < 0.5) } : type === 'order' ? { places: Array.from({ length: count }, some) } : type === 'match' ? { pairs: Array.from({ length: count }, some) } : { number: int(100) };
  return { run, type, item, answer, count };
});

function keyOf(type: ItemType, item: ItemContent): Answer {
  const all = (count: number) => Array.from({ length: count }, (_, at) => at);
  if (type === 'order') return { places: all(item.options.length) };
  if (type === 'match') return { pairs: all(item.pairs.length) };
  if (type === 'numeric') return { number: item.answer ?? 0 };
  return { choices: all(item.options.length).filter((at) => item.options[at]?.right) };
}
const sameKey = (type: ItemType, item: ItemContent, answer: Answer | null): boolean =>
  type === 'numeric' ? answer !== null && 'number' in answer && Math.abs(answer.number - (item.answer ?? 0)) <= item.tolerance : JSON.stringify(answer) === JSON.stringify(keyOf(type, item));

/** What a page would send of an answer, by the order shown. */
function typed(type: ItemType, item: ItemContent, order: number[], answer: Answer | null): AnswerInput {
  const { given } = questionOf(type, item, 'ru', order, answer);
  return AnswerInput.parse({
    choice: given.choices[0],
    choices: type === 'multiple' ? given.choices : [],
    place: Object.fromEntries(given.places.flatMap((place, at) => (place === null ? [] : [[String(at), String(place)]]))),
    pair: Object.fromEntries(given.pairs.flatMap((right, at) => (right === null ? [] : [[String(at), String(right)]]))),
    number: given.number,
  });
}

describe('scoring', () => {
  it('gives full marks to the key and to nothing else, and never less than nothing', () => {
    for (const { run, type, item, answer } of made) {
      expect({ run, share: shareOf(type, item, keyOf(type, item)) }).toEqual({ run, share: 1 });
      const share = shareOf(type, item, answer) ?? -1;
      expect({ run, isFull: share === 1 }).toEqual({ run, isFull: sameKey(type, item, answer) });
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });

  it('does not depend on the order in which options were shown', () => {
    for (const { run, type, item, answer } of made) {
      const plain = shareOf(type, item, answer);
      for (const seed of [run, run * 7 + 3]) {
        const order = shownOrder(type, item, seedAt(seed, 1), true);
        const back = answerOf(type, item, order, typed(type, item, order, answer));
        expect({ run, share: shareOf(type, item, back) }).toEqual({ run, share: plain });
      }
    }
  });

  it('gives a part of the points by the rule on the page', () => {
    const several = options(true, true, false, false);
    expect([[0], [0, 1], [0, 2], [0, 1, 2], [2, 3], [0, 1, 2, 3]].map((choices) => shareOf('multiple', several, { choices }))).toEqual([0.5, 1, 0, 0.5, 0, 0]);
    const lines = options(false, false, false, false);
    expect([[0, 1, 3, 2], [1, 0, 3, 2], [0, null, null, 3], [0, 0, 2, 3]].map((places) => shareOf('order', lines, { places }))).toEqual([0.5, 0, 0.5, 0.5]);
    expect([[0, 1, 2], [0, 2, 1], [0, 0, 0], [null, 1, null]].map((given) => shareOf('match', pairs(3), { pairs: given }))).toEqual([1, 1 / 3, 0, 1 / 3]);
    const number = content({ answer: 0.3, tolerance: 0.1 });
    expect([0.2, 0.4, 0.4001, 0.1 + 0.2].map((one) => shareOf('numeric', number, { number: one }))).toEqual([1, 1, 0, 1]);
  });

  it('leaves a case to a person unless nothing was written', () => {
    const task = content({ criteria: [{ text: words('a'), points: 3 }, { text: words('b'), points: 2 }] });
    expect([null, { text: '', file: null }, { text: 'x', file: null }].map((answer) => shareOf('case', task, answer))).toEqual([0, 0, null]);
    expect([[3, 2], [0, 0], [2, 0], [9, -4]].map((marks) => casePoints(task, marks, 10))).toEqual([10, 0, 4, 6]);
  });

  it('reaches the pass mark at the mark itself, thirds and all', () => {
    expect([passes(7, 10, 70), passes(6.99, 10, 70), passes(pointsOf(1 / 3, 1) * 3, 1, 99), passes(0, 0, 1)]).toEqual([true, false, true, false]);
  });

  it('does not read the answer of another type', () => {
    expect(shareOf('single', options(true, false), { number: 0 })).toBe(0);
    expect(shareOf('order', options(false, false), { choices: [0, 1] })).toBe(0);
  });
});

describe('the order shown', () => {
  it('is a permutation, the same for the same seed, and never the key where the order is the key', () => {
    for (let seed = 0; seed < 300; seed++) {
      const count = 2 + (seed % 6);
      expect(shuffledIndices(count, seed).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
      const order = shownOrder('order', options(...Array.from({ length: count }, () => false)), seed, false);
      expect(order.every((index, at) => index === at)).toBe(false);
      expect(shownOrder('order', options(...Array.from({ length: count }, () => false)), seed, true)).toEqual(order);
    }
    expect(shownOrder('single', options(true, false, false), 5, false)).toEqual([0, 1, 2]);
  });
});
