import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Certificates that somebody issues from a list of her own: for a school, a course, a year of volunteering that no module keeps.
    create table credentials.issuing_list (
      id uuid primary key,
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      kind text not null check (kind in ('attendance', 'speaker', 'organiser', 'completion', 'course', 'mentor', 'volunteer')),
      title text not null check (length(title) between 1 and 300),
      -- What else stands on every paper of the list, and how it looks.
      words jsonb not null,
      job_id uuid not null,
      deliver_in_minutes int not null default 0 check (deliver_in_minutes between 0 and 10080),
      started_by uuid,
      started_at timestamptz not null
    );
    create index issuing_list_started on credentials.issuing_list (network_id, started_at desc, id);

    create table credentials.listed_person (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      list_id uuid not null references credentials.issuing_list (id),
      -- The line of the list as it was pasted.
      line int not null check (line > 0),
      name text not null check (length(name) between 1 and 200),
      role_line text check (length(role_line) between 1 and 400),
      email text,
      unique (list_id, line, name)
    );
    create index listed_person_list on credentials.listed_person (network_id, list_id, line);
  `.execute(db);
}
