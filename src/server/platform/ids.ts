import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';

/** A new uuid version 7: ordered by time, so that primary keys stay close together on disk. */
export function newId(): string {
  return randomUUIDv7();
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
