import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- What one rater says of one person: filled in as she goes, left and resumed, and handed in once.
    create table competencies.sheet (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      version_id uuid not null references competencies.framework_version (id),
      kind text not null check (kind in ('self', 'head', 'mentor', 'peer', 'external', 'commission')),
      author_id uuid,
      author_name text check (length(author_name) between 1 and 200),
      state text not null default 'open' check (state in ('open', 'handed_in', 'withdrawn')),
      opened_at timestamptz not null,
      changed_at timestamptz not null,
      handed_in_at timestamptz,
      check ((state = 'handed_in') = (handed_in_at is not null))
    );
    create unique index sheet_one_open on competencies.sheet (network_id, person_id, version_id, kind, author_id) where state = 'open' and author_id is not null;
    create index sheet_person on competencies.sheet (network_id, person_id);
    create index sheet_author on competencies.sheet (network_id, author_id) where state = 'open';

    create table competencies.sheet_answer (
      network_id uuid not null references people.network (id),
      sheet_id uuid not null references competencies.sheet (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      -- Null: looked at and left open, with or without words.
      step int check (step between 0 and 20),
      comment text check (length(comment) between 1 and 2000),
      changed_at timestamptz not null,
      primary key (sheet_id, competency_id)
    );
  `.execute(db);
}
