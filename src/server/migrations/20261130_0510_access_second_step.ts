import { sql, type Kysely } from 'kysely';

/** Codes of an authenticator as the second step of signing in, and one-time codes for when it is lost. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.second_step (
      account_id uuid primary key references access.account (id) on delete cascade,
      -- Sealed with the installation key.
      secret text not null,
      -- The 30 seconds of the last code that was accepted: none of them or before is accepted again.
      last_step bigint not null default 0,
      created_at timestamptz not null,
      -- Null while it is being set up: then nothing is asked at the door.
      confirmed_at timestamptz
    );

    create table access.recovery_code (
      id uuid primary key default uuidv7(),
      account_id uuid not null references access.account (id) on delete cascade,
      code_hash text not null,
      used_at timestamptz,
      unique (account_id, code_hash)
    );
  `.execute(db);
}
