-- insertEvents
insert into "rooms"."presence_event" ("network_id", "room_id", "attendee_id", "kind", "source", "at", "from_at", "to_at", "reason", "by_account", "batch_id") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- listConfirmedStretches
select a.subject_id as "subjectId", e.from_at as "from", e.to_at as "to", e.source as by from rooms.attendee a cross join lateral ( select l.batch_id from rooms.presence_event l where l.network_id = a.network_id and l.attendee_id = a.id and l.kind = 'collective' order by l.at desc, l.id desc limit 1) last join rooms.presence_event e on e.network_id = a.network_id and e.attendee_id = a.id and e.kind = 'collective' and e.batch_id = last.batch_id where a.network_id = $1 and a.room_id = $2 and a.subject_id = any ($3::uuid[]) and a.removed_at is null order by e.from_at, e.id;

-- listRawEvents
select "e"."id", "e"."kind", "e"."source", "e"."at", "e"."from_at" as "fromAt", "e"."to_at" as "toAt", "e"."beats", "e"."reason", "e"."by_account" as "byAccount", "e"."code_id" as "codeId", "e"."batch_id" as "batchId", "c"."position" as "codePosition", "e"."import_id" as "importId", "i"."state" as "importState", "i"."file_name" as "fileName" from "rooms"."presence_event" as "e" left join "rooms"."presence_import" as "i" on "i"."id" = "e"."import_id" and "i"."network_id" = "e"."network_id" left join "rooms"."announced_code" as "c" on "c"."id" = "e"."code_id" and "c"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."attendee_id" = $2 order by "e"."at", "e"."id" limit $3;
