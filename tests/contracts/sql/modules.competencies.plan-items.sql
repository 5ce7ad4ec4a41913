-- agreeItems
update competencies.plan_item set agreed_at = $1, agreed_as = null, revision = revision + 1 where network_id = $2 and plan_id = $3 and id = any($4::uuid[]) and agreed_at is null;

-- deletePlanItem
delete from competencies.plan_item where network_id = $1 and id = $2;

-- findPlanOfItem
select plan_id as "planId" from competencies.plan_item where network_id = $1 and id = $2;

-- insertPlanItems
insert into competencies.plan_item (id, network_id, plan_id, competency_id, version_id, title, from_step, to_step, reason, measure, action, offer_id, offer_title, offer_path, hours, due_on, state, carried_from, carried, agreed_at, place, created_at, changed_at) select one.id, $1::uuid, $2::uuid, "competencyId", "versionId", title, "fromStep", "toStep", reason, measure, action, "offerId", "offerTitle", "offerPath", hours, "dueOn", state, "carriedFrom", carried, case when "isAgreed" then $3::timestamptz end, (select coalesce(max(place), 0) from competencies.plan_item where network_id = $4 and plan_id = $5) + place, $6, $7 from jsonb_to_recordset($8::jsonb) as one(id uuid, "competencyId" uuid, "versionId" uuid, title text, "fromStep" int, "toStep" int, reason text, measure text, action text, "offerId" uuid, "offerTitle" text, "offerPath" text, hours numeric, "dueOn" date, state text, "carriedFrom" uuid, carried int, "isAgreed" boolean, place int);

-- listCurrentItems
select i.competency_id as "competencyId", i.version_id as "versionId", v.scale_id as "scaleId", s.steps, i.code, i.title from competencies.framework_version v join competencies.item i on i.network_id = v.network_id and i.version_id = v.id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id where v.network_id = $1 and v.state = 'published' and i.kind = 'competency' and i.retired_at is null and ($2 or i.competency_id = any($3::uuid[])) order by v.framework_id, i.code limit 2000;

-- listPlanItems
select pi.id, pi.plan_id as "planId", pi.competency_id as "competencyId", pi.version_id as "versionId", pi.title, i.code, i.title as "competencyTitle", v.scale_id as "scaleId", s.steps, pi.competency_id is not null and not exists (select from competencies.item i2 join competencies.framework_version v2 on v2.network_id = i2.network_id and v2.id = i2.version_id where i2.network_id = pi.network_id and i2.competency_id = pi.competency_id and i2.retired_at is null and v2.state = 'published') as "isRetired", pi.from_step as "fromStep", pi.to_step as "toStep", e.step as "nowStep", pi.reason, pi.measure, pi.action, pi.offer_id as "offerId", pi.offer_title as "offerTitle", pi.offer_path as "offerPath", pi.hours::float8 as hours, pi.due_on::text as "dueOn", pi.state, pi.drop_reason as "dropReason", pi.done_on::text as "doneOn", pi.result, pi.reached_step as "reachedStep", pi.review_note as "reviewNote", pi.carried_from as "carriedFrom", pi.carried, pi.agreed_at as "agreedAt", pi.agreed_as as "agreedAs", pi.revision from competencies.plan_item pi join competencies.plan p on p.network_id = pi.network_id and p.id = pi.plan_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join competencies.framework_version v on v.network_id = pi.network_id and v.id = pi.version_id left join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id left join competencies.item i on i.network_id = pi.network_id and i.version_id = pi.version_id and i.competency_id = pi.competency_id left join competencies.effective_level e on e.network_id = pi.network_id and e.person_id = c.canonical_id and e.competency_id = pi.competency_id and e.scale_id = v.scale_id where pi.network_id = $1 and pi.plan_id = any($2::uuid[]) order by pi.place, pi.id;

-- reviewItems
update competencies.plan_item pi set state = one.state, done_on = one."doneOn", drop_reason = one."dropReason", reached_step = one."reachedStep", review_note = one."reviewNote", revision = pi.revision + 1, changed_at = $1 from jsonb_to_recordset($2::jsonb) as one(id uuid, state text, "doneOn" date, "dropReason" text, "reachedStep" int, "reviewNote" text) where pi.network_id = $3 and pi.plan_id = $4 and pi.id = one.id;

-- setItemOffer
update competencies.plan_item set measure = $1, action = $2, offer_id = $3, offer_title = $4, offer_path = $5, hours = $6, due_on = $7::date, agreed_at = case when $8 then $9::timestamptz end, agreed_as = $10::jsonb, revision = revision + 1, changed_at = $11 where network_id = $12 and id = $13;

-- setItemState
update competencies.plan_item set state = $1, done_on = $2::date, result = $3, drop_reason = $4, agreed_at = case when $5 then agreed_at when $6 then $7::timestamptz end, agreed_as = case when $8 then agreed_as else $9::jsonb end, revision = revision + 1, changed_at = $10 where network_id = $11 and id = $12;

-- updatePlanItem
update competencies.plan_item set competency_id = $1, version_id = $2, title = $3, from_step = $4, to_step = $5, reason = $6, measure = $7, action = $8, hours = $9, due_on = $10::date, agreed_at = case when $11 then $12::timestamptz end, agreed_as = $13::jsonb, revision = revision + 1, changed_at = $14 where network_id = $15 and id = $16;
