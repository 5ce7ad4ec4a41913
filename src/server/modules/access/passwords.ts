import { invalid } from '#server/platform/errors.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Limit } from '#server/platform/rate-limit.ts';
import { authOf } from './auth.ts';

/** Tries hang on account *and* source together: a stranger who guesses from elsewhere cannot lock the owner out. */
export const PASSWORD_TRIES: Limit = { name: 'password', max: 8, windowSeconds: 600 };
const SHORTEST = 10;
const LONGEST = 128;

/** Errors beside the field: `password.too_short`, `password.too_long`. */
export function checkPassword(field: string, password: string): void {
  if (password.length < SHORTEST) throw invalid(field, 'password.too_short', { min: SHORTEST });
  if (password.length > LONGEST) throw invalid(field, 'password.too_long', { max: LONGEST });
}

export async function hashPassword(platform: Platform, password: string): Promise<string> {
  return (await authOf(platform).$context).password.hash(password);
}

/** Takes as long where there is no password to compare with: how long it took tells nothing of whether there is an account. */
export async function passwordMatches(platform: Platform, hash: string | undefined, password: string): Promise<boolean> {
  const tools = (await authOf(platform).$context).password;
  if (hash !== undefined) return tools.verify({ hash, password });
  await tools.hash(password);
  return false;
}
