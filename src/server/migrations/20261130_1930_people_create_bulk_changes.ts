import { sql, type Kysely } from 'kysely';

/** One change that was made for many: who made it, and for thirty days what each of them held before and after, so that it can be taken back. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.bulk_change (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      subject_type text not null check (subject_type in ('person', 'organisation')),
      act text not null check (act ~ '^[a-z_]{2,40}$'),
      count int not null check (count > 0),
      made_at timestamptz not null,
      made_by uuid,
      made_by_name text,
      undone_at timestamptz,
      undone_by uuid,
      undone_by_name text,
      -- Of how many something was left as it is when it was taken back.
      kept int check (kept between 0 and count),
      forgotten_at timestamptz
    );
    create index bulk_change_of on people.bulk_change (network_id, made_at desc, id desc);

    create table people.bulk_change_line (
      network_id uuid not null references people.network (id),
      change_id uuid not null references people.bulk_change (id) on delete cascade,
      subject_id uuid not null,
      written jsonb not null,
      -- What was left as it is, and why.
      kept jsonb not null default '[]',
      primary key (network_id, change_id, subject_id)
    );
    create index bulk_change_line_of on people.bulk_change_line (network_id, subject_id);
  `.execute(db);
}
