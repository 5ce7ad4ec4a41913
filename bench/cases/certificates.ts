import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startIssuing } from '#server/modules/seminars/index.ts';
import { findRunningPostgres } from '#server/platform/postgres/embedded.ts';
import { prepareGraduates } from '../../tests/running/crowd.ts';
import { withInstallation } from '../../tests/running/network.ts';
import { canSeeProcesses, cpuOf, memoryOf, sumOf } from '../../tests/running/processes.ts';
import { METRICS_TOKEN, type Bench, type Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, type Figure } from '../figures.ts';

interface Batch {
  /** Until everybody stands in the register. */
  registered: number;
  /** Until everybody's paper is made and mailed, with its finger-print in the register. */
  seconds: number;
  cpuMs: number;
  queries: number;
  peakMb: number;
}

/** Issues to `size` people as the product does: the batch was asked for, and the product, once started, works it off. */
async function issueBatch(bench: Bench, size: number): Promise<Batch> {
  const { dataDir } = await bench.network();
  const { eventId } = await prepareGraduates(dataDir, size);
  await withInstallation(dataDir, (ctx) => startIssuing(ctx, eventId, { unconfirmedToo: false }));
  const { product } = await bench.serve(dataDir, { demo: true });
  const client = new pg.Client({ connectionString: await findRunningPostgres(dataDir) });
  await client.connect();
  const count = async (what: 'i.seq' | 'p.sha256') => {
    const { rows } = await client.query<{ n: number }>(
      `select count(${what})::int as n from credentials.issue i left join credentials.paper p on p.issue_id = i.id join seminars.registration r on r.id = i.source_id where i.source_type = 'seminars.registration' and r.event_id = $1`,
      [eventId],
    );
    return rows[0]?.n ?? 0;
  };
  const queries = async () => {
    const answer = await fetch(`${product.address}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    return Number(/^sheberlik_database_queries (\d+)$/m.exec(await answer.text())?.[1] ?? NaN);
  };
  try {
    const cpu = () => (canSeeProcesses ? sumOf(cpuOf(product.pid)) : NaN);
    while ((await count('i.seq')) === 0) await sleep(5);
    const before = { queries: await queries(), cpu: cpu() };
    const begun = performance.now();
    const deadline = begun + 300_000;
    let peakMb = 0;
    let registered = 0;
    while ((await count('p.sha256')) < size) {
      if (performance.now() > deadline) throw new Error(`${await count('p.sha256')} of ${size} papers after five minutes`);
      if (registered === 0 && (await count('i.seq')) === size) registered = (performance.now() - begun) / 1000;
      if (canSeeProcesses) peakMb = Math.max(peakMb, sumOf(memoryOf(product.pid)));
      await sleep(200);
    }
    const seconds = (performance.now() - begun) / 1000;
    const batch = { registered, seconds, cpuMs: ((cpu() - before.cpu) * 1000) / size, queries: ((await queries()) - before.queries) / size, peakMb };
    // Every number once and none left out.
    const { rows } = await client.query<{ numbers: number; span: number }>(
      `select count(distinct i.seq)::int as numbers, (max(i.seq) - min(i.seq) + 1)::int as span
      from credentials.issue i join seminars.registration r on r.id = i.source_id where r.event_id = $1`,
      [eventId],
    );
    const [row] = rows;
    if (!row || [row.numbers, row.span].some((n) => n !== size)) throw new Error(`numbers are missing or doubled: ${JSON.stringify(row)}`);
    return batch;
  } finally {
    await client.end();
    await product.stop();
  }
}

export const certificates: Case = {
  name: 'certificates',
  title: 'Certificates: one batch as the organiser starts it, until every tagged PDF is made and mailed; all processes',
  async run(bench: Bench) {
    const [few, many] = bench.quick ? [10, 20] : [200, 1000];
    const small = await issueBatch(bench, few);
    const batches: Batch[] = [];
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) batches.push(await issueBatch(bench, many));
    const of = (what: keyof Batch) => batches.map((batch) => batch[what]);
    const figures: Figure[] = [
      figure(`${many} numbers in the register`, 's', of('registered')),
      figure(`${many} certificates, each made and mailed`, 's', of('seconds'), bench.quick ? {} : { budget: BUDGETS.certificatesSeconds }),
      figure('statements each', '', of('queries'), { note: `of a batch of ${few}: ${small.queries.toFixed(1)}; with making, mailing and polling the outbox` }),
    ];
    if (canSeeProcesses) {
      figures.push(figure('CPU each', 'ms', of('cpuMs')));
      figures.push(figure('memory at its highest (PSS of all processes)', 'MB', of('peakMb')));
    }
    return figures;
  },
};
