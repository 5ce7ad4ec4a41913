-- closePlan
update competencies.plan set state = 'closed', closed_at = $1, closed_reason = $2, reviewed_by = $3, reviewed_name = $4, summary = $5, revision = revision + 1, changed_at = $6 where network_id = $7 and id = $8 and state in ('draft', 'proposed', 'agreed');

-- countNotes
select count(*)::int as count from competencies.plan_note where network_id = $1 and plan_id = $2;

-- findPlan
select p.id, c.canonical_id as "personId", p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn", p.goal, p.state, p.proposed_at as "proposedAt", p.agreed_at as "agreedAt", p.agreed_name as "agreedName", p.closed_at as "closedAt", p.closed_reason as "closedReason", p.reviewed_name as "reviewedName", p.summary, p.carried_from as "carriedFrom", p.revision, p.created_at as "createdAt", p.changed_at as "changedAt" from competencies.plan p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id where p.network_id = $1 and p.id = $2;

-- insertNote
insert into competencies.plan_note (network_id, plan_id, kind, author_id, author_name, is_own, body, at) values ($1, $2, $3, $4, $5, $6, $7, $8);

-- insertPlan
insert into competencies.plan (id, network_id, person_id, from_on, until_on, review_on, goal, carried_from, created_by, created_at, changed_at) values ($1, $2, $3, $4::date, $5::date, $6::date, $7, $8, $9, $10, $11);

-- listNotes
select id, kind, author_name as "authorName", is_own as "isOwn", body, at from competencies.plan_note where network_id = $1 and plan_id = $2 order by at, id limit 500;

-- listPlans
select p.id, c.canonical_id as "personId", p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn", p.goal, p.state, p.proposed_at as "proposedAt", p.agreed_at as "agreedAt", p.agreed_name as "agreedName", p.closed_at as "closedAt", p.closed_reason as "closedReason", p.reviewed_name as "reviewedName", p.summary, p.carried_from as "carriedFrom", p.revision, p.created_at as "createdAt", p.changed_at as "changedAt" from competencies.plan p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id where p.network_id = $1 and c.canonical_id = $2 order by p.state in ('draft', 'proposed', 'agreed') desc, p.created_at desc, p.id desc limit 200;

-- listPlansOfLeavers
select p.id from competencies.plan p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id join people.person_card w on w.network_id = c.network_id and w.person_id = c.canonical_id where p.network_id = $1 and p.state in ('draft', 'proposed', 'agreed') and not w.is_working order by p.id limit $2;

-- lockPlan
select from competencies.plan where network_id = $1 and id = $2 for update;

-- lockPlansOf
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- setPlanAgreed
update competencies.plan set state = 'agreed', agreed_at = $1, agreed_by = $2, agreed_name = $3, revision = revision + 1, changed_at = $4 where network_id = $5 and id = $6;

-- setPlanState
update competencies.plan set state = $1, proposed_at = case when $2 = 'proposed' then $3::timestamptz end, closed_at = case when $4 = 'withdrawn' then $5::timestamptz end, revision = revision + 1, changed_at = $6 where network_id = $7 and id = $8;

-- touchPlan
update competencies.plan set revision = revision + 1, changed_at = $1 where network_id = $2 and id = $3;

-- updatePlanHead
update competencies.plan set from_on = $1::date, until_on = $2::date, review_on = $3::date, goal = $4, revision = revision + 1, changed_at = $5 where network_id = $6 and id = $7;
