-- findAnswer
select w.id, w.position, w.item_version_id, v.type, v.content, w.answer, w.points::float8 as points, w.most_points::float8 as most_points, w.marks, w.comment from assessment.answer w join assessment.item_version v on v.network_id = w.network_id and v.id = w.item_version_id where w.network_id = $1 and w.attempt_id = $2 and w.position = $3;

-- findAttempt
select a.id, a.test_id, a.test_version_id, coalesce(p.canonical_id, a.person_id) as person_id, a.locale, a.seed, a.state, a.started_at, a.due_at, a.handed_in_at, a.finished_at, a.points::float8 as points, a.most_points::float8 as most_points, a.passed, v.settings, t.framework, t.competency, t.competency_title, t.lineage_id from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id join assessment.test t on t.network_id = a.network_id and t.id = a.test_id left join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id where a.network_id = $1 and a.id = $2 for update of a;

-- insertAttempt
insert into assessment.attempt (id, network_id, test_id, test_version_id, person_id, locale, seed, state, started_at, due_at, most_points) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10) on conflict (test_id, person_id) where state = 'open' do nothing returning id;
insert into assessment.answer (network_id, attempt_id, position, item_version_id, most_points) select $1::uuid, $2::uuid, g.position, (g.value ->> 'versionId')::uuid, (g.value ->> 'points')::numeric from jsonb_array_elements($3::jsonb) with ordinality g (value, position);

-- listAnswers
select w.id, w.position, w.item_version_id, v.type, v.content, w.answer, w.points::float8 as points, w.most_points::float8 as most_points, w.marks, w.comment from assessment.answer w join assessment.item_version v on v.network_id = w.network_id and v.id = w.item_version_id where w.network_id = $1 and w.attempt_id = $2 order by w.position;

-- listAttemptsOf
select a.id, a.test_id, a.test_version_id, coalesce(p.canonical_id, a.person_id) as person_id, a.locale, a.seed, a.state, a.started_at, a.due_at, a.handed_in_at, a.finished_at, a.points::float8 as points, a.most_points::float8 as most_points, a.passed, v.settings, t.framework, t.competency, t.competency_title, t.lineage_id from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id join assessment.test t on t.network_id = a.network_id and t.id = a.test_id left join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id where a.network_id = $1 and a.person_id in (select c.person_id from people.person_card c where c.network_id = $2 and c.canonical_id = $3) and ($4::uuid is null or a.test_id = $5::uuid) order by a.started_at desc, a.id desc limit 500;

-- listOverdue
select a.id from assessment.attempt a where a.network_id = $1 and a.state = 'open' and a.due_at < $2 order by a.due_at limit $3;

-- listPassed
select a.id as "attemptId", p.canonical_id as "personId", a.test_id as "testId", v.settings -> 'title' as title, t.framework, t.competency as code, t.lineage_id as "lineageId", (v.settings ->> 'step')::int as step, a.points::float8 as points, a.most_points::float8 as "mostPoints", a.finished_at as "passedAt" from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id join assessment.test t on t.network_id = a.network_id and t.id = a.test_id join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id where a.network_id = $1 and a.state = 'finished' and a.passed and p.canonical_id = any ($2::uuid[]) order by a.finished_at desc, a.id desc limit 5000;

-- lockStart
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- updateAnswer
update assessment.answer set answer = $1::jsonb, saved_at = $2 where network_id = $3 and id = $4;

-- updateAttempt
update assessment.attempt set state = $1, handed_in_at = $2, finished_at = $3, points = $4, passed = $5 where network_id = $6 and id = $7;

-- updatePoints
update assessment.answer w set points = g.points from jsonb_to_recordset($1::jsonb) as g (id uuid, points numeric) where w.network_id = $2 and w.attempt_id = $3 and w.id = g.id;
