import { sql, type Kysely } from 'kysely';

/** How an organisation's certificates look: settings of our layouts, kept version by version, because papers name the version they were issued with. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table credentials.template (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      name text not null check (length(name) between 1 and 80),
      -- The number of the version that is used from now on; the newest.
      current_number int not null check (current_number > 0),
      created_at timestamptz not null,
      changed_at timestamptz not null,
      archived_at timestamptz,
      version int not null default 1
    );
    create index template_of on credentials.template (network_id, organisation_id);

    -- Written once: papers are printed by it for decades.
    create table credentials.template_version (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      template_id uuid not null references credentials.template (id),
      number int not null check (number > 0),
      settings jsonb not null,
      created_at timestamptz not null,
      created_by uuid,
      unique (template_id, number)
    );
    create index template_version_of on credentials.template_version (network_id, template_id);

    -- Which template an organisation, and what lies below it, takes for a kind when nobody says another.
    create table credentials.template_default (
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      kind text not null,
      template_id uuid not null references credentials.template (id),
      primary key (network_id, organisation_id, kind)
    );
    create index template_default_of on credentials.template_default (template_id);

    -- Logos, seals and signatures, made small and packed anew; the bytes are a stored file.
    create table credentials.template_picture (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      kind text not null check (kind in ('logo', 'seal', 'signature')),
      name text not null check (length(name) between 1 and 80),
      width int not null,
      height int not null,
      byte_size int not null,
      media_type text not null check (media_type in ('image/png', 'image/jpeg')),
      created_at timestamptz not null,
      created_by uuid
    );
    create index template_picture_of on credentials.template_picture (network_id, organisation_id);

    -- A picture that stands in a version is never taken away.
    create table credentials.template_version_picture (
      network_id uuid not null references people.network (id),
      version_id uuid not null references credentials.template_version (id),
      picture_id uuid not null references credentials.template_picture (id),
      primary key (version_id, picture_id)
    );
    create index template_version_picture_of on credentials.template_version_picture (network_id, picture_id);

    alter table credentials.issue add column template_version_id uuid references credentials.template_version (id);
    create index issue_template_version on credentials.issue (template_version_id) where template_version_id is not null;

    -- An archive copy has other bytes than the paper by its nature.
    alter table credentials.paper add column form text not null default 'ua-1' check (form in ('ua-1', 'a-3a'));
  `.execute(db);
}
