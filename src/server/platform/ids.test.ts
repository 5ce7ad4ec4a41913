import { describe, expect, it } from 'vitest';
import { isId, newId } from './ids.ts';

describe('a new id', () => {
  it('is a uuid of version 7 that tells the time', () => {
    const before = Date.now();
    const id = newId();
    expect(isId(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(id[19]).toMatch(/[89ab]/);
    const ms = Number(`0x${id.slice(0, 8)}${id.slice(9, 13)}`);
    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('comes after the one before, however many are made in a millisecond', () => {
    const ids = Array.from({ length: 50_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
    expect(ids.every(isId)).toBe(true);
  });
});
