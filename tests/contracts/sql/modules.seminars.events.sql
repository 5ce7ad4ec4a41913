-- deleteEvent
delete from "seminars"."event" where "network_id" = $1 and "id" = $2;

-- findEventRow
select "e"."id", "e"."form", "e"."title", "e"."summary", "e"."description", "e"."letter", "e"."time_zone" as "timeZone", "e"."languages", "e"."countries", "e"."capacity", "c"."taken", "e"."registration_opens_at" as "registrationOpensAt", "e"."registration_closes_at" as "registrationClosesAt", "e"."approval_required" as "approvalRequired", "e"."certificate_months" as "certificateMonths", "e"."certificate_rule" as "certificateRule", "e"."contact_name" as "contactName", "e"."contact_email" as "contactEmail", "e"."state", "e"."published_at" as "publishedAt", "e"."cancelled_at" as "cancelledAt", "e"."cancel_reason" as "cancelReason", "e"."rehearsal_of" as "rehearsalOf", "e"."clock_offset_seconds" as "clockOffsetSeconds", "e"."ics_sequence" as "icsSequence", "e"."first_start" as "firstStart", "e"."last_end" as "lastEnd", "e"."changed_at" as "changedAt", "e"."version", "e"."organisation_id" as "organisationId", "o"."path" as "organisationPath", "o"."name" as "organisationName", "o"."code" as "organisationCode", "o"."settlement", "o"."time_zone" as "organisationZone", "o"."signatory_name" as "signatoryName", "o"."signatory_post" as "signatoryPost" from "seminars"."event" as "e" inner join "people"."organisation_card" as "o" on "o"."organisation_id" = "e"."organisation_id" and "o"."network_id" = "e"."network_id" left join "seminars"."seat_count" as "c" on "c"."event_id" = "e"."id" and "c"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."id" = $2 for update of "e";

-- insertEvent
insert into "seminars"."event" ("id", "network_id", "form", "organisation_id", "title", "search_key", "summary", "description", "letter", "time_zone", "languages", "countries", "capacity", "registration_opens_at", "registration_closes_at", "approval_required", "certificate_months", "certificate_rule", "contact_name", "contact_email", "created_by", "created_at", "changed_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);
insert into "seminars"."seat_count" ("network_id", "event_id") values ($1, $2);

-- lockSeats
select "taken" from "seminars"."seat_count" where "network_id" = $1 and "event_id" = $2 for update;

-- refreshEventTimes
update seminars.event e set first_start = s.first_start, last_end = s.last_end, ics_sequence = ics_sequence + $1, changed_at = $2 from (select min(starts_at) as first_start, max(ends_at) as last_end from seminars.session where network_id = $3 and event_id = $4) s where e.network_id = $5 and e.id = $6;

-- updateEvent
update "seminars"."event" set "form" = $1, "organisation_id" = $2, "title" = $3, "search_key" = $4, "summary" = $5, "description" = $6, "letter" = $7, "time_zone" = $8, "languages" = $9, "countries" = $10, "capacity" = $11, "registration_opens_at" = $12, "registration_closes_at" = $13, "approval_required" = $14, "certificate_months" = $15, "certificate_rule" = $16, "contact_name" = $17, "contact_email" = $18, "changed_at" = $19, "version" = "version" + $20, "ics_sequence" = "ics_sequence" + $21 where "network_id" = $22 and "id" = $23 and "version" = $24;

-- updateEventState
update "seminars"."event" set "state" = $1, "published_at" = $2, "cancelled_at" = $3, "cancel_reason" = $4, "ics_sequence" = "ics_sequence" + $5, "changed_at" = $6, "version" = "version" + $7 where "network_id" = $8 and "id" = $9;
