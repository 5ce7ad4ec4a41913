-- countItems
select count(*)::int as count from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and ($2::text is null or i.competency = $3) and ($4::text is null or v.type = $5) and ($6::int is null or v.step = $7) and ($8::text is null or i.state = $9) and ($10::text is null or i.code ilike $11 or exists (select from jsonb_each(v.content -> 'stem') e where e.value ->> 'text' ilike $12));

-- findItem
select from assessment.item i where i.network_id = $1 and i.id = $2 for update;
select i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and i.id = $2;

-- findItemsByCode
select from assessment.item i where i.network_id = $1 and i.code = any ($2::text[]) order by i.id for update;
select i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and i.code = any ($2::text[]) order by i.id;

-- findVersions
select id, item_id, type, content, languages from assessment.item_version where network_id = $1 and id = any ($2::uuid[]);

-- hasItems
select exists (select from assessment.item i where i.network_id = $1) as there;

-- insertItems
with given as ( select * from jsonb_to_recordset($1::jsonb) as g (id uuid, "versionId" uuid, code text, framework text, competency text, title jsonb, lineage uuid, state text, type text, step int, content jsonb, languages text[]) ), made as ( insert into assessment.item (id, network_id, code, framework, competency, competency_title, lineage_id, state, current_number, created_at, changed_at) select g.id, $2::uuid, g.code, g.framework, g.competency, nullif(g.title, 'null'::jsonb), g.lineage, g.state, 1, $3, $4 from given g on conflict (network_id, code) do nothing returning id ) insert into assessment.item_version (id, network_id, item_id, number, type, step, content, languages, created_at, created_by) select g."versionId", $5::uuid, g.id, 1, g.type, g.step, g.content, g.languages, $6, $7::uuid from given g join made on made.id = g.id returning id;

-- insertVersion
insert into assessment.item_version (network_id, item_id, number, type, step, content, languages, created_at, created_by) values ($1, $2, $3, $4, $5, $6::jsonb, $7::text[], $8, $9);

-- isBound
select exists (select from assessment.test_item t where t.network_id = $1 and t.item_version_id = $2) or exists (select from assessment.answer a where a.network_id = $3 and a.item_version_id = $4) as bound;

-- listCompetencies
select distinct on (i.framework, i.competency) i.framework, i.competency as code, i.competency_title as title, i.lineage_id as "lineageId" from assessment.item i where i.network_id = $1 order by i.framework, i.competency, i.competency_title is null, i.changed_at desc limit 500;

-- listItems
select i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version, i.code as sort_value from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and ($2::text is null or i.competency = $3) and ($4::text is null or v.type = $5) and ($6::int is null or v.step = $7) and ($8::text is null or i.state = $9) and ($10::text is null or i.code ilike $11 or exists (select from jsonb_each(v.content -> 'stem') e where e.value ->> 'text' ilike $12)) and (i.code, i.id) > ($13, $14::uuid) order by i.code asc, i.id asc limit $15;

-- listItemsToExport
select i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and ($2::text is null or i.competency = $3) and ($4::text is null or v.type = $5) and ($6::int is null or v.step = $7) and ($8::text is null or i.state = $9) and ($10::text is null or i.code ilike $11 or exists (select from jsonb_each(v.content -> 'stem') e where e.value ->> 'text' ilike $12)) order by i.code, i.id limit $13;

-- listUsableItems
select i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where i.network_id = $1 and (i.id = any ($2::uuid[]) or (i.state = 'in_use' and i.framework = $3 and i.competency = $4)) order by i.code limit 600;

-- listVersions
select v.id, v.number, v.type, v.step, v.content, v.created_at, v.created_by, (select count(*)::int from assessment.answer a where a.network_id = v.network_id and a.item_version_id = v.id) as answers from assessment.item_version v where v.network_id = $1 and v.item_id = $2 order by v.number desc limit 200;

-- lockItemsOf
select from assessment.item i where i.network_id = $1 and i.id in (select n.item_id from assessment.test_item n where n.network_id = $2 and n.test_version_id = $3) order by i.id for share;

-- updateItem
update assessment.item set code = $1, framework = $2, competency = $3, competency_title = $4::jsonb, lineage_id = $5, current_number = $6, state = $7, changed_at = $8, version = version + 1 where network_id = $9 and id = $10;

-- updateVersion
update assessment.item_version set type = $1, step = $2, content = $3::jsonb, languages = $4::text[] where network_id = $5 and id = $6;
