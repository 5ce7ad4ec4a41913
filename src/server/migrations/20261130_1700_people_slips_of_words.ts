import { sql, type Kysely } from 'kysely';

/**
 * Slips are written only together with their word, and that already refers to the network: to look it up again for each of some ten slips of a
 * word cost a quarter of the time that new words take.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table people.search_slip drop constraint if exists search_slip_network_id_fkey`.execute(db);
}
