import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- What signs credentials. Old keys stay: papers signed with them are checked for decades. The seed is sealed under the key of the
    -- installation, which lies outside the database and outside backups.
    create table credentials.signing_key (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      -- Demonstrations and rehearsals sign with a key of their own, under an issuer of their own.
      series text not null check (series in ('register', 'demo')),
      -- Behind the # of the key's address: key-2026-1
      name text not null check (name ~ '^key-[0-9]{4}-[0-9]+$'),
      public_key text not null,
      sealed_seed bytea not null,
      created_at timestamptz not null,
      retired_at timestamptz,
      -- Set when the secret got out: what it signed from then on counts no more.
      compromised_at timestamptz,
      unique (network_id, series, name)
    );
    create unique index signing_key_current on credentials.signing_key (network_id, series) where retired_at is null;

    -- Bitstring Status List: 131,072 places, the fewest the standard allows, so that a look-up tells nobody whose paper is looked up.
    create table credentials.status_list (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      series text not null check (series in ('register', 'demo')),
      seq int not null check (seq > 0),
      used int not null default 0 check (used between 0 and 131072),
      unique (network_id, series, seq)
    );

    create table credentials.signed_credential (
      issue_id uuid primary key references credentials.issue (id),
      network_id uuid not null references people.network (id),
      status_list_id uuid not null references credentials.status_list (id),
      status_index int not null check (status_index between 0 and 131071),
      key_id uuid not null references credentials.signing_key (id),
      -- Whom the credential names as issuer; the address that was public when it was signed.
      issuer text not null,
      -- Byte for byte as it is given out.
      document text not null,
      signed_at timestamptz not null,
      unique (status_list_id, status_index)
    );
    create index signed_credential_network on credentials.signed_credential (network_id);
    create index signed_credential_key on credentials.signed_credential (key_id);

    -- Finger-prints of every paper we gave out: newer fonts or templates give other bytes of the same record.
    create table credentials.paper (
      issue_id uuid not null references credentials.issue (id) on delete cascade,
      network_id uuid not null references people.network (id),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      first_given_at timestamptz not null,
      primary key (issue_id, sha256)
    );
    create index paper_sha256 on credentials.paper (sha256);
    create index paper_network on credentials.paper (network_id);
    insert into credentials.paper (issue_id, network_id, sha256, first_given_at)
      select id, network_id, pdf_sha256, issued_at from credentials.issue where pdf_sha256 ~ '^[0-9a-f]{64}$';
    insert into credentials.paper (issue_id, network_id, sha256, first_given_at)
      select i.id, i.network_id, a.data ->> 'sha256', min(a.at) from platform.audit_entry a join credentials.issue i on i.id::text = a.subject_id::text
      where a.act = 'credential.printed_differently' and a.data ->> 'sha256' ~ '^[0-9a-f]{64}$' group by 1, 2, 3
      on conflict do nothing;
    alter table credentials.issue drop column pdf_sha256;

    alter table credentials.issue
      -- Figures behind the printed lines, for machines: minutes, hours, days, competencies, evidence.
      add column facts jsonb not null default '{}',
      add column suspended_at timestamptz,
      add column suspended_by uuid,
      add column suspend_reason text,
      add constraint issue_suspended check ((suspended_at is null) = (suspend_reason is null)),
      -- Taken back before it was delivered: line and number stay, and the person may be issued anew.
      add column annulled_at timestamptz,
      add constraint issue_annulled check (annulled_at is null or revoked_at is not null);
    create index issue_stopped on credentials.issue (network_id) where revoked_at is not null or suspended_at is not null;
  `.execute(db);
}
