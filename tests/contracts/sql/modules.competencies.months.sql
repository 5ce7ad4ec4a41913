-- copyMonth
insert into competencies.summary_month_sum (network_id, framework_id, month, organisation_id, competency_id, scale_id, people, steps, squares, asked, met) select s.network_id, c.framework_id, $1::date, s.organisation_id, s.competency_id, s.scale_id, s.people, s.steps, s.squares, s.asked, s.met from competencies.summary s join competencies.competency c on c.network_id = s.network_id and c.id = s.competency_id where s.network_id = $2 and c.framework_id = $3 and s.people > 0;
insert into competencies.summary_month_place (network_id, framework_id, month, organisation_id, people) select network_id, $1::uuid, $2::date, organisation_id, count(*) from competencies.person_place where network_id = $3 group by 1, 4;

-- findFirstRating
select min(r.rated_at) as at from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id where r.network_id = $1 and c.framework_id = $2;

-- insertMonth
insert into competencies.summary_month (network_id, framework_id, month, as_of, way, written_at) values ($1, $2, $3::date, $4, $5, $6) on conflict do nothing;

-- insertMonthSums
insert into competencies.summary_month_sum (network_id, framework_id, month, organisation_id, competency_id, scale_id, people, steps, squares, asked, met) select $1::uuid, $2::uuid, $3::date, "organisationId", "competencyId", "scaleId", people, steps, squares, asked, met from jsonb_to_recordset($4::jsonb) as one("organisationId" uuid, "competencyId" uuid, "scaleId" uuid, people int, steps int, squares int, asked int, met int);
insert into competencies.summary_month_place (network_id, framework_id, month, organisation_id, people) select $1::uuid, $2::uuid, $3::date, "organisationId", people from jsonb_to_recordset($4::jsonb) as one("organisationId" uuid, people int);

-- listAskedOf
select pp.position_id as "positionId", pp.organisation_kind as "organisationKind", r.competency_id as "competencyId", r.least from competencies.profile_position pp join competencies.requirement r on r.network_id = pp.network_id and r.profile_id = pp.profile_id where pp.network_id = $1 and pp.framework_id = $2;

-- listMonthSums
select organisation_id as "organisationId", competency_id as "competencyId", scale_id as "scaleId", people, steps, squares, asked, met from competencies.summary_month_sum where network_id = $1 and framework_id = $2 and month = $3::date order by competency_id, scale_id, organisation_id;

-- listMonths
select month::text, as_of as "asOf", way from competencies.summary_month where network_id = $1 and framework_id = $2 order by month;

-- listProfiledPosts
select position_id as "positionId", organisation_kind as "organisationKind" from competencies.profile_position where network_id = $1 and framework_id = $2;
