import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- A framework that was brought as a file: looked at, not yet stored. Seen by who brought it alone; forgotten after a month.
    create table competencies.framework_import (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      origin text not null check (origin in ('case', 'table', 'digcomp')),
      file_names text[] not null,
      -- The framework as one form (framework-content.ts); null once it is stored, or when nothing could be read.
      content jsonb,
      -- What is wrong with it and what is strange about it.
      report jsonb not null,
      -- Where it is to go, once somebody has said.
      wish jsonb,
      job_id uuid,
      version_id uuid references competencies.framework_version (id) on delete set null,
      created_by uuid,
      created_at timestamptz not null,
      done_at timestamptz
    );
    create index framework_import_network on competencies.framework_import (network_id, created_at);

    -- CASE asks by identifier, whatever the network.
    create index item_identifier on competencies.item (network_id, identifier);
  `.execute(db);
}
