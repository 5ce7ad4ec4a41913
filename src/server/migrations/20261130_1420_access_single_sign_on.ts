import { sql, type Kysely } from 'kysely';

/** Answers of a provider of identities that were used: each counts once. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.spent_sign_on (
      state_hash text primary key,
      spent_at timestamptz not null
    );
  `.execute(db);
}
