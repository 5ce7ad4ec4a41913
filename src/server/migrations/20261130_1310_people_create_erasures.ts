import { sql, type Kysely } from 'kysely';

/** Erasing a person: asked for by herself or begun by the centre, and how it went. Outlives her name. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.erasure (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      -- asked: waits for the centre; running: a job takes her out; failed may be begun again.
      state text not null check (state in ('asked', 'running', 'done', 'declined', 'withdrawn')),
      -- By herself; null: the centre began it.
      asked_at timestamptz,
      decided_by uuid,
      decided_at timestamptz,
      declined_reason text check (length(declined_reason) <= 500),
      job_id uuid,
      done_at timestamptz,
      created_at timestamptz not null
    );
    create unique index erasure_open on people.erasure (person_id) where state in ('asked', 'running');
    create index erasure_list on people.erasure (network_id, state, created_at);
  `.execute(db);
}
