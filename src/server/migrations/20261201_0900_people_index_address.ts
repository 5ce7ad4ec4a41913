import { sql, type Kysely } from 'kysely';

/** Who else is reached at an address is asked whenever a sign-in link is wanted. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index person_address on people.person (network_id, lower(email)) where email is not null`.execute(db);
}
