import { sql, type Kysely } from 'kysely';

/** A mailbox that several people share: one link leads to a choice of names, and each has a PIN of her own. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.mailbox (
      id uuid primary key default uuidv7(),
      address text not null unique check (address = lower(address))
    );
    create table access.mailbox_pin (
      account_id uuid primary key references access.account (id) on delete cascade,
      mailbox_id uuid not null references access.mailbox (id),
      pin_hash text not null,
      set_at timestamptz not null
    );
    create index mailbox_pin_mailbox on access.mailbox_pin (mailbox_id);
  `.execute(db);
}
