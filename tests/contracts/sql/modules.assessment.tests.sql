-- findPublished
select t.id, t.framework, t.competency, t.competency_title, t.lineage_id, v.id as version_id, v.number, v.settings, v.languages, (select count(*)::int from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as items, (select coalesce(sum(n.points), 0)::float8 from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as most_points from assessment.test t join lateral (select p.* from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null order by p.number desc limit 1) v on true where t.network_id = $1 and t.id = $2 and t.retired_at is null;

-- findTest
select t.id, t.code, t.framework, t.competency, t.competency_title, t.lineage_id, t.changed_at, t.retired_at, t.version, v.id as version_id, v.number, v.settings, v.languages, v.published_at, (select max(p.number) from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null) as published_number, (select count(*)::int from assessment.test_item n where n.network_id = t.network_id and n.test_version_id = v.id) as items from assessment.test t join assessment.test_version v on v.network_id = t.network_id and v.test_id = t.id and v.number = (select max(l.number) from assessment.test_version l where l.network_id = t.network_id and l.test_id = t.id) where t.network_id = $1 and t.id = $2 for update of t;

-- hasTests
select exists (select from assessment.test t where t.network_id = $1) as there;

-- insertDraft
with made as ( insert into assessment.test_version (network_id, test_id, number, settings, languages, created_at, created_by) select v.network_id, v.test_id, $1, v.settings, '{}', $2, $3::uuid from assessment.test_version v where v.network_id = $4 and v.id = $5 returning id ), items as ( insert into assessment.test_item (network_id, test_version_id, position, item_id, points) select n.network_id, made.id, n.position, n.item_id, n.points from assessment.test_item n, made where n.network_id = $6 and n.test_version_id = $7 ) select id from made;

-- insertTests
with given as ( select * from jsonb_to_recordset($1::jsonb) as g (id uuid, "versionId" uuid, code text, framework text, competency text, title jsonb, lineage uuid, settings jsonb, items jsonb) ), made as ( insert into assessment.test (id, network_id, code, framework, competency, competency_title, lineage_id, created_at, changed_at) select g.id, $2::uuid, g.code, g.framework, g.competency, nullif(g.title, 'null'::jsonb), g.lineage, $3, $4 from given g on conflict (network_id, code) do nothing returning id ), versions as ( insert into assessment.test_version (id, network_id, test_id, number, settings, languages, created_at, created_by) select g."versionId", $5::uuid, g.id, 1, g.settings, '{}', $6, $7::uuid from given g join made on made.id = g.id returning id ) insert into assessment.test_item (network_id, test_version_id, position, item_id, points) select $8::uuid, versions.id, c.position, i.id, case when v.type = 'case' then (select sum((k ->> 'points')::numeric) from jsonb_array_elements(v.content -> 'criteria') k) else 1 end from versions join given g on g."versionId" = versions.id cross join lateral jsonb_array_elements_text(g.items) with ordinality c (code, position) join assessment.item i on i.network_id = $9 and i.code = c.code join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number;

-- listPublished
select t.id, t.framework, t.competency, t.competency_title, t.lineage_id, v.id as version_id, v.number, v.settings, v.languages, (select count(*)::int from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as items, (select coalesce(sum(n.points), 0)::float8 from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as most_points from assessment.test t join lateral (select p.* from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null order by p.number desc limit 1) v on true where t.network_id = $1 and t.retired_at is null order by t.framework, t.competency, t.id limit 200;

-- listTestItems
select n.position, n.item_id, n.points::float8 as points, i.code, i.state, v.id as version_id, v.number, v.type, v.step, v.content, v.languages from assessment.test_item n join assessment.item i on i.network_id = n.network_id and i.id = n.item_id join assessment.item_version v on v.network_id = n.network_id and v.item_id = n.item_id and (v.id = n.item_version_id or (n.item_version_id is null and v.number = i.current_number)) where n.network_id = $1 and n.test_version_id = $2 order by n.position;

-- listTestVersions
select v.id, v.number, v.created_at, v.created_by, v.published_at, (select count(*)::int from assessment.attempt a where a.network_id = v.network_id and a.test_version_id = v.id) as attempts from assessment.test_version v where v.network_id = $1 and v.test_id = $2 order by v.number desc limit 200;

-- listTests
select t.id, t.code, t.framework, t.competency, t.competency_title, t.lineage_id, t.changed_at, t.retired_at, t.version, v.id as version_id, v.number, v.settings, v.languages, v.published_at, (select max(p.number) from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null) as published_number, (select count(*)::int from assessment.test_item n where n.network_id = t.network_id and n.test_version_id = v.id) as items from assessment.test t join assessment.test_version v on v.network_id = t.network_id and v.test_id = t.id and v.number = (select max(l.number) from assessment.test_version l where l.network_id = t.network_id and l.test_id = t.id) where t.network_id = $1 order by t.changed_at desc, t.id desc limit $2;

-- publishVersion
update assessment.test_item n set item_version_id = v.id from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number where n.network_id = $1 and n.test_version_id = $2 and i.network_id = n.network_id and i.id = n.item_id;
update assessment.test_version set published_at = $1, languages = $2::text[] where network_id = $3 and id = $4;

-- replaceItems
delete from assessment.test_item where network_id = $1 and test_version_id = $2;
insert into assessment.test_item (network_id, test_version_id, position, item_id, points) select $1::uuid, $2::uuid, g.position, i.id, (g.value ->> 'points')::numeric from jsonb_array_elements($3::jsonb) with ordinality g (value, position) join assessment.item i on i.network_id = $4 and i.id = (g.value ->> 'itemId')::uuid;

-- touchTest
update assessment.test set changed_at = $1, version = version + 1 , retired_at = $2 where network_id = $3 and id = $4;

-- updateSettings
update assessment.test_version set settings = $1::jsonb where network_id = $2 and id = $3 and published_at is null;
