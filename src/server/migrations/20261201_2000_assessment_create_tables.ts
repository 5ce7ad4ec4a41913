import { sql, type Kysely } from 'kysely';

/** Item bank, fixed tests, attempts. Versions are written once somebody has answered them: answers name the version they were given to. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema assessment;

    create table assessment.item (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      code text not null check (length(code) between 1 and 40),
      -- The competency as its caller names it: plain data, no reference.
      framework text not null check (length(framework) between 1 and 60),
      competency text not null check (length(competency) between 1 and 20),
      competency_title jsonb,
      lineage_id uuid,
      state text not null check (state in ('draft', 'in_use', 'retired')),
      current_number int not null check (current_number > 0),
      created_at timestamptz not null,
      changed_at timestamptz not null,
      version int not null default 1,
      unique (network_id, code)
    );
    create index item_competency on assessment.item (network_id, framework, competency);

    create table assessment.item_version (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      item_id uuid not null references assessment.item (id),
      number int not null check (number > 0),
      type text not null check (type in ('single', 'multiple', 'order', 'match', 'numeric', 'case')),
      step int not null check (step between 1 and 4),
      content jsonb not null,
      -- Languages in which every text of it is there.
      languages text[] not null,
      created_at timestamptz not null,
      created_by uuid,
      unique (item_id, number)
    );
    create index item_version_of on assessment.item_version (network_id, item_id);

    create table assessment.test (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      -- Of a test that is shipped; null: made here.
      code text check (length(code) between 1 and 40),
      framework text not null check (length(framework) between 1 and 60),
      competency text not null check (length(competency) between 1 and 20),
      competency_title jsonb,
      lineage_id uuid,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      retired_at timestamptz,
      version int not null default 1,
      unique (network_id, code)
    );
    create index test_of on assessment.test (network_id, changed_at desc);

    -- Frozen once published; at most the newest is a draft.
    create table assessment.test_version (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      test_id uuid not null references assessment.test (id),
      number int not null check (number > 0),
      settings jsonb not null,
      languages text[] not null,
      created_at timestamptz not null,
      created_by uuid,
      published_at timestamptz,
      unique (test_id, number)
    );
    create index test_version_of on assessment.test_version (network_id, test_id);

    create table assessment.test_item (
      network_id uuid not null references people.network (id),
      test_version_id uuid not null references assessment.test_version (id),
      position int not null check (position > 0),
      item_id uuid not null references assessment.item (id),
      -- Named at publishing; a draft has the version that is in use.
      item_version_id uuid references assessment.item_version (id),
      points numeric(6, 2) not null check (points > 0),
      primary key (test_version_id, position),
      unique (test_version_id, item_id)
    );
    create index test_item_item on assessment.test_item (item_id);
    create index test_item_version on assessment.test_item (item_version_id);

    create table assessment.attempt (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      test_id uuid not null references assessment.test (id),
      test_version_id uuid not null references assessment.test_version (id),
      -- Null: the person was erased, the figures stay.
      person_id uuid,
      locale text not null,
      seed int not null,
      state text not null check (state in ('open', 'waiting', 'finished')),
      started_at timestamptz not null,
      due_at timestamptz,
      handed_in_at timestamptz,
      finished_at timestamptz,
      points numeric(8, 2),
      most_points numeric(8, 2) not null,
      passed boolean,
      check ((state = 'open') = (handed_in_at is null)),
      check ((state = 'finished') = (finished_at is not null and points is not null and passed is not null))
    );
    create unique index attempt_open on assessment.attempt (test_id, person_id) where state = 'open';
    create index attempt_person on assessment.attempt (network_id, person_id) where person_id is not null;
    create index attempt_test on assessment.attempt (test_version_id, state);
    create index attempt_due on assessment.attempt (due_at) where state = 'open' and due_at is not null;

    create table assessment.answer (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      attempt_id uuid not null references assessment.attempt (id),
      -- Where it stands for this person.
      position int not null check (position > 0),
      item_version_id uuid not null references assessment.item_version (id),
      most_points numeric(6, 2) not null,
      -- By the order of the stored item, whatever order was shown.
      answer jsonb,
      saved_at timestamptz,
      points numeric(6, 2),
      -- Of a case: points by criterion, in its order.
      marks jsonb,
      comment text check (length(comment) <= 4000),
      scored_by uuid,
      scored_at timestamptz,
      unique (attempt_id, position)
    );
    create index answer_item on assessment.answer (item_version_id);
    create index answer_waiting on assessment.answer (network_id, saved_at) where points is null;
  `.execute(db);
}
