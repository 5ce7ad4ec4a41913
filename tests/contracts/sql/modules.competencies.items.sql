-- addTexts
update competencies.item i set title = i.title || jsonb_build_object($1::text, jsonb_build_object('text', t.text, 'status', 'reviewed')) from jsonb_to_recordset($2::jsonb) as t(id uuid, text text) where i.network_id = $3 and i.version_id = $4 and i.id = t.id;
update competencies.item i set description = i.description || jsonb_build_object($1::text, jsonb_build_object('text', t.text, 'status', 'reviewed')) from jsonb_to_recordset($2::jsonb) as t(id uuid, text text) where i.network_id = $3 and i.version_id = $4 and i.id = t.id;
update competencies.descriptor d set text = d.text || jsonb_build_object($1::text, jsonb_build_object('text', t.text, 'status', 'reviewed')) from competencies.item i, jsonb_to_recordset($2::jsonb) as t("itemId" uuid, variant text, step int, text text) where i.network_id = $3 and i.version_id = $4 and d.network_id = i.network_id and d.item_id = i.id and i.id = t."itemId" and d.variant = t.variant and d.step = t.step;

-- copyItems
with twins as materialized (select i.*, uuidv7() as twin from competencies.item i where i.network_id = $1 and i.version_id = $2), items as (insert into competencies.item (id, network_id, version_id, competency_id, parent_id, kind, code, title, description, sort, retired_at, identifier) select t.twin, t.network_id, $3::uuid, t.competency_id, p.twin, t.kind, t.code, t.title, t.description, t.sort, t.retired_at, t.identifier from twins t left join twins p on p.id = t.parent_id) insert into competencies.descriptor (network_id, item_id, variant, step, text) select d.network_id, t.twin, d.variant, d.step, d.text from twins t join competencies.descriptor d on d.network_id = t.network_id and d.item_id = t.id;
insert into competencies.association (network_id, version_id, from_id, to_id, to_uri, to_title, kind, note, identifier) select network_id, $1::uuid, from_id, to_id, to_uri, to_title, kind, note, identifier from competencies.association where network_id = $2 and version_id = $3;

-- deleteAssociation
delete from competencies.association where network_id = $1 and version_id = $2 and id = $3;

-- deleteDescriptorsBeyond
delete from competencies.descriptor d using competencies.item i where d.network_id = $1 and i.network_id = d.network_id and i.id = d.item_id and i.version_id = $2 and not (d.step = any($3::int[]) and d.variant = any($4::text[]));

-- deleteItems
delete from competencies.association a using competencies.item i where a.network_id = $1 and a.version_id = $2 and i.network_id = a.network_id and i.version_id = a.version_id and i.id = any($3::uuid[]) and i.competency_id in (a.from_id, a.to_id);
delete from competencies.item where network_id = $1 and version_id = $2 and id = any($3::uuid[]);

-- insertAssociations
insert into competencies.association (network_id, version_id, from_id, to_id, to_uri, to_title, kind, note, identifier) select $1::uuid, $2::uuid, "fromId", "toId", "toUri", "toTitle", kind, note, coalesce(identifier, gen_random_uuid()) from jsonb_to_recordset($3::jsonb) as one("fromId" uuid, "toId" uuid, "toUri" text, "toTitle" text, kind text, note text, identifier uuid) on conflict do nothing;

-- insertCompetencies
insert into competencies.competency (id, network_id, framework_id) select id, $1::uuid, $2::uuid from unnest($3::uuid[]) id;

-- insertDescriptors
insert into competencies.descriptor (network_id, item_id, variant, step, text) select $1::uuid, "itemId", variant, step, text from jsonb_to_recordset($2::jsonb) as one("itemId" uuid, variant text, step int, text jsonb);

-- insertItems
insert into competencies.item (id, network_id, version_id, competency_id, parent_id, kind, code, title, description, sort, retired_at, identifier) select id, $1::uuid, $2::uuid, "competencyId", "parentId", kind, code, title, description, sort, case when retired then $3::timestamptz end, coalesce(identifier, gen_random_uuid()) from jsonb_to_recordset($4::jsonb) as one(id uuid, "competencyId" uuid, "parentId" uuid, kind text, code text, title jsonb, description jsonb, sort int, retired boolean, identifier uuid);

-- isInOtherVersions
select exists (select from competencies.item where network_id = $1 and competency_id = any($2::uuid[]) and version_id <> $3) as is;

-- isPublished
select exists (select from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id and v.state = 'published' where i.network_id = $1 and i.competency_id = $2) as is;

-- listAssociations
select a.id, a.from_id as "fromId", a.to_id as "toId", a.to_uri as "toUri", a.to_title as "toTitle", a.kind, a.note, a.identifier from competencies.association a where a.network_id = $1 and a.version_id = $2 order by a.from_id, a.kind, a.id;

-- listDescriptors
select d.item_id as "itemId", d.variant, d.step, d.text from competencies.descriptor d join competencies.item i on i.network_id = d.network_id and i.id = d.item_id where d.network_id = $1 and i.version_id = $2 and ($3::uuid is null or d.item_id = $4) order by d.item_id, d.variant, d.step;

-- listItems
select i.id, i.competency_id as "competencyId", i.parent_id as "parentId", i.kind, i.code, i.title, i.description, i.sort, i.retired_at as "retiredAt", i.identifier from competencies.item i where i.network_id = $1 and i.version_id = $2 order by i.sort, i.code, i.id;

-- listPublishedItems
select i.id, i.version_id as "versionId", i.competency_id as "competencyId", i.kind, i.code, i.title, v.title as framework from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id where i.network_id = $1 and v.state = 'published' and i.retired_at is null and lower(i.code || ' ' || (select coalesce(string_agg(t.entry ->> 'text', ' '), '') from jsonb_each(i.title) as t(locale, entry))) like all($2::text[]) order by v.framework_id, i.sort, i.code, i.id limit $3;

-- listTies
select a.id, a.from_id as "fromId", a.to_id as "toId", a.to_uri as "toUri", a.to_title as "toTitle", a.kind, a.note, a.identifier, other.id as "otherId", other.code as "otherCode", other.title as "otherTitle", other.version_id as "otherVersionId", case when other.framework_id <> own.framework_id then other.framework_title end as "otherFramework" from competencies.framework_version own join competencies.association a on a.network_id = own.network_id and (a.from_id = $1 or a.to_id = $2) join competencies.framework_version v on v.network_id = a.network_id and v.id = a.version_id and (v.id = own.id or (v.state = 'published' and v.framework_id <> own.framework_id)) left join lateral (select i.id, i.code, i.title, i.version_id, w.framework_id, w.title as framework_title from competencies.item i join competencies.framework_version w on w.network_id = i.network_id and w.id = i.version_id and (w.id = own.id or w.state = 'published') where i.network_id = a.network_id and i.competency_id = case when a.from_id = $3 then a.to_id else a.from_id end order by w.id = own.id desc limit 1) other on true where own.network_id = $4 and own.id = $5 order by a.kind, other.code, a.id;

-- listVersionsOfItem
select v.id from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id where i.network_id = $1 and i.identifier = $2 and v.state = 'published' order by v.id;

-- replaceDescriptors
delete from competencies.descriptor where network_id = $1 and item_id = $2;
insert into competencies.descriptor (network_id, item_id, variant, step, text) select $1::uuid, "itemId", variant, step, text from jsonb_to_recordset($2::jsonb) as one("itemId" uuid, variant text, step int, text jsonb);

-- setRetired
update competencies.item set retired_at = $1 where network_id = $2 and version_id = $3 and id = any($4::uuid[]);

-- updateItem
update competencies.item set code = $1, title = $2::jsonb, description = $3::jsonb where network_id = $4 and version_id = $5 and id = $6;

-- updatePlaces
update competencies.item i set parent_id = p."parentId", sort = p.sort from jsonb_to_recordset($1::jsonb) as p(id uuid, "parentId" uuid, sort int) where i.network_id = $2 and i.version_id = $3 and i.id = p.id;
