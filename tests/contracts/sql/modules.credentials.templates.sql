-- countTemplates
select count(*) as "count" from "credentials"."template" where "network_id" = $1 and "organisation_id" = $2 and "archived_at" is null;

-- findChosen
select t.id as "templateId", v.id as "versionId", v.settings from credentials.template t join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number where t.network_id = $1 and t.id = $2 and t.archived_at is null and t.organisation_id = any($3::uuid[]);

-- findDefault
select t.id as "templateId", v.id as "versionId", v.settings from credentials.template_default d join credentials.template t on t.network_id = d.network_id and t.id = d.template_id and t.archived_at is null join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number where d.network_id = $1 and d.kind = $2 and d.organisation_id = any($3::uuid[]) order by array_position($4::uuid[], d.organisation_id) desc limit 1;

-- findKeptPath
select path from people.organisation_card where network_id = $1 and organisation_id = $2 and closed_on is null and ($3 or path && $4::uuid[]);

-- findSettings
select "settings" from "credentials"."template_version" where "network_id" = $1 and "id" = $2;

-- findTemplate
select t.id, t.organisation_id, o.path as organisation_path, o.name as organisation_name, t.name, v.number, v.id as version_id, v.settings, t.created_at, t.changed_at, t.archived_at, t.version, array(select d.kind from credentials.template_default d where d.network_id = t.network_id and d.template_id = t.id order by d.kind) as kinds from credentials.template t join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number join people.organisation_card o on o.network_id = t.network_id and o.organisation_id = t.organisation_id where t.network_id = $1 and t.id = $2 for update of t;

-- findVersion
select "id", "settings" from "credentials"."template_version" where "network_id" = $1 and "template_id" = $2 and "number" = $3;

-- insertTemplate
insert into "credentials"."template" ("id", "network_id", "organisation_id", "name", "current_number", "created_at", "changed_at") values ($1, $2, $3, $4, $5, $6, $7);

-- insertVersion
insert into "credentials"."template_version" ("id", "network_id", "template_id", "number", "settings", "created_at", "created_by") values ($1, $2, $3, $4, $5, $6, $7);
insert into "credentials"."template_version_picture" ("network_id", "version_id", "picture_id") values ($1, $2, $3);

-- listKeptOrganisations
select organisation_id as id, name, path from people.organisation_card where network_id = $1 and closed_on is null and ($2 or path && $3::uuid[]) order by cardinality(path), code limit 5000;

-- listTemplates
select t.id, t.organisation_id, o.path as organisation_path, o.name as organisation_name, t.name, v.number, v.id as version_id, v.settings, t.created_at, t.changed_at, t.archived_at, t.version, array(select d.kind from credentials.template_default d where d.network_id = t.network_id and d.template_id = t.id order by d.kind) as kinds from credentials.template t join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number join people.organisation_card o on o.network_id = t.network_id and o.organisation_id = t.organisation_id where t.network_id = $1 and (t.archived_at is not null) = $2 and ($3 or o.path && $4::uuid[]) and ($5::text is null or t.name ilike '%' || $6 || '%') order by t.changed_at desc, t.id desc limit $7;

-- listTemplatesAt
select t.id, t.name from credentials.template t where t.network_id = $1 and t.archived_at is null and t.organisation_id = any($2::uuid[]) order by t.name, t.id limit 200;

-- listVersions
select v.id, v.number, v.settings, v.created_at, v.created_by, (select count(*)::int from credentials.issue i where i.network_id = v.network_id and i.template_version_id = v.id) as issued from credentials.template_version v where v.network_id = $1 and v.template_id = $2 order by v.number desc limit $3;

-- replaceDefaults
delete from credentials.template_default where network_id = $1 and template_id = $2 and not kind = any($3::text[]);
insert into credentials.template_default (network_id, organisation_id, kind, template_id) select $1::uuid, $2::uuid, kind, $3::uuid from unnest($4::text[]) kind on conflict (network_id, organisation_id, kind) do update set template_id = excluded.template_id;

-- updateTemplate
update "credentials"."template" set "changed_at" = $1, "version" = "version" + $2, "name" = $3, "current_number" = $4, "archived_at" = $5 where "network_id" = $6 and "id" = $7;
