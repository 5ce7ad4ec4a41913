import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema people;

    create table people.network (
      id uuid primary key default uuidv7(),
      slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
      name jsonb not null,
      country text not null check (country ~ '^[A-Z]{2}$'),
      default_locale text not null,
      time_zone text not null,
      -- Where its data lie, as the personal-data notice states it.
      data_location jsonb not null default '{}',
      is_demo boolean not null default false,
      is_default boolean not null default false,
      created_at timestamptz not null default now(),
      version int not null default 1
    );
    create unique index network_one_default on people.network (is_default) where is_default;

    create table people.organisation (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      parent_id uuid references people.organisation (id),
      -- Ids from the root to this organisation: subtree questions without recursion.
      path uuid[] not null,
      kind text not null check (kind in ('methodical_centre', 'library_system', 'library', 'branch', 'rural_library', 'college', 'school', 'partner')),
      -- Stands in register numbers, so it never changes once a certificate was issued.
      code text not null check (code ~ '^[A-Z0-9]{2,10}$'),
      name jsonb not null,
      country text not null check (country ~ '^[A-Z]{2}$'),
      settlement jsonb,
      time_zone text not null,
      signatory_name text,
      signatory_post jsonb,
      contact_email text,
      created_at timestamptz not null default now(),
      version int not null default 1,
      unique (network_id, code)
    );
    create index organisation_path on people.organisation using gin (path);
    create index organisation_parent on people.organisation (network_id, parent_id);

    create table people.person (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      account_id uuid,
      family_name text not null check (length(family_name) between 1 and 120),
      given_name text,
      patronymic text,
      -- Folded over scripts and transliterations (people/names.ts): finds one human under several spellings.
      name_key text not null,
      email text,
      preferred_locale text,
      created_at timestamptz not null default now(),
      version int not null default 1
    );
    create index person_name_key on people.person (network_id, name_key);
    create index person_account on people.person (account_id);

    create table people.employment (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      organisation_id uuid not null references people.organisation (id),
      position text not null,
      rate numeric(4,2) not null default 1 check (rate > 0 and rate <= 2),
      from_date date not null,
      to_date date,
      check (to_date is null or to_date >= from_date)
    );
    create index employment_person on people.employment (network_id, person_id);
    create index employment_organisation on people.employment (network_id, organisation_id);

    create view people.person_card as
      select p.network_id, p.id as person_id, p.account_id, p.family_name, p.given_name, p.patronymic, p.preferred_locale
      from people.person p;
    create view people.organisation_card as
      select o.network_id, o.id as organisation_id, o.parent_id, o.path, o.kind, o.code, o.name, o.country, o.settlement, o.time_zone,
        o.signatory_name, o.signatory_post, o.contact_email
      from people.organisation o;
  `.execute(db);
}
