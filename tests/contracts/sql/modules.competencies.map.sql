-- countPlaces
select count(distinct s.organisation_id)::int as count from competencies.person_place s join people.organisation_card o on o.network_id = $1 and o.organisation_id = s.organisation_id where s.network_id = $2 and coalesce(o.path[2], o.path[1]) = $3::uuid;

-- listLibraryStandings
select s.organisation_id as "organisationId", coalesce(o.path[2], o.path[1]) as "districtId", s.people, s.asked, s.met, o.path && $1::uuid[] as own, coalesce((select sum(t.people)::int from competencies.summary_step t where t.network_id = s.network_id and t.competency_id = s.competency_id and t.scale_id = s.scale_id and t.organisation_id = s.organisation_id and t.step >= $2), 0) as top from competencies.summary s join people.organisation_card o on o.network_id = $3 and o.organisation_id = s.organisation_id where s.network_id = $4 and s.scale_id = $5 and s.competency_id = $6 and s.people > 0;

-- listLibrarySums
select coalesce(o.path[2], o.path[1]) as "districtId", s.competency_id as "competencyId", count(*)::int as rated, count(*) filter (where s.asked > 0 and s.met = 0)::int as without, count(*) filter (where s.met = 1)::int as single from competencies.summary s join people.organisation_card o on o.network_id = $1 and o.organisation_id = s.organisation_id where s.network_id = $2 and s.scale_id = $3 and s.competency_id = any($4::uuid[]) and s.people > 0 group by 1, 2;

-- listMapPlaces
select o.organisation_id as "placeId", sum(s.people)::int as people, bool_and(o.path && $1::uuid[]) as own from (select network_id, organisation_id, people from competencies.summary_month_place where network_id = $2 and framework_id = $3 and month = $4::date) s join people.organisation_card o on o.network_id = $5 and o.organisation_id = s.organisation_id where coalesce(o.path[2], o.path[1]) = $6::uuid group by 1;

-- listMapSums
select o.organisation_id as "placeId", s.competency_id as "competencyId", sum(s.people)::int as people, sum(s.steps)::int as steps, sum(s.squares)::int as squares, sum(s.asked)::int as asked, sum(s.met)::int as met, coalesce(sum(s.people) filter (where o.path && $1::uuid[]), 0)::int as "ownPeople", coalesce(sum(s.asked) filter (where o.path && $2::uuid[]), 0)::int as "ownAsked" from competencies.summary_month_sum s join people.organisation_card o on o.network_id = $3 and o.organisation_id = s.organisation_id where s.network_id = $4 and s.framework_id = $5 and s.month = $6::date and s.scale_id = $7 and s.competency_id = any($8::uuid[]) and coalesce(o.path[2], o.path[1]) = $9::uuid group by 1, 2 having sum(s.people) > 0;

-- listStepSums
select coalesce(o.path[2], o.path[1]) as "districtId", s.competency_id as "competencyId", s.step, sum(s.people)::int as people, coalesce(sum(s.people) filter (where o.path && $1::uuid[]), 0)::int as "ownPeople" from competencies.summary_step s join people.organisation_card o on o.network_id = $2 and o.organisation_id = s.organisation_id where s.network_id = $3 and s.scale_id = $4 and s.competency_id = any($5::uuid[]) group by 1, 2, 3 having sum(s.people) > 0;
