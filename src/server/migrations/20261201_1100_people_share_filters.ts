import { sql, type Kysely } from 'kysely';

/** A saved filter may be shown to colleagues: everybody at or below one organisation, or the whole network. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table people.saved_filter add column shared_with text check (shared_with in ('organisation', 'network'));
    alter table people.saved_filter add column shared_place uuid references people.organisation (id) on delete set null;
    alter table people.saved_filter add column owner_name text check (length(owner_name) <= 200);
    alter table people.saved_filter add constraint saved_filter_shared check ((shared_with is null) = (owner_name is null) and (shared_place is null or shared_with = 'organisation'));
    create index saved_filter_shared on people.saved_filter (network_id, list, name) where shared_with is not null;
    create index saved_filter_place on people.saved_filter (shared_place) where shared_place is not null;
  `.execute(db);
}
