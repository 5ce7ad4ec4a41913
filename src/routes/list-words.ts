import { createHash } from 'node:crypto';
import { translator, type T } from '#lib/i18n/index.ts';
import { submit, type Refused } from '#routes/submit.ts';
import { problemText } from '#server/http/problems.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { NamesStep, refuseUnusable, type ListPreview, type PreviewLine } from '#server/modules/seminars/index.ts';

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

export type WordedPreview = Omit<ListPreview, 'refused' | 'duplicates' | 'offers'> & Record<'refused' | 'duplicates' | 'offers', WordedLine[]>;

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

function wordPreview(t: T, preview: ListPreview): WordedPreview {
  const lines = (list: readonly PreviewLine[]) => list.map((line) => worded(t, line));
  // What else could be said about a line that is left out does not matter any more.
  const repeated = preview.duplicates.map((line) => ({ ...line, problems: line.problems.filter(({ code }) => code === 'list.duplicate') }));
  return { ...preview, refused: lines(preview.refused), duplicates: lines(repeated), offers: lines(preview.offers) };
}

export interface ReadNames {
  failure: Refused | null;
  preview: WordedPreview | null;
  /** Mark of the text that was shown as understood; it comes back with the form. */
  seen: string;
  /** The very same text was shown before: now it is taken. */
  wasSeen: boolean;
}

/** Reads the names of a form: what cannot be used, how the rest was understood, and whether the sender has seen it. */
export async function readNames(locals: RequestLocals, form: FormData, read: () => Promise<ListPreview>): Promise<ReadNames> {
  const list = sentList(form);
  const seen = createHash('sha256').update(list.names).digest('base64url').slice(0, 16);
  const wasSeen = form.get('seen') === seen;
  const done = await submit(locals, form, NamesStep, read);
  if (!done.ok) return { failure: done.failure, preview: null, seen, wasSeen };
  const preview = wordPreview(translator(locals.locale), done.result);
  const usable = await submit(locals, form, NamesStep, async () => refuseUnusable(done.result, list));
  return { failure: usable.ok ? null : usable.failure, preview, seen, wasSeen };
}
