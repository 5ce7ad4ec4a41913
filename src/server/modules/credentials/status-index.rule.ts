import { createHmac } from 'node:crypto';

/** Bitstring Status List 1.0 §2.2: at least 16 KB uncompressed, for the sake of whoever is looked up. */
export const LIST_PLACES = 131_072;

/**
 * The place of the n-th credential of a list, n from 0: a permutation keyed by the list, so that neighbouring places tell nothing about who
 * was issued together. Four Feistel rounds over 18 bits, walked until the value falls into 17.
 */
export function statusIndex(listId: string, n: number): number {
  if (!Number.isInteger(n) || n < 0 || n >= LIST_PLACES) throw new Error(`a status list has no place ${n}`);
  let value = n;
  do value = permuted(listId, value);
  while (value >= LIST_PLACES);
  return value;
}

function permuted(listId: string, value: number): number {
  let left = value >> 9;
  let right = value & 511;
  for (let round = 0; round < 4; round++) {
    const mix = createHmac('sha256', listId).update(`${round}:${right}`).digest().readUInt16BE(0) & 511;
    [left, right] = [right, left ^ mix];
  }
  return (left << 9) | right;
}
