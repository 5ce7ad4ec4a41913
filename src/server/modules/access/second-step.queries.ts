import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.second_step' | 'access.recovery_code'>();

export async function findSecondStep(db: Db | Tx, accountId: string) {
  return on(db).selectFrom('access.second_step').select(['secret', 'last_step', 'confirmed_at']).where('account_id', '=', accountId).executeTakeFirst();
}

/** Begins to set it up, or begins anew; one that is in force stays. */
export async function writeNewSecret(db: Db | Tx, accountId: string, secret: string, now: Date): Promise<void> {
  await on(db)
    .insertInto('access.second_step')
    .values({ account_id: accountId, secret, created_at: now, confirmed_at: null })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ secret, created_at: now, last_step: 0 }).where('access.second_step.confirmed_at', 'is', null))
    .execute();
}

/** Uses up a code of the authenticator; false when it, or one after it, was used before. Of two at once one passes. */
export async function useStep(db: Db | Tx, accountId: string, step: number): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.second_step')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', String(step))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function confirmSecondStep(db: Db | Tx, accountId: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.second_step')
    .set({ confirmed_at: now })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteSecondStep(db: Db | Tx, accountId: string): Promise<boolean> {
  await on(db).deleteFrom('access.recovery_code').where('account_id', '=', accountId).execute();
  const result = await on(db).deleteFrom('access.second_step').where('account_id', '=', accountId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function replaceRecoveryCodes(db: Db | Tx, accountId: string, hashes: readonly string[]): Promise<void> {
  await on(db).deleteFrom('access.recovery_code').where('account_id', '=', accountId).execute();
  await on(db)
    .insertInto('access.recovery_code')
    .values(hashes.map((code_hash) => ({ account_id: accountId, code_hash })))
    .execute();
}

export async function useRecoveryCode(db: Db | Tx, accountId: string, hash: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.recovery_code')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function countRecoveryCodes(db: Db | Tx, accountId: string): Promise<number> {
  const row = await on(db)
    .selectFrom('access.recovery_code')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.n;
}
