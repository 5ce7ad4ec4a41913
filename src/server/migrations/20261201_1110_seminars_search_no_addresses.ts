import { sql, type Kysely } from 'kysely';

/** What a participant is found by holds no address any more: not everybody who reads the list sees addresses. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    update seminars.registration set search_key = rtrim(left(search_key, length(search_key) - length(email)))
    where email is not null and right(search_key, length(email)) = lower(email)`.execute(db);
}
