-- findBulkChange
select * from "people"."bulk_change" where "network_id" = $1 and "id" = $2 for update;

-- forgetBulkLines
delete from people.bulk_change_line where network_id = $1 and change_id in (select c.id from people.bulk_change c where c.network_id = $2 and c.made_at < $3 and c.forgotten_at is null);
update people.bulk_change set forgotten_at = $1 where network_id = $2 and made_at < $3 and forgotten_at is null;

-- insertBulkChange
insert into "people"."bulk_change" ("network_id", "subject_type", "act", "count", "made_at", "made_by", "made_by_name") values ($1, $2, $3, $4, $5, $6, $7) returning "id";

-- insertBulkLines
insert into "people"."bulk_change_line" ("network_id", "change_id", "subject_id", "written") values ($1, $2, $3, $4);

-- listBulkChanges
select * from "people"."bulk_change" where "network_id" = $1 and "made_by" = $2 and "id" < $3 order by "id" desc limit $4;

-- listBulkLines
select "subject_id", written as "written", kept as "kept" from "people"."bulk_change_line" where "network_id" = $1 and "change_id" = $2 order by "subject_id";

-- updateUndone
update "people"."bulk_change" set "undone_at" = $1, "undone_by" = $2, "undone_by_name" = $3, "kept" = $4 where "network_id" = $5 and "id" = $6;
update people.bulk_change_line l set kept = v.kept from jsonb_to_recordset($1::jsonb) as v ("subjectId" uuid, kept jsonb) where l.network_id = $2 and l.change_id = $3::uuid and l.subject_id = v."subjectId";
