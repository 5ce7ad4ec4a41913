import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- By which rule the ratings of a framework make a level; no row: the rule of the house.
    create table competencies.rating_rule (
      network_id uuid not null references people.network (id),
      framework_id uuid not null primary key references competencies.framework (id),
      rule text not null check (rule in ('last', 'best', 'weighted', 'commission')),
      -- Weight of each kind of rater, for 'weighted' and for 'commission' as long as no commission has spoken.
      weights jsonb not null,
      version int not null default 1,
      changed_at timestamptz not null
    );

    -- One word of one rater; written once. A correction is a further row of the same kind.
    create table competencies.rating (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      -- The version by which it was said: whose descriptors the rater saw.
      version_id uuid not null references competencies.framework_version (id),
      kind text not null check (kind in ('self', 'head', 'mentor', 'peer', 'external', 'commission', 'test', 'evidence')),
      step int not null check (step between 0 and 20),
      comment text check (length(comment) between 1 and 2000),
      -- Who said it; null: a rater without an account, or one whose account is gone.
      author_id uuid,
      author_name text check (length(author_name) between 1 and 200),
      -- Its author is named to nobody but whoever may break the seal of the campaign: nobody.
      is_anonymous boolean not null default false,
      -- What it came from: a campaign's sheet, a test, a piece of evidence.
      source_type text not null check (source_type ~ '^[a-z_]+\\.[a-z_]+$'),
      source_id uuid not null,
      rated_at timestamptz not null,
      unique (source_type, source_id, person_id, competency_id, kind)
    );
    create index rating_person on competencies.rating (network_id, person_id, competency_id, scale_id, rated_at desc);

    create function competencies.keep_rating() returns trigger language plpgsql as $$
    begin
      -- Erasing a rater takes her name and words; what was said stays as it was said.
      if (new.id, new.person_id, new.competency_id, new.scale_id, new.version_id, new.kind, new.step, new.is_anonymous, new.source_type, new.source_id, new.rated_at)
        is distinct from (old.id, old.person_id, old.competency_id, old.scale_id, old.version_id, old.kind, old.step, old.is_anonymous, old.source_type, old.source_id, old.rated_at) then
        raise exception 'a rating is written once';
      end if;
      return new;
    end $$;
    create trigger keep_rating before update on competencies.rating for each row execute function competencies.keep_rating();

    -- What the rule of the framework makes of all ratings; kept up with them.
    create table competencies.effective_level (
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      step int not null,
      rule text not null,
      -- The lowest and highest among the newest words of each rater: how far they disagree.
      lowest int not null,
      highest int not null,
      ratings int not null check (ratings > 0),
      rated_at timestamptz not null,
      primary key (network_id, person_id, competency_id, scale_id)
    );
    create index effective_level_competency on competencies.effective_level (network_id, competency_id, step);

    -- Where each person is counted: her main post as the registry had it when it was last looked at.
    create table competencies.person_place (
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      organisation_id uuid not null references people.organisation (id),
      position_id uuid,
      primary key (network_id, person_id)
    );
    create index person_place_organisation on competencies.person_place (network_id, organisation_id);

    -- What each profile asks, inheritance resolved; kept up with the profiles.
    create table competencies.requirement (
      network_id uuid not null references people.network (id),
      profile_id uuid not null references competencies.profile (id),
      framework_id uuid not null references competencies.framework (id),
      competency_id uuid not null references competencies.competency (id),
      least int not null,
      preferred int not null check (preferred >= least),
      primary key (network_id, profile_id, competency_id)
    );
    create index requirement_competency on competencies.requirement (network_id, competency_id);

    -- Sums over the people of an organisation (not of those below it); kept up with levels, places and profiles.
    create table competencies.summary (
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      people int not null,
      steps int not null,
      -- Of them, whose profile asks for it, and who has what is asked.
      asked int not null,
      met int not null,
      disagree int not null,
      primary key (network_id, competency_id, scale_id, organisation_id)
    );
  `.execute(db);
}
