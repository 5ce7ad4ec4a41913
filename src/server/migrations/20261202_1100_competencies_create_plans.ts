import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- What a person will learn in a time, agreed with her head.
    create table competencies.plan (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      from_on date not null,
      until_on date not null,
      review_on date not null,
      goal text check (length(goal) between 1 and 2000),
      state text not null default 'draft' check (state in ('draft', 'proposed', 'agreed', 'closed', 'withdrawn')),
      proposed_at timestamptz,
      agreed_at timestamptz,
      agreed_by uuid,
      agreed_name text check (length(agreed_name) between 1 and 200),
      closed_at timestamptz,
      closed_reason text check (closed_reason in ('reviewed', 'left')),
      reviewed_by uuid,
      reviewed_name text check (length(reviewed_name) between 1 and 200),
      summary text check (length(summary) between 1 and 4000),
      -- The plan whose unfinished items this one took over.
      carried_from uuid references competencies.plan (id) on delete set null,
      revision int not null default 1,
      created_by uuid,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      check (until_on >= from_on and review_on >= from_on),
      check ((state in ('closed', 'withdrawn')) = (closed_at is not null)),
      check ((state = 'closed') = (closed_reason is not null))
    );
    create unique index plan_one_open on competencies.plan (network_id, person_id) where state in ('draft', 'proposed', 'agreed');
    create index plan_person on competencies.plan (network_id, person_id, created_at desc);
    create index plan_waiting on competencies.plan (network_id, state, review_on) where state in ('proposed', 'agreed');

    create table competencies.plan_item (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      plan_id uuid not null references competencies.plan (id) on delete cascade,
      -- Of a competency: by which version it was planned, from which step to which. Otherwise in her own words.
      competency_id uuid references competencies.competency (id),
      version_id uuid references competencies.framework_version (id),
      title text check (length(title) between 1 and 300),
      -- The effective level when it was added; null: nobody had rated.
      from_step int check (from_step between 0 and 20),
      to_step int check (to_step between 0 and 20),
      reason text not null check (reason in ('gap', 'wish', 'asked')),
      measure text not null check (measure in ('seminar', 'course', 'mentor', 'self_study', 'workplace', 'practice', 'test', 'other')),
      -- What will be done; null: not said yet.
      action text check (length(action) between 1 and 1000),
      -- What was offered, as it was named then: it may be gone tomorrow.
      offer_id uuid,
      offer_title text check (length(offer_title) between 1 and 300),
      offer_path text check (length(offer_path) between 1 and 500 and offer_path like '/%'),
      hours numeric(6, 1) check (hours > 0 and hours <= 2000),
      due_on date not null,
      state text not null default 'planned' check (state in ('planned', 'under_way', 'done', 'dropped')),
      drop_reason text check (length(drop_reason) between 1 and 1000),
      done_on date,
      result text check (length(result) between 1 and 2000),
      reached_step int check (reached_step between 0 and 20),
      review_note text check (length(review_note) between 1 and 2000),
      carried_from uuid references competencies.plan_item (id) on delete set null,
      -- How often it was taken over into a next plan.
      carried int not null default 0 check (carried >= 0),
      -- Null: added or changed since the head agreed.
      agreed_at timestamptz,
      -- As it was when it was last agreed to: what has changed since is seen beside it.
      agreed_as jsonb,
      place int not null,
      revision int not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      check ((competency_id is null) = (title is not null)),
      check ((competency_id is null) = (version_id is null)),
      check ((competency_id is null) = (to_step is null)),
      check ((state = 'done') = (done_on is not null)),
      check (state <> 'dropped' or drop_reason is not null)
    );
    create index plan_item_plan on competencies.plan_item (network_id, plan_id, place);
    create index plan_item_competency on competencies.plan_item (network_id, competency_id);

    -- What was said about a plan, in the order in which it was said.
    create table competencies.plan_note (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      plan_id uuid not null references competencies.plan (id) on delete cascade,
      kind text not null check (kind in ('word', 'returned', 'agreed', 'reviewed')),
      author_id uuid,
      author_name text check (length(author_name) between 1 and 200),
      is_own boolean not null,
      body text not null check (length(body) between 1 and 2000),
      at timestamptz not null
    );
    create index plan_note_plan on competencies.plan_note (network_id, plan_id, at);
  `.execute(db);
}
