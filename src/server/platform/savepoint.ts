import { sql } from 'kysely';
import type { Ctx } from './platform.ts';

/**
 * Tries a step within a transaction that a foreign key may stop: of what was stopped nothing remains, and the transaction goes on. False when
 * it was stopped; every other fault is thrown.
 */
export async function attempted(tx: Ctx, step: () => Promise<void>): Promise<boolean> {
  await sql`savepoint step`.execute(tx.db);
  try {
    await step();
    await sql`release savepoint step`.execute(tx.db);
    return true;
  } catch (error) {
    await sql`rollback to savepoint step`.execute(tx.db);
    if ((error as { code?: string }).code === '23503') return false;
    throw error;
  }
}
