import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from './db.ts';

const LOCK = 7_340_217_001;

/**
 * Brings the database up to date, one migration a transaction, under one advisory lock: of several processes that start
 * together one migrates and the others wait. Returns the names it ran.
 */
export async function migrateToLatest(db: Db, migrations: Record<string, Migration>): Promise<string[]> {
  return db.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(one);
    try {
      await sql`create schema if not exists platform`.execute(one);
      const migrator = new Migrator({
        db: one,
        provider: { getMigrations: async () => migrations },
        migrationTableSchema: 'platform',
      });
      const ran: string[] = [];
      for (;;) {
        const { error, results } = await migrator.migrateUp();
        if (error) throw error;
        const step = results?.[0];
        if (!step) return ran;
        ran.push(step.migrationName);
      }
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(one);
    }
  });
}
