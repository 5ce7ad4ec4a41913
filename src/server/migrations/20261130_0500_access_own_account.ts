import { sql, type Kysely } from 'kysely';

/** What a person sees of her own sign-ins: by what a session was opened and, in the journal, with which device. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table access.session add column method text check (method in ('password', 'link', 'invitation', 'first_run'));
    alter table access.sign_in_journal add column user_agent text;
  `.execute(db);
}
