import { sql, type Kysely } from 'kysely';

/** An administrator who looks at the platform as somebody else, for half an hour; and who it was, in that person's journal. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table access.session
      add column viewed_account_id uuid references access.account (id) on delete set null,
      add column viewed_network_id uuid references people.network (id),
      add column viewed_until timestamptz;
    alter table access.sign_in_journal add column by_account_id uuid references access.account (id) on delete set null;
  `.execute(db);
}
