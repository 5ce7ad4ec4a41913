-- closeRooms
update "rooms"."room" set "closed_at" = $1, "version" = version + 1 where "network_id" = $2 and "id" in $3 and "closed_at" is null;

-- deleteUnusedRooms
select "id", "rehearsal", exists (select from rooms.presence_event e where e.network_id = room.network_id and e.room_id = room.id) as "witnessed" from "rooms"."room" as "room" where "network_id" = $1 and "id" in $2;
delete from "rooms"."presence_event" where "network_id" = $1 and "room_id" in ($2);
delete from "rooms"."presence_import" where "network_id" = $1 and "room_id" in ($2);
delete from "rooms"."room" where "network_id" = $1 and "id" in ($2);

-- findRoom
select * from "rooms"."room" where "network_id" = $1 and "id" = $2;

-- insertTimeChange
insert into "rooms"."time_change" ("network_id", "room_id", "at", "actual_start", "actual_end", "reason", "by_account") values ($1, $2, $3, $4, $5, $6, $7);

-- listRoomsOf
select * from "rooms"."room" where "network_id" = $1 and "owner_type" = $2 and "owner_id" in $3 order by "planned_start", "id";

-- listStreamsOf
select "id", "room_id" as "roomId", "provider", "url", "embed_id" as "embedId", "locale", "purpose" from "rooms"."stream" where "network_id" = $1 and "room_id" in $2 order by "room_id", "position", "id";

-- listTimeChanges
select "id", "at", "actual_start" as "start", "actual_end" as "end", "reason", "by_account" as "by" from "rooms"."time_change" where "network_id" = $1 and "room_id" = $2 order by "at" desc, "id" desc limit $3;

-- lockRoom
select * from "rooms"."room" where "network_id" = $1 and "id" = $2 for no key update;

-- replaceStreams
delete from "rooms"."stream" where "network_id" = $1 and "room_id" = $2;
insert into "rooms"."stream" ("network_id", "room_id", "provider", "url", "embed_id", "locale", "purpose", "position") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- updateActualTimes
update "rooms"."room" set "actual_start" = $1, "actual_end" = $2, "version" = version + 1 where "network_id" = $3 and "id" = $4 and "version" = $5;

-- upsertRoom
insert into "rooms"."room" ("network_id", "owner_type", "owner_id", "created_at", "title", "time_zone", "planned_start", "planned_end", "rehearsal", "clock_offset_seconds", "closed_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict ("network_id", "owner_type", "owner_id") do update set "title" = $12, "time_zone" = $13, "planned_start" = $14, "planned_end" = $15, "rehearsal" = $16, "clock_offset_seconds" = $17, "closed_at" = $18, "version" = room.version + 1 returning "id";
