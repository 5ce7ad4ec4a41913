import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readForm, type FormState } from '#lib/forms/index.ts';
import { translator, type T } from '#lib/i18n/index.ts';
import { submit, type Refused } from '#routes/submit.ts';
import { problemText } from '#server/http/problems.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { pastedNames, refuseUnusable, type NamesPreview, type PreviewLine } from '#server/modules/people/index.ts';

/** A list as it was typed or pasted, and how it is to be taken. */
export interface SentList {
  names: string;
  leaveOut: boolean;
  tidy: boolean;
}

export function sentList(form: FormData): SentList {
  const isTicked = (name: string) => form.get(name) === 'yes';
  return { names: String(form.get('names') ?? '').replaceAll('\r\n', '\n'), leaveOut: isTicked('leaveOut'), tidy: isTicked('tidy') };
}

export interface WordedLine {
  line: number;
  name: string;
  /** What is wrong, and what is offered, in sentences. */
  problems: string[];
}

/** What is said of a pasted list in words; `needsApproval`: it waits for somebody. */
export type WordedPreview = Omit<NamesPreview, 'refused' | 'duplicates' | 'offers'> & Record<'refused' | 'duplicates' | 'offers', WordedLine[]> & { needsApproval?: boolean };

const Names = z.object({ names: pastedNames() });

function worded(t: T, { line, name, problems }: PreviewLine): WordedLine {
  return {
    line,
    name,
    problems: problems.flatMap(({ code, params, suggestion }) => [
      // Line 0: it stands in the list that is there, not in the text.
      code === 'list.duplicate' && params['line'] === 0 ? t('seminars.collective.line_known') : problemText(t, code, params),
      ...(suggestion === null ? [] : [t('seminars.collective.line_offer', { text: suggestion })]),
    ]),
  };
}

function wordPreview(t: T, preview: NamesPreview): WordedPreview {
  const lines = (list: readonly PreviewLine[]) => list.map((line) => worded(t, line));
  // What else could be said about a line that is left out does not matter any more.
  const repeated = preview.duplicates.map((line) => ({ ...line, problems: line.problems.filter(({ code }) => code === 'list.duplicate' || code === 'list.issued_before') }));
  return { ...preview, refused: lines(preview.refused), duplicates: lines(repeated), offers: lines(preview.offers) };
}

export interface ReadNames {
  failure: Refused | null;
  preview: WordedPreview | null;
  /** Mark of the text that was shown as understood; it comes back with the form. Null: nothing was shown. */
  seen: string | null;
  /** The very same text was shown before: now it is taken. */
  wasSeen: boolean;
  /** What was typed, to be shown again without a problem. */
  kept: FormState;
}

/** Reads the names of a form: what cannot be used, how the rest was understood, and whether the sender has seen it. */
export async function readNames(locals: RequestLocals, form: FormData, read: () => Promise<NamesPreview>): Promise<ReadNames> {
  return readWhole(locals, form, Names, read);
}

/** The same for a form in which the names are one field of many. */
export async function readWhole<S extends z.ZodType>(locals: RequestLocals, form: FormData, schema: S, read: (input: z.output<S>) => Promise<NamesPreview>): Promise<ReadNames> {
  const list = sentList(form);
  const seen = createHash('sha256').update(list.names).digest('base64url').slice(0, 16);
  const wasSeen = form.get('seen') === seen;
  const kept = { values: readForm(form).values, problems: [] };
  const done = await submit(locals, form, schema, read);
  if (!done.ok) return { failure: done.failure, preview: null, seen: null, wasSeen: false, kept };
  const preview = wordPreview(translator(locals.locale), done.result);
  const usable = await submit(locals, form, Names, async () => refuseUnusable(done.result, list));
  return { failure: usable.ok ? null : usable.failure, preview, seen, wasSeen, kept };
}
