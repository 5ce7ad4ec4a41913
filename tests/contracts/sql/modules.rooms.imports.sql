-- blankStrangers
update rooms.presence_import_row r set name = '', email = null, person_key = r.id::text from rooms.presence_import i where i.network_id = $1 and i.imported_at < $2 and r.network_id = i.network_id and r.import_id = i.id and (r.attendee_id is null or i.state = 'undone') and (r.name <> '' or r.email is not null);

-- countImport
select coalesce(sum(rows), 0)::int as rows, count(*)::int as people, count(*) filter (where kind not in ('undecided', 'left_out'))::int as matched, count(*) filter (where kind = 'undecided')::int as undecided, count(*) filter (where kind = 'left_out')::int as "leftOut", count(*) filter (where differs)::int as doubtful from (select person_key, count(*) as rows, max(match_kind) as kind, bool_or(name_differs) as differs from rooms.presence_import_row where network_id = $1 and import_id = $2 group by person_key) people;

-- findImport
select "id", "room_id" as "roomId", "file_name" as "fileName", "state", "imported_at" as "importedAt", "applied_at" as "appliedAt", "report" from "rooms"."presence_import" where "network_id" = $1 and "id" = $2 for no key update;

-- findImportRow
select "id", "import_id" as "importId", "person_key" as "personKey", "name", "email", "row_number" as "rowNumber" from "rooms"."presence_import_row" where "network_id" = $1 and "id" = $2;

-- insertImport
insert into "rooms"."presence_import" ("id", "network_id", "room_id", "source", "file_name", "sha256", "imported_by", "imported_at", "report") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning "id";

-- insertImportEvents
insert into rooms.presence_event (network_id, room_id, attendee_id, kind, source, at, from_at, to_at, import_id) select r.network_id, $1::uuid, r.attendee_id, 'interval', 'zoom', $2, r.joined_at, r.left_at, r.import_id from rooms.presence_import_row r where r.network_id = $3 and r.import_id = $4 and r.attendee_id is not null and r.left_at > r.joined_at order by r.row_number;

-- insertImportRows
insert into rooms.presence_import_row (network_id, import_id, row_number, person_key, name, email, joined_at, left_at, match_kind, attendee_id, name_differs, candidates) select $1::uuid, $2::uuid, n.row_number, n.person_key, n.name, n.email, n.joined_at, n.left_at, n.match_kind, n.attendee_id, n.name_differs, n.candidates from jsonb_to_recordset($3::jsonb) as n (row_number int, person_key text, name text, email text, joined_at timestamptz, left_at timestamptz, match_kind text, attendee_id uuid, name_differs boolean, candidates jsonb);

-- leaveOutUndecided
update "rooms"."presence_import_row" set "match_kind" = $1 where "network_id" = $2 and "import_id" = $3 and "match_kind" = $4;

-- listImportAttendees
select distinct "attendee_id" from "rooms"."presence_import_row" where "network_id" = $1 and "import_id" = $2 and "attendee_id" is not null;

-- listImportPeople
select f.id as "rowId", f.row_number as "rowNumber", f.name, f.email, p.joins, p.first_join as "firstJoin", p.last_leave as "lastLeave", f.match_kind as "matchKind", f.name_differs as "nameDiffers", f.attendee_id as "attendeeId", a.label as "attendeeLabel", f.candidates from (select person_key, min(row_number) as first_row, count(*)::int as joins, min(joined_at) as first_join, max(left_at) as last_leave from rooms.presence_import_row where network_id = $1 and import_id = $2 group by person_key) p join rooms.presence_import_row f on f.network_id = $3 and f.import_id = $4 and f.row_number = p.first_row left join rooms.attendee a on a.network_id = f.network_id and a.id = f.attendee_id where p.first_row > $5 order by p.first_row limit $6;

-- listImports
select "id", "room_id" as "roomId", "file_name" as "fileName", "state", "imported_at" as "importedAt", "applied_at" as "appliedAt", "report" from "rooms"."presence_import" where "network_id" = $1 and "room_id" = $2 order by "imported_at" desc, "id" desc limit $3;

-- listLabels
select "id", "label", "country" from "rooms"."attendee" where "network_id" = $1 and "room_id" = $2 and "id" in $3;

-- setImportState
update "rooms"."presence_import" set "state" = $1, "undone_at" = $2 where "network_id" = $3 and "id" = $4;

-- updateMatch
update rooms.presence_import_row r set match_kind = $1, attendee_id = $2, name_differs = false from rooms.presence_import_row f where f.network_id = $3 and f.import_id = $4 and f.id = $5 and r.network_id = f.network_id and r.import_id = f.import_id and r.person_key = f.person_key;
