import { sql, type Kysely } from 'kysely';

/** Where a parent who is asked gets the link, until she answers or for 30 days; and that she did not agree. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table people.consent_asked add column parent_email text check (length(parent_email) between 3 and 254);
    alter table people.consent_asked add column refused_at timestamptz;
    create index consent_asked_address on people.consent_asked (network_id, asked_at) where parent_email is not null;
  `.execute(db);
}
