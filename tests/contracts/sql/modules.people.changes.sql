-- closeRequest
update "people"."change_request" set "state" = $1, "decided_by" = $2, "decided_at" = $3, "reason" = $4 where "network_id" = $5 and "id" = $6 and "state" = $7;

-- findOpenRequest
select "id", "changes", "asked_by", "created_at" from "people"."change_request" where "network_id" = $1 and "person_id" = $2 and "state" = $3;

-- insertChangeRequest
insert into "people"."change_request" ("network_id", "person_id", "changes", "asked_by", "created_at") values ($1, $2, $3, $4, $5) returning "id";

-- insertRecordChanges
insert into people.record_change (network_id, subject_type, subject_id, at, actor_kind, actor_id, actor_name, on_behalf_name, act, changes, audit_id, import_id) select $1::uuid, r."subjectType", r."subjectId", $2::timestamptz, $3, $4::uuid, $5::text, $6::text, r.act, r.changes, r."auditId", r."importId" from jsonb_to_recordset($7::jsonb) as r ("subjectType" text, "subjectId" uuid, act text, changes jsonb, "auditId" uuid, "importId" uuid);

-- listCardViews
select "account_id", "hour" from "people"."card_view" where "network_id" = $1 and "person_id" = $2 order by "hour" desc limit $3;

-- listChangesOfAudit
select "audit_id", "changes" from "people"."record_change" where "network_id" = $1 and audit_id = any($2::uuid[]);

-- listRecordChanges
select "c"."id", "c"."at", "c"."actor_kind", "c"."actor_id", "c"."actor_name", "c"."on_behalf_name", "c"."act", "c"."changes", "c"."import_id", "i"."file_name", "i"."kind" as "import_kind", "i"."created_by" as "import_by" from "people"."record_change" as "c" left join "people"."import" as "i" on "i"."network_id" = "c"."network_id" and "i"."id" = "c"."import_id" where "c"."network_id" = $1 and "c"."subject_type" = $2 and "c"."subject_id" = $3 order by "c"."at" desc, "c"."id" desc limit $4;
