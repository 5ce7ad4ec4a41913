import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator knows it: SHA-1, six digits, steps of thirty seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const newSecret = (): Buffer => randomBytes(20);

export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

export const stepOf = (at: Date): number => Math.floor(at.getTime() / STEP_MS);

export function codeOf(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step whose code was typed: now, or one before or after, since clocks of phones go wrong; null for a wrong code. */
export function matchingStep(secret: Uint8Array, typed: string, now: Date): number | null {
  if (!/^\d{6}$/.test(typed)) return null;
  const current = stepOf(now);
  return [current, current - 1, current + 1].find((step) => timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(typed))) ?? null;
}

/** What an authenticator reads from the QR code. */
export function authenticatorUri(secret: Uint8Array, email: string): string {
  const query = new URLSearchParams({ secret: base32(secret), issuer: 'Sheberlik', algorithm: 'SHA1', digits: String(DIGITS), period: '30' });
  return `otpauth://totp/${encodeURIComponent(`Sheberlik:${email}`)}?${query.toString()}`;
}
