import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema access;

    -- An account is global to the installation; persons belong to networks and are tied to it.
    create table access.account (
      id uuid primary key default uuidv7(),
      name text not null,
      email text not null unique,
      email_verified boolean not null default false,
      image text,
      preferred_locale text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table access.session (
      id uuid primary key default uuidv7(),
      account_id uuid not null references access.account (id) on delete cascade,
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index session_account on access.session (account_id);

    -- better-auth's "account": one way to sign in.
    create table access.sign_in_method (
      id uuid primary key default uuidv7(),
      account_id uuid not null references access.account (id) on delete cascade,
      provider_id text not null,
      provider_account_id text not null,
      password text,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (provider_id, provider_account_id)
    );
    create index sign_in_method_account on access.sign_in_method (account_id);

    create table access.verification (
      id uuid primary key default uuidv7(),
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    -- Personal links: one purpose, one subject, an end, kept hashed. The token itself is derived from the installation key and the id,
    -- so that a mail can be rendered at the moment of sending and nothing secret lies in a queue.
    create table access.link (
      id uuid primary key default uuidv7(),
      network_id uuid,
      purpose text not null,
      subject_id uuid not null,
      token_hash text not null unique,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      used_at timestamptz,
      withdrawn_at timestamptz,
      single_use boolean not null
    );
    create index link_subject on access.link (purpose, subject_id);

    create table access.role_assignment (
      id uuid primary key default uuidv7(),
      network_id uuid references people.network (id),
      account_id uuid not null references access.account (id) on delete cascade,
      role text not null check (role in ('system_admin', 'network_admin', 'coordinator', 'methodist', 'head', 'specialist', 'moderator', 'speaker', 'inspector')),
      scope_kind text not null check (scope_kind in ('installation', 'network', 'organisation', 'event')),
      scope_id uuid,
      valid_from timestamptz not null default now(),
      valid_to timestamptz,
      granted_by uuid,
      created_at timestamptz not null default now(),
      check ((scope_kind = 'installation') = (network_id is null)),
      check (scope_kind in ('installation', 'network') or scope_id is not null)
    );
    create index role_assignment_account on access.role_assignment (account_id);
    create index role_assignment_scope on access.role_assignment (network_id, scope_kind, scope_id);

    create table access.invitation (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      email text not null,
      name text not null,
      role text not null,
      scope_kind text not null,
      scope_id uuid,
      locale text not null,
      state text not null default 'open' check (state in ('open', 'accepted', 'withdrawn')),
      invited_by uuid,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      accepted_at timestamptz,
      account_id uuid references access.account (id)
    );
    create index invitation_list on access.invitation (network_id, created_at desc);

    create table access.sign_in_journal (
      id uuid primary key default uuidv7(),
      account_id uuid references access.account (id) on delete cascade,
      at timestamptz not null,
      outcome text not null,
      method text not null,
      source text
    );
    create index sign_in_journal_account on access.sign_in_journal (account_id, at desc);
  `.execute(db);
}
