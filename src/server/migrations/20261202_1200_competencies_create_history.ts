import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- The job that judges everybody anew after the rule was changed.
    alter table competencies.rating_rule add column job_id uuid references platform.job (id) on delete set null;

    -- Squares of the steps: how far people lie apart follows from sums.
    alter table competencies.summary add column squares int not null default 0;

    -- How many people of an organisation stand at each step; kept up together with the sums.
    create table competencies.summary_step (
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      step int not null,
      people int not null,
      primary key (network_id, competency_id, scale_id, organisation_id, step)
    );
    insert into competencies.summary_step (network_id, organisation_id, competency_id, scale_id, step, people)
      select e.network_id, p.organisation_id, e.competency_id, e.scale_id, e.step, count(*) from competencies.effective_level e
      join competencies.person_place p on p.network_id = e.network_id and p.person_id = e.person_id group by 1, 2, 3, 4, 5;
    update competencies.summary s set squares = n.squares from (
      select network_id, organisation_id, competency_id, scale_id, sum(step * step * people)::int as squares from competencies.summary_step group by 1, 2, 3, 4) n
    where (n.network_id, n.organisation_id, n.competency_id, n.scale_id) = (s.network_id, s.organisation_id, s.competency_id, s.scale_id);

    -- A month of a framework that was written down; as_of: the instant of which its figures are.
    create table competencies.summary_month (
      network_id uuid not null references people.network (id),
      framework_id uuid not null references competencies.framework (id),
      month date not null check (extract(day from month) = 1),
      as_of timestamptz not null,
      -- Copied from the sums of the day, or counted from the ratings afterwards.
      way text not null check (way in ('copied', 'counted')),
      written_at timestamptz not null,
      primary key (network_id, framework_id, month)
    );

    create table competencies.summary_month_sum (
      network_id uuid not null references people.network (id),
      framework_id uuid not null,
      month date not null,
      organisation_id uuid not null references people.organisation (id),
      competency_id uuid not null references competencies.competency (id),
      scale_id uuid not null references competencies.scale (id),
      people int not null,
      steps int not null,
      squares int not null,
      asked int not null,
      met int not null,
      primary key (network_id, framework_id, month, competency_id, scale_id, organisation_id),
      foreign key (network_id, framework_id, month) references competencies.summary_month (network_id, framework_id, month) on delete cascade
    );
    create index summary_month_sum_competency on competencies.summary_month_sum (network_id, competency_id);

    -- Who could be counted then: people at work.
    create table competencies.summary_month_place (
      network_id uuid not null references people.network (id),
      framework_id uuid not null,
      month date not null,
      organisation_id uuid not null references people.organisation (id),
      people int not null,
      primary key (network_id, framework_id, month, organisation_id),
      foreign key (network_id, framework_id, month) references competencies.summary_month (network_id, framework_id, month) on delete cascade
    );
  `.execute(db);
}
