-- deleteDraft
delete from competencies.framework_version where network_id = $1 and id = $2 and state = 'draft';
delete from competencies.competency c where c.network_id = $1 and c.framework_id = $2 and not exists (select from competencies.item i where i.network_id = c.network_id and i.competency_id = c.id) and not exists (select from competencies.association a where a.network_id = c.network_id and a.from_id = c.id) and not exists (select from competencies.association a where a.network_id = c.network_id and a.to_id = c.id) and not exists (select from competencies.profile_level l where l.network_id = c.network_id and l.competency_id = c.id);
delete from competencies.framework f where f.network_id = $1 and f.id = $2 and not exists (select from competencies.framework_version v where v.network_id = f.network_id and v.framework_id = f.id) and not exists (select from competencies.competency c where c.network_id = f.network_id and c.framework_id = f.id) and not exists (select from competencies.profile p where p.network_id = f.network_id and p.framework_id = f.id);

-- findPublished
select v.id, v.framework_id as "frameworkId", f.key, f.origin, f.is_open as "isOpen", f.organisation_id as "organisationId", o.path, v.number, v.title, v.description, v.notes, v.sources, v.creator, v.licence, v.source_url as "sourceUrl", v.languages, v.unread_languages as "unreadLanguages", v.variants, v.scale_id as "scaleId", s.steps, v.state, v.identifier, v.published_at as "publishedAt", v.retired_at as "retiredAt", v.changed_at as "changedAt", v.revision from competencies.framework_version v join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id join people.organisation_card o on o.network_id = f.network_id and o.organisation_id = f.organisation_id where v.network_id = $1 and v.framework_id = $2 and v.state = 'published';

-- findVersion
select v.id, v.framework_id as "frameworkId", f.key, f.origin, f.is_open as "isOpen", f.organisation_id as "organisationId", o.path, v.number, v.title, v.description, v.notes, v.sources, v.creator, v.licence, v.source_url as "sourceUrl", v.languages, v.unread_languages as "unreadLanguages", v.variants, v.scale_id as "scaleId", s.steps, v.state, v.identifier, v.published_at as "publishedAt", v.retired_at as "retiredAt", v.changed_at as "changedAt", v.revision from competencies.framework_version v join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id join people.organisation_card o on o.network_id = f.network_id and o.organisation_id = f.organisation_id where v.network_id = $1 and v.id = $2;

-- insertFramework
insert into "competencies"."framework" ("id", "network_id", "organisation_id", "key", "origin", "is_open", "created_by", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict ("network_id", "key") do nothing;

-- insertScale
insert into "competencies"."scale" ("id", "network_id", "steps") values ($1, $2, $3);

-- insertVersion
insert into "competencies"."framework_version" ("id", "network_id", "framework_id", "number", "title", "description", "notes", "sources", "creator", "licence", "source_url", "languages", "unread_languages", "variants", "scale_id", "identifier", "changed_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- listForeignIdentifiers
with given as (select id from unnest($1::uuid[]) id) select g.id from given g where exists (select from competencies.framework_version v where v.identifier = g.id and v.network_id <> $2) or exists (select from competencies.item i where i.identifier = g.id and i.network_id <> $3) or exists (select from competencies.association a where a.identifier = g.id and a.network_id <> $4);

-- listFrameworkKeys
select "key" from "competencies"."framework" where "network_id" = $1;

-- listPublished
select v.id, v.framework_id as "frameworkId", f.key, f.origin, f.is_open as "isOpen", f.organisation_id as "organisationId", o.path, v.number, v.title, v.description, v.notes, v.sources, v.creator, v.licence, v.source_url as "sourceUrl", v.languages, v.unread_languages as "unreadLanguages", v.variants, v.scale_id as "scaleId", s.steps, v.state, v.identifier, v.published_at as "publishedAt", v.retired_at as "retiredAt", v.changed_at as "changedAt", v.revision from competencies.framework_version v join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id join people.organisation_card o on o.network_id = f.network_id and o.organisation_id = f.organisation_id where v.network_id = $1 and v.state = 'published' order by f.created_at, f.id;

-- listVersions
select v.id, v.framework_id as "frameworkId", f.key, f.origin, f.is_open as "isOpen", f.organisation_id as "organisationId", o.path, v.number, v.title, v.description, v.notes, v.sources, v.creator, v.licence, v.source_url as "sourceUrl", v.languages, v.unread_languages as "unreadLanguages", v.variants, v.scale_id as "scaleId", s.steps, v.state, v.identifier, v.published_at as "publishedAt", v.retired_at as "retiredAt", v.changed_at as "changedAt", v.revision, coalesce(n.areas, 0) as areas, coalesce(n.competencies, 0) as competencies from competencies.framework_version v join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id join people.organisation_card o on o.network_id = f.network_id and o.organisation_id = f.organisation_id left join (select version_id, count(*) filter (where kind = 'area' and retired_at is null)::int as areas, count(*) filter (where kind = 'competency' and retired_at is null)::int as competencies from competencies.item where network_id = $1 group by version_id) n on n.version_id = v.id where v.network_id = $2 order by f.created_at, f.id, v.number desc;

-- lockFramework
select from competencies.framework where network_id = $1 and id = $2 for update;

-- lockVersion
select from competencies.framework_version where network_id = $1 and id = $2 for update;

-- setVersionState
update competencies.framework_version set state = $1, changed_at = $2, revision = revision + 1, published_at = case when $3 = 'published' then $4::timestamptz else published_at end, retired_at = case when $5 = 'retired' then $6::timestamptz end where network_id = $7 and id = $8;

-- touchVersion
update competencies.framework_version set changed_at = $1, revision = revision + 1 where network_id = $2 and id = $3;

-- updateFrameworkOpen
update "competencies"."framework" set "is_open" = $1 where "network_id" = $2 and "id" = $3;

-- updateScale
update "competencies"."scale" set "steps" = $1 where "network_id" = $2 and "id" = $3;

-- updateVersion
update "competencies"."framework_version" set "title" = $1, "description" = $2, "notes" = $3, "sources" = $4, "creator" = $5, "licence" = $6, "source_url" = $7, "languages" = $8, "unread_languages" = $9, "variants" = $10, "scale_id" = $11, "changed_at" = $12, "revision" = "revision" + $13 where "network_id" = $14 and "id" = $15 and "revision" = $16 and "state" = $17;
