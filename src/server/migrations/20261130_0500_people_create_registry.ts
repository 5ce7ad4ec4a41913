import { sql, type Kysely } from 'kysely';

/** The staff registry: organisations with their staffing tables, persons with their posts, education and attestations. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Both are trusted extensions: whoever owns the database may create them.
    create extension if not exists btree_gist;
    create extension if not exists pg_trgm;

    alter table people.organisation
      drop constraint organisation_kind_check,
      add constraint organisation_kind_check check (kind in
        ('methodical_centre', 'district', 'library_system', 'library', 'branch', 'rural_library', 'college', 'school', 'partner')),
      add column founder jsonb,
      add column address jsonb,
      add column latitude numeric(8,5) check (latitude between -90 and 90),
      add column longitude numeric(8,5) check (longitude between -180 and 180),
      add column languages text[] not null default '{}',
      add column phone text check (length(phone) <= 40),
      add column website text check (length(website) <= 300),
      -- The key of an outline on the map of districts; what lies below inherits it.
      add column map_area text check (map_area ~ '^[a-z0-9-]{1,40}$'),
      add column closed_on date,
      add column search_words text[] not null default '{}';
    alter table people.organisation add constraint organisation_point check ((latitude is null) = (longitude is null));
    create index organisation_words on people.organisation using gin (search_words) with (fastupdate = off);

    create table people.organisation_move (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      from_parent_id uuid references people.organisation (id),
      to_parent_id uuid references people.organisation (id),
      moved_on date not null,
      reason text check (length(reason) <= 500),
      moved_by uuid,
      created_at timestamptz not null
    );
    create index organisation_move_of on people.organisation_move (network_id, organisation_id, moved_on);

    -- Posts a network knows. Shipped ones are copied into it when it first asks; then they are its own.
    create table people.position (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      code text not null check (code ~ '^[a-z0-9_]{2,40}$'),
      name jsonb not null,
      -- ISCO-08 unit group.
      isco text check (isco ~ '^[0-9]{4}$'),
      is_main_personnel boolean not null,
      is_head boolean not null default false,
      sort int not null default 1000,
      is_retired boolean not null default false,
      search_words text[] not null default '{}',
      version int not null default 1,
      unique (network_id, code)
    );

    -- A line of the staffing table: units, not people; fractions are usual.
    create table people.staff_unit (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      position_id uuid not null references people.position (id),
      units numeric(6,2) not null check (units >= 0 and units <= 999),
      from_date date not null,
      to_date date,
      note text check (length(note) <= 300),
      created_at timestamptz not null,
      version int not null default 1,
      check (to_date is null or to_date >= from_date)
    );
    create index staff_unit_of on people.staff_unit (network_id, organisation_id);

    alter table people.person
      add column name_locale text,
      add column sort_name text not null default '',
      add column search_words text[] not null default '{}',
      add column birth_date date,
      -- Known only where somebody stated it; never derived from the endings of a name.
      add column sex text check (sex in ('female', 'male')),
      add column phone text check (length(phone) <= 40),
      add column languages jsonb not null default '[]',
      add column library_since date,
      add column profession_since date,
      add column photo_file uuid,
      -- What follows is a copy of the posts as of today, kept by people/standing.ts, so that lists need one table.
      add column is_working boolean not null default false,
      add column organisation_id uuid references people.organisation (id),
      add column position_id uuid references people.position (id),
      add column post_title text,
      -- Ancestors of every place where she works now; of the last one when she works nowhere.
      add column place uuid[] not null default '{}',
      add column anonymised_at timestamptz,
      add column updated_at timestamptz not null default now();
    update people.person set sort_name = concat_ws(' ', family_name, given_name, patronymic), search_words = string_to_array(name_key, ' ');
    -- Without a list of pending entries: what was written a moment ago must not make every search slow until the next vacuum.
    create index person_words on people.person using gin (search_words) with (fastupdate = off);
    create index person_place on people.person using gin (place) with (fastupdate = off);
    create index person_sort_kk on people.person (network_id, sort_name collate "kk-x-icu", id);
    create index person_sort_ru on people.person (network_id, sort_name collate "ru-x-icu", id);
    create index person_sort_en on people.person (network_id, sort_name collate "en-x-icu", id);
    create index person_sort_ky on people.person (network_id, sort_name collate "ky-x-icu", id);
    create index person_sort_be on people.person (network_id, sort_name collate "be-x-icu", id);
    create index person_sort_hy on people.person (network_id, sort_name collate "hy-x-icu", id);

    -- Words that occur in names: a mistyped word finds its neighbours here first.
    create table people.search_word (
      network_id uuid not null references people.network (id),
      word text not null,
      primary key (network_id, word)
    );
    create index search_word_alike on people.search_word using gin (word gin_trgm_ops) with (fastupdate = off);
    create index search_word_prefix on people.search_word (network_id, word text_pattern_ops);
    insert into people.search_word (network_id, word)
      select distinct network_id, unnest(search_words) from people.person;

    -- Each word without one of its letters: two words that share one differ by one slip of the pen.
    create table people.search_slip (
      network_id uuid not null references people.network (id),
      slip text not null,
      word text not null,
      primary key (network_id, slip, word)
    );
    insert into people.search_slip (network_id, slip, word)
      select distinct network_id, overlay(word placing '' from at for 1), word
      from people.search_word cross join lateral generate_series(1, length(word)) at where length(word) >= 4;

    create table people.person_name (
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      locale text not null,
      family_name text not null check (length(family_name) between 1 and 120),
      given_name text,
      patronymic text,
      primary key (person_id, locale)
    );

    create table people.education (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      level text not null check (level in ('general', 'vocational', 'higher', 'postgraduate')),
      is_library_profile boolean,
      institution text check (length(institution) <= 300),
      speciality text check (length(speciality) <= 300),
      graduated_year int check (graduated_year between 1930 and 2100),
      created_at timestamptz not null,
      version int not null default 1
    );
    create index education_of on people.education (network_id, person_id);

    create table people.attestation (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      category text not null check (category in ('none', 'second', 'first', 'highest')),
      held_on date,
      due_on date,
      note text check (length(note) <= 300),
      created_at timestamptz not null,
      version int not null default 1,
      check (due_on is null or held_on is null or due_on >= held_on)
    );
    create index attestation_of on people.attestation (network_id, person_id);
    create index attestation_due on people.attestation (network_id, due_on) where due_on is not null;

    alter table people.employment
      alter column position drop not null,
      add column position_id uuid references people.position (id),
      add column kind text not null default 'main' check (kind in ('main', 'second')),
      add column is_main_personnel boolean not null default true,
      add column leaving_reason text check (leaving_reason in
        ('own_wish', 'retirement', 'moved_away', 'other_library', 'other_sector', 'study', 'family', 'pay', 'contract_end', 'reorganisation', 'death', 'other')),
      add column leaving_note text check (length(leaving_note) <= 300),
      add column created_at timestamptz not null default now(),
      add column version int not null default 1,
      add constraint employment_named check (position is not null or position_id is not null),
      -- One main job at a time; second jobs as many as life asks.
      add constraint employment_one_main exclude using gist
        (network_id with =, person_id with =, daterange(from_date, to_date, '[]') with &&) where (kind = 'main');
    create index employment_present on people.employment (network_id, organisation_id) where to_date is null;

    -- Who changed what in a record, with before and after. Erased with the record, unlike the audit log, which holds no names.
    create table people.record_change (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      subject_type text not null check (subject_type in ('person', 'organisation')),
      subject_id uuid not null,
      at timestamptz not null,
      actor_kind text not null,
      actor_id uuid,
      actor_name text,
      -- In whose place it was done, where roles were lent.
      on_behalf_name text,
      act text not null,
      changes jsonb not null default '[]'
    );
    create index record_change_of on people.record_change (network_id, subject_type, subject_id, at desc);

    -- What she asks to be changed in fields that the head confirms.
    create table people.change_request (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      changes jsonb not null,
      state text not null default 'open' check (state in ('open', 'confirmed', 'declined', 'withdrawn')),
      asked_by uuid not null,
      decided_by uuid,
      decided_at timestamptz,
      reason text check (length(reason) <= 500),
      created_at timestamptz not null
    );
    create unique index change_request_open on people.change_request (person_id) where state = 'open';
    create index change_request_of on people.change_request (network_id, state, created_at);

    -- Who looked at birth dates, contacts and the like of another person; once an hour is enough to know.
    create table people.card_view (
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      account_id uuid not null,
      hour timestamptz not null,
      primary key (person_id, account_id, hour)
    );
    create index card_view_of on people.card_view (network_id, person_id, hour desc);

    create table people.person_alias (
      old_person_id uuid primary key references people.person (id),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      merged_by uuid,
      merged_at timestamptz not null,
      -- Ids of rows that moved and values that were replaced: what an un-merge gives back.
      undo jsonb not null,
      check (old_person_id <> person_id)
    );
    create index person_alias_of on people.person_alias (network_id, person_id);

    create table people.saved_filter (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      account_id uuid not null,
      list text not null check (list in ('people', 'organisations')),
      name text not null check (length(name) between 1 and 80),
      query text not null check (length(query) <= 2000),
      created_at timestamptz not null,
      unique (network_id, account_id, list, name)
    );

    drop view people.person_card;
    create view people.person_card as
      select p.network_id, p.id as person_id, coalesce(a.person_id, p.id) as canonical_id, c.account_id, c.family_name, c.given_name, c.patronymic,
        c.preferred_locale, c.sort_name, c.is_working, c.organisation_id, c.position_id, c.post_title, c.place
      from people.person p
      left join people.person_alias a on a.old_person_id = p.id and a.network_id = p.network_id
      join people.person c on c.id = coalesce(a.person_id, p.id) and c.network_id = p.network_id;
    drop view people.organisation_card;
    create view people.organisation_card as
      select o.network_id, o.id as organisation_id, o.parent_id, o.path, o.kind, o.code, o.name, o.country, o.settlement, o.time_zone,
        o.signatory_name, o.signatory_post, o.contact_email, o.closed_on
      from people.organisation o;
  `.execute(db);
}
