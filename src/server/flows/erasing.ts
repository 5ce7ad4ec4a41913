import { isLastAdministrator } from '#server/modules/access/index.ts';
import { beginErasure, endErasure, ERASE_JOB, erasureOf, erasureToRun, type ErasureView } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { listPersonalDataSources, type ErasureLine } from '#server/platform/personal-data.ts';
import { systemCtx, type JobRun, type Platform } from '#server/platform/platform.ts';
import { dataSubject, eraseSubject } from './personal-data.ts';

async function linesOf(ctx: Ctx, personId: string): Promise<ErasureLine[]> {
  const subject = await dataSubject(ctx, { personId, accountId: null });
  const lines: ErasureLine[] = [];
  for (const source of listPersonalDataSources()) lines.push(...(await source.preview(ctx, subject)));
  return lines.filter(({ count }) => count > 0);
}

/** What erasing somebody would take and what it would leave and why, over all modules. Errors: `page.not_found`, `person.not_possible_…`. */
export async function previewErasure(ctx: Ctx, personId: string): Promise<ErasureView & { lines: ErasureLine[] }> {
  const view = await erasureOf(ctx, personId);
  return { ...view, lines: await linesOf(ctx, personId) };
}

/** Begins to erase somebody for good. Returns the job. Errors as above, `erasure.runs_already`, `erasure.last_administrator` (409). */
export async function startErasing(ctx: Ctx, personId: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const jobId = await beginErasure(tx, personId);
    const { accountId } = await dataSubject(tx, { personId, accountId: null });
    if (accountId && (await isLastAdministrator(tx, accountId))) throw new AppError('erasure.last_administrator', 409);
    return jobId;
  });
}

/** One transaction over all modules: it ends only when each has answered, and a fault leaves everything as it was. */
export async function runErasure(run: JobRun): Promise<Record<string, unknown>> {
  const erasureId = String(run.params.erasureId);
  return inTransaction(systemCtx(run.platform, run.networkId, 'people.erase_person'), async (tx) => {
    const personId = await erasureToRun(tx, erasureId, run.id);
    if (!personId) return {};
    const lines = await linesOf(tx, personId);
    await eraseSubject(tx, await dataSubject(tx, { personId, accountId: null }));
    const outcome = { erased: sum(lines, true), stayed: sum(lines, false) };
    await endErasure(tx, erasureId, personId, outcome);
    return outcome;
  });
}

const sum = (lines: readonly ErasureLine[], gone: boolean): number => lines.filter(({ stays }) => (stays === null) === gone).reduce((all, { count }) => all + count, 0);

export function registerErasing(platform: Platform): void {
  platform.jobs.handleJob(ERASE_JOB, runErasure);
}
