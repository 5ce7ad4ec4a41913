import { hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Keys } from './keys.ts';
import { seal, unseal } from './sealed.ts';

const keysOf = (secret: string): Keys => ({ derive: (purpose) => Buffer.from(hkdfSync('sha256', secret, 'test', purpose, 32)) });
const keys = keysOf('one');
const end = new Date('2026-05-18T06:00:00Z');
const before = new Date('2026-05-18T05:59:59Z');

describe('what a browser keeps for us', () => {
  it('comes back as it was, and shows nothing of it', () => {
    const sealed = seal(keys, 'draft', { name: 'Әсел' }, end);
    expect(unseal(keys, 'draft', sealed, before)).toEqual({ name: 'Әсел' });
    expect(Buffer.from(sealed, 'base64url').toString('utf8')).not.toContain('name');
    expect(seal(keys, 'draft', { name: 'Әсел' }, end)).not.toBe(sealed);
  });

  it('is refused when a single bit was turned, for another purpose, by another installation, and after its end', () => {
    const sealed = seal(keys, 'draft', { name: 'Әсел' }, end);
    const bytes = Buffer.from(sealed, 'base64url');
    for (const at of [0, 12, bytes.length - 1]) {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ 1;
      expect(unseal(keys, 'draft', turned.toString('base64url'), before)).toBeNull();
    }
    expect(unseal(keys, 'other', sealed, before)).toBeNull();
    expect(unseal(keysOf('two'), 'draft', sealed, before)).toBeNull();
    expect(unseal(keys, 'draft', sealed, end)).toBeNull();
    for (const forged of ['', 'x', 'not base64 at all', 'A'.repeat(200)]) expect(unseal(keys, 'draft', forged, before)).toBeNull();
  });
});
