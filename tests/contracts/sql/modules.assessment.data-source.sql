-- blankComments
update assessment.answer w set comment = null where w.network_id = $1 and w.comment is not null and (w.comment ilike any ($2::text[]) or exists (select from unnest($3::text[], $4::text[]) n (family, given) where w.comment ilike n.family and w.comment ilike n.given));

-- listAnswersWithFile
select w.id from assessment.answer w join assessment.attempt a on a.network_id = w.network_id and a.id = w.attempt_id where w.network_id = $1 and a.person_id = any ($2::uuid[]) and jsonb_typeof(w.answer -> 'file') = 'object';

-- listHeldAttempts
select a.id, v.settings -> 'title' as title, a.started_at, a.handed_in_at, a.points::float8 as points, a.most_points::float8 as most_points, a.passed, (select string_agg(w.answer ->> 'text', E' ' order by w.position) from assessment.answer w where w.network_id = a.network_id and w.attempt_id = a.id and w.answer ->> 'text' <> '') as texts, (select string_agg(w.comment, E' ' order by w.position) from assessment.answer w where w.network_id = a.network_id and w.attempt_id = a.id) as comments from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id where a.network_id = $1 and a.person_id = any ($2::uuid[]) order by a.started_at limit 1000;

-- partAttempts
delete from assessment.answer w using assessment.attempt a where w.network_id = $1 and a.network_id = w.network_id and a.id = w.attempt_id and a.person_id = any ($2::uuid[]) and a.state <> 'finished';
delete from assessment.attempt a where a.network_id = $1 and a.person_id = any ($2::uuid[]) and a.state <> 'finished';
update assessment.answer w set comment = null, answer = case when w.answer ? 'text' then null else w.answer end from assessment.attempt a where w.network_id = $1 and a.network_id = w.network_id and a.id = w.attempt_id and a.person_id = any ($2::uuid[]);
update assessment.attempt a set person_id = null where a.network_id = $1 and a.person_id = any ($2::uuid[]);
