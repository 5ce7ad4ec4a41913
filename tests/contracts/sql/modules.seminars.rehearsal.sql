-- copyEvent
insert into seminars.event (id, network_id, organisation_id, form, title, summary, description, letter, time_zone, languages, countries, capacity, registration_opens_at, registration_closes_at, approval_required, certificate_rule, certificate_months, contact_name, contact_email, state, published_at, rehearsal_of, first_start, last_end, created_by, created_at, changed_at) select $1, network_id, organisation_id, form, $2::jsonb, summary, description, letter, time_zone, languages, countries, capacity, registration_opens_at, registration_closes_at, approval_required, certificate_rule, certificate_months, contact_name, null, 'published', $3, id, first_start, last_end, $4, $5, $6 from seminars.event where network_id = $7 and id = $8;
insert into seminars.seat_count (network_id, event_id) values ($1, $2);

-- countHeldMails
select count(*)::int as "count" from "platform"."mail_message" where "network_id" = $1 and "subject_id" in $2;

-- deleteJobsOf
delete from "platform"."job" where "network_id" = $1 and params->>'eventId' = $2;

-- deleteMailsOf
delete from "platform"."mail_message" where "network_id" = $1 and "subject_id" in $2;

-- listSubjects
select "id" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2;
select "id" from "seminars"."collective" where "network_id" = $1 and "event_id" = $2;

-- updateClockOffset
update "seminars"."event" set "clock_offset_seconds" = $1 where "network_id" = $2 and "id" = $3 and "rehearsal_of" is not null;
