-- findEventOfSession
select "event_id" as "eventId" from "seminars"."session" where "network_id" = $1 and "id" = $2;

-- findReadingRoom
select "state" from "seminars"."collective" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- findSeat
select "state", "time_zone" as "timeZone" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- listAgenda
select t.starts_at as start, t.ends_at as "end", t.title, t.language, coalesce((select json_agg(c.name order by s.position, c.id) from seminars.talk_speaker s join seminars.contributor c on c.network_id = s.network_id and c.id = s.contributor_id where s.network_id = t.network_id and s.talk_id = t.id), '[]') as speakers from seminars.talk t where t.network_id = $1 and t.session_id = $2 order by t.starts_at, t.id;

-- listSeats
select "id", "name", "email" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3 and erased_at is null order by "id";
