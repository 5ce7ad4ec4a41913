import { sql, type Kysely } from 'kysely';

/** What is deleted is looked for in every table that names it, row by row: without these, throwing a large draft away reads whole tables thousands of times. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index if not exists item_parent on competencies.item (version_id, parent_id);
    create index if not exists item_of_competency on competencies.item (competency_id);
    create index if not exists association_from on competencies.association (from_id);
    create index if not exists association_target on competencies.association (to_id);
    create index if not exists profile_level_competency on competencies.profile_level (competency_id);
    create index if not exists sheet_answer_competency on competencies.sheet_answer (competency_id);
    -- By identifier whatever the network: whether another one has given it already.
    create index if not exists item_any_identifier on competencies.item (identifier);
    create index if not exists association_identifier on competencies.association (identifier);
    create index if not exists framework_version_identifier on competencies.framework_version (identifier);
    create index if not exists rating_competency on competencies.rating (competency_id);
  `.execute(db);
}
