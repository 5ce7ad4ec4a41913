import { createHmac } from 'node:crypto';
import { invalid } from '#server/platform/errors.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Limit } from '#server/platform/rate-limit.ts';
import { hashPassword, passwordMatches } from './passwords.ts';

export const PIN_TRIES: Limit = { name: 'pin', max: 5, windowSeconds: 600 };
/** Wrong ones from all sources together: after so many a day each source has one try at a time. It slows whoever guesses from everywhere, and shuts nobody out. */
export const WRONG_PINS_A_DAY: Limit = { name: 'pin_account', max: 20, windowSeconds: 24 * 3600 };
export const SLOW_PIN_TRIES: Limit = { name: 'pin_slow', max: 1, windowSeconds: 600 };

/** All digits alike, or one after another in a row: what is tried first. */
function isSimple(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 2);
}

/** Errors beside the field: `pin.wrong_length`, `pin.too_simple`. */
export function checkPin(field: string, pin: string): void {
  if (!/^\d{4,8}$/.test(pin)) throw invalid(field, 'pin.wrong_length', { min: 4, max: 8 });
  if (isSimple(pin)) throw invalid(field, 'pin.too_simple');
}

/** So few digits are found from any hash: first they go under a key that no backup holds, each account's in its own way. */
const peppered = (platform: Platform, accountId: string, pin: string): string => createHmac('sha256', platform.keys.derive('pins')).update(`${accountId}:${pin}`).digest('base64url');

export const hashPin = (platform: Platform, accountId: string, pin: string): Promise<string> => hashPassword(platform, peppered(platform, accountId, pin));

export const pinMatches = (platform: Platform, accountId: string, hash: string | undefined, pin: string): Promise<boolean> => passwordMatches(platform, hash, peppered(platform, accountId, pin));
