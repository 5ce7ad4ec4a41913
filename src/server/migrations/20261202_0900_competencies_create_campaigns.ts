import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Many people are rated by one version of a framework until a day.
    create table competencies.campaign (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      version_id uuid not null references competencies.framework_version (id),
      title jsonb not null,
      note jsonb not null default '{}',
      state text not null default 'draft' check (state in ('draft', 'running', 'calibration', 'closed', 'cancelled')),
      -- The last day, by the clock of the organisation, and the instant it ends.
      closes_on date not null,
      time_zone text not null,
      ends_at timestamptz not null,
      -- Who rates besides the person herself.
      kinds text[] not null default '{}' check (kinds <@ array['head', 'mentor', 'peer', 'external', 'commission']),
      -- How many colleagues are asked for.
      peers int not null default 3 check (peers between 1 and 12),
      -- Whose words are shown as a group only, and from how many on.
      anonymous text[] not null default '{}' check (anonymous <@ array['peer', 'external']),
      minimum_group int not null default 3 check (minimum_group between 3 and 12),
      breadth text not null default 'all' check (breadth in ('all', 'profile', 'chosen')),
      competency_ids uuid[] not null default '{}',
      -- Organisations with those below them, posts, kinds of organisation; single people stand in campaign_choice.
      audience jsonb not null default '{"organisationIds": [], "positionIds": [], "kinds": []}',
      -- Days before the end on which whoever has not handed in is reminded.
      remind_days int[] not null default '{7,2}' check (cardinality(remind_days) <= 2),
      revision int not null default 1,
      created_by uuid,
      created_at timestamptz not null,
      started_at timestamptz,
      collected_at timestamptz,
      closed_at timestamptz,
      check (breadth <> 'chosen' or cardinality(competency_ids) > 0),
      check ((state in ('draft', 'cancelled')) or started_at is not null),
      check ((state = 'closed') = (closed_at is not null))
    );
    create index campaign_network on competencies.campaign (network_id, state);
    create index campaign_version on competencies.campaign (network_id, version_id);

    -- Single people of a draft: added to the audience, or taken out.
    create table competencies.campaign_choice (
      network_id uuid not null references people.network (id),
      campaign_id uuid not null references competencies.campaign (id) on delete cascade,
      person_id uuid not null references people.person (id),
      is_in boolean not null,
      primary key (campaign_id, person_id)
    );

    create table competencies.campaign_participant (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      campaign_id uuid not null references competencies.campaign (id) on delete cascade,
      person_id uuid not null references people.person (id),
      -- Where she worked when she came in: progress is counted by it.
      organisation_id uuid references people.organisation (id),
      state text not null default 'in' check (state in ('in', 'left', 'out')),
      -- What is asked about her; null: every competency of the version.
      competency_ids uuid[],
      -- Her ratings are written: nobody is rated twice by one campaign.
      written_at timestamptz,
      -- Words of anonymous raters that were too few to be shown, and so were not counted.
      left_out int not null default 0,
      added_at timestamptz not null,
      unique (campaign_id, person_id)
    );
    create index campaign_participant_person on competencies.campaign_participant (network_id, person_id);

    create table competencies.campaign_rater (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      participant_id uuid not null references competencies.campaign_participant (id) on delete cascade,
      kind text not null check (kind in ('self', 'head', 'mentor', 'peer', 'external')),
      -- Of the registry, by account only (a head without a record), or from outside by a personal link.
      person_id uuid references people.person (id),
      account_id uuid,
      name text check (length(name) between 1 and 200),
      email text check (length(email) between 3 and 254),
      locale text,
      state text not null default 'invited' check (state in ('proposed', 'invited', 'handed_in', 'declined', 'released', 'missed', 'gone')),
      -- Keyed in from paper by the organiser.
      is_paper boolean not null default false,
      told_at timestamptz,
      reminders int not null default 0 check (reminders between 0 and 2),
      handed_in_at timestamptz,
      added_at timestamptz not null,
      check (kind = 'external' or person_id is not null or account_id is not null or state in ('handed_in', 'gone')),
      check ((state = 'handed_in') <= (handed_in_at is not null))
    );
    create unique index campaign_rater_one_self on competencies.campaign_rater (participant_id) where kind = 'self';
    create unique index campaign_rater_one_head on competencies.campaign_rater (participant_id) where kind = 'head' and state in ('proposed', 'invited', 'handed_in');
    create unique index campaign_rater_person on competencies.campaign_rater (participant_id, person_id) where person_id is not null and state in ('proposed', 'invited', 'handed_in');
    create unique index campaign_rater_account on competencies.campaign_rater (participant_id, account_id) where account_id is not null and state in ('proposed', 'invited', 'handed_in');
    create unique index campaign_rater_email on competencies.campaign_rater (participant_id, lower(email)) where email is not null and state in ('proposed', 'invited', 'handed_in');
    create index campaign_rater_of_account on competencies.campaign_rater (network_id, account_id) where account_id is not null;
    create index campaign_rater_of_person on competencies.campaign_rater (network_id, person_id) where person_id is not null;

    create function competencies.keep_raters_apart() returns trigger language plpgsql as $$
    declare
      rated record;
      rater record;
    begin
      select c.canonical_id, c.account_id into rated from competencies.campaign_participant p
        join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id where p.id = new.participant_id;
      select c.canonical_id, c.account_id into rater from people.person_card c where c.network_id = new.network_id and c.person_id = new.person_id;
      if new.kind = 'self' then
        if rater.canonical_id is distinct from rated.canonical_id then
          raise exception 'only she herself hands in her own sheet' using errcode = '23514', constraint = 'campaign_rater_self';
        end if;
      elsif rater.canonical_id = rated.canonical_id or rated.account_id = coalesce(new.account_id, rater.account_id) then
        raise exception 'a rater is never the rated' using errcode = '23514', constraint = 'campaign_rater_not_rated';
      end if;
      return new;
    end $$;
    create trigger keep_raters_apart before insert or update of person_id, account_id, kind on competencies.campaign_rater for each row when (new.state <> 'gone') execute function competencies.keep_raters_apart();

    -- Who sits on the commission of a campaign.
    create table competencies.campaign_member (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      campaign_id uuid not null references competencies.campaign (id) on delete cascade,
      person_id uuid references people.person (id),
      name text not null check (length(name) between 1 and 200),
      was_there boolean not null default true,
      unique (campaign_id, person_id)
    );

    -- What the commission decided; until the campaign closes it may be changed.
    create table competencies.campaign_decision (
      network_id uuid not null references people.network (id),
      participant_id uuid not null references competencies.campaign_participant (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      step int not null check (step between 0 and 20),
      comment text check (length(comment) between 1 and 2000),
      decided_by uuid,
      decided_at timestamptz not null,
      primary key (participant_id, competency_id)
    );

    alter table competencies.sheet add column campaign_rater_id uuid references competencies.campaign_rater (id) on delete cascade;
    create unique index sheet_campaign_rater on competencies.sheet (campaign_rater_id) where campaign_rater_id is not null;
    drop index competencies.sheet_one_open;
    create unique index sheet_one_open on competencies.sheet (network_id, person_id, version_id, kind, author_id) where state = 'open' and author_id is not null and campaign_rater_id is null;

    -- From which campaign: words of anonymous raters are shown and followed by the campaign, for there is no rater to follow them by.
    alter table competencies.rating add column campaign_id uuid references competencies.campaign (id);
    create index rating_campaign on competencies.rating (network_id, campaign_id) where campaign_id is not null;
    alter table competencies.rating add constraint rating_anonymous check (not is_anonymous or (author_id is null and author_name is null and campaign_id is not null));
    create or replace function competencies.keep_rating() returns trigger language plpgsql as $$
    begin
      -- Erasing a rater takes her name and words; what was said stays as it was said.
      if (new.id, new.person_id, new.competency_id, new.scale_id, new.version_id, new.kind, new.step, new.is_anonymous, new.source_type, new.source_id, new.rated_at, new.campaign_id)
        is distinct from (old.id, old.person_id, old.competency_id, old.scale_id, old.version_id, old.kind, old.step, old.is_anonymous, old.source_type, old.source_id, old.rated_at, old.campaign_id) then
        raise exception 'a rating is written once';
      end if;
      return new;
    end $$;
  `.execute(db);
}
