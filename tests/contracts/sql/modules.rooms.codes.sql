-- insertCode
insert into "rooms"."announced_code" ("network_id", "room_id", "position", "code", "announced_at", "expires_at", "announced_by") values ($1, $2, $3, $4, $5, $6, $7) returning "id", "position", "code", "announced_at" as "announcedAt", "expires_at" as "expiresAt";

-- insertCodeEvent
insert into "rooms"."presence_event" ("network_id", "room_id", "attendee_id", "kind", "source", "at", "code_id") values ($1, $2, $3, $4, $5, $6, $7);

-- listCodes
select "id", "position", "code", "announced_at" as "announcedAt", "expires_at" as "expiresAt" from "rooms"."announced_code" where "network_id" = $1 and "room_id" = $2 order by "position" desc;

-- listCodesWithCounts
select "c"."id", "c"."position", "c"."code", "c"."announced_at" as "announcedAt", "c"."expires_at" as "expiresAt", count(t.id)::int as "entered" from "rooms"."announced_code" as "c" left join "rooms"."code_try" as "t" on "t"."network_id" = "c"."network_id" and "t"."code_id" = "c"."id" and "t"."succeeded_at" is not null where "c"."network_id" = $1 and "c"."room_id" = $2 group by "c"."id" order by "c"."position" desc;

-- listTries
select "code_id" as "codeId", "tries", "succeeded_at" as "succeededAt" from "rooms"."code_try" where "network_id" = $1 and "attendee_id" = $2;

-- markEntered
update "rooms"."code_try" set "succeeded_at" = $1 where "network_id" = $2 and "code_id" = $3 and "attendee_id" = $4;

-- takeTry
insert into "rooms"."code_try" ("network_id", "code_id", "attendee_id", "tries") values ($1, $2, $3, $4) on conflict ("network_id", "code_id", "attendee_id") do update set "tries" = code_try.tries + 1 where code_try.tries < $5 and code_try.succeeded_at is null returning "tries";
