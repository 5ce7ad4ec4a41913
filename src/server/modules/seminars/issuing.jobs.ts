import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import type { JobRun, Platform } from '#server/platform/platform.ts';
import { systemCtx } from '#server/platform/platform.ts';
import type { ResultLine } from './eligibility.service.ts';
import { findRun, lockPersonRow, type LockedPerson } from './issuing.queries.ts';
import { ISSUE_JOB, judgeEverybody, leftOut, type RunOutcome } from './issuing.service.ts';
import { issueTo, type IssuedBy } from './paper.service.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';

/** How often the run says how far it is and asks whether it should stop. */
const TELL_MS = 400;

/**
 * Issues to everybody who is eligible, one person a transaction. Everybody is judged once, at the beginning; each person's row is then held
 * and looked at again, so that whoever cancelled, changed her name or was decided about meanwhile is left to the next run. Killed at any
 * moment, it begins again and finds whom it has issued to; two workers with one run share the work and issue to nobody twice.
 */
export async function issueCertificates(run: JobRun): Promise<Record<string, unknown>> {
  const ctx = systemCtx(run.platform, run.networkId, ISSUE_JOB, 'ru');
  const eventId = String(run.params.eventId);
  const wish = await findRun(ctx, eventId, String(run.params.runId));
  if (!wish) throw new AppError('page.not_found', 404);
  const event = await getEventFor(ctx, eventId, 'issueCertificates');
  const lines = await judgeEverybody({ ...ctx, locale: (event.languages[0] ?? 'ru') as Ctx['locale'] }, event);

  const open = lines.filter((line) => !line.issueId && leftOut(line, wish.unconfirmedToo) === null);
  // What a run before a crash has done counts as done, so that the bar does not jump back.
  const before = lines.filter((line) => line.issuedAt && line.issuedAt >= wish.startedAt).length;
  const total = before + open.length;
  const outcome: RunOutcome = { issued: before, failed: [] };
  const deliverAfter = wish.deliverInMinutes > 0 ? new Date(wish.startedAt.getTime() + wish.deliverInMinutes * 60_000) : null;
  let told = 0;
  await run.progress(before, total);
  for (const [index, line] of open.entries()) {
    if (Date.now() - told >= TELL_MS) {
      told = Date.now();
      await run.progress(before + index, total);
      if (await run.stopRequested()) break;
    }
    const failure = await issueToNext(ctx, event, line, { issuedBy: run.createdBy, batchId: wish.id, deliverAfter, ...(wish.template === null ? {} : { templateId: wish.template === 'own' ? null : wish.template }) });
    if (failure) outcome.failed.push({ id: line.id, code: failure });
    else outcome.issued++;
  }
  await run.progress(outcome.issued + outcome.failed.length, total);
  return { ...outcome };
}

/** The code of what stood against it; null when the person has her certificate. Faults end the run, to be resumed. */
async function issueToNext(ctx: Ctx, event: OpenEvent, line: ResultLine, by: IssuedBy): Promise<string | null> {
  const { kind } = line.verdict;
  if (!kind) return 'issuing.not_eligible';
  try {
    await inTransaction(ctx, async (tx) => {
      const now = await lockPersonRow(tx, event.id, line);
      if (!now || !isSame(now, line)) throw new AppError('record.changed_meanwhile', 409);
      await issueTo(tx, event, { ...line, verdict: { ...line.verdict, kind } }, by);
    });
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== 'issuing.no_public_address' && error.status !== 404) return error.code;
    throw error;
  }
}

function isSame(now: LockedPerson, then: ResultLine): boolean {
  return (
    now.state === then.state &&
    now.name === then.name &&
    now.nameConfirmed === then.nameConfirmed &&
    now.locale === then.locale &&
    now.email === then.email &&
    now.decisionId === then.decisionId
  );
}

export function registerIssuingJobs(platform: Platform): void {
  platform.jobs.handleJob(ISSUE_JOB, issueCertificates);
}
