import { sql, type Kysely } from 'kysely';

/**
 * What hangs on a person is looked for by her id alone when she is taken out of the registry (a list taken back, a record erased); keys that
 * begin with the network do not serve that, and each person would cost a reading of whole tables.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index employment_of_person on people.employment (person_id);
    create index education_of_person on people.education (person_id);
    create index attestation_of_person on people.attestation (person_id);
    create index change_request_of_person on people.change_request (person_id);
    create index person_alias_of_person on people.person_alias (person_id);
  `.execute(db);
}
