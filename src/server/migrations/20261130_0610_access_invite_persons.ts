import { sql, type Kysely } from 'kysely';

/** An invitation may be meant for a person of the registry: accepting it ties her to the account. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table access.invitation add column person_id uuid references people.person (id);
    create index invitation_person on access.invitation (network_id, person_id) where person_id is not null;
  `.execute(db);
}
