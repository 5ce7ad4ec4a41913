-- changeRuleRow
update competencies.rating_rule set rule = $1, weights = $2::jsonb, changed_at = $3, job_id = $4, version = version + 1 where network_id = $5 and framework_id = $6 and version = $7;

-- countRatedPeople
select count(distinct card.canonical_id)::int as count from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id join people.person_card card on card.network_id = r.network_id and card.person_id = r.person_id where r.network_id = $1 and c.framework_id = $2;

-- findRule
select rule, weights, version, job_id as "jobId" from competencies.rating_rule where network_id = $1 and framework_id = $2;

-- insertRatings
insert into competencies.rating (network_id, person_id, competency_id, scale_id, version_id, kind, step, comment, author_id, author_name, is_anonymous, source_type, source_id, campaign_id, rated_at) select $1::uuid, "personId", "competencyId", "scaleId", "versionId", kind, step, comment, "authorId", "authorName", "isAnonymous", "sourceType", "sourceId", "campaignId", $2 from jsonb_to_recordset($3::jsonb) as one("personId" uuid, "competencyId" uuid, "scaleId" uuid, "versionId" uuid, kind text, step int, comment text, "authorId" uuid, "authorName" text, "isAnonymous" boolean, "sourceType" text, "sourceId" uuid, "campaignId" uuid) on conflict (source_type, source_id, person_id, competency_id, kind) do nothing;

-- listEffective
select person_id as "personId", competency_id as "competencyId", scale_id as "scaleId", step, rule, lowest, highest, ratings, rated_at as "ratedAt" from competencies.effective_level where network_id = $1 and person_id = any($2::uuid[]) and ($3 or competency_id = any($4::uuid[]));

-- listRatedPeople
select distinct card.canonical_id as id from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id join people.person_card card on card.network_id = r.network_id and card.person_id = r.person_id where r.network_id = $1 and c.framework_id = $2 and card.canonical_id > $3 order by 1 limit $4;

-- listRatings
select r.id, card.canonical_id as "personId", r.competency_id as "competencyId", r.scale_id as "scaleId", r.kind, r.step, r.comment, r.author_id as "authorId", r.author_name as "authorName", r.rater_key as "raterKey", r.is_anonymous as "isAnonymous", r.source_type as "sourceType", r.source_id as "sourceId", r.campaign_id as "campaignId", g.minimum_group as "minimumGroup", r.rated_at as "ratedAt" from people.person_card card join competencies.rating r on r.network_id = card.network_id and r.person_id = card.person_id left join competencies.campaign g on g.network_id = r.network_id and g.id = r.campaign_id where card.network_id = $1 and card.canonical_id = any($2::uuid[]) and ($3 or r.competency_id = any($4::uuid[])) and ($5::uuid is null or r.competency_id in (select id from competencies.competency k where k.network_id = $6 and k.framework_id = $7::uuid)) and (r.kind = 'self' or r.author_id is null or r.author_id is distinct from card.account_id) order by r.rated_at desc, r.id desc;

-- listRules
select c.id as "competencyId", r.rule, r.weights, r.version from competencies.competency c join competencies.rating_rule r on r.network_id = c.network_id and r.framework_id = c.framework_id where c.network_id = $1 and c.id = any($2::uuid[]);

-- listScales
select id, steps from competencies.scale where network_id = $1 and id = any($2::uuid[]);

-- replaceEffective
delete from competencies.effective_level where network_id = $1 and person_id = any($2::uuid[]) and ($3 or competency_id = any($4::uuid[]));
insert into competencies.effective_level (network_id, person_id, competency_id, scale_id, step, rule, lowest, highest, ratings, rated_at) select $1::uuid, "personId", "competencyId", "scaleId", step, rule, lowest, highest, ratings, "ratedAt" from jsonb_to_recordset($2::jsonb) as one("personId" uuid, "competencyId" uuid, "scaleId" uuid, step int, rule text, lowest int, highest int, ratings int, "ratedAt" timestamptz);

-- saveRule
insert into competencies.rating_rule as r (network_id, framework_id, rule, weights, changed_at) values ($1, $2, $3, $4::jsonb, $5) on conflict (framework_id) do update set rule = excluded.rule, weights = excluded.weights, changed_at = excluded.changed_at, version = r.version + 1;
