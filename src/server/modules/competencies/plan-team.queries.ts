import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { PageKey } from '#server/platform/paging.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { PlanState } from './plan.rule.ts';
import type { TeamState } from './plans.schemas.ts';

export interface TeamWish {
  /** All of the network, or who lies below these organisations. */
  scope: 'network' | readonly string[];
  organisationId: string | null;
  state: TeamState | null;
  /** The reader, who waits for herself in nothing. */
  accountId: string | null;
  today: string;
}

export interface TeamRow {
  id: string;
  personId: string;
  familyName: string;
  givenName: string | null;
  organisationId: string | null;
  organisationName: LocalizedText | null;
  positionName: LocalizedText | null;
  isOwn: boolean;
  planId: string | null;
  state: PlanState | null;
  revision: number | null;
  fromOn: string | null;
  untilOn: string | null;
  reviewOn: string | null;
  total: number;
  done: number;
  overdue: number;
  waiting: number;
  sort_value: string;
}

const withinPath = (wish: TeamWish, path: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${wish.scope === 'network' ? sql`true` : sql`${path} && ${[...wish.scope]}::uuid[]`} and ${wish.organisationId === null ? sql`true` : sql`${path} @> array[${wish.organisationId}]::uuid[]`}`;
const within = (wish: TeamWish): RawBuilder<unknown> => withinPath(wish, sql`c.place`);

/** People at work with their open plan and how far it is. */
const team = (ctx: Ctx, wish: TeamWish) => sql`
  select c.person_id as id, c.person_id as "personId", c.family_name as "familyName", c.given_name as "givenName", c.organisation_id as "organisationId", c.position_id,
    case when p.id is null then '2 ' when p.state = 'proposed' or (p.state = 'agreed' and (i.overdue > 0 or i.waiting > 0)) then '0 ' else '1 ' end || c.sort_name as sort_value,
    coalesce(c.account_id = ${wish.accountId}, false) as "isOwn", p.id as "planId", p.state, p.revision, p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn",
    coalesce(i.total, 0) as total, coalesce(i.done, 0) as done, case when p.state = 'agreed' then coalesce(i.overdue, 0) else 0 end as overdue, case when p.state = 'agreed' then coalesce(i.waiting, 0) else 0 end as waiting
  from people.person_card c
  left join (select distinct on (m.canonical_id) m.canonical_id, p.* from competencies.plan p join people.person_card m on m.network_id = p.network_id and m.person_id = p.person_id
    where p.network_id = ${ctx.networkId} and p.state in ('draft', 'proposed', 'agreed') order by m.canonical_id, p.created_at desc, p.id) p on p.canonical_id = c.person_id
  left join lateral (select count(*) filter (where state <> 'dropped')::int as total, count(*) filter (where state = 'done')::int as done,
      count(*) filter (where state in ('planned', 'under_way') and due_on < ${wish.today}::date)::int as overdue, count(*) filter (where agreed_at is null)::int as waiting
    from competencies.plan_item pi where pi.network_id = c.network_id and pi.plan_id = p.id) i on true
  where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and ${within(wish)}`;

function inState(wish: TeamWish): RawBuilder<unknown> {
  if (wish.state === null) return sql`true`;
  if (wish.state === 'none') return sql`t."planId" is null`;
  if (wish.state === 'waits') return sql`not t."isOwn" and (t.state = 'proposed' or t.waiting > 0)`;
  if (wish.state === 'overdue') return sql`t.overdue > 0`;
  return wish.state === 'review' ? sql`t.state = 'agreed' and t."reviewOn" <= ${wish.today}` : sql`t.state = ${wish.state}`;
}

/** One page, what waits or is late first, then other plans, then who has none; within that in the order of names; one row more than `limit` when there are more. */
export async function listTeam(ctx: Ctx, wish: TeamWish, from: PageKey | null, limit: number): Promise<TeamRow[]> {
  const name = sql`t.sort_value collate ${sql.id(`${ctx.locale}-x-icu`)}`;
  const isBack = from?.direction === 'before';
  const beyond = from === null ? sql`true` : isBack ? sql`(${name}, t.id) < (${from.value}, ${from.id}::uuid)` : sql`(${name}, t.id) > (${from.value}, ${from.id}::uuid)`;
  const order = isBack ? sql`${name} desc, t.id desc` : sql`${name}, t.id`;
  const { rows } = await sql<TeamRow>`select t.*, o.name as "organisationName", po.name as "positionName" from (${team(ctx, wish)}) t
    left join people.organisation_card o on o.network_id = ${ctx.networkId} and o.organisation_id = t."organisationId"
    left join people.position po on po.network_id = ${ctx.networkId} and po.id = t.position_id
    where ${inState(wish)} and ${beyond} order by ${order} limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export interface TeamFigures {
  people: number;
  found: number;
  withPlan: number;
  proposed: number;
  waits: number;
  overdue: number;
  reviewDue: number;
}

/** How the team stands: all of it, whatever state is looked at; `found`: those in that state. */
export async function countTeam(ctx: Ctx, wish: TeamWish): Promise<TeamFigures> {
  const { rows } = await sql<TeamFigures>`select count(*)::int as people, count(*) filter (where ${inState(wish)})::int as found, count("planId")::int as "withPlan", count(*) filter (where state = 'proposed')::int as proposed,
    count(*) filter (where ${inState({ ...wish, state: 'waits' })})::int as waits, count(*) filter (where overdue > 0)::int as overdue, count(*) filter (where ${inState({ ...wish, state: 'review' })})::int as "reviewDue"
    from (${team(ctx, wish)}) t`.execute(ctx.db);
  return rows[0] ?? { people: 0, found: 0, withPlan: 0, proposed: 0, waits: 0, overdue: 0, reviewDue: 0 };
}

export interface TeamGap {
  competencyId: string;
  code: string;
  title: LocalizedText;
  people: number;
  planned: number;
}

/** What most people lack by the profiles of their posts without having planned it, at most `limit`. Who lacks what is read from the sums, which follow within minutes. */
export async function listUnplannedGaps(ctx: Ctx, wish: TeamWish, limit: number): Promise<TeamGap[]> {
  const { rows } = await sql<TeamGap>`
    with lacking as (
      select s.competency_id, v.id as version_id, sum(s.asked - s.met)::int as people from competencies.summary s
      join people.organisation_card o on o.network_id = s.network_id and o.organisation_id = s.organisation_id
      join competencies.framework_version v on v.network_id = s.network_id and v.scale_id = s.scale_id and v.state = 'published'
      where s.network_id = ${ctx.networkId} and s.asked > s.met and ${withinPath(wish, sql`o.path`)} group by 1, 2),
    planning as (
      select distinct c.person_id, c.position_id, o.kind, pi.competency_id from competencies.plan p
      join people.person_card m on m.network_id = p.network_id and m.person_id = p.person_id
      join people.person_card c on c.network_id = p.network_id and c.person_id = m.canonical_id
      join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = c.organisation_id
      join competencies.plan_item pi on pi.network_id = p.network_id and pi.plan_id = p.id and pi.state in ('planned', 'under_way')
      where p.network_id = ${ctx.networkId} and p.state in ('draft', 'proposed', 'agreed') and pi.competency_id is not null and c.is_working and ${withinPath(wish, sql`c.place`)}),
    profile as (
      select distinct on (t.person_id, pp.framework_id) t.person_id, pp.framework_id, pp.profile_id from planning t
      join competencies.profile_position pp on pp.network_id = ${ctx.networkId} and pp.position_id = t.position_id and pp.organisation_kind in ('', t.kind)
      order by t.person_id, pp.framework_id, pp.organisation_kind desc),
    planned as (
      select t.competency_id, count(*)::int as people from planning t
      join profile pr on pr.person_id = t.person_id
      join competencies.requirement r on r.network_id = ${ctx.networkId} and r.profile_id = pr.profile_id and r.competency_id = t.competency_id
      join competencies.framework_version v on v.network_id = ${ctx.networkId} and v.framework_id = pr.framework_id and v.state = 'published'
      join competencies.effective_level e on e.network_id = ${ctx.networkId} and e.person_id = t.person_id and e.competency_id = t.competency_id and e.scale_id = v.scale_id
      where e.step < r.least group by 1)
    select l.competency_id as "competencyId", i.code, i.title, l.people, coalesce(pl.people, 0) as planned
    from lacking l join competencies.item i on i.network_id = ${ctx.networkId} and i.version_id = l.version_id and i.competency_id = l.competency_id and i.retired_at is null
    left join planned pl on pl.competency_id = l.competency_id
    where l.people > coalesce(pl.people, 0) order by l.people - coalesce(pl.people, 0) desc, i.code limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface PlanDue {
  planId: string;
  personId: string;
  accountId: string | null;
  familyName: string;
  givenName: string | null;
  state: PlanState;
  reviewOn: string;
  waiting: number;
}

/** Plans below these organisations that wait for who heads them: to be agreed to, or to be reviewed by `until`. Her own is not among them. At most `limit`. */
export async function listPlansForHead(ctx: Ctx, wish: Pick<TeamWish, 'scope' | 'accountId'>, until: string, limit: number): Promise<PlanDue[]> {
  const { rows } = await sql<PlanDue>`
    select p.id as "planId", w.person_id as "personId", w.account_id as "accountId", w.family_name as "familyName", w.given_name as "givenName", p.state, p.review_on::text as "reviewOn", coalesce(i.waiting, 0) as waiting
    from competencies.plan p join people.person_card m on m.network_id = p.network_id and m.person_id = p.person_id join people.person_card w on w.network_id = m.network_id and w.person_id = m.canonical_id
    left join lateral (select count(*)::int as waiting from competencies.plan_item pi where pi.network_id = p.network_id and pi.plan_id = p.id and pi.agreed_at is null) i on true
    where p.network_id = ${ctx.networkId} and p.state in ('proposed', 'agreed') and w.is_working and w.account_id is distinct from ${wish.accountId} and ${wish.scope === 'network' ? sql`true` : sql`w.place && ${[...wish.scope]}::uuid[]`}
      and (p.state = 'proposed' or i.waiting > 0 or p.review_on <= ${until}::date)
    order by p.state = 'proposed' desc, p.review_on, p.id limit ${limit}`.execute(ctx.db);
  return rows;
}
