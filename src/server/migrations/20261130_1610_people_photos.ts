import { sql, type Kysely } from 'kysely';

/** Photos of people: off until a network's administrator switches them on. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table people.network add column photos boolean not null default false`.execute(db);
}
