import type { z } from 'zod';
import type { MessageKey, T } from '#lib/i18n/index.ts';
import { errorKey } from '#lib/ui/error-words.ts';
import { AppError, InvalidInput, type FieldProblem } from '#server/platform/errors.ts';

/** Words for an error code in the reader's language; a code without words is a fault that a test finds. */
export function problemText(t: T, code: string, params: Record<string, string | number> = {}): string {
  const key = errorKey(code);
  if (key) return (t as (key: MessageKey, params: object) => string)(key, params);
  return t('errors.input_invalid');
}

/** zod's issues as our problems. Own codes are given as messages (`email.invalid`); the rest is named by what went wrong. */
export function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => {
    const field = issue.path.join('.');
    if (/^[a-z_]+\.[a-z_]+$/.test(issue.message)) {
      const custom = 'params' in issue ? (issue.params as Record<string, string | number> | undefined) : undefined;
      const limits = limitsOf(issue);
      return { field, code: issue.message, params: { ...limits, ...custom } };
    }
    switch (issue.code) {
      case 'too_big':
        return { field, code: issue.origin === 'string' ? 'text.too_long' : 'number.too_large', params: limitsOf(issue) };
      case 'too_small':
        return issue.origin === 'string' && Number(issue.minimum) <= 1
          ? { field, code: 'field.required' }
          : { field, code: issue.origin === 'string' ? 'text.too_short' : 'number.too_small', params: limitsOf(issue) };
      case 'invalid_format':
        return { field, code: issue.format === 'email' ? 'email.invalid' : 'text.wrong_form' };
      case 'invalid_value':
        return { field, code: 'choice.missing' };
      case 'invalid_type':
        return { field, code: issue.expected === 'number' || issue.expected === 'int' ? 'number.invalid' : 'field.required' };
      default:
        return { field, code: 'field.invalid' };
    }
  });
}

function limitsOf(issue: object): Record<string, number> {
  const limits: Record<string, number> = {};
  if ('maximum' in issue) limits.max = Number(issue.maximum);
  if ('minimum' in issue) limits.min = Number(issue.minimum);
  return limits;
}

export interface ShownProblem {
  field: string;
  text: string;
}

/** An error of a service as lines beside fields; null when it is a fault that must not be shown. */
export function shownProblems(t: T, error: unknown): { status: number; problems: ShownProblem[] } | null {
  if (error instanceof InvalidInput) {
    return { status: error.status, problems: error.problems.map((p) => ({ field: p.field, text: problemText(t, p.code, p.params) })) };
  }
  if (error instanceof AppError && error.status !== 404) {
    return { status: error.status, problems: [{ field: '', text: problemText(t, error.code, { ...error.params }) }] };
  }
  return null;
}
