import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** Sums of a place and a competency; what begins with `own` is of people whose records the reader keeps. */
export interface MapSum {
  placeId: string;
  competencyId: string;
  people: number;
  steps: number;
  squares: number;
  asked: number;
  met: number;
  ownPeople: number;
  ownAsked: number;
}

export interface MapScope {
  scaleId: string;
  competencyIds: readonly string[];
  /** Rows are districts, or the organisations of one district. */
  districtId: string | null;
  /** Organisations below which the reader keeps records. */
  own: 'network' | readonly string[];
  /** A month that was written down; null: as it is now. */
  month: { frameworkId: string; month: string } | null;
}

/** What lies right below the root is a district, as in the figures of the staff; the root's own people stand for themselves. */
const DISTRICT = sql`coalesce(o.path[2], o.path[1])`;
const isOwn = (own: MapScope['own']) => (own === 'network' ? sql`true` : sql`o.path && ${[...own]}::uuid[]`);
const place = (districtId: string | null) => (districtId === null ? DISTRICT : sql`o.organisation_id`);
const within = (districtId: string | null) => (districtId === null ? sql`true` : sql`${DISTRICT} = ${districtId}::uuid`);
const on = (ctx: Ctx) => sql`join people.organisation_card o on o.network_id = ${ctx.networkId} and o.organisation_id = s.organisation_id`;
const source = (ctx: Ctx, month: MapScope['month']): RawBuilder<unknown> =>
  month === null ? sql`competencies.summary s ${on(ctx)} where s.network_id = ${ctx.networkId}` : sql`competencies.summary_month_sum s ${on(ctx)} where s.network_id = ${ctx.networkId} and s.framework_id = ${month.frameworkId} and s.month = ${month.month}::date`;

/** Sums by place and competency. One statement, however many people there are: it reads what is kept, and counts nobody. */
export async function listMapSums(ctx: Ctx, scope: MapScope): Promise<MapSum[]> {
  const own = isOwn(scope.own);
  const { rows } = await sql<MapSum>`select ${place(scope.districtId)} as "placeId", s.competency_id as "competencyId", sum(s.people)::int as people, sum(s.steps)::int as steps, sum(s.squares)::int as squares,
      sum(s.asked)::int as asked, sum(s.met)::int as met, coalesce(sum(s.people) filter (where ${own}), 0)::int as "ownPeople", coalesce(sum(s.asked) filter (where ${own}), 0)::int as "ownAsked"
    from ${source(ctx, scope.month)} and s.scale_id = ${scope.scaleId} and s.competency_id = any(${[...scope.competencyIds]}::uuid[]) and ${within(scope.districtId)}
    group by 1, 2 having sum(s.people) > 0`.execute(ctx.db);
  return rows;
}

export interface MapPlace {
  placeId: string;
  people: number;
  own: boolean;
}

/** People at work by place: who could be rated. `own`: the reader keeps the records of all of them. */
export async function listMapPlaces(ctx: Ctx, scope: Pick<MapScope, 'districtId' | 'own' | 'month'>): Promise<MapPlace[]> {
  const counted = scope.month
    ? sql`(select network_id, organisation_id, people from competencies.summary_month_place where network_id = ${ctx.networkId} and framework_id = ${scope.month.frameworkId} and month = ${scope.month.month}::date)`
    : sql`(select network_id, organisation_id, count(*) as people from competencies.person_place where network_id = ${ctx.networkId} group by 1, 2)`;
  const { rows } = await sql<MapPlace>`select ${place(scope.districtId)} as "placeId", sum(s.people)::int as people, bool_and(${isOwn(scope.own)}) as own from ${counted} s ${on(ctx)}
    where ${within(scope.districtId)} group by 1`.execute(ctx.db);
  return rows;
}

export interface StepSum {
  districtId: string;
  competencyId: string;
  step: number;
  people: number;
  ownPeople: number;
}

/** How many people of each district stand at each step. */
export async function listStepSums(ctx: Ctx, scope: Pick<MapScope, 'scaleId' | 'competencyIds' | 'own'>): Promise<StepSum[]> {
  const { rows } = await sql<StepSum>`select ${DISTRICT} as "districtId", s.competency_id as "competencyId", s.step, sum(s.people)::int as people, coalesce(sum(s.people) filter (where ${isOwn(scope.own)}), 0)::int as "ownPeople"
    from competencies.summary_step s ${on(ctx)} where s.network_id = ${ctx.networkId} and s.scale_id = ${scope.scaleId} and s.competency_id = any(${[...scope.competencyIds]}::uuid[])
    group by 1, 2, 3 having sum(s.people) > 0`.execute(ctx.db);
  return rows;
}

export interface LibrarySum {
  districtId: string;
  competencyId: string;
  /** Organisations where anybody was rated; of those where the posts ask for it, where nobody has what is asked, and where one person alone has. */
  rated: number;
  without: number;
  single: number;
}

export async function listLibrarySums(ctx: Ctx, scope: Pick<MapScope, 'scaleId' | 'competencyIds'>): Promise<LibrarySum[]> {
  const { rows } = await sql<LibrarySum>`select ${DISTRICT} as "districtId", s.competency_id as "competencyId", count(*)::int as rated, count(*) filter (where s.asked > 0 and s.met = 0)::int as without,
      count(*) filter (where s.met = 1)::int as single
    from competencies.summary s ${on(ctx)} where s.network_id = ${ctx.networkId} and s.scale_id = ${scope.scaleId} and s.competency_id = any(${[...scope.competencyIds]}::uuid[]) and s.people > 0 group by 1, 2`.execute(ctx.db);
  return rows;
}

export interface LibraryStanding {
  organisationId: string;
  districtId: string;
  people: number;
  asked: number;
  met: number;
  /** At the highest two steps. */
  top: number;
  own: boolean;
}

/** One competency in every organisation where anybody was rated. */
export async function listLibraryStandings(ctx: Ctx, scope: Pick<MapScope, 'scaleId' | 'own'> & { competencyId: string; topStep: number }): Promise<LibraryStanding[]> {
  const { rows } = await sql<LibraryStanding>`select s.organisation_id as "organisationId", ${DISTRICT} as "districtId", s.people, s.asked, s.met, ${isOwn(scope.own)} as own,
      coalesce((select sum(t.people)::int from competencies.summary_step t where t.network_id = s.network_id and t.competency_id = s.competency_id and t.scale_id = s.scale_id and t.organisation_id = s.organisation_id and t.step >= ${scope.topStep}), 0) as top
    from competencies.summary s ${on(ctx)} where s.network_id = ${ctx.networkId} and s.scale_id = ${scope.scaleId} and s.competency_id = ${scope.competencyId} and s.people > 0`.execute(ctx.db);
  return rows;
}

/** Organisations of a district, or of the network, where anybody works. */
export async function countPlaces(ctx: Ctx, districtId: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(distinct s.organisation_id)::int as count from competencies.person_place s ${on(ctx)} where s.network_id = ${ctx.networkId} and ${within(districtId)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}
