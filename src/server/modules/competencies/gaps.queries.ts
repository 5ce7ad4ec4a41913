import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Learner } from './recommend.rule.ts';

export interface AskedRow {
  frameworkId: string;
  profileId: string;
  profileTitle: LocalizedText;
  competencyId: string;
  least: number;
  preferred: number;
}

/** What the profiles of a post ask, in every framework: that for the kind of organisation before the one for all. */
export async function listAsked(ctx: Ctx, positionId: string, organisationKind: string): Promise<AskedRow[]> {
  const { rows } = await sql<AskedRow>`select q.framework_id as "frameworkId", q.profile_id as "profileId", q.title as "profileTitle", r.competency_id as "competencyId", r.least, r.preferred
    from (select distinct on (pp.framework_id) pp.framework_id, pp.profile_id, p.title from competencies.profile_position pp
      join competencies.profile p on p.network_id = pp.network_id and p.id = pp.profile_id
      where pp.network_id = ${ctx.networkId} and pp.position_id = ${positionId} and pp.organisation_kind in ('', ${organisationKind}) order by pp.framework_id, pp.organisation_kind desc) q
    join competencies.requirement r on r.network_id = ${ctx.networkId} and r.profile_id = q.profile_id`.execute(ctx.db);
  return rows;
}

/** What is known of a person by which an offer suits her: her languages, and where her library is. */
export async function findLearner(ctx: Ctx, personId: string): Promise<Learner> {
  const { rows } = await sql<{ languages: { language: string }[]; latitude: number | null; longitude: number | null }>`select c.languages, o.latitude, o.longitude from people.person_card c
    left join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    where c.network_id = ${ctx.networkId} and c.person_id = ${personId}`.execute(ctx.db);
  const [found] = rows;
  return {
    languages: found?.languages.map(({ language }) => language) ?? [],
    place: found && found.latitude !== null && found.longitude !== null ? { latitude: found.latitude, longitude: found.longitude } : null,
  };
}
