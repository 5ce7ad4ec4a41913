-- countFailing
select count(*)::int as "n" from "access"."webhook" where "network_id" = $1 and "state" = $2;

-- deleteOldDeliveries
delete from "access"."webhook_delivery" where "created_at" < $1 and "state" in ($2, $3);

-- deleteWebhook
delete from "access"."webhook" where "network_id" = $1 and "id" = $2;

-- findWebhook
select * from "access"."webhook" where "network_id" = $1 and "id" = $2 for update;

-- insertDeliveries
insert into "access"."webhook_delivery" ("network_id", "webhook_id", "event_seq", "event", "data", "occurred_at", "next_at", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict ("webhook_id", "event_seq") where "event_seq" is not null do nothing returning "id";

-- insertWebhook
insert into "access"."webhook" ("network_id", "name", "url", "events", "created_by", "created_at") values ($1, $2, $3, $4, $5, $6) returning "id";

-- listDeliveries
select "id", "event", "data", "occurred_at", "state", "tries", "next_at", "sent_at", "status", "fault", "took_ms" from "access"."webhook_delivery" where "network_id" = $1 and "webhook_id" = $2 order by "id" desc limit $3;

-- listEventsAfter
select e.xid::text as xid, e.seq::text as seq, e.network_id, e.name, e.payload, e."at" as occurred_at from platform.outbox_event e where (e.xid, e.seq) > ($1::xid8, $2::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid, e.seq limit $3;

-- listListening
select "id", "network_id", "events", "created_at" from "access"."webhook" where "state" = $1;

-- listNetworkAdministrators
select distinct "a"."id", "a"."email", "a"."preferred_locale" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."role" = $2 and "r"."scope_kind" = $3 and "r"."valid_from" <= $4 and ("r"."valid_to" is null or "r"."valid_to" > $5) order by "a"."id" limit $6;

-- listOverdue
select "id" from "access"."webhook_delivery" where (("state" = $1 and "next_at" < $2) or ("state" = $3 and "sent_at" < $4)) order by "next_at" limit $5;

-- listWebhooks
select * from "access"."webhook" where "network_id" = $1 order by "created_at", "id" limit $2;

-- lockPosition
insert into access.webhook_position (xid, seq) values ('0', 0) on conflict do nothing;
select (case when xid > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else xid end)::text as xid, seq::text as seq from access.webhook_position for update skip locked;

-- takeDelivery
update "access"."webhook_delivery" set "state" = $1, "tries" = "tries" + $2, "sent_at" = $3 where "id" = $4 and (("state" = $5 and "next_at" <= $6) or ("state" = $7 and "sent_at" < $8)) returning "id", "network_id", "webhook_id", "event", "event_seq", "data", "occurred_at", "tries";

-- updateDelivery
update "access"."webhook_delivery" set "state" = $1, "next_at" = $2, "status" = $3, "fault" = $4, "took_ms" = $5 where "id" = $6;

-- updateFailing
update "access"."webhook" set "state" = $1, "version" = "version" + $2 where "network_id" = $3 and "id" = $4 and "state" = $5;

-- updatePosition
update access.webhook_position set xid = $1::xid8, seq = $2::bigint;

-- updateReached
update "access"."webhook" set "delivered_at" = $1, "failing_since" = $2 where "network_id" = $3 and "id" = $4 returning "failing_since";

-- updateReplayed
update "access"."webhook_delivery" set "state" = $1, "tries" = $2, "next_at" = $3, "status" = $4, "fault" = $5 where "network_id" = $6 and "webhook_id" = $7 and "id" = $8 and "state" in ($9, $10);

-- updateSecretNo
update "access"."webhook" set "secret_no" = "secret_no" + $1 where "network_id" = $2 and "id" = $3 returning "secret_no";

-- updateWebhook
update "access"."webhook" set "name" = $1, "url" = $2, "events" = $3, "state" = $4, "failing_since" = $5, "version" = "version" + $6 where "network_id" = $7 and "id" = $8 and "version" = $9;
