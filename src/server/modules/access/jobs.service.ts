import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { findJob, resumeJob, stopJob } from '#server/platform/jobs.ts';
import { holds } from './access.policy.ts';
import { listJobs, type JobRow } from './outbox.queries.ts';

const SHOWN = 50;

export interface JobState {
  id: string;
  /** `seminars.issue_certificates`: in words the message `seminars.job.issue_certificates`. */
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  done: number;
  total: number;
  errorCode: string | null;
  outcome: Record<string, unknown>;
  /** Ids of what it is about. */
  params: Record<string, unknown>;
  stopRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** Who looks after all long work of a network; everybody else sees the work they started. */
const managesJobs = (actor: Actor, networkId: string) => holds(actor, ['network_admin', 'system_admin'], { networkId });

const toState = (row: JobRow): JobState => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  done: row.done,
  total: row.total,
  errorCode: row.error_code,
  outcome: row.outcome ?? {},
  params: row.params,
  stopRequested: row.stop_requested,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

/** A job for whoever started it and for administrators. Error: `page.not_found`. */
export async function getJobFor(ctx: Ctx, jobId: string): Promise<JobState> {
  const row = isId(jobId) ? await findJob(ctx, jobId) : undefined;
  const mine = row && ctx.actor.kind === 'account' && row.created_by === ctx.actor.accountId;
  if (!row || !(mine || managesJobs(ctx.actor, ctx.networkId))) throw notFound();
  return toState(row);
}

/** The newest 50 jobs that the actor may see. Error: `page.not_found` for who is not signed in. */
export async function listJobsFor(ctx: Ctx): Promise<JobState[]> {
  if (ctx.actor.kind !== 'account') throw notFound();
  return (await listJobs(ctx, managesJobs(ctx.actor, ctx.networkId) ? null : ctx.actor.accountId, SHOWN)).map(toState);
}

/** Asks a job to stop at its next safe point; what is finished stays. Errors as in `getJobFor`. */
export async function stopJobFor(ctx: Ctx, jobId: string): Promise<void> {
  const job = await getJobFor(ctx, jobId);
  await inTransaction(ctx, async (tx) => {
    await stopJob(tx, job.id);
    await audit(tx, { act: 'job.stopped', subjectType: 'job', subjectId: job.id });
  });
}

/** Goes on with a stopped or failed job where it left off. Errors as in `getJobFor`. */
export async function resumeJobFor(ctx: Ctx, jobId: string): Promise<void> {
  const job = await getJobFor(ctx, jobId);
  await inTransaction(ctx, async (tx) => {
    await resumeJob(tx, job.id);
    await audit(tx, { act: 'job.resumed', subjectType: 'job', subjectId: job.id });
  });
}
