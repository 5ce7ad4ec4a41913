import { sql, type Kysely } from 'kysely';

/** What people agree to: texts by purpose and version, who agreed to which and how, and parents who were asked by a link. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.consent_text (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      purpose text not null check (purpose in ('data', 'publication', 'photo', 'transfer')),
      version_number int not null check (version_number > 0),
      title jsonb not null,
      body jsonb not null,
      -- draft: is being written; published: people agree to it, and it never changes again; retired: another version or none takes its place.
      state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
      -- How long an agreement to it holds; null: until it is withdrawn.
      lasts_months int check (lasts_months between 1 and 600),
      created_by uuid,
      created_at timestamptz not null,
      published_by uuid,
      published_at timestamptz,
      retired_at timestamptz,
      version int not null default 1,
      unique (network_id, purpose, version_number)
    );
    create unique index consent_text_published on people.consent_text (network_id, purpose) where state = 'published';
    create unique index consent_text_draft on people.consent_text (network_id, purpose) where state = 'draft';

    create table people.consent (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      text_id uuid not null references people.consent_text (id),
      given_by text not null check (given_by in ('self', 'parent')),
      way text not null check (way in ('account', 'link', 'paper')),
      -- A parent or another legal representative, as written or typed.
      parent_name text check (length(parent_name) <= 120),
      -- The language in which the text was read.
      locale text not null,
      given_on date not null,
      recorded_by uuid,
      recorded_at timestamptz not null,
      -- The last day; null: until it is withdrawn.
      valid_until date,
      withdrawn_at timestamptz,
      withdrawn_by text check (withdrawn_by in ('self', 'parent', 'keeper')),
      check ((withdrawn_at is null) = (withdrawn_by is null)),
      check (given_by <> 'parent' or parent_name is not null)
    );
    create index consent_of on people.consent (network_id, person_id);
    create index consent_of_text on people.consent (text_id);

    -- A parent who is asked by a personal link; the link itself lies in access.link, its subject is this row.
    create table people.consent_asked (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      text_id uuid not null references people.consent_text (id),
      parent_name text not null check (length(parent_name) between 1 and 120),
      asked_by uuid,
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      consent_id uuid references people.consent (id)
    );
    create index consent_asked_of on people.consent_asked (network_id, person_id);
    create index consent_asked_text on people.consent_asked (text_id);
  `.execute(db);
}
