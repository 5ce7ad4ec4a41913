-- findLearner
select c.languages, o.latitude, o.longitude from people.person_card c left join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id where c.network_id = $1 and c.person_id = $2;

-- listAsked
select q.framework_id as "frameworkId", q.profile_id as "profileId", q.title as "profileTitle", r.competency_id as "competencyId", r.least, r.preferred from (select distinct on (pp.framework_id) pp.framework_id, pp.profile_id, p.title from competencies.profile_position pp join competencies.profile p on p.network_id = pp.network_id and p.id = pp.profile_id where pp.network_id = $1 and pp.position_id = $2 and pp.organisation_kind in ('', $3) order by pp.framework_id, pp.organisation_kind desc) q join competencies.requirement r on r.network_id = $4 and r.profile_id = q.profile_id;
