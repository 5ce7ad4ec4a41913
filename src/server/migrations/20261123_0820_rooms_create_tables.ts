import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema rooms;

    create table rooms.room (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      -- The session of a seminar, school or mentoring meeting this room belongs to.
      owner_type text not null,
      owner_id uuid not null,
      title jsonb not null,
      time_zone text not null,
      planned_start timestamptz not null,
      planned_end timestamptz not null,
      -- Set by the organiser; minutes are cut to them. Null: not begun / not ended.
      actual_start timestamptz,
      actual_end timestamptz,
      heartbeat_seconds int not null default 30,
      hold_seconds int not null default 60,
      bridge_seconds int not null default 180,
      rehearsal boolean not null default false,
      -- A rehearsal keeps its own time: how far its clock is from the real one.
      clock_offset_seconds bigint not null default 0,
      -- Its session was taken out of the programme: nobody enters any more, what was witnessed stays.
      closed_at timestamptz,
      created_at timestamptz not null default now(),
      version int not null default 1,
      check (planned_end > planned_start),
      check (actual_end is null or actual_end > actual_start),
      unique (network_id, owner_type, owner_id)
    );

    -- Every begin and end that was set, and why; the room holds the last word.
    create table rooms.time_change (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      at timestamptz not null,
      actual_start timestamptz,
      actual_end timestamptz,
      reason text,
      by_account uuid
    );
    create index time_change_room on rooms.time_change (network_id, room_id, at);

    -- Where the picture and sound come from, one or several languages: an external link or an embedded stream.
    create table rooms.stream (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      provider text not null check (provider in ('link', 'youtube', 'vk', 'rutube', 'hls')),
      url text not null check (length(url) <= 1000),
      -- What the provider calls the video; null for a plain link.
      embed_id text,
      locale text not null,
      purpose text not null default 'live' check (purpose in ('live', 'recording')),
      position int not null default 0
    );
    create index stream_room on rooms.stream (network_id, room_id);

    -- Who may be present: the caller's id (a registration), a label for the desk, a country for live numbers.
    create table rooms.attendee (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      subject_type text not null,
      subject_id uuid not null,
      label text not null,
      country text,
      -- Named in a collective connection: minutes are those the contact person confirms.
      collective boolean not null default false,
      -- The device that holds the personal link now; another one takes it over knowingly.
      device_id text,
      device_seen_at timestamptz,
      last_seen_at timestamptz,
      removed_at timestamptz,
      unique (network_id, room_id, subject_type, subject_id)
    -- Updated by every heartbeat: with room left on the page and no index on what changes, no index entry is written.
    ) with (fillfactor = 70);
    create index attendee_subject on rooms.attendee (network_id, subject_type, subject_id);

    -- Raw events, append-only; corrections are rows too. One row of kind heartbeat or here is one unbroken stretch of one device: at is its first
    -- beat, to_at the last beat and the time that one beat lasts. It only grows, and only while the device goes on (see the trigger):
    -- a day of five thousand people is some ten thousand rows and not five million.
    create table rooms.presence_event (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id),
      attendee_id uuid not null references rooms.attendee (id),
      kind text not null check (kind in ('heartbeat', 'here', 'interval', 'code', 'collective', 'add', 'remove')),
      -- The device of a heartbeat; else where it came from: zoom, contact, organiser, code.
      source text not null,
      at timestamptz not null,
      from_at timestamptz,
      to_at timestamptz,
      beats int not null default 1,
      code_id uuid,
      reason text,
      by_account uuid,
      import_id uuid,
      -- Lines confirmed in one go; the last batch of a person replaces the earlier ones.
      batch_id uuid,
      check (kind not in ('heartbeat', 'here', 'interval', 'add', 'remove') or (from_at is not null and to_at > from_at)),
      -- A confirmation without times says: was not there.
      check (kind <> 'collective' or (batch_id is not null and (from_at is null) = (to_at is null) and (to_at is null or to_at > from_at))),
      check (kind not in ('add', 'remove') or reason is not null),
      check (kind <> 'code' or code_id is not null)
    ) with (fillfactor = 80);
    create index presence_event_attendee on rooms.presence_event (network_id, attendee_id, at);
    create index presence_event_import on rooms.presence_event (network_id, import_id) where import_id is not null;

    create function rooms.only_growing_stretches() returns trigger language plpgsql as $$
    begin
      if old.kind in ('heartbeat', 'here') and new.to_at >= old.to_at and new.beats >= old.beats
        and (new.id, new.network_id, new.room_id, new.attendee_id, new.kind, new.source, new.at, new.from_at, new.by_account)
          is not distinct from (old.id, old.network_id, old.room_id, old.attendee_id, old.kind, old.source, old.at, old.from_at, old.by_account)
      then return new; end if;
      raise exception 'presence events are append-only' using errcode = 'check_violation';
    end $$;
    create trigger only_growing_stretches before update on rooms.presence_event for each row execute function rooms.only_growing_stretches();

    -- Six digits read aloud; live for ten minutes.
    create table rooms.announced_code (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      position int not null,
      code text not null check (code ~ '^[0-9]{6}$'),
      announced_at timestamptz not null,
      expires_at timestamptz not null,
      announced_by uuid,
      unique (network_id, room_id, position)
    );

    create table rooms.code_try (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      code_id uuid not null references rooms.announced_code (id) on delete cascade,
      attendee_id uuid not null references rooms.attendee (id) on delete cascade,
      tries int not null default 0,
      succeeded_at timestamptz,
      unique (network_id, code_id, attendee_id)
    );

    create table rooms.presence_import (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      source text not null check (source in ('zoom')),
      file_name text not null,
      sha256 text not null,
      state text not null default 'open' check (state in ('open', 'applied', 'undone')),
      imported_by uuid,
      imported_at timestamptz not null,
      applied_at timestamptz,
      undone_at timestamptz,
      -- Zone of the file's times, warnings, rows that could not be read, what was left out and why.
      report jsonb not null
    );
    -- The same file twice is refused; taken back, it may come again.
    create unique index presence_import_once on rooms.presence_import (network_id, room_id, sha256) where state <> 'undone';

    create table rooms.presence_import_row (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      import_id uuid not null references rooms.presence_import (id) on delete cascade,
      row_number int not null,
      -- Equal for all rows of one human as far as the report shows: decided once for all of them.
      person_key text not null,
      name text not null,
      email text,
      joined_at timestamptz not null,
      left_at timestamptz not null,
      -- How it was matched: by e-mail, by name, by a person; or left out on purpose.
      match_kind text not null check (match_kind in ('email', 'name', 'person', 'undecided', 'left_out')),
      check ((match_kind in ('email', 'name', 'person')) = (attendee_id is not null)),
      attendee_id uuid references rooms.attendee (id),
      -- Matched by e-mail although the name is another: worth a look.
      name_differs boolean not null default false,
      candidates jsonb not null default '[]',
      unique (network_id, import_id, row_number)
    );

    -- The result per attendee, rebuilt from the events whenever they change: lists and figures read this, the details read the events.
    create table rooms.presence_result (
      network_id uuid not null references people.network (id),
      room_id uuid not null references rooms.room (id) on delete cascade,
      attendee_id uuid not null references rooms.attendee (id) on delete cascade,
      minutes int not null,
      of_minutes int not null,
      codes int not null,
      collective boolean not null,
      corrected boolean not null,
      computed_at timestamptz not null,
      primary key (network_id, room_id, attendee_id)
    ) with (fillfactor = 80);

    create view rooms.presence_card as
      select r.network_id, r.owner_type, r.owner_id, r.id as room_id, a.id as attendee_id, a.subject_type, a.subject_id, p.minutes, p.of_minutes,
        p.codes, p.collective, p.corrected,
        exists (select from rooms.presence_event e
          where e.network_id = a.network_id and e.attendee_id = a.id and e.kind = 'collective') as confirmed_by_contact
      from rooms.presence_result p
      join rooms.room r on r.network_id = p.network_id and r.id = p.room_id
      join rooms.attendee a on a.network_id = p.network_id and a.id = p.attendee_id
      where a.removed_at is null;
  `.execute(db);
}
