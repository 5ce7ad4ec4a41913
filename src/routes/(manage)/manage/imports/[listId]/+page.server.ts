import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { problemLine } from '#routes/import-words.ts';
import { submit } from '#routes/submit.ts';
import { translator } from '#lib/i18n/index.ts';
import { getJobFor, type JobState } from '#server/modules/access/index.ts';
import { ChoosePlaces, choosePlaces, Decisions, decideRows, RunImport, runImport, readRowView, showImport } from '#server/modules/people/index.ts';
import { problemText } from '#server/http/problems.ts';
import type { Actions, PageServerLoad } from './$types';

/** One list: what would happen to the registry, who is who, and what has happened. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  const page = await showImport(locals.ctx, params.listId, readRowView(url.searchParams));
  const { import: found, rows } = page;
  if (found.state === 'draft' && !found.job_id) goTo(locals, `/manage/imports/${found.id}/columns`);
  // Whoever only reads the list of another sees no job of hers.
  const job: JobState | null = found.job_id ? await getJobFor(locals.ctx, found.job_id).catch(() => null) : null;
  if (found.state === 'running' || found.state === 'checking') setHeaders({ 'cache-control': 'no-store' });
  const t = translator(locals.locale);
  return {
    list: { id: found.id, name: found.file_name, kind: found.kind, state: found.state, counts: found.counts, undoUntil: found.undoUntil, undoneAt: found.undone_at, forgotten: found.forgotten_at !== null },
    job: job && (found.state === 'running' || found.state === 'checking' || job.state === 'failed') ? job : null,
    jobProblem: job?.errorCode ? problemText(t, job.errorCode) : null,
    which: page.which,
    after: page.after,
    next: page.next,
    problems: page.problems.map((line) => ({ ...line, text: t(`imports.problem_count.${line.severity}`, { count: line.n }), code: line.code })),
    unknown: page.unknown,
    places: page.places,
    rows: rows.map((row) => ({ ...row, problems: row.problems.map((problem) => ({ column: problem.column, value: problem.value, severity: problem.severity, text: problemLine(t, problem) })) })),
  };
};

const Chosen = z.object({ ...Decisions.shape, rest: z.enum(['new', 'likeliest']).optional() });

export const actions: Actions = {
  decide: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Chosen, (input) => decideRows(locals.ctx, params.listId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}`);
  },
  places: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ChoosePlaces, (input) => choosePlaces(locals.ctx, params.listId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}`);
  },
  run: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), RunImport, ({ how }) => runImport(locals.ctx, params.listId, how));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}`);
  },
};
