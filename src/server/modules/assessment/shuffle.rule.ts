import type { ItemContent, ItemType } from './items.schemas.ts';

/** Numbers that look random and come again for the same seed (mulberry32): an attempt looks the same in every tab and after every return. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The indices 0…count−1 in an order of chance. */
export function shuffledIndices(count: number, seed: number): number[] {
  const next = chance(seed);
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/**
 * In which order the lines of an item are shown: shown[i] is the index in the stored item. Lines to be put in order, and right halves of
 * pairs, are always shuffled, and never stand as their key; options only where the test says so.
 */
export function shownOrder(type: ItemType, content: ItemContent, seed: number, isShuffled: boolean): number[] {
  const count = type === 'match' ? content.pairs.length : content.options.length;
  const isKey = type === 'order' || type === 'match';
  if (!isKey && !isShuffled) return Array.from({ length: count }, (_, at) => at);
  const order = shuffledIndices(count, seed);
  return isKey && count > 1 && order.every((index, at) => index === at) ? [...order.slice(1), order[0] ?? 0] : order;
}

export const seedAt = (seed: number, position: number): number => (Math.imul(seed, 31) + Math.imul(position, 0x9e3779b1)) >>> 0;
