-- changeTaken
update "seminars"."seat_count" set "taken" = "taken" + $1 where "network_id" = $2 and "event_id" = $3;

-- countWaiting
select count(*)::int as "count" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3;

-- countWaitingBefore
select count(*)::int as "count" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3 and (waiting_since, coalesce(list_line, 0), id) < (select w.waiting_since, coalesce(w.list_line, 0), w.id from seminars.registration w where w.network_id = $4 and w.id = $5);

-- listWaitingIds
select "id" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3 order by "waiting_since", coalesce(list_line, 0), "id" limit $4 for update;

-- lockSeatsAndCountWaiting
select "taken" from "seminars"."seat_count" where "network_id" = $1 and "event_id" = $2 for update;
select count(*)::int as "count" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3;

-- shareEvent
select "id" from "seminars"."event" where "network_id" = $1 and "id" = $2 for share;
