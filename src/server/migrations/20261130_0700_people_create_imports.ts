import { sql, type Kysely } from 'kysely';

/** Lists that people bring: what stood in them, what was read and decided, and what it takes to take it all back. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.import (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      kind text not null check (kind in ('staff', 'organisations')),
      source text not null check (source in ('xlsx', 'csv', 'pasted')),
      file_name text not null check (length(file_name) <= 200),
      sheets text[] not null default '{}',
      sheet text,
      -- draft: columns are being matched; checking: a job reads the rows; checked: ready to be run; running: a job writes;
      -- done: in the registry; undone: taken out again.
      state text not null default 'draft' check (state in ('draft', 'checking', 'checked', 'running', 'done', 'undone')),
      -- What stands above the data, and which column is what.
      header jsonb not null,
      settings jsonb not null,
      -- How many rows were left out and why; how many are new, change something, are wrong.
      counts jsonb not null default '{}',
      damaged boolean not null default false,
      job_id uuid,
      created_by uuid,
      created_by_name text,
      created_at timestamptz not null,
      done_at timestamptz,
      undone_at timestamptz,
      -- Rows are erased then, and with them the way back.
      forgotten_at timestamptz,
      version int not null default 1
    );
    create index import_of on people.import (network_id, created_at desc);

    create table people.import_row (
      network_id uuid not null references people.network (id),
      import_id uuid not null references people.import (id) on delete cascade,
      row_number int not null,
      is_hidden boolean not null default false,
      -- Cells as they stand in the list; a cell is a text, or a text with its date or number.
      cells jsonb not null,
      -- Null until read.
      verdict text check (verdict in ('new', 'change', 'same', 'undecided', 'wrong', 'left_out')),
      draft jsonb,
      problems jsonb not null default '[]',
      -- Who it may be: at most five records with what speaks for each.
      candidates jsonb not null default '[]',
      -- Whose row it is; an earlier row of the list that means the same person.
      subject_id uuid,
      same_as_row int,
      decided_by_hand boolean not null default false,
      -- What was written, for the way back; null while nothing was.
      written jsonb,
      -- Why it could not be taken back.
      kept_because text,
      primary key (import_id, row_number)
    );
    create index import_row_verdict on people.import_row (import_id, verdict, row_number);

    create table people.import_template (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      kind text not null check (kind in ('staff', 'organisations')),
      name text not null check (length(name) between 1 and 80),
      -- The headings by which a list of the same make is known again.
      signature text not null,
      columns jsonb not null,
      created_by uuid,
      created_at timestamptz not null,
      unique (network_id, name)
    );
    create unique index import_template_known on people.import_template (network_id, md5(signature));
  `.execute(db);
}
