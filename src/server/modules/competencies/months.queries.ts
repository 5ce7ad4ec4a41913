import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { SummaryRow } from './summary.queries.ts';

export type MonthSum = Omit<SummaryRow, 'disagree'>;

export interface MonthRow {
  month: string;
  asOf: Date;
  way: 'copied' | 'counted';
}

/** Months of a framework that were written down, oldest first. */
export async function listMonths(ctx: Ctx, frameworkId: string): Promise<MonthRow[]> {
  const { rows } = await sql<MonthRow>`select month::text, as_of as "asOf", way from competencies.summary_month where network_id = ${ctx.networkId} and framework_id = ${frameworkId} order by month`.execute(ctx.db);
  return rows;
}

/** Takes a month; false when it was written already. */
export async function insertMonth(tx: Ctx, frameworkId: string, { month, asOf, way }: MonthRow): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into competencies.summary_month (network_id, framework_id, month, as_of, way, written_at) values (${tx.networkId}, ${frameworkId}, ${month}::date, ${asOf}, ${way}, ${tx.clock.now()})
    on conflict do nothing`.execute(tx.db);
  return numAffectedRows === 1n;
}

/** The sums and places of the day as those of a month. */
export async function copyMonth(tx: Ctx, frameworkId: string, month: string): Promise<void> {
  await sql`insert into competencies.summary_month_sum (network_id, framework_id, month, organisation_id, competency_id, scale_id, people, steps, squares, asked, met)
    select s.network_id, c.framework_id, ${month}::date, s.organisation_id, s.competency_id, s.scale_id, s.people, s.steps, s.squares, s.asked, s.met from competencies.summary s
    join competencies.competency c on c.network_id = s.network_id and c.id = s.competency_id where s.network_id = ${tx.networkId} and c.framework_id = ${frameworkId} and s.people > 0`.execute(tx.db);
  await sql`insert into competencies.summary_month_place (network_id, framework_id, month, organisation_id, people)
    select network_id, ${frameworkId}::uuid, ${month}::date, organisation_id, count(*) from competencies.person_place where network_id = ${tx.networkId} group by 1, 4`.execute(tx.db);
}

/** The same, of what was counted. */
export async function insertMonthSums(tx: Ctx, frameworkId: string, month: string, sums: readonly MonthSum[], places: readonly { organisationId: string; people: number }[]): Promise<void> {
  await sql`insert into competencies.summary_month_sum (network_id, framework_id, month, organisation_id, competency_id, scale_id, people, steps, squares, asked, met)
    select ${tx.networkId}::uuid, ${frameworkId}::uuid, ${month}::date, "organisationId", "competencyId", "scaleId", people, steps, squares, asked, met
    from jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) as one("organisationId" uuid, "competencyId" uuid, "scaleId" uuid, people int, steps int, squares int, asked int, met int)`.execute(tx.db);
  await sql`insert into competencies.summary_month_place (network_id, framework_id, month, organisation_id, people)
    select ${tx.networkId}::uuid, ${frameworkId}::uuid, ${month}::date, "organisationId", people from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as one("organisationId" uuid, people int)`.execute(tx.db);
}

/** What stands for a month, in one order. */
export async function listMonthSums(ctx: Ctx, frameworkId: string, month: string): Promise<MonthSum[]> {
  const { rows } = await sql<MonthSum>`select organisation_id as "organisationId", competency_id as "competencyId", scale_id as "scaleId", people, steps, squares, asked, met from competencies.summary_month_sum
    where network_id = ${ctx.networkId} and framework_id = ${frameworkId} and month = ${month}::date order by competency_id, scale_id, organisation_id`.execute(ctx.db);
  return rows;
}

/** Since when there are ratings in a framework. */
export async function findFirstRating(ctx: Ctx, frameworkId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(r.rated_at) as at from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id
    where r.network_id = ${ctx.networkId} and c.framework_id = ${frameworkId}`.execute(ctx.db);
  return rows[0]?.at ?? null;
}

/** What posts ask today: by post and kind of organisation, the profile; by profile and competency, the least step. */
export async function listAskedOf(ctx: Ctx, frameworkId: string): Promise<{ positionId: string; organisationKind: string; competencyId: string; least: number }[]> {
  const { rows } = await sql<{ positionId: string; organisationKind: string; competencyId: string; least: number }>`select pp.position_id as "positionId", pp.organisation_kind as "organisationKind", r.competency_id as "competencyId", r.least
    from competencies.profile_position pp join competencies.requirement r on r.network_id = pp.network_id and r.profile_id = pp.profile_id
    where pp.network_id = ${ctx.networkId} and pp.framework_id = ${frameworkId}`.execute(ctx.db);
  return rows;
}

/** Posts and kinds for which there is a profile at all: one that asks for nothing stands before the one for all kinds. */
export async function listProfiledPosts(ctx: Ctx, frameworkId: string): Promise<{ positionId: string; organisationKind: string }[]> {
  const { rows } = await sql<{ positionId: string; organisationKind: string }>`select position_id as "positionId", organisation_kind as "organisationKind" from competencies.profile_position where network_id = ${ctx.networkId} and framework_id = ${frameworkId}`.execute(ctx.db);
  return rows;
}
