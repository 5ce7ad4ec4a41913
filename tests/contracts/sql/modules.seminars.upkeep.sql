-- countUntold
select (select count(*) from seminars.registration r where r.network_id = $1 and r.event_id = $2 and r.told_sequence < $3 and r.erased_at is null and r.state in ('confirmed', 'pending', 'waiting'))::int + (select count(*) from seminars.collective c where c.network_id = $4 and c.event_id = $5 and c.told_sequence < $6 and c.erased_at is null and c.state in ('confirmed', 'pending'))::int as count;

-- findTellingJob
select "id", "state", "done", "total" from "platform"."job" where "network_id" = $1 and "kind" = $2 and params ->> 'eventId' = $3 order by "created_at" desc limit $4;

-- listBeginning
select "id" from "seminars"."event" where "network_id" = $1 and "state" = $2 and "rehearsal_of" is null and "first_start" > $3 and "first_start" <= $4;

-- listCollectivesOf
select distinct "collective_id" as "id" from "seminars"."registration" where "network_id" = $1 and "id" in $2 and "collective_id" is not null;

-- listEmptied
select c.id from seminars.collective c where c.network_id = $1 and c.id = any ($2::uuid[]) and c.erased_at is null and not exists (select 1 from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id and r.erased_at is null);

-- listExpired
select r.id, r.event_id as "eventId" from seminars.registration r join seminars.event e on e.network_id = r.network_id and e.id = r.event_id where r.network_id = $1 and r.erased_at is null and e.rehearsal_of is null and coalesce(e.last_end, r.created_at) + make_interval(days => r.retention_days) < $2 order by r.event_id, r.id limit $3;

-- listOldLists
select c.id, c.event_id as "eventId", c.country, coalesce(e.last_end, c.created_at) as since from seminars.collective c join seminars.event e on e.network_id = c.network_id and e.id = c.event_id where c.network_id = $1 and c.erased_at is null and e.rehearsal_of is null and coalesce(e.last_end, c.created_at) < $2 order by since, c.id limit $3;

-- listWithoutCertificate
select r.id from seminars.registration r where r.network_id = $1 and r.collective_id = $2 and r.erased_at is null and not exists (select 1 from credentials.issue_card i where i.network_id = r.network_id and i.source_id = r.id and i.revoked_at is null);

-- takeUnreminded
with people as ( update seminars.registration r set reminded_at = $1 where r.network_id = $2 and r.id in ( select id from seminars.registration where network_id = $3 and event_id = $4 and state = 'confirmed' and reminded_at is null and erased_at is null and email is not null and created_at < $5 order by id limit $6 for update skip locked) returning r.id, r.email, r.mail_locale as locale, r.time_zone as zone), lists as ( update seminars.collective c set reminded_at = $7 where c.network_id = $8 and c.id in ( select id from seminars.collective where network_id = $9 and event_id = $10 and state = 'confirmed' and reminded_at is null and erased_at is null and created_at < $11 order by id limit $12 for update skip locked) returning c.id, c.contact_email as email, c.locale, null::text as zone) select 'registration' as kind, * from people union all select 'collective' as kind, * from lists;

-- takeUntold
with people as ( update seminars.registration r set told_sequence = $1 from ( select id, told_sequence from seminars.registration where network_id = $2 and event_id = $3 and told_sequence < $4 and erased_at is null and state in ('confirmed', 'pending', 'waiting') order by id limit $5 for update skip locked) old where r.network_id = $6 and r.id = old.id returning r.id, r.email, r.mail_locale as locale, r.time_zone as zone, old.told_sequence as since), lists as ( update seminars.collective c set told_sequence = $7 from ( select id, told_sequence from seminars.collective where network_id = $8 and event_id = $9 and told_sequence < $10 and erased_at is null and state in ('confirmed', 'pending') order by id limit $11 for update skip locked) old where c.network_id = $12 and c.id = old.id returning c.id, c.contact_email as email, c.locale, null::text as zone, old.told_sequence as since) select 'registration' as kind, * from people union all select 'collective' as kind, * from lists;
