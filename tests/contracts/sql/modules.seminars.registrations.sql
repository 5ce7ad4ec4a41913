-- eraseRegistrations
update "seminars"."registration" set "name" = $1, "name_key" = $2, "search_key" = $3, "email" = $4, "organisation" = $5, "position" = $6, "person_id" = $7, "time_zone" = $8, "declined_reason" = $9, "idempotency_key" = $10, "erased_at" = $11, "version" = "version" + $12 where "network_id" = $13 and "id" in $14;
delete from "seminars"."registration_note" where "network_id" = $1 and "registration_id" in $2;
update "seminars"."certificate_decision" set "reason" = $1 where "network_id" = $2 and "registration_id" in $3;

-- findRegistration
select "r"."id", "r"."event_id" as "eventId", "r"."collective_id" as "collectiveId", "r"."state", "r"."name", "r"."name_key" as "nameKey", "r"."name_confirmed_at" as "nameConfirmedAt", "r"."email", "r"."country", "r"."organisation", "r"."position", "r"."role", "r"."certificate_locale" as "certificateLocale", "r"."mail_locale" as "mailLocale", "r"."time_zone" as "timeZone", "r"."notice_version" as "noticeVersion", "r"."noticed_at" as "noticedAt", "r"."person_id" as "personId", "p"."account_id" as "accountId", "r"."ics_sequence" as "icsSequence", "r"."told_sequence" as "toldSequence", "r"."waiting_since" as "waitingSince", "r"."list_line" as "listLine", "r"."retention_days" as "retentionDays", "r"."created_at" as "createdAt", "r"."cancelled_at" as "cancelledAt", "r"."declined_reason" as "declinedReason", "r"."erased_at" as "erasedAt", "r"."version" from "seminars"."registration" as "r" left join "people"."person_card" as "p" on "p"."person_id" = "r"."person_id" and "p"."network_id" = "r"."network_id" where "r"."network_id" = $1 and "r"."id" = $2 for update of "r";

-- findRegistrationByKey
select "id", "state" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "idempotency_key" = $3;

-- findSameRegistration
select "id", "state" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "collective_id" is null and coalesce(lower(email), '') = $3 and "name_key" = $4 and "state" not in ($5, $6) and "erased_at" is null;

-- insertNotes
insert into "seminars"."registration_note" ("network_id", "registration_id", "at", "by_account", "act", "reason") values ($1, $2, $3, $4, $5, $6);

-- insertRegistrations
insert into seminars.registration (network_id, event_id, id, collective_id, state, name, name_key, search_key, email, country, organisation, "position", role, certificate_locale, mail_locale, time_zone, notice_version, noticed_at, retention_days, told_sequence, list_line, idempotency_key, waiting_since, created_at) select $1::uuid, $2::uuid, v.id, v.collective_id, v.state, v.name, v.name_key, v.search_key, v.email, v.country, v.organisation, v."position", v.role, v.certificate_locale, v.mail_locale, v.time_zone, v.notice_version, case when v.notice_version is null then null else $3::timestamptz end, v.retention_days, v.told_sequence, v.list_line, v.idempotency_key, case when v.state = 'waiting' then $4::timestamptz end, $5::timestamptz from jsonb_to_recordset($6::jsonb) as v (id uuid, collective_id uuid, state text, name text, name_key text, search_key text, email text, country text, organisation text, "position" text, role text, certificate_locale text, mail_locale text, time_zone text, notice_version text, retention_days int, told_sequence int, list_line int, idempotency_key text) order by v.list_line nulls first on conflict do nothing returning id;

-- listNotes
select "at", "act", "reason", "by_account" as "by" from "seminars"."registration_note" where "network_id" = $1 and "registration_id" = $2 order by "at", "id";

-- listRegistrationsByIds
select "r"."id", "r"."event_id" as "eventId", "r"."collective_id" as "collectiveId", "r"."state", "r"."name", "r"."name_key" as "nameKey", "r"."name_confirmed_at" as "nameConfirmedAt", "r"."email", "r"."country", "r"."organisation", "r"."position", "r"."role", "r"."certificate_locale" as "certificateLocale", "r"."mail_locale" as "mailLocale", "r"."time_zone" as "timeZone", "r"."notice_version" as "noticeVersion", "r"."noticed_at" as "noticedAt", "r"."person_id" as "personId", "p"."account_id" as "accountId", "r"."ics_sequence" as "icsSequence", "r"."told_sequence" as "toldSequence", "r"."waiting_since" as "waitingSince", "r"."list_line" as "listLine", "r"."retention_days" as "retentionDays", "r"."created_at" as "createdAt", "r"."cancelled_at" as "cancelledAt", "r"."declined_reason" as "declinedReason", "r"."erased_at" as "erasedAt", "r"."version" from "seminars"."registration" as "r" left join "people"."person_card" as "p" on "p"."person_id" = "r"."person_id" and "p"."network_id" = "r"."network_id" where "r"."network_id" = $1 and "r"."event_id" = $2 and "r"."id" in $3 order by "r"."created_at", "r"."id";

-- markNameConfirmed
update "seminars"."registration" set "name_confirmed_at" = $1 where "network_id" = $2 and "id" = $3;

-- updatePerson
update "seminars"."registration" set "person_id" = $1, "version" = "version" + $2 where "network_id" = $3 and "id" = $4;

-- updateRegistration
update "seminars"."registration" set "name" = $1, "name_key" = $2, "search_key" = $3, "name_confirmed_at" = $4, "email" = $5, "country" = $6, "organisation" = $7, "position" = $8, "role" = $9, "certificate_locale" = $10, "mail_locale" = $11, "version" = "version" + $12 where "network_id" = $13 and "id" = $14 and "version" = $15;

-- updateStates
update "seminars"."registration" set "state" = $1, "cancelled_at" = $2, "ics_sequence" = "ics_sequence" + $3, "waiting_since" = $4, "declined_reason" = $5, "told_sequence" = $6, "version" = "version" + $7 where "network_id" = $8 and "id" in $9;

-- updateZone
update "seminars"."registration" set "time_zone" = $1 where "network_id" = $2 and "id" = $3;
