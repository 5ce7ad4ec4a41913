import { inTransaction } from '#server/platform/context.ts';
import { systemCtx, type JobRun, type Platform } from '#server/platform/platform.ts';
import { IMPORT_FRAMEWORK_JOB, storeImported } from './framework-imports.service.ts';

/** How often the run says how far it is and asks whether it should stop. */
const TELL_MS = 400;

class Stopped extends Error {}

/** One transaction: whoever stops it, or whatever kills it, leaves nothing behind. */
export async function importFramework(run: JobRun): Promise<Record<string, unknown>> {
  const ctx = systemCtx(run.platform, run.networkId, IMPORT_FRAMEWORK_JOB, 'ru');
  let toldAt = 0;
  try {
    return await inTransaction(ctx, (tx) =>
      storeImported(tx, String(run.params.frameworkImportId), async (done, total) => {
        if (Date.now() - toldAt < TELL_MS && done < total) return;
        toldAt = Date.now();
        await run.progress(done, total);
        if (await run.stopRequested()) throw new Stopped();
      }),
    );
  } catch (error) {
    if (error instanceof Stopped) return {};
    throw error;
  }
}

export function registerFrameworkJobs(platform: Platform): void {
  platform.jobs.handleJob(IMPORT_FRAMEWORK_JOB, importFramework);
}
