import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema if not exists platform;

    create table platform.setting (
      name text primary key,
      value jsonb not null,
      updated_at timestamptz not null default now()
    );

    create table platform.audit_entry (
      id uuid primary key default uuidv7(),
      network_id uuid,
      at timestamptz not null,
      actor_kind text not null check (actor_kind in ('account', 'link', 'visitor', 'system')),
      actor_id text,
      act text not null,
      subject_type text not null,
      subject_id text,
      data jsonb not null default '{}'
    );
    create index audit_entry_subject on platform.audit_entry (network_id, subject_type, subject_id, at);
    create index audit_entry_at on platform.audit_entry (network_id, at desc);

    create table platform.outbox_event (
      seq bigint generated always as identity primary key,
      xid xid8 not null default pg_current_xact_id(),
      network_id uuid,
      name text not null,
      payload jsonb not null,
      at timestamptz not null default now()
    );
    create index outbox_event_tail on platform.outbox_event (xid, seq);

    create table platform.mail_message (
      id uuid primary key default uuidv7(),
      network_id uuid not null,
      -- In whose matter it is written: coordinators see the mails of their organisations. Null: only administrators of the network do.
      organisation_id uuid,
      template text not null,
      params jsonb not null,
      locale text not null,
      to_address text not null,
      subject_type text not null,
      subject_id uuid,
      state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'held', 'caught')),
      attempts int not null default 0,
      error_code text,
      created_at timestamptz not null,
      sent_at timestamptz
    );
    create index mail_message_list on platform.mail_message (network_id, created_at desc, id);
    create index mail_message_subject on platform.mail_message (network_id, subject_type, subject_id);

    create table platform.job (
      id uuid primary key default uuidv7(),
      network_id uuid not null,
      kind text not null,
      params jsonb not null,
      state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
      done int not null default 0,
      total int not null default 0,
      outcome jsonb,
      error_code text,
      stop_requested boolean not null default false,
      created_by uuid,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz
    );
    create index job_list on platform.job (network_id, created_at desc);

    -- Counts of tries; worth nothing after a crash, so it is not written ahead.
    create unlogged table platform.rate_window (
      key text primary key,
      window_start timestamptz not null,
      count int not null
    );

    create table platform.idempotency_key (
      key text not null,
      scope text not null,
      outcome jsonb not null,
      created_at timestamptz not null,
      primary key (scope, key)
    );

    create table platform.stored_file (
      id uuid primary key default uuidv7(),
      network_id uuid not null,
      owner_type text not null,
      owner_id uuid not null,
      name text not null check (length(name) between 1 and 200),
      media_type text not null,
      byte_size bigint not null check (byte_size >= 0),
      sha256 text not null,
      created_at timestamptz not null
    );
    create index stored_file_owner on platform.stored_file (network_id, owner_type, owner_id);
  `.execute(db);
}
