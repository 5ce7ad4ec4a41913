import { fail, type ActionFailure } from '@sveltejs/kit';
import type { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import { problemsOf, shownProblems } from '#server/http/problems.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { InvalidInput } from '#server/platform/errors.ts';

/** What a page gets back when a form could not be accepted: everything typed, and a sentence for each problem. */
export interface FormState {
  values: Record<string, string | string[]>;
  problems: { field: string; text: string }[];
}

/** Everything typed, as it was typed; several fields of one name become a list. Passwords and files never come back. */
export function typedValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string' || /password|^pin$/i.test(name)) continue;
    const known = values[name];
    if (known === undefined) values[name] = value;
    else values[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return values;
}

/**
 * Runs one form: parse with the schema the API uses too, call the service, and turn what it refuses into sentences beside the fields.
 * `shape` makes the input object of the schema from the fields when they are not one to one.
 */
export async function submit<S extends z.ZodType, R>(
  locals: RequestLocals,
  form: FormData,
  schema: S,
  work: (input: z.output<S>) => Promise<R>,
  shape: (form: FormData) => unknown = typedValues,
): Promise<{ ok: true; result: R } | { ok: false; failure: ActionFailure<FormState> }> {
  const t = translator(locals.locale);
  const values = typedValues(form);
  try {
    const parsed = schema.safeParse(shape(form));
    if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error));
    return { ok: true, result: await work(parsed.data) };
  } catch (error) {
    const shown = shownProblems(t, error);
    if (shown) return { ok: false, failure: fail(shown.status, { values, problems: shown.problems }) };
    throw error;
  }
}
