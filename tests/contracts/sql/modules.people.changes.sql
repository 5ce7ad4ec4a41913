-- closeRequest
update "people"."change_request" set "state" = $1, "decided_by" = $2, "decided_at" = $3, "reason" = $4 where "network_id" = $5 and "id" = $6 and "state" = $7;

-- findOpenRequest
select "id", "changes", "asked_by", "created_at" from "people"."change_request" where "network_id" = $1 and "person_id" = $2 and "state" = $3;

-- insertChangeRequest
insert into "people"."change_request" ("network_id", "person_id", "changes", "asked_by", "created_at") values ($1, $2, $3, $4, $5) returning "id";

-- insertRecordChanges
insert into "people"."record_change" ("network_id", "subject_type", "subject_id", "at", "actor_kind", "actor_id", "actor_name", "on_behalf_name", "act", "changes", "audit_id") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- listCardViews
select "account_id", "hour" from "people"."card_view" where "network_id" = $1 and "person_id" = $2 order by "hour" desc limit $3;

-- listChangesOfAudit
select "audit_id", "changes" from "people"."record_change" where "network_id" = $1 and audit_id = any($2::uuid[]);

-- listRecordChanges
select "id", "at", "actor_kind", "actor_id", "actor_name", "on_behalf_name", "act", "changes" from "people"."record_change" where "network_id" = $1 and "subject_type" = $2 and "subject_id" = $3 order by "at" desc, "id" desc limit $4;
