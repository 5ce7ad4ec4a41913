import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- How far a place is from one's library, and in which languages one learns.
    create or replace view people.organisation_card as
      select o.network_id, o.id as organisation_id, o.parent_id, o.path, o.kind, o.code, o.name, o.country, o.settlement, o.time_zone,
        o.signatory_name, o.signatory_post, o.contact_email, o.closed_on, o.latitude::float8 as latitude, o.longitude::float8 as longitude
      from people.organisation o;
    create or replace view people.person_card as
      select p.network_id, p.id as person_id, coalesce(a.person_id, p.id) as canonical_id, c.account_id, c.family_name, c.given_name, c.patronymic,
        c.preferred_locale, c.sort_name, c.is_working, c.organisation_id, c.position_id, c.post_title, c.place, c.languages
      from people.person p
      left join people.person_alias a on a.old_person_id = p.id and a.network_id = p.network_id
      join people.person c on c.id = coalesce(a.person_id, p.id) and c.network_id = p.network_id;

    -- What other modules have that closes gaps: written by them in their own transaction, thrown away when it is off. What time does to it (over,
    -- registration closed) is judged when somebody reads.
    create table competencies.offer (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      source_type text not null check (source_type ~ '^[a-z_]+\\.[a-z_]+$'),
      source_id uuid not null,
      kind text not null check (kind in ('event', 'module', 'mentor', 'practice', 'workplace')),
      title jsonb not null,
      -- Where it is read about and asked for, below the address of the network.
      path text not null check (path ~ '^/[^/[:cntrl:]][^[:cntrl:]]*$' and length(path) <= 400),
      -- Null: at any time.
      starts_at timestamptz,
      ends_at timestamptz,
      -- Until when one may ask for a place.
      closes_at timestamptz,
      -- Null: no limit.
      seats int check (seats >= 0),
      free int check (free >= 0),
      languages text[] not null default '{}',
      is_online boolean not null,
      -- Who holds it; where it is not online, its place is theirs.
      organisation_id uuid references people.organisation (id),
      -- How long it takes; null: not said.
      minutes int check (minutes between 1 and 600000),
      changed_at timestamptz not null,
      unique (network_id, source_type, source_id),
      check ((seats is null) = (free is null))
    );

    create table competencies.offer_competency (
      network_id uuid not null references people.network (id),
      offer_id uuid not null references competencies.offer (id) on delete cascade,
      competency_id uuid not null references competencies.competency (id),
      -- Both steps are of this scale; another is compared with nothing.
      scale_id uuid not null references competencies.scale (id),
      -- Null: for everybody.
      from_step int check (from_step between 0 and 20),
      to_step int not null check (to_step between 0 and 20),
      primary key (offer_id, competency_id),
      check (from_step < to_step)
    );
    create index offer_competency_competency on competencies.offer_competency (network_id, competency_id);
  `.execute(db);
}
