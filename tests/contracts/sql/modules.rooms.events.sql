-- insertEvents
insert into "rooms"."presence_event" ("network_id", "room_id", "attendee_id", "kind", "source", "at", "from_at", "to_at", "reason", "by_account", "batch_id") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- listRawEvents
select "e"."id", "e"."kind", "e"."source", "e"."at", "e"."from_at" as "fromAt", "e"."to_at" as "toAt", "e"."beats", "e"."reason", "e"."by_account" as "byAccount", "e"."code_id" as "codeId", "e"."batch_id" as "batchId", "c"."position" as "codePosition", "e"."import_id" as "importId", "i"."state" as "importState", "i"."file_name" as "fileName" from "rooms"."presence_event" as "e" left join "rooms"."presence_import" as "i" on "i"."id" = "e"."import_id" and "i"."network_id" = "e"."network_id" left join "rooms"."announced_code" as "c" on "c"."id" = "e"."code_id" and "c"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."attendee_id" = $2 order by "e"."at", "e"."id" limit $3;
