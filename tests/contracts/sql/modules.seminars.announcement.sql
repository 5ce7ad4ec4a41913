-- countRegistrationsOfAnyState
select count(*)::int as "count" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2;
