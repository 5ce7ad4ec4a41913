import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

type OwnTables =
  | 'access.account'
  | 'access.api_token'
  | 'access.link'
  | 'access.role_assignment'
  | 'access.session'
  | 'access.sign_in_method'
  | 'access.spent_sign_on';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();
const HOUR_MS = 3600_000;

/** False when this answer was used before. Those that could not be used any more anyway are forgotten. */
export async function spendState(db: Db | Tx, stateHash: string, now: Date): Promise<boolean> {
  await on(db).deleteFrom('access.spent_sign_on').where('spent_at', '<', new Date(now.getTime() - HOUR_MS)).execute();
  const result = await on(db)
    .insertInto('access.spent_sign_on')
    .values({ state_hash: stateHash, spent_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The account an identity was joined to. */
export async function findAccountOfIdentity(db: Db | Tx, providerId: string, subject: string): Promise<string | null> {
  const row = await on(db)
    .selectFrom('access.sign_in_method')
    .select('account_id')
    .where('provider_id', '=', providerId)
    .where('provider_account_id', '=', subject)
    .executeTakeFirst();
  return row?.account_id ?? null;
}

export async function insertIdentity(db: Db | Tx, row: { accountId: string; providerId: string; subject: string; now: Date }): Promise<void> {
  await on(db)
    .insertInto('access.sign_in_method')
    .values({ account_id: row.accountId, provider_id: row.providerId, provider_account_id: row.subject, password: null, created_at: row.now, updated_at: row.now })
    .execute();
}

export async function lockAccountOfAddress(tx: Tx | Db, email: string) {
  return on(tx).selectFrom('access.account').select(['id', 'email_verified']).where('email', '=', email).forUpdate().executeTakeFirst();
}

export async function insertProvenAccount(db: Db | Tx, row: { id: string; name: string; email: string; now: Date }): Promise<void> {
  await on(db).insertInto('access.account').values({ id: row.id, name: row.name, email: row.email, email_verified: true, created_at: row.now, updated_at: row.now }).execute();
}

/**
 * Takes an account everything by which somebody else than its proven owner could still come in: a password, sessions, tokens, open links.
 * Rights, the second step and what other issuers have proven stay.
 */
export async function closeOtherWays(db: Db | Tx, accountId: string, now: Date): Promise<void> {
  await on(db).deleteFrom('access.session').where('account_id', '=', accountId).execute();
  await on(db).deleteFrom('access.sign_in_method').where('account_id', '=', accountId).where('provider_id', '=', 'credential').execute();
  await on(db).updateTable('access.api_token').set({ withdrawn_at: now }).where('account_id', '=', accountId).where('withdrawn_at', 'is', null).execute();
  await on(db).updateTable('access.link').set({ withdrawn_at: now }).where('subject_id', '=', accountId).where('purpose', 'in', ['sign_in', 'set_password']).where('withdrawn_at', 'is', null).execute();
}

/** Takes an account everything by which somebody could come in, and every right; the row stays for what the audit says of it. */
export async function discardAccount(db: Db | Tx, accountId: string, now: Date): Promise<void> {
  await closeOtherWays(db, accountId, now);
  await on(db).deleteFrom('access.sign_in_method').where('account_id', '=', accountId).execute();
  await on(db)
    .updateTable('access.role_assignment')
    .set({ valid_to: now })
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .execute();
  await on(db).updateTable('access.account').set({ email: null, updated_at: now }).where('id', '=', accountId).execute();
}
