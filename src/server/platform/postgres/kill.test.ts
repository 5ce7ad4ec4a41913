import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded.ts';
import { processesIn, startFixture, type Fixture } from './installation.fixture.ts';

const ROUNDS = process.env['SHEBERLIK_LONG'] === '1' ? 20 : 3;

let place: string;
let running: Fixture | undefined;

beforeAll(async () => {
  place = await mkdtemp('/tmp/kill-');
});

afterAll(async () => {
  await running?.stop();
  await rm(place, { recursive: true, force: true });
}, 60_000);

/** The ways a machine takes a web process away. */
const DEATHS: Record<string, (child: number, clusterDir: string) => Promise<void>> = {
  'its process group': (child) => kill(-child),
  'its group and every process of the database at once': async (child, clusterDir) => {
    const all = processesIn(clusterDir);
    await Promise.all([kill(-child), ...all.map(kill)]);
  },
  'its group and the watchdog, leaving the server alone': async (child, clusterDir) => {
    const server = Number((await readFile(join(clusterDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    const shells = await Promise.all(
      processesIn(clusterDir).map(async (pid) =>
        (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'sh' ? [pid] : [],
      ),
    );
    await Promise.all([...shells.flat().map(kill), kill(-child)]);
    // This is the one death after which the server lives on: the next start has to find and stop it.
    expect(processesIn(clusterDir)).toContain(server);
  },
};

async function kill(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

test.each(Object.keys(DEATHS))(
  `${ROUNDS} × SIGKILL of %s during writes: no orphan, no stale lock, nothing acknowledged is lost`,
  async (death) => {
    const dataDir = join(place, death.replaceAll(/\W+/g, '-'));
    const clusterDir = join(dataDir, 'postgres');
    const acknowledged = new Set<number>();
    for (let round = 0; round < ROUNDS; round++) {
      running = startFixture({ task: 'write', dataDir });
      await running.url;
      const wanted = 20 + ((round * 137) % 400);
      const deadline = Date.now() + 20_000;
      while (running.acknowledged.size < wanted && Date.now() < deadline) await sleep(5);
      expect(running.acknowledged.size).toBeGreaterThanOrEqual(wanted);
      await DEATHS[death]?.(running.child.pid ?? 0, clusterDir);
      await running.ended;
      for (const n of running.acknowledged) acknowledged.add(n);
      // Every other round the next start comes at once, while the old server is still on its way out.
      if (round % 2 === 0 && !death.includes('leaving')) await waitUntilEmpty(clusterDir);
    }

    const postgres = await startEmbeddedPostgres({ dataDir });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ n: string }>('SELECT n FROM entry');
      const kept = new Set(rows.map((row) => Number(row.n)));
      expect([...acknowledged].filter((n) => !kept.has(n))).toEqual([]);
      const { rows: tallies } = await client.query<{ same: boolean }>(
        'SELECT (SELECT count(*) FROM entry) = sum(entries) AS same FROM tally',
      );
      expect(tallies).toEqual([{ same: true }]);
      await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
      await client.query(`SELECT bt_index_check('entry_pkey', true)`);
    } finally {
      await client.end();
      await postgres.stop();
    }
    expect(processesIn(clusterDir)).toEqual([]);
  },
  30_000 + ROUNDS * 30_000,
);

async function waitUntilEmpty(clusterDir: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (processesIn(clusterDir).length > 0 && Date.now() < deadline) await sleep(20);
  expect(processesIn(clusterDir)).toEqual([]);
}
