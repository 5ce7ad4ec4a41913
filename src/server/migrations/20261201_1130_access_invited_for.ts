import { sql, type Kysely } from 'kysely';

/** In whose place a deputy invited: her right has to stand when the invitation is accepted. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table access.invitation add column invited_for uuid`.execute(db);
}
