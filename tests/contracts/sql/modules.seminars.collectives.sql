-- eraseCollectives
update "seminars"."collective" set "contact_name" = $1, "contact_email" = $2, "declined_reason" = $3, "idempotency_key" = $4, "erased_at" = $5, "version" = "version" + $6 where "network_id" = $7 and "id" in $8 and "erased_at" is null;

-- findCollective
select "id", "event_id" as "eventId", "contact_name" as "contactName", "contact_email" as "contactEmail", "organisation", "settlement", "country", "locale", "right_stated_at" as "rightStatedAt", "right_text_version" as "rightTextVersion", "retention_days" as "retentionDays", "state", "decided_at" as "decidedAt", "declined_reason" as "declinedReason", "ics_sequence" as "icsSequence", "told_sequence" as "toldSequence", "created_at" as "createdAt", "erased_at" as "erasedAt", "version" from "seminars"."collective" where "network_id" = $1 and "id" = $2 for update;

-- findCollectiveByKey
select "id" from "seminars"."collective" where "network_id" = $1 and "event_id" = $2 and "idempotency_key" = $3;

-- insertCollective
insert into "seminars"."collective" ("id", "network_id", "event_id", "contact_name", "contact_email", "organisation", "settlement", "country", "locale", "right_stated_at", "right_text_version", "notice_version", "retention_days", "state", "idempotency_key", "told_sequence", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing;

-- listMembers
select "id", coalesce(list_line, 0) as "line", "name", "name_key" as "nameKey", "position", "email", "state", "certificate_locale" as "certificateLocale", "version" from "seminars"."registration" where "network_id" = $1 and "collective_id" = $2 and "erased_at" is null order by "list_line", "id";

-- restateRight
update "seminars"."collective" set "right_stated_at" = $1, "right_text_version" = $2, "version" = "version" + $3 where "network_id" = $4 and "id" = $5;

-- updateCollectiveState
update "seminars"."collective" set "state" = $1, "decided_by" = $2, "decided_at" = $3, "declined_reason" = $4, "cancelled_at" = $5, "ics_sequence" = "ics_sequence" + $6, "told_sequence" = $7, "version" = "version" + $8 where "network_id" = $9 and "id" = $10;
