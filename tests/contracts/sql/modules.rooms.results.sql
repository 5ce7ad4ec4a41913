-- findResult
select "attendee_id" as "attendeeId", "minutes", "of_minutes" as "ofMinutes", "codes", "collective", "corrected", "computed_at" as "computedAt" from "rooms"."presence_result" where "network_id" = $1 and "attendee_id" = $2;

-- listStaleAttendees
select a.id from rooms.attendee a left join rooms.presence_result p on p.network_id = a.network_id and p.room_id = a.room_id and p.attendee_id = a.id where a.network_id = $1 and a.room_id = $2 and ($3 or p.attendee_id is null or (p.computed_at < a.last_seen_at + make_interval(secs => $4) and p.computed_at <= $5)) order by a.id;

-- listWitnesses
select e.id, e.attendee_id as "attendeeId", e.kind, e.at, e.from_at as "fromAt", e.to_at as "toAt", e.code_id as "codeId", e.reason, e.batch_id as "batchId" from rooms.presence_event e where e.network_id = $1 and e.attendee_id = any ($2::uuid[]) and not exists (select from rooms.presence_import i where i.network_id = e.network_id and i.id = e.import_id and i.state = 'undone') order by e.attendee_id, e.at, e.id;

-- lockResults
insert into rooms.presence_result (network_id, room_id, attendee_id, minutes, of_minutes, codes, collective, corrected, computed_at) select a.network_id, a.room_id, a.id, 0, 0, 0, a.collective, false, to_timestamp(0) from rooms.attendee a where a.network_id = $1 and a.room_id = $2 and a.id = any ($3::uuid[]) order by a.id on conflict do nothing;
select a.id, a.collective from rooms.presence_result p join rooms.attendee a on a.network_id = p.network_id and a.id = p.attendee_id where p.network_id = $1 and p.room_id = $2 and p.attendee_id = any ($3::uuid[]) order by a.id for update of p;

-- updateResults
update rooms.presence_result p set minutes = n.minutes, of_minutes = n.of_minutes, codes = n.codes, collective = n.collective, corrected = n.corrected, computed_at = $1 from jsonb_to_recordset($2::jsonb) as n (id uuid, minutes int, of_minutes int, codes int, collective boolean, corrected boolean) where p.network_id = $3 and p.room_id = $4 and p.attendee_id = n.id;
