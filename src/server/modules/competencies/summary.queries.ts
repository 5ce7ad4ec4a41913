import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** The sums of one organisation, competency and scale. */
export interface SummaryRow {
  organisationId: string;
  competencyId: string;
  scaleId: string;
  people: number;
  steps: number;
  squares: number;
  asked: number;
  met: number;
  disagree: number;
}

/** What people at one step add to them. */
export interface Contribution extends Omit<SummaryRow, 'steps' | 'squares'> {
  step: number;
}

/** Raters disagree when their newest words lie so many steps apart. */
export const DISAGREEMENT = 2;

/**
 * Who is counted where, with the profile of her post in each framework: that for her kind of organisation before the one for all. A profile asks by
 * the scale of the version in use; levels on another scale are compared with nothing.
 */
const contributions = (ctx: Ctx, people: RawBuilder<unknown>, frameworks: RawBuilder<unknown>) => sql`
  with place as (
    select p.person_id, p.organisation_id, p.position_id, p.kind from competencies.person_place p
    where p.network_id = ${ctx.networkId} and ${people}),
  profile as (
    select distinct on (pl.person_id, pp.framework_id) pl.person_id, pp.framework_id, pp.profile_id from place pl
    join competencies.profile_position pp on pp.network_id = ${ctx.networkId} and pp.position_id = pl.position_id and pp.organisation_kind in ('', pl.kind)
    where ${frameworks}
    order by pl.person_id, pp.framework_id, pp.organisation_kind desc)
  select pl.organisation_id as "organisationId", e.competency_id as "competencyId", e.scale_id as "scaleId", e.step, count(*)::int as people, count(r.least)::int as asked,
    count(*) filter (where e.step >= r.least)::int as met, count(*) filter (where e.highest - e.lowest >= ${DISAGREEMENT})::int as disagree
  from place pl
  join competencies.effective_level e on e.network_id = ${ctx.networkId} and e.person_id = pl.person_id
  join competencies.competency c on c.network_id = ${ctx.networkId} and c.id = e.competency_id
  left join competencies.framework_version v on v.network_id = ${ctx.networkId} and v.framework_id = c.framework_id and v.state = 'published' and v.scale_id = e.scale_id
  left join profile pr on pr.person_id = pl.person_id and pr.framework_id = v.framework_id
  left join competencies.requirement r on r.network_id = ${ctx.networkId} and r.profile_id = pr.profile_id and r.competency_id = e.competency_id`;

/** What these people add now. */
export async function listContributions(ctx: Ctx, personIds: readonly string[]): Promise<Contribution[]> {
  const { rows } = await sql<Contribution>`${contributions(ctx, sql`p.person_id = any(${[...personIds]}::uuid[])`, sql`true`)} group by 1, 2, 3, 4`.execute(ctx.db);
  return rows;
}

/** Sums of what stands in `counted`, by organisation, competency and scale. */
const summed = sql`"organisationId", "competencyId", "scaleId", sum(people)::int, sum(step * people)::int, sum(step * step * people)::int, sum(asked)::int, sum(met)::int, sum(disagree)::int from counted group by 1, 2, 3`;

/** Adds differences to the sums, in one order for everybody, so that two transactions wait for each other and never for one another. */
export async function addToSummary(tx: Ctx, rows: readonly Contribution[]): Promise<void> {
  if (rows.length === 0) return;
  const counted = sql`counted as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("organisationId" uuid, "competencyId" uuid, "scaleId" uuid, step int, people int, asked int, met int, disagree int))`;
  await sql`with ${counted} insert into competencies.summary as s (network_id, organisation_id, competency_id, scale_id, people, steps, squares, asked, met, disagree)
    select ${tx.networkId}::uuid, * from (select ${summed} order by 2, 3, 1) sums
    on conflict (network_id, competency_id, scale_id, organisation_id) do update set people = s.people + excluded.people, steps = s.steps + excluded.steps, squares = s.squares + excluded.squares,
      asked = s.asked + excluded.asked, met = s.met + excluded.met, disagree = s.disagree + excluded.disagree`.execute(tx.db);
  await sql`with ${counted} insert into competencies.summary_step as s (network_id, organisation_id, competency_id, scale_id, step, people)
    select ${tx.networkId}::uuid, "organisationId", "competencyId", "scaleId", step, people from counted where people <> 0 order by "competencyId", "scaleId", "organisationId", step
    on conflict (network_id, competency_id, scale_id, organisation_id, step) do update set people = s.people + excluded.people`.execute(tx.db);
}

/** All sums of a framework, counted anew from the levels. */
export async function recountSummary(tx: Ctx, frameworkId: string): Promise<void> {
  const own = sql`using competencies.competency c where s.network_id = ${tx.networkId} and c.network_id = s.network_id and c.id = s.competency_id and c.framework_id = ${frameworkId}`;
  await sql`delete from competencies.summary s ${own}`.execute(tx.db);
  await sql`delete from competencies.summary_step s ${own}`.execute(tx.db);
  await sql`with counted as materialized (${contributions(tx, sql`true`, sql`pp.framework_id = ${frameworkId}`)} where c.framework_id = ${frameworkId} group by 1, 2, 3, 4),
    steps as (insert into competencies.summary_step (network_id, organisation_id, competency_id, scale_id, step, people) select ${tx.networkId}::uuid, "organisationId", "competencyId", "scaleId", step, people from counted)
    insert into competencies.summary (network_id, organisation_id, competency_id, scale_id, people, steps, squares, asked, met, disagree) select ${tx.networkId}::uuid, * from (select ${summed}) sums`.execute(tx.db);
}

/** The sums as they stand; rows that came to nothing are left out. */
export async function listSummary(ctx: Ctx, frameworkId: string): Promise<SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`select s.organisation_id as "organisationId", s.competency_id as "competencyId", s.scale_id as "scaleId", s.people, s.steps, s.squares, s.asked, s.met, s.disagree
    from competencies.summary s join competencies.competency c on c.network_id = s.network_id and c.id = s.competency_id
    where s.network_id = ${ctx.networkId} and c.framework_id = ${frameworkId} and s.people > 0 order by s.competency_id, s.scale_id, s.organisation_id`.execute(ctx.db);
  return rows;
}

/** How many people stand at each step; steps with nobody are left out. */
export async function listSummarySteps(ctx: Ctx, frameworkId: string): Promise<{ organisationId: string; competencyId: string; scaleId: string; step: number; people: number }[]> {
  const { rows } = await sql<{ organisationId: string; competencyId: string; scaleId: string; step: number; people: number }>`
    select s.organisation_id as "organisationId", s.competency_id as "competencyId", s.scale_id as "scaleId", s.step, s.people from competencies.summary_step s
    join competencies.competency c on c.network_id = s.network_id and c.id = s.competency_id
    where s.network_id = ${ctx.networkId} and c.framework_id = ${frameworkId} and s.people > 0 order by s.competency_id, s.scale_id, s.organisation_id, s.step`.execute(ctx.db);
  return rows;
}

/** Those who add to sums at the same time go on side by side; a recount waits for them, and they for it. */
export async function shareSummary(tx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${`competency-summary:${tx.networkId}`}, 0))`.execute(tx.db);
}

export async function holdSummary(tx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`competency-summary:${tx.networkId}`}, 0))`.execute(tx.db);
}

/** One after another for each of these people, in one order. */
export async function lockPeople(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('competency-levels:' || id, 0)) from unnest(${[...personIds].sort()}::text[]) with ordinality as one(id, place) order by place`.execute(tx.db);
}

// Merged records are counted from their own small table: cards joined with cards would be read anew for each person by a database that has not learnt yet
// how many there are.
const placed = (ctx: Ctx, people: RawBuilder<unknown>) => sql`
  select c.person_id, c.organisation_id, c.position_id, o.kind, c.account_id, (1 + coalesce(m.merged, 0))::int as records from people.person_card c
  join people.organisation_card o on o.network_id = ${ctx.networkId} and o.organisation_id = c.organisation_id
  left join (select person_id, count(*)::int as merged from people.person_alias where network_id = ${ctx.networkId} group by 1) m on m.person_id = c.person_id
  where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and ${people}`;

/**
 * People whose post, or the kind of whose library, has changed since they were counted, or who are counted nowhere yet; `isJudged`: records were
 * merged with hers or taken apart, or an account was tied to her, so that other ratings count than before.
 */
export async function listMisplaced(ctx: Ctx, limit: number): Promise<{ id: string; isJudged: boolean }[]> {
  const { rows } = await sql<{ id: string; isJudged: boolean }>`
    select coalesce(p.person_id, c.person_id) as id, (c.account_id, c.records) is distinct from (p.account_id, p.records) as "isJudged"
    from (${placed(ctx, sql`true`)}) c
    full join (select person_id, organisation_id, position_id, kind, account_id, records from competencies.person_place where network_id = ${ctx.networkId}) p on p.person_id = c.person_id
    where (c.organisation_id, c.position_id, c.kind, c.account_id, c.records) is distinct from (p.organisation_id, p.position_id, p.kind, p.account_id, p.records) limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Places of these people as the registry has them now. */
export async function refreshPlaces(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await sql`delete from competencies.person_place where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
  await sql`insert into competencies.person_place (network_id, person_id, organisation_id, position_id, kind, account_id, records)
    select ${tx.networkId}::uuid, c.* from (${placed(tx, sql`c.person_id = any(${[...personIds]}::uuid[])`)}) c`.execute(tx.db);
}

/** Frameworks in which there are levels or sums. */
export async function listRatedFrameworks(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select f.id from competencies.framework f where f.network_id = ${ctx.networkId} and exists (
    select from competencies.competency c where c.network_id = f.network_id and c.framework_id = f.id and (
      exists (select from competencies.summary s where s.network_id = c.network_id and s.competency_id = c.id) or exists (select from competencies.effective_level e where e.network_id = c.network_id and e.competency_id = c.id)))
    order by f.id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
