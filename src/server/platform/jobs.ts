import { CompiledQuery, sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { isConnectionLoss, type Db, type Tx } from './db.ts';
import type { Ctx, JobHandler, Jobs, Platform, SmallTaskHandler } from './platform.ts';
import './platform.tables.ts';

export type { JobHandler, JobRun, Jobs, SmallTaskHandler } from './platform.ts';

/** Long work has a queue and a worker of its own: a thousand certificates must not keep a single mail waiting. */
const LONG = { queue: 'work', workers: 2 };
const SMALL = { queue: 'tasks', workers: 4 };

export function createJobs(platform: Platform): Jobs {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => platform.pool.query(text, values as unknown[]) },
    schema: 'pgboss',
    migrate: true,
    supervise: true,
    schedule: true,
    // Work whose worker died goes on half a minute later, not after minutes.
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 60,
  });
  boss.on('error', (error) => platform.log.warn({ err: error }, 'jobs'));
  const jobHandlers = new Map<string, JobHandler>();
  const taskHandlers = new Map<string, SmallTaskHandler>();
  const schedules: { kind: string; cron: string }[] = [];
  const workers: string[] = [];
  let started = false;
  const queueOf = (kind: string) => (taskHandlers.has(kind) ? SMALL.queue : LONG.queue);

  const run = async (data: { kind: string; ids: Record<string, string> }) => {
    const task = taskHandlers.get(data.kind);
    if (task) return task(data.ids, platform);
    const handler = jobHandlers.get(data.kind);
    if (!handler) throw new Error(`no handler for job ${data.kind}`);
    await runJob(platform, data.ids.jobId ?? '', handler);
  };

  const wake = () => workers.forEach((id) => boss.notifyWorker(id));

  const workOn = async (queue: string, pollingIntervalSeconds: number): Promise<string> => {
    const id: string = await boss.work<{ kind: string; ids: Record<string, string> }>(queue, { batchSize: 1, pollingIntervalSeconds }, async ([job]) => {
      if (!job) return;
      // Where one is, there may be more, and work for the others.
      wake();
      try {
        await run(job.data);
      } catch (error) {
        platform.log.error({ err: error, kind: job.data.kind }, 'job failed');
        throw error;
      } finally {
        // Without this a worker rests after each.
        boss.notifyWorker(id);
      }
    });
    return id;
  };

  return {
    handleJob: (kind, handler) => void jobHandlers.set(kind, handler),
    handleTask: (kind, handler) => void taskHandlers.set(kind, handler),
    schedule: (kind, cron) => void schedules.push({ kind, cron }),
    async start() {
      await boss.start();
      for (const { queue } of [LONG, SMALL]) {
        await boss.createQueue(queue, { retryLimit: 5, retryDelay: 2, retryBackoff: true, expireInSeconds: 3600, heartbeatSeconds: 20 });
      }
      started = true;
    },
    async stop() {
      if (started) await boss.stop({ graceful: true, timeout: 5000, close: false });
    },
    async send(db, kind, ids, options) {
      await boss.send(queueOf(kind), { kind, ids }, {
        ...(options?.after ? { startAfter: options.after } : {}),
        db: { executeSql: async (text: string, values?: unknown[]) => executeOn(db, text, values ?? []) },
      });
    },
    async sendAll(db, kind, list) {
      if (list.length === 0) return;
      await boss.insert(
        queueOf(kind),
        list.map((ids) => ({ data: { kind, ids } })),
        { db: { executeSql: async (text: string, values?: unknown[]) => executeOn(db, text, values ?? []) } },
      );
    },
    wake,
    async work() {
      const lost = await sendLostAgain(platform, (kind, ids) => boss.send(queueOf(kind), { kind, ids }));
      if (lost > 0) platform.log.warn({ lost }, 'jobs: sent again what had lost its place in the queue');
      for (const { kind, cron } of schedules) await boss.schedule(queueOf(kind), cron, { kind, ids: {} }, { key: kind });
      for (const { queue, workers: count } of [LONG, SMALL]) {
        // One looks often for what another process left; the others are woken by it, so that an idle installation asks little.
        for (let i = 0; i < count; i++) workers.push(await workOn(queue, i === 0 ? 4 : 60));
      }
    },
  };
}

async function executeOn(db: Db | Tx, text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number }> {
  const result = await db.executeQuery(CompiledQuery.raw(text, values));
  return { rows: result.rows, rowCount: Number(result.numAffectedRows ?? result.rows.length) };
}

async function runJob(platform: Platform, jobId: string, handler: JobHandler): Promise<void> {
  const db = platform.db;
  const job = await db
    .updateTable('platform.job')
    .set({ state: 'running', started_at: sql`coalesce(started_at, ${platform.clock.now()})` })
    .where('id', '=', jobId)
    .where('state', 'in', ['waiting', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (!job) return;
  const finish = (state: 'done' | 'failed' | 'stopped', more: { outcome?: string; error_code?: string }) =>
    db.updateTable('platform.job').set({ state, finished_at: platform.clock.now(), ...more }).where('id', '=', jobId).execute();
  const stopRequested = async () =>
    (await db.selectFrom('platform.job').select('stop_requested').where('id', '=', jobId).executeTakeFirst())?.stop_requested ?? true;
  try {
    const outcome = await handler({
      id: jobId,
      networkId: job.network_id,
      params: job.params,
      platform,
      createdBy: job.created_by,
      progress: async (done, total) => {
        await db.updateTable('platform.job').set({ done, total }).where('id', '=', jobId).execute();
        platform.hub.publish(`job:${jobId}`, { done, total });
      },
      stopRequested,
    });
    const stopped = await stopRequested();
    await finish(stopped ? 'stopped' : 'done', { outcome: JSON.stringify(outcome ?? {}) });
  } catch (error) {
    // Nobody's fault and soon over: the job stays as running, and the queue gives it to a worker once more.
    if (isConnectionLoss(error)) throw error;
    platform.log.error({ err: error, job: jobId, kind: job.kind }, 'job failed');
    const code = (error as { code?: string }).code;
    await finish('failed', { error_code: typeof code === 'string' ? code.slice(0, 100) : 'job.failed' });
  }
}

/** Starts a long piece of work in the transaction of the command that asks for it. Returns the job's id. */
export async function startJob(tx: Ctx, kind: string, params: Record<string, unknown>): Promise<string> {
  if (!tx.inTx) throw new Error('startJob() belongs into the transaction of the deed');
  const row = await tx.db
    .insertInto('platform.job')
    .values({
      network_id: tx.networkId,
      kind,
      params: JSON.stringify(params),
      created_by: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      created_at: tx.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sendTask(tx, kind, { jobId: row.id });
  return row.id;
}

/** Leaves a small task for the workers, in the same transaction; payloads hold ids only. */
export async function sendTask(tx: Ctx, kind: string, ids: Record<string, string>, options?: { after?: Date }): Promise<void> {
  if (!tx.inTx) throw new Error('sendTask() belongs into the transaction of the deed');
  await tx.platform.jobs.send(tx.db, kind, ids, options);
  tx.afterCommit.push(() => tx.platform.jobs.wake());
}

/** Many small tasks of one kind, in the same transaction and one statement. */
export async function sendTasks(tx: Ctx, kind: string, list: readonly Record<string, string>[]): Promise<void> {
  if (!tx.inTx) throw new Error('sendTasks() belongs into the transaction of the deed');
  await tx.platform.jobs.sendAll(tx.db, kind, list);
  tx.afterCommit.push(() => tx.platform.jobs.wake());
}

/** Asks a running job to stop at its next safe point; what it has finished stays. */
export async function stopJob(ctx: Ctx, jobId: string): Promise<void> {
  await ctx.db
    .updateTable('platform.job')
    .set({ stop_requested: true })
    .where('id', '=', jobId)
    .where('network_id', '=', ctx.networkId)
    .where('state', 'in', ['waiting', 'running'])
    .execute();
}

/** Goes on with a stopped or failed job, and takes back a stop that has not been reached yet; handlers skip what is already done. */
export async function resumeJob(tx: Ctx, jobId: string): Promise<void> {
  await tx.db
    .updateTable('platform.job')
    .set({ stop_requested: false })
    .where('id', '=', jobId)
    .where('network_id', '=', tx.networkId)
    .where('state', 'in', ['waiting', 'running'])
    .execute();
  const row = await tx.db
    .updateTable('platform.job')
    .set({ state: 'waiting', stop_requested: false, finished_at: null, error_code: null })
    .where('id', '=', jobId)
    .where('network_id', '=', tx.networkId)
    .where('state', 'in', ['stopped', 'failed'])
    .returning(['id', 'kind'])
    .executeTakeFirst();
  if (row) await sendTask(tx, row.kind, { jobId: row.id });
}

/** A job as its owner's page shows it; the caller has checked the right to see it. */
export async function findJob(ctx: Ctx, jobId: string) {
  return ctx.db
    .selectFrom('platform.job')
    .selectAll()
    .where('id', '=', jobId)
    .where('network_id', '=', ctx.networkId)
    .executeTakeFirst();
}

/**
 * The queue is not part of an export, an import or a move: jobs and mails that were waiting then have lost their place in it.
 * Sending one too many does no harm, since every handler looks at the row's state first.
 */
async function sendLostAgain(platform: Platform, send: (kind: string, ids: Record<string, string>) => Promise<unknown>): Promise<number> {
  const waiting = sql`select 1 from pgboss.job b where b.name in (${LONG.queue}, ${SMALL.queue}) and b.state in ('created', 'retry', 'active')`;
  const jobs = await sql<{ id: string; kind: string }>`
    select j.id, j.kind from platform.job j
    where j.state in ('waiting', 'running') and not exists (${waiting} and b.data->'ids'->>'jobId' = j.id::text)`.execute(platform.db);
  const mails = platform.mailer.configured
    ? await sql<{ id: string }>`
        select m.id from platform.mail_message m
        where m.state = 'queued' and not exists (${waiting} and b.data->'ids'->>'mailId' = m.id::text)`.execute(platform.db)
    : { rows: [] };
  for (const { id, kind } of jobs.rows) await send(kind, { jobId: id });
  for (const { id } of mails.rows) await send('platform.send_mail', { mailId: id });
  return jobs.rows.length + mails.rows.length;
}
