import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation, type Installation } from '#server/installation.ts';
import { migrations } from '#server/migrations/index.ts';
import { backup } from '#server/platform/backup/backup.ts';
import { restore } from '#server/platform/backup/restore.ts';
import { readConfig } from '#server/platform/config.ts';
import { createDb } from '#server/platform/db.ts';
import { migrateToLatest } from '#server/platform/migrate.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import { exportDatabase } from '#server/platform/transfer/export.ts';
import { importDatabase } from '#server/platform/transfer/import.ts';
import { moveDatabase } from '#server/platform/transfer/move.ts';
import { seedDemo } from '#server/seed/network.ts';

let place: string;
let installation: Installation;
let server: EmbeddedPostgres;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'move-'));
  const dataDir = join(place, 'installation');
  installation = await openInstallation(readConfig({}, { dataDir, logLevel: 'error' }), { work: false, follow: false });
  await seedDemo(installation.platform, { seed: 1, size: 1, password: 'a password of the demo' });
  server = await startEmbeddedPostgres({ dataDir: join(place, 'server') });
}, 300_000);

afterAll(async () => {
  await installation?.close();
  await server?.stop();
  await rm(place, { recursive: true, force: true });
});

const open = (url: string, dataDir: string) =>
  openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'error' }), { work: false, follow: false });

/** The whole product, its real tables and the demo network: what the tests beside the code show on tables made to be difficult. */
describe('the demo network', () => {
  it('moves to a server and back with equal rows in every table', async () => {
    const prepare = async (target: Parameters<typeof createDb>[0]) =>
      void (await migrateToLatest(createDb(target), migrations));
    const there = await moveDatabase(installation.platform.pool, server.url, { prepare });
    expect(there.rows).toBeGreaterThan(5);
    const moved = await open(server.url, join(place, 'moved'));
    const third = await startEmbeddedPostgres({ dataDir: join(place, 'third') });
    try {
      expect(await moveDatabase(moved.platform.pool, third.url, { prepare })).toEqual(there);
    } finally {
      await moved.close();
      await third.stop();
    }
  }, 300_000);

  it('has every table of ours in its export', async () => {
    const { sums } = await exportDatabase(installation.platform.pool, join(place, 'export'));
    const { rows } = await sql<{ name: string }>`
      SELECT schemaname || '.' || tablename AS name FROM pg_tables JOIN pg_class c ON c.oid = format('%I.%I', schemaname, tablename)::regclass
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pgboss') AND relpersistence = 'p' AND tablename NOT LIKE 'kysely%'
      ORDER BY 1`.execute(installation.platform.db);
    expect(Object.keys(sums).sort()).toEqual(rows.map((row) => row.name).sort());
    await expect(importDatabase(installation.platform.pool, join(place, 'export'))).rejects.toThrow(/not empty/);
  }, 300_000);

  it('starts from a restored backup', async () => {
    const { pool, config } = installation.platform;
    const expected = await exportDatabase(pool, join(place, 'before'));
    await backup({ pool, dataDir: config.dataDir, to: join(place, 'backup'), embedded: true });
    const dataDir = join(place, 'restored');
    await restore({ from: join(place, 'backup'), dataDir });
    // One installation is open in a process at a time.
    await installation.close();
    installation = await openInstallation(readConfig({}, { dataDir, logLevel: 'error' }), {
      work: false,
      follow: false,
    });
    expect(await exportDatabase(installation.platform.pool, join(place, 'after'))).toEqual(expected);
  }, 300_000);
});
