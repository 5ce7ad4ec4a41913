import { sql, type Kysely } from 'kysely';

/** Pairs of persons somebody has looked at and found to be two people. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.not_duplicate (
      network_id uuid not null references people.network (id),
      first_id uuid not null references people.person (id),
      second_id uuid not null references people.person (id),
      decided_by uuid,
      decided_at timestamptz not null,
      primary key (first_id, second_id),
      check (first_id < second_id)
    );
    create index not_duplicate_network on people.not_duplicate (network_id);
    create index person_same_key on people.person (network_id, name_key) where anonymised_at is null;
    create index person_same_birth on people.person (network_id, birth_date) where birth_date is not null and anonymised_at is null;
  `.execute(db);
}
