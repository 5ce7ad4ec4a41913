import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrations } from '#server/migrations/index.ts';
import { createDb, createPool } from '#server/platform/db.ts';
import { migrateToLatest } from '#server/platform/migrate.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server's `postgres` database; each test file makes its own database from the template. */
    testServer: string;
  }
}

export const TEMPLATE = 'sheberlik_template';

/** One real PostgreSQL for the whole run, one migrated template database; files copy it, tests roll back. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-test-'));
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '80' } });
  const at = (database: string) => server.url.replace('/sheberlik?', `/${database}?`);
  const admin = new pg.Client({ connectionString: at('postgres') });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  const pool = createPool({ url: at(TEMPLATE), poolSize: 2 });
  await migrateToLatest(createDb(pool), migrations);
  await pool.end();
  await admin.end();
  project.provide('testServer', at('postgres'));
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
