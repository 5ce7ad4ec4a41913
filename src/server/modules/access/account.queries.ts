import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.account' | 'access.sign_in_method'>();
const PASSWORD = 'credential';

export async function updateProfile(db: Db | Tx, accountId: string, to: { name: string; locale: string | null; now: Date }): Promise<void> {
  await on(db).updateTable('access.account').set({ name: to.name, preferred_locale: to.locale, updated_at: to.now }).where('id', '=', accountId).execute();
}

/** The scrypt hash as better-auth keeps it; undefined for an account that never had a password. */
export async function findPasswordHash(db: Db | Tx, accountId: string): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('access.sign_in_method')
    .select('password')
    .where('account_id', '=', accountId)
    .where('provider_id', '=', PASSWORD)
    .executeTakeFirst();
  return row?.password ?? undefined;
}

export async function deletePassword(db: Db | Tx, accountId: string): Promise<void> {
  await on(db).deleteFrom('access.sign_in_method').where('account_id', '=', accountId).where('provider_id', '=', PASSWORD).execute();
}

export async function writePasswordHash(db: Db | Tx, accountId: string, hash: string, now: Date): Promise<void> {
  await on(db)
    .insertInto('access.sign_in_method')
    .values({ account_id: accountId, provider_id: PASSWORD, provider_account_id: accountId, password: hash, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.columns(['provider_id', 'provider_account_id']).doUpdateSet({ password: hash, updated_at: now }))
    .execute();
}
