import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Who said herself that she helps colleagues; gone when she takes it back.
    create table competencies.helper (
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      -- In which languages she helps.
      languages text[] not null check (cardinality(languages) > 0),
      -- How, when, how to reach her.
      words text check (length(words) between 1 and 500),
      offered_at timestamptz not null,
      primary key (network_id, person_id)
    );

    create table competencies.helper_competency (
      network_id uuid not null references people.network (id),
      person_id uuid not null,
      competency_id uuid not null references competencies.competency (id),
      primary key (network_id, person_id, competency_id),
      foreign key (network_id, person_id) references competencies.helper (network_id, person_id) on delete cascade
    );
    create index helper_competency_competency on competencies.helper_competency (network_id, competency_id);
  `.execute(db);
}
