import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Stands for a rater whose account was erased: her words go on being those of one rater, and lead to nobody.
    alter table competencies.rating add column rater_key uuid;

    -- By what a person was counted and judged; where the registry says otherwise, she is looked at anew.
    alter table competencies.person_place add column kind text not null default '', add column account_id uuid, add column records int not null default 1;
    update competencies.person_place p set kind = o.kind, account_id = c.account_id,
        records = (select count(*) from people.person_card all_of where all_of.network_id = p.network_id and all_of.canonical_id = p.person_id)
      from people.organisation_card o, people.person_card c
      where o.network_id = p.network_id and o.organisation_id = p.organisation_id and c.network_id = p.network_id and c.person_id = p.person_id;

    -- A step means something on its scale only. Not needed, on purpose, is said on no scale.
    alter table competencies.profile_level add column scale_id uuid references competencies.scale (id);
    update competencies.profile_level l set scale_id = (
        select v.scale_id from competencies.framework_version v where v.framework_id = l.framework_id and v.state <> 'draft' order by v.state = 'published' desc, v.number desc limit 1)
      where least is not null;
    alter table competencies.profile_level add check ((least is null) = (scale_id is null));
  `.execute(db);
}
