import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

type OwnTables = 'access.account' | 'access.mailbox' | 'access.mailbox_pin';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** The mailbox of an address, made when there is none. */
export async function ensureMailbox(db: Db | Tx, address: string): Promise<string> {
  const row = await on(db)
    .insertInto('access.mailbox')
    .values({ address })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ address }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Of these addresses those through which somebody signs in by a PIN. */
export async function listPinAddresses(db: Db | Tx, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select m.address from access.mailbox m
    where m.address = any(${[...addresses]}::text[]) and exists (select from access.mailbox_pin p where p.mailbox_id = m.id)`.execute(db);
  return rows.map(({ address }) => address);
}

/** The accounts whose own addresses these are. */
export async function listOwnersOf(db: Db | Tx, addresses: readonly string[]): Promise<{ address: string; accountId: string; name: string }[]> {
  const { rows } = await sql<{ address: string; accountId: string; name: string }>`
    select a.email as address, a.id as "accountId", a.name from access.account a where a.email = any(${[...addresses]}::text[])`.execute(db);
  return rows;
}

export async function findMailbox(db: Db | Tx, id: string) {
  return on(db).selectFrom('access.mailbox').select(['id', 'address']).where('id', '=', id).executeTakeFirst();
}

export interface MailboxAccount {
  id: string;
  name: string;
  pin_hash: string | null;
}

/**
 * Who signs in through a mailbox, by name: with a PIN, and the account, if there is one, whose own address it is. A PIN is of its account,
 * whatever mailbox it was chosen for.
 */
export async function listMailboxAccounts(db: Db | Tx, mailboxId: string): Promise<MailboxAccount[]> {
  const { rows } = await sql<MailboxAccount>`
    select a.id, a.name, p.pin_hash
    from access.mailbox m
    join access.account a on a.email = m.address or a.id in (select s.account_id from access.mailbox_pin s where s.mailbox_id = m.id)
    left join access.mailbox_pin p on p.account_id = a.id
    where m.id = ${mailboxId}::uuid
    order by a.name, a.id limit 100`.execute(db);
  return rows;
}

export async function findPin(db: Db | Tx, accountId: string) {
  return on(db)
    .selectFrom('access.mailbox_pin as p')
    .innerJoin('access.mailbox as m', 'm.id', 'p.mailbox_id')
    .select(['p.pin_hash', 'p.set_at', 'm.address'])
    .where('p.account_id', '=', accountId)
    .executeTakeFirst();
}

export async function writePin(db: Db | Tx, row: { accountId: string; mailboxId: string; pinHash: string; now: Date }): Promise<void> {
  await on(db)
    .insertInto('access.mailbox_pin')
    .values({ account_id: row.accountId, mailbox_id: row.mailboxId, pin_hash: row.pinHash, set_at: row.now })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ mailbox_id: row.mailboxId, pin_hash: row.pinHash, set_at: row.now }))
    .execute();
}

export async function deletePin(db: Db | Tx, accountId: string): Promise<void> {
  await on(db).deleteFrom('access.mailbox_pin').where('account_id', '=', accountId).execute();
}

export async function updatePin(db: Db | Tx, accountId: string, pinHash: string, now: Date): Promise<boolean> {
  const result = await on(db).updateTable('access.mailbox_pin').set({ pin_hash: pinHash, set_at: now }).where('account_id', '=', accountId).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
