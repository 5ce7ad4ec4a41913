import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema competencies;

    create table competencies.framework (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      -- Who keeps it.
      organisation_id uuid not null references people.organisation (id),
      key text not null check (key ~ '^[a-z0-9][a-z0-9-]{1,79}$'),
      origin text not null check (origin in ('shipped', 'own', 'case', 'table', 'digcomp')),
      -- Open to the world by the CASE interface.
      is_open boolean not null default false,
      created_by uuid,
      created_at timestamptz not null,
      unique (network_id, key)
    );

    -- Steps in their order: [{ step, label, text }], both texts by language. Never changed once anything was said on it.
    create table competencies.scale (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      steps jsonb not null check (jsonb_typeof(steps) = 'array')
    );

    create table competencies.framework_version (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      framework_id uuid not null references competencies.framework (id),
      number int not null check (number > 0),
      title jsonb not null,
      description jsonb not null default '{}',
      -- On the sources: what was used and how.
      notes jsonb not null default '{}',
      -- [{ title, url, licence }]
      sources jsonb not null default '[]',
      creator text check (length(creator) between 1 and 300),
      licence text check (length(licence) between 1 and 300),
      source_url text check (length(source_url) between 1 and 1000),
      -- The first is the language of the original.
      languages text[] not null check (cardinality(languages) > 0),
      -- Languages that no native reader has read yet.
      unread_languages text[] not null default '{}',
      -- [{ code, title }]
      variants jsonb not null default '[]',
      scale_id uuid not null references competencies.scale (id),
      state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
      -- The identifier of the document in CASE.
      identifier uuid not null default gen_random_uuid(),
      published_at timestamptz,
      retired_at timestamptz,
      changed_at timestamptz not null,
      -- Counts changes: two people at one draft notice each other.
      revision int not null default 1,
      unique (framework_id, number),
      check ((state = 'draft') = (published_at is null)),
      check ((state = 'retired') = (retired_at is not null))
    );
    create unique index framework_version_one_draft on competencies.framework_version (framework_id) where state = 'draft';
    create unique index framework_version_one_published on competencies.framework_version (framework_id) where state = 'published';

    -- A competency through all versions of its framework; areas have one, too, so that a version can be compared with the one before.
    create table competencies.competency (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      framework_id uuid not null references competencies.framework (id),
      unique (id, framework_id)
    );

    create table competencies.item (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      version_id uuid not null references competencies.framework_version (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      parent_id uuid,
      kind text not null check (kind in ('area', 'competency')),
      code text not null check (code ~ '^[^[:cntrl:]]{1,40}$'),
      title jsonb not null,
      description jsonb not null default '{}',
      sort int not null,
      retired_at timestamptz,
      -- The identifier of the item in CASE; the same in every version that holds it.
      identifier uuid not null default gen_random_uuid(),
      unique (version_id, id),
      unique (version_id, code),
      unique (version_id, competency_id),
      foreign key (version_id, parent_id) references competencies.item (version_id, id) deferrable initially deferred,
      check (parent_id <> id)
    );
    create index item_competency on competencies.item (network_id, competency_id);

    create table competencies.descriptor (
      network_id uuid not null references people.network (id),
      item_id uuid not null references competencies.item (id) on delete cascade,
      variant text not null default '' check (length(variant) <= 20),
      step int not null check (step between 0 and 20),
      text jsonb not null,
      primary key (item_id, variant, step)
    );

    create table competencies.association (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      version_id uuid not null references competencies.framework_version (id) on delete cascade,
      from_id uuid not null references competencies.competency (id),
      to_id uuid references competencies.competency (id),
      -- Something outside this installation, by its address in CASE.
      to_uri text check (length(to_uri) between 1 and 1000),
      to_title text check (length(to_title) between 1 and 1000),
      kind text not null check (kind in ('exact', 'near', 'broader', 'narrower', 'related', 'replaced_by')),
      note text check (length(note) <= 1000),
      identifier uuid not null default gen_random_uuid(),
      check ((to_id is null) <> (to_uri is null)),
      check (from_id <> to_id)
    );
    create unique index association_once on competencies.association (version_id, from_id, coalesce(to_id::text, to_uri), kind);
    create index association_to on competencies.association (network_id, to_id);

    create table competencies.profile (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      framework_id uuid not null references competencies.framework (id),
      key text check (key ~ '^[a-z0-9-]{2,60}$'),
      title jsonb not null,
      description jsonb not null default '{}',
      parent_id uuid,
      retired_at timestamptz,
      version int not null default 1,
      created_at timestamptz not null,
      unique (framework_id, id),
      unique (framework_id, key),
      foreign key (framework_id, parent_id) references competencies.profile (framework_id, id),
      check (parent_id <> id)
    );
    create index profile_network on competencies.profile (network_id, framework_id);

    -- No row: as the profile it inherits from says. Without steps: not needed, on purpose.
    create table competencies.profile_level (
      network_id uuid not null references people.network (id),
      profile_id uuid not null,
      framework_id uuid not null,
      competency_id uuid not null,
      least int check (least between 0 and 20),
      preferred int check (preferred between 0 and 20),
      primary key (profile_id, competency_id),
      foreign key (framework_id, profile_id) references competencies.profile (framework_id, id),
      foreign key (competency_id, framework_id) references competencies.competency (id, framework_id),
      check ((least is null) = (preferred is null)),
      check (preferred >= least)
    );

    -- Which posts a profile is for; an empty kind: in every kind of organisation that has no profile of its own for the post.
    create table competencies.profile_position (
      network_id uuid not null references people.network (id),
      framework_id uuid not null,
      profile_id uuid not null,
      position_id uuid not null references people.position (id),
      organisation_kind text not null default '',
      primary key (network_id, framework_id, position_id, organisation_kind),
      foreign key (framework_id, profile_id) references competencies.profile (framework_id, id)
    );
    create index profile_position_profile on competencies.profile_position (profile_id);
  `.execute(db);
}
