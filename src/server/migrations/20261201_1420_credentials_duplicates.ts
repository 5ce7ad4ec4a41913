import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- In place of a paper that was lost: the same words under a number of its own; the one it replaces counts no more.
    alter table credentials.issue
      add column is_duplicate boolean not null default false,
      add constraint issue_duplicates_one check (not is_duplicate or replaces_id is not null);
  `.execute(db);
}
