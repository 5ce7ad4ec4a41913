import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Who wrote down that the person confirmed her name on the printed list; null: she did so herself.
    alter table seminars.registration add column name_confirmed_by uuid;
  `.execute(db);
}
