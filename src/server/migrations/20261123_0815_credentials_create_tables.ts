import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema credentials;

    -- One row a register: its lock makes numbers gap-free under any concurrency, and a rollback gives the number back.
    create table credentials.register_counter (
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      year int not null check (year between 2000 and 2200),
      kind text not null,
      -- The true register, that of a demonstration network, that of rehearsals: each counts for itself.
      series text not null check (series in ('register', 'demo', 'practice')),
      last_seq int not null default 0,
      primary key (network_id, organisation_id, year, kind, series)
    );

    create table credentials.issue (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      kind text not null check (kind in ('attendance', 'speaker', 'organiser', 'completion', 'course', 'mentor', 'volunteer')),
      year int not null,
      seq int not null check (seq > 0),
      number text not null,
      series text not null check (series in ('register', 'demo', 'practice')),
      -- 128 random bits in the QR. Not a secret towards us: it stands on paper and opens only what this very row holds.
      check_code text not null unique,
      -- Where the QR of this paper leads: the public address at the moment of issuing, so that printing it again gives the same bytes.
      public_address text not null,
      locale text not null,
      holder_name text not null,
      holder_is_minor boolean not null default false,
      -- Every field the paper shows, as printed; the check page shows the same. Corrections are new rows.
      fields jsonb not null,
      -- Who asked: module and its own id, so that nobody is issued twice.
      source_type text not null,
      source_id uuid not null,
      issued_at timestamptz not null,
      issued_by uuid,
      issued_on date not null,
      valid_until date,
      revoked_at timestamptz,
      revoked_by uuid,
      revoke_reason text,
      replaces_id uuid references credentials.issue (id),
      pdf_sha256 text,
      mail_address text,
      unique (network_id, organisation_id, year, kind, series, seq),
      unique (network_id, number),
      check ((revoked_at is null) = (revoke_reason is null))
    );
    create unique index issue_once on credentials.issue (network_id, source_type, source_id, kind) where revoked_at is null;
    create index issue_list on credentials.issue (network_id, issued_at, id);
    create index issue_holder on credentials.issue (network_id, holder_name);
    create index issue_replaces on credentials.issue (replaces_id) where replaces_id is not null;
    create index issue_source on credentials.issue (network_id, source_type, source_id);
    create index issue_number on credentials.issue (number);

    create view credentials.issue_card as
      select network_id, id as issue_id, organisation_id, kind, number, series, holder_name, locale, source_type, source_id, issued_at, revoked_at
      from credentials.issue;
  `.execute(db);
}
