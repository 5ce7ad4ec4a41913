import { describe, expect, it } from 'vitest';
import { testInstallation } from '#server/testing/installation.ts';
import { inTransaction } from './context.ts';
import { findJob, resumeJob, sendTasks, startJob, stopJob } from './jobs.ts';
import { queueMail } from './mail.ts';

const at = testInstallation();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until<T>(read: () => Promise<T>, right: (value: T) => boolean): Promise<T> {
  for (let i = 0; i < 100; i++) {
    const value = await read();
    if (right(value)) return value;
    await wait(100);
  }
  throw new Error('it did not come to pass in ten seconds');
}

describe('jobs', () => {
  it('run what lost its place in the queue, report progress, stop and resume without doing a thing twice', async () => {
    const ctx = at.system();
    const done: number[] = [];
    let gate = 3;
    at.platform.jobs.handleJob('test.count', async (run) => {
      for (let i = 0; i < 6; i++) {
        if (done.includes(i)) continue;
        if (await run.stopRequested()) return { upTo: i };
        if (i === gate) await until(async () => run.stopRequested(), Boolean);
        if (await run.stopRequested()) return { upTo: i };
        done.push(i);
        await run.progress(i + 1, 6);
      }
      return { upTo: 6 };
    });
    const jobId = await inTransaction(ctx, (tx) => startJob(tx, 'test.count', {}));
    // As after an import: the row is there, its place in the queue is not.
    await at.platform.pool.query('delete from pgboss.job');
    await at.platform.jobs.work();
    await until(() => findJob(ctx, jobId), (job) => job?.done === 3);
    await stopJob(ctx, jobId);
    const stopped = await until(() => findJob(ctx, jobId), (job) => job?.state === 'stopped');
    expect([stopped?.done, stopped?.total, stopped?.outcome]).toEqual([3, 6, { upTo: 3 }]);
    gate = 99;
    await inTransaction(ctx, (tx) => resumeJob(tx, jobId));
    const finished = await until(() => findJob(ctx, jobId), (job) => job?.state === 'done');
    expect([finished?.done, done]).toEqual([6, [0, 1, 2, 3, 4, 5]]);
  }, 30_000);

  it('do not rest between small tasks, and small tasks do not wait for long work', async () => {
    const ctx = at.system();
    const seen = new Set<string>();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    at.platform.jobs.handleJob('test.long', async () => {
      await held;
      return {};
    });
    at.platform.jobs.handleTask('test.small', async (ids) => void seen.add(ids.n ?? ''));
    const long = await inTransaction(ctx, async (tx) => [await startJob(tx, 'test.long', {}), await startJob(tx, 'test.long', {})]);
    await until(() => Promise.all(long.map((id) => findJob(ctx, id))), (jobs) => jobs.every((job) => job?.state === 'running'));
    const begun = performance.now();
    await inTransaction(ctx, (tx) => sendTasks(tx, 'test.small', Array.from({ length: 40 }, (_, n) => ({ n: String(n) }))));
    await until(async () => seen.size, (size) => size === 40);
    // Two workers that rest two seconds after each would need forty.
    expect(performance.now() - begun).toBeLessThan(8000);
    release();
    await until(() => Promise.all(long.map((id) => findJob(ctx, id))), (jobs) => jobs.every((job) => job?.state === 'done'));
  }, 30_000);

  it('show nothing of another network', async () => {
    const jobId = await inTransaction(at.system(), (tx) => startJob(tx, 'test.nothing', {}));
    expect(await findJob(at.system(at.otherNetworkId), jobId)).toBeUndefined();
  });
});

describe('mails', () => {
  it('stay visible in the outbox when no SMTP is configured', async () => {
    const ctx = at.system();
    const id = await inTransaction(ctx, (tx) =>
      queueMail(tx, { template: 'test', params: {}, to: 'a@example.kz', locale: 'kk', subjectType: 'test', subjectId: at.organisationId, organisationId: null }),
    );
    const row = await ctx.db.selectFrom('platform.mail_message').select(['state', 'to_address']).where('id', '=', id).executeTakeFirst();
    expect(row).toEqual({ state: 'queued', to_address: 'a@example.kz' });
  });
});
