import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.digest'>();

/** Takes the day of each account; of two who look at once each gets other rows. Returns the ids of those taken. */
export async function claimDays(db: Db | Tx, due: readonly { accountId: string; day: string }[], now: Date): Promise<string[]> {
  if (due.length === 0) return [];
  const rows = await on(db)
    .insertInto('access.digest')
    .values(due.map(({ accountId, day }) => ({ account_id: accountId, day, created_at: now })))
    .onConflict((conflict) => conflict.columns(['account_id', 'day']).doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The day of an account, taken for the rest of the transaction. */
export async function lockDigest(db: Db | Tx, id: string) {
  return on(db).selectFrom('access.digest').select(['id', 'account_id', 'day', 'state']).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Of what the last digest of the account told. */
export async function findLastTold(db: Db | Tx, accountId: string): Promise<string | null> {
  const row = await on(db).selectFrom('access.digest').select('told').where('account_id', '=', accountId).where('state', '=', 'sent').orderBy('day', 'desc').limit(1).executeTakeFirst();
  return row?.told ?? null;
}

export async function closeDigest(db: Db | Tx, id: string, to: { state: 'sent' | 'nothing' | 'same' | 'off' | 'late'; told: string | null }): Promise<void> {
  await on(db).updateTable('access.digest').set(to).where('id', '=', id).execute();
}

/** Days long past say nothing any more; the last digest that was sent is kept, to be compared with. */
export async function deleteOldDigests(db: Db | Tx, before: string): Promise<void> {
  await sql`delete from access.digest d where d.day < ${before}::date and exists (select from access.digest l
    where l.account_id = d.account_id and l.state = 'sent' and l.day > d.day)`.execute(db);
}
