import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.session'>();

/** Lets a session see one network as somebody else, until a moment. */
export async function writeLooking(db: Db | Tx, sessionId: string, to: { accountId: string; networkId: string; until: Date }): Promise<void> {
  await on(db)
    .updateTable('access.session')
    .set({ viewed_account_id: to.accountId, viewed_network_id: to.networkId, viewed_until: to.until })
    .where('id', '=', sessionId)
    .execute();
}

export async function clearLooking(db: Db | Tx, sessionId: string): Promise<void> {
  await on(db).updateTable('access.session').set({ viewed_account_id: null, viewed_network_id: null, viewed_until: null }).where('id', '=', sessionId).execute();
}
