-- deleteImportsBefore
delete from competencies.framework_import where network_id = $1 and created_at < $2;

-- findFrameworkImport
select id, origin, file_names as "fileNames", report, wish, job_id as "jobId", version_id as "versionId", created_by as "createdBy", created_at as "createdAt", done_at as "doneAt", content->'title' as title, content->>'key' as key from competencies.framework_import where network_id = $1 and id = $2 for update;

-- findImportedContent
select content from competencies.framework_import where network_id = $1 and id = $2;

-- insertImport
insert into competencies.framework_import (id, network_id, origin, file_names, content, report, created_by, created_at) values ($1, $2, $3, $4::text[], $5::jsonb, $6::jsonb, $7, $8);

-- listFrameworkImports
select id, origin, file_names as "fileNames", report, wish, job_id as "jobId", version_id as "versionId", created_by as "createdBy", created_at as "createdAt", done_at as "doneAt", content->'title' as title, content->>'key' as key from competencies.framework_import where network_id = $1 and created_by = $2 order by created_at desc, id desc limit $3;

-- listKnownItems
select distinct on (i.competency_id) i.competency_id as "competencyId", i.code, i.identifier from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id where i.network_id = $1 and v.framework_id = $2 order by i.competency_id, v.number desc;

-- setImported
update competencies.framework_import set version_id = $1, done_at = $2, content = null where network_id = $3 and id = $4;

-- setWish
update competencies.framework_import set wish = $1::jsonb, job_id = $2 where network_id = $3 and id = $4;
