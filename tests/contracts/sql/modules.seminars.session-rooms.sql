-- findEventOfSession
select "event_id" as "eventId" from "seminars"."session" where "network_id" = $1 and "id" = $2;

-- findReadingRoom
select "state" from "seminars"."collective" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- findSeat
select "state", "time_zone" as "timeZone" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- listSeats
select "id", "name", "email" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3 and erased_at is null order by "id";
