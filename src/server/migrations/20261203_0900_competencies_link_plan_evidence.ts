import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Which pieces of evidence show that an item of a plan was learnt.
    create table competencies.plan_item_evidence (
      network_id uuid not null references people.network (id),
      item_id uuid not null references competencies.plan_item (id) on delete cascade,
      evidence_id uuid not null references competencies.evidence (id) on delete cascade,
      added_at timestamptz not null,
      primary key (item_id, evidence_id)
    );
    create index plan_item_evidence_evidence on competencies.plan_item_evidence (network_id, evidence_id);
  `.execute(db);
}
