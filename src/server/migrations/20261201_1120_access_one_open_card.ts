import { sql, type Kysely } from 'kysely';

/** Of cards of one person at most one is open: the newest. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    update access.sign_in_card c set withdrawn_at = now()
      where c.used_at is null and c.withdrawn_at is null
        and exists (select from access.sign_in_card n where n.name_id = c.name_id and n.used_at is null and n.withdrawn_at is null and n.id > c.id);
    create unique index sign_in_card_open on access.sign_in_card (name_id) where used_at is null and withdrawn_at is null;
  `.execute(db);
}
