import { resolve } from 'node:path';
import type pg from 'pg';
import { migrations } from '#server/migrations/index.ts';
import type { Config } from '#server/platform/config.ts';
import { createDb, createPool } from '#server/platform/db.ts';
import { migrateToLatest } from '#server/platform/migrate.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import { reachServer } from '#server/platform/postgres/reach.ts';

/**
 * Lends the installation's database to a command: DATABASE_URL, the embedded server that runs already (the web process may go on),
 * or one started for the command and stopped after it.
 */
export async function withDatabase<R>(config: Config, work: (pool: pg.Pool, embedded: boolean) => Promise<R>): Promise<R> {
  const running = config.databaseUrl ?? (await findRunningPostgres(resolve(config.dataDir)));
  const own = running ? null : await startEmbeddedPostgres({ dataDir: resolve(config.dataDir) });
  const pool = createPool({ url: running ?? own?.url ?? '', poolSize: 4 });
  try {
    if (config.databaseUrl) await reachServer(pool, config.databaseUrl);
    return await work(pool, config.databaseUrl === null);
  } finally {
    await pool.end();
    await own?.stop();
  }
}

/** Brings a database to the schema of this version. */
export async function prepareDatabase(pool: pg.Pool): Promise<string[]> {
  return migrateToLatest(createDb(pool), migrations);
}
