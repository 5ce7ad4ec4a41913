import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Whether one may take part from afar; else one has to come to the host.
    alter table seminars.event add column is_online boolean not null default true;

    -- What an event teaches, and to which step of the scale it leads.
    create table seminars.event_competency (
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      -- For whom: who has this step already; null: for everybody.
      from_step int check (from_step between 0 and 20),
      to_step int not null check (to_step between 0 and 20),
      primary key (event_id, competency_id),
      check (from_step < to_step)
    );
    create index event_competency_network on seminars.event_competency (network_id, competency_id);
  `.execute(db);
}
