import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distance } from './distance.ts';

it('counts steps between words, swapped neighbours as one, and stops at the limit', () => {
  expect(distance('gmail', 'gmail', 2)).toBe(0);
  expect(distance('gmial', 'gmail', 2)).toBe(1);
  expect(distance('gmai', 'gmail', 2)).toBe(1);
  expect(distance('kasimova', 'kasimov', 2)).toBe(1);
  expect(distance('abcdef', 'uvwxyz', 2)).toBe(3);
  expect(distance('ab', 'abcdef', 2)).toBe(3);
});

it('is the same in both directions, 0 only for equal words, and changes by one step a letter', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.constantFrom('a', 'b', 'x'), fc.nat(8), (a, b, letter, at) => {
      const there = distance(a, b, 20);
      expect(distance(b, a, 20)).toBe(there);
      expect(there === 0).toBe(a === b);
      expect(distance(a.slice(0, at) + letter + a.slice(at), a, 20)).toBe(1);
      expect(distance(a, b, 2)).toBe(Math.min(there, 3));
    }),
    { numRuns: 1000 },
  );
});
