-- blankNames
update "rooms"."attendee" set "label" = $1, "device_id" = $2, "device_seen_at" = $3 where "network_id" = $4 and "subject_type" = $5 and "subject_id" in $6 returning "id";
update "rooms"."presence_import_row" set "name" = $1, "email" = $2, "person_key" = id::text where "network_id" = $3 and "attendee_id" in ($4);

-- findAttendee
select "id", "room_id" as "roomId", "subject_type" as "subjectType", "subject_id" as "subjectId", "label", "country", "collective", "device_id" as "deviceId", "device_seen_at" as "deviceSeenAt", "last_seen_at" as "lastSeenAt", "removed_at" as "removedAt" from "rooms"."attendee" where "network_id" = $1 and "id" = $2;

-- findSeat
select "id", "room_id" as "roomId", "subject_type" as "subjectType", "subject_id" as "subjectId", "label", "country", "collective", "device_id" as "deviceId", "device_seen_at" as "deviceSeenAt", "last_seen_at" as "lastSeenAt", "removed_at" as "removedAt" from "rooms"."attendee" where "network_id" = $1 and "room_id" = $2 and "subject_type" = $3 and "subject_id" = $4 and "removed_at" is null;

-- listSeatIds
select "id", "subject_type" as "subjectType", "subject_id" as "subjectId" from "rooms"."attendee" where "network_id" = $1 and "room_id" = $2 and "removed_at" is null;

-- listSeats
select "id", "room_id" as "roomId", "subject_type" as "subjectType", "subject_id" as "subjectId", "label", "country", "collective", "device_id" as "deviceId", "device_seen_at" as "deviceSeenAt", "last_seen_at" as "lastSeenAt", "removed_at" as "removedAt" from "rooms"."attendee" where "network_id" = $1 and "room_id" = $2 and "subject_id" in $3 and "removed_at" is null;

-- markRemoved
update "rooms"."attendee" set "removed_at" = $1, "device_id" = $2, "device_seen_at" = $3 where "network_id" = $4 and "subject_type" = $5 and "subject_id" in $6 and "removed_at" is null and "room_id" in $7;

-- updateLabels
update "rooms"."attendee" set "label" = $1, "country" = $2 where "network_id" = $3 and "subject_type" = $4 and "subject_id" = $5;

-- upsertAttendees
insert into rooms.attendee (network_id, room_id, subject_type, subject_id, label, country, collective) select $1::uuid, r.id, s.subject_type, s.subject_id, s.label, s.country, s.collective from rooms.room r cross join jsonb_to_recordset($2::jsonb) as s (subject_type text, subject_id uuid, label text, country text, collective boolean) where r.network_id = $3 and r.id = any ($4::uuid[]) on conflict (network_id, room_id, subject_type, subject_id) do update set label = excluded.label, country = excluded.country, collective = excluded.collective, removed_at = null;
