-- countPlansOf
select count(*) filter (where p.person_id = any($1::uuid[]))::int as of, count(*) filter (where not p.person_id = any($2::uuid[]) and (p.agreed_by = $3 or p.reviewed_by = $4 or exists (select from competencies.plan_note n where n.network_id = p.network_id and n.plan_id = p.id and n.author_id = $5)))::int as by from competencies.plan p where p.network_id = $6;

-- deletePlansOf
delete from competencies.plan where network_id = $1 and person_id = any($2::uuid[]);

-- forgetPlanner
delete from competencies.plan_note where network_id = $1 and author_id = $2;
update competencies.plan_item pi set review_note = null, drop_reason = case when pi.drop_reason is null then null else '–' end from competencies.plan p where p.network_id = $1 and pi.network_id = p.network_id and pi.plan_id = p.id and p.reviewed_by = $2;
update competencies.plan set agreed_by = null, agreed_name = null where network_id = $1 and agreed_by = $2;
update competencies.plan set reviewed_by = null, reviewed_name = null, summary = null where network_id = $1 and reviewed_by = $2;
update competencies.plan set created_by = null where network_id = $1 and created_by = $2;

-- listPlansForData
select p.id, p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn", p.goal, p.state, p.agreed_name as "agreedName", p.summary from competencies.plan p where p.network_id = $1 and p.person_id = any($2::uuid[]) order by p.created_at desc, p.id limit 1000;
select i.title as competency, pi.title, pi.action, pi.due_on::text as "dueOn", pi.state, pi.done_on::text as "doneOn", pi.result, pi.drop_reason as "dropReason", pi.review_note as "reviewNote", (select coalesce(jsonb_agg(e.title order by t.added_at, e.id), '[]') from competencies.plan_item_evidence t join competencies.evidence e on e.network_id = t.network_id and e.id = t.evidence_id where t.network_id = pi.network_id and t.item_id = pi.id) as evidence from competencies.plan p join competencies.plan_item pi on pi.network_id = p.network_id and pi.plan_id = p.id left join competencies.item i on i.network_id = pi.network_id and i.version_id = pi.version_id and i.competency_id = pi.competency_id where p.network_id = $1 and p.person_id = any($2::uuid[]) order by p.created_at desc, p.id, pi.place limit 20000;
select n.author_name as "authorName", n.body, n.at from competencies.plan p join competencies.plan_note n on n.network_id = p.network_id and n.plan_id = p.id where p.network_id = $1 and p.person_id = any($2::uuid[]) order by n.at desc, n.id limit 20000;
