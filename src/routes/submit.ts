import { fail, type ActionFailure } from '@sveltejs/kit';
import type { z } from 'zod';
import { readForm, settle, type FormState } from '#lib/forms/index.ts';
import { translator } from '#lib/i18n/index.ts';
import { LARGEST_FORM } from '#server/http/limits.ts';
import { problemsOf, problemText, shownProblems } from '#server/http/problems.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { InvalidInput } from '#server/platform/errors.ts';

/** What an action returns to the page when the form could not be accepted; also what `form` is there. */
export type Refused = ActionFailure<FormState>;

/**
 * Runs one form: parse with the schema that the API uses too, call the service, and turn what it refuses into sentences beside the
 * fields. Nothing typed is lost. Missing rows (404) and faults answer as pages.
 */
export async function submit<S extends z.ZodType, R>(
  locals: RequestLocals,
  form: FormData,
  schema: S,
  work: (input: z.output<S>) => Promise<R>,
): Promise<{ ok: true; result: R } | { ok: false; failure: Refused }> {
  const { values, input } = readForm(form);
  try {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error));
    return { ok: true, result: await work(parsed.data) };
  } catch (error) {
    const shown = shownProblems(translator(locals.locale), error);
    if (!shown) throw error;
    return { ok: false, failure: fail(shown.status, { values, problems: shown.problems }) };
  }
}

/** A form of a record that somebody else may have changed meanwhile: what the reader has decided is put in, what is still open is asked. */
export async function submitMeanwhile<S extends z.ZodType, R>(locals: RequestLocals, form: FormData, schema: S, work: (input: z.output<S>) => Promise<R>) {
  const open = settle(form);
  return submit(locals, form, schema, (input) => {
    if (open.length > 0) throw new InvalidInput(open.map((unit) => ({ field: `take.${unit}`, code: 'choice.missing' })));
    return work(input);
  });
}

/** What an upload that is too large to be read answers: a sentence beside the field, as for a file just over its own limit. Null: read it. */
export function tooLargeToRead(locals: RequestLocals, request: Request, field: string, mostBytes: number): Refused | null {
  if (Number(request.headers.get('content-length') ?? 0) <= LARGEST_FORM) return null;
  const text = problemText(translator(locals.locale), 'csv.too_large', { megabytes: mostBytes / 1_000_000 });
  return fail(413, { values: {}, problems: [{ field, text }] });
}
