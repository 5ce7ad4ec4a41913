import { sql, type Kysely } from 'kysely';

/** When a participant, or the contact person of a list, was last asked to confirm the names to be printed. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table seminars.registration add column name_asked_at timestamptz;
    alter table seminars.collective add column names_asked_at timestamptz;
  `.execute(db);
}
