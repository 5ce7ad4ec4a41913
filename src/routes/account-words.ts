import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

/** How somebody signed in, or tried to. */
export function methodWords(t: T, method: string): string {
  const key = `account.method.${method}`;
  return isPlainMessageKey(key) ? t(key) : method;
}

export const OUTCOME_BADGE: Record<string, 'ok' | 'bad' | 'neutral'> = { signed_in: 'ok', refused: 'bad' };

export function outcomeWords(t: T, outcome: string): string {
  const key = `account.outcome.${outcome}`;
  return isPlainMessageKey(key) ? t(key) : outcome;
}
