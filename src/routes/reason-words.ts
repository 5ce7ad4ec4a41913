import type { MessageKey, T } from '#lib/i18n/index.ts';
import { errorKey } from '#lib/ui/error-words.ts';
import type { VerdictReason } from '#server/modules/seminars/index.ts';

/** Why somebody gets no certificate, as a sentence; where none of several conditions was met, followed by one for each. */
export function reasonWords(t: T, reason: VerdictReason): string {
  return [codeWords(t, reason.code, reason.params), ...(reason.of ?? []).map((part) => reasonWords(t, part))].join(' ');
}

/** The words of a code of issuing or of the rule. */
export function codeWords(t: T, code: string, params: object = {}): string {
  const key = errorKey(code) ?? 'errors.input_invalid';
  return (t as (key: MessageKey, params: object) => string)(key, params);
}
