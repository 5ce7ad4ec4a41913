import type { Actor, Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { audit, originOfLine } from '#server/platform/audit.ts';
import type { Grant, JobHandler, JobRun, Platform, RequestOrigin } from '#server/platform/platform.ts';
import { makeCtx, systemCtx } from '#server/platform/platform.ts';
import { removeFilesOf } from '#server/platform/files.ts';
import { emit } from '#server/platform/outbox.ts';
import { checkRows } from './import-check.service.ts';
import { writeList } from './import-run.service.ts';
import { takeBack } from './import-undo.service.ts';
import { CHECK_JOB, RUN_JOB, UNDO_JOB } from './imports.service.ts';
import { forgetAfter } from './undo.ts';
import { deleteImportRows, findImport, listForgettable, updateImport, type ImportRow } from './imports.queries.ts';
import type { ImportState } from './imports.tables.ts';
import { networkOf, networksOf } from './networks.service.ts';
import { AppError } from '#server/platform/errors.ts';

/** A handler that finds its list in the state it was sent for; sent twice, the second finds nothing to do. */
const handler =
  (state: ImportState, back: ImportState, work: (ctx: Ctx, row: ImportRow, run: JobRun) => Promise<Record<string, unknown> | void>) =>
  async (run: JobRun): Promise<Record<string, unknown>> => {
    const system = systemCtx(run.platform, run.networkId, 'import');
    const found = await findImport(system, String(run.params.importId));
    if (!found || found.state !== state || found.job_id !== run.id) return {};
    const { defaultLocale } = await networkOf(system);
    const ctx = makeCtx(run.platform, { ...(await whoStarted(system, run, found)), networkId: run.networkId, locale: defaultLocale as Ctx['locale'] });
    try {
      return (await inTransaction(ctx, (tx) => work(tx, found, run))) ?? {};
    } catch (error) {
      // Only what is decided ends here; a lost connection lets the job run once more.
      if (error instanceof AppError) await updateImport(system, found.id, { state: back });
      if (error instanceof AppError && error.code === 'import.stopped') return {};
      throw error;
    }
  };

/**
 * In the name of who started it, in whose place and from where, as the line of the audit says; with her rights as they were then, which
 * only reading the rows asks for.
 */
async function whoStarted(system: Ctx, run: JobRun, found: ImportRow): Promise<{ actor: Actor; origin?: RequestOrigin }> {
  if (!run.createdBy) return { actor: { kind: 'system', name: 'import' } };
  const grants = Array.isArray(run.params.grants) ? (run.params.grants as Grant[]) : [];
  const line = typeof run.params.auditId === 'string' ? await originOfLine(system, run.params.auditId) : undefined;
  const actor: Actor = {
    kind: 'account',
    accountId: run.createdBy,
    name: found.started_by_name ?? found.created_by_name ?? '',
    email: '',
    grants,
    ...(line?.sessionId ? { sessionId: line.sessionId } : {}),
    ...(line?.tokenId ? { token: { id: line.tokenId, writes: true } } : {}),
    ...(line?.onBehalfOf ? { onBehalfOf: { accountId: line.onBehalfOf, name: found.started_for_name ?? '' } } : {}),
  };
  return { actor, ...(line?.source ? { origin: { source: line.source, userAgent: line.userAgent } } : {}) };
}

const TELL_MS = 400;

/** Says how far it is, not more often than anybody looks. */
function sparingly(run: JobRun): (done: number, total: number) => Promise<void> {
  let told = 0;
  return async (done, total) => {
    if (done < total && Date.now() - told < TELL_MS) return;
    told = Date.now();
    await run.progress(done, total);
  };
}

/** What the workers do with a list, by the kind of job. */
export const IMPORT_JOBS: Readonly<Record<string, JobHandler>> = {
  [CHECK_JOB]: handler('checking', 'draft', (ctx, row, run) => checkRows(ctx, row.id, sparingly(run))),
  [RUN_JOB]: handler('running', 'checked', async (ctx, row, run) => {
    await writeList(ctx, row, sparingly(run), run.stopRequested);
    await audit(ctx, { act: 'import.done', subjectType: 'import', subjectId: row.id });
    await emit(ctx, 'people.list_imported', { importId: row.id });
  }),
  [UNDO_JOB]: handler('running', 'done', async (ctx, row, run) => {
    const outcome = await takeBack(ctx, row.id, sparingly(run));
    await audit(ctx, { act: 'import.undone', subjectType: 'import', subjectId: row.id, data: outcome });
    await emit(ctx, 'people.list_undone', { importId: row.id });
    return outcome;
  }),
};

export function registerImportJobs(platform: Platform): void {
  for (const [kind, work] of Object.entries(IMPORT_JOBS)) platform.jobs.handleJob(kind, work);
  platform.jobs.handleTask('people.forget_imports', async (_ids, at) => void (await forgetImports(at)));
  platform.jobs.schedule('people.forget_imports', '50 18 * * *');
}

/** Nightly: rows and files of lists whose days of undoing are over. What went into the registry stays there. */
export async function forgetImports(platform: Platform): Promise<number> {
  const before = forgetAfter(platform.clock.now());
  let forgotten = 0;
  for (const { id: networkId } of await networksOf(platform)) {
    const ctx = systemCtx(platform, networkId, 'people.forget_imports');
    for (const id of await listForgettable(ctx, before)) {
      await inTransaction(ctx, async (tx) => {
        await deleteImportRows(tx, id);
        await removeFilesOf(tx, 'people.import', id);
        await updateImport(tx, id, { forgottenAt: tx.clock.now() });
      });
      forgotten += 1;
    }
  }
  return forgotten;
}
