import { sql, type Kysely } from 'kysely';

/** Keys with which programs act for their owner, at one place and for a time. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.api_token (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      account_id uuid not null references access.account (id) on delete cascade,
      name text not null,
      writes boolean not null,
      scope_kind text not null check (scope_kind in ('network', 'organisation')),
      scope_id uuid,
      token_hash text not null unique,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      last_used_at timestamptz,
      withdrawn_at timestamptz,
      check ((scope_kind = 'network') = (scope_id is null)),
      check (expires_at <= created_at + interval '366 days')
    );
    create index api_token_owner on access.api_token (network_id, account_id, created_at desc);
  `.execute(db);
}
