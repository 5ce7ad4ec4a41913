import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * A new uuid version 7: ordered by time, so that primary keys stay close together on disk. What one process makes in one millisecond is
 * in order too, by a counter in the twelve bits after the version (RFC 9562 §6.2, method 1): lists by id show things as they happened.
 */
export function newId(): string {
  const id = randomUUIDv7();
  const ms = Number(`0x${id.slice(0, 8)}${id.slice(9, 13)}`);
  if (ms > lastMs) {
    lastMs = ms;
    // Room above for what follows in the same millisecond.
    counter = Number(`0x${id.slice(15, 18)}`) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}${id.slice(18)}`;
}

/** Whether a text taken from a URL may be used as an id at all; anything else is answered like a missing row. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

/** Random text for links and codes: `bytes` random bytes (≥ 16, that is 128 bits) as base64url. */
export function randomToken(bytes = 24): string {
  if (bytes < 16) throw new RangeError('a token needs at least 128 bits');
  return randomBytes(bytes).toString('base64url');
}

/** SHA-256 as base64url: how tokens are kept in the database. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
