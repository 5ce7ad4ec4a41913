import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- What shows that somebody can do something: her own pieces wait for a reviewer; what a module witnessed is accepted as it is.
    create table competencies.evidence (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      kind text not null check (kind in ('file', 'link', 'credential', 'hours', 'attendance', 'test', 'other')),
      title jsonb not null,
      text text check (length(text) between 1 and 4000),
      url text check (url ~ '^https?://' and length(url) <= 1000),
      -- The issue of a certificate in the register.
      credential_id uuid,
      credential_number text check (length(credential_number) between 1 and 100),
      minutes int check (minutes between 1 and 600000),
      happened_on date,
      -- What wrote it; null: the person herself.
      source_type text check (source_type ~ '^[a-z_]+\\.[a-z_]+$'),
      source_id uuid,
      state text not null check (state in ('offered', 'accepted', 'returned', 'withdrawn')),
      offered_at timestamptz not null,
      changed_at timestamptz not null,
      -- Null: a module, or an account that is gone.
      reviewer_id uuid,
      reviewer_name text check (length(reviewer_name) between 1 and 200),
      reviewed_at timestamptz,
      -- What the reviewer says to her.
      review text check (length(review) between 1 and 2000),
      -- Counts changes: whoever reviews answers what she has read.
      revision int not null default 1,
      check ((source_type is null) = (source_id is null)),
      check ((state in ('accepted', 'returned')) = (reviewed_at is not null))
    );
    create unique index evidence_source on competencies.evidence (network_id, source_type, source_id, person_id) where source_id is not null;
    create index evidence_person on competencies.evidence (network_id, person_id, offered_at desc);
    create index evidence_waiting on competencies.evidence (network_id, offered_at) where state = 'offered';

    create table competencies.evidence_competency (
      network_id uuid not null references people.network (id),
      evidence_id uuid not null references competencies.evidence (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      -- The version that was published when it was written: whose descriptors were seen.
      version_id uuid not null references competencies.framework_version (id),
      -- What she thinks it shows, and what the reviewer says it does; null: nothing said.
      claimed int check (claimed between 0 and 20),
      accepted int check (accepted between 0 and 20),
      primary key (evidence_id, competency_id)
    );
    create index evidence_competency_competency on competencies.evidence_competency (network_id, competency_id);
  `.execute(db);
}
