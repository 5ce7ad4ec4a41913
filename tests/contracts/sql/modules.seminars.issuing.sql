-- findEventOf
select event_id as id from seminars.collective where network_id = $1 and id = $2;

-- findLastRun
select "id", "event_id" as "eventId", "job_id" as "jobId", "unconfirmed_too" as "unconfirmedToo", "deliver_in_minutes" as "deliverInMinutes", "template", "started_by" as "startedBy", "started_at" as "startedAt" from "seminars"."issuing_run" where "network_id" = $1 and "event_id" = $2 order by "id" desc limit $3;

-- findRun
select "id", "event_id" as "eventId", "job_id" as "jobId", "unconfirmed_too" as "unconfirmedToo", "deliver_in_minutes" as "deliverInMinutes", "template", "started_by" as "startedBy", "started_at" as "startedAt" from "seminars"."issuing_run" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- insertDecision
insert into "seminars"."certificate_decision" ("id", "network_id", "event_id", "registration_id", "contributor_id", "decision", "reason", "decided_by", "decided_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- insertRun
insert into "seminars"."issuing_run" ("id", "network_id", "event_id", "job_id", "unconfirmed_too", "deliver_in_minutes", "template", "started_by", "started_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- listDecisions
select "decision", "reason", "decided_by" as "decidedBy", "decided_at" as "decidedAt" from "seminars"."certificate_decision" where "network_id" = $1 and "event_id" = $2 and ("registration_id" = $3 or "contributor_id" = $4) order by "id" desc;

-- listSeatsOf
select s.id as "sessionId", s.title, s.starts_at as "startsAt", p.room_id as "roomId", p.attendee_id as "attendeeId", p.minutes, coalesce(p.of_minutes, 0) as "ofMinutes", coalesce(p.codes, 0) as codes, coalesce(p.collective, false) as collective, coalesce(p.corrected, false) as corrected, coalesce(p.confirmed_by_contact, false) as "confirmedByContact" from seminars.session s left join rooms.presence_card p on p.network_id = s.network_id and p.owner_type = $1 and p.owner_id = s.id and p.subject_type = $2 and p.subject_id = $3 where s.network_id = $4 and s.event_id = $5 order by s.starts_at, s.id;

-- lockPersonRow
select r.state, r.name, r.name_confirmed_at is not null as "nameConfirmed", r.certificate_locale as locale, r.email, (select d.id from seminars.certificate_decision d where d.network_id = $1 and d.event_id = $2 and (d.registration_id = $3::uuid or d.contributor_id = $4::uuid) order by d.id desc limit 1) as "decisionId" from seminars.registration r where r.network_id = $5 and r.event_id = $6 and r.id = $7 for no key update of r;

-- updateContributorPaper
update "seminars"."contributor" set "certificate_name" = $1, "certificate_locale" = $2, "version" = "version" + $3 where "network_id" = $4 and "event_id" = $5 and "id" = $6;
