import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { PlanState } from './plan.rule.ts';

export interface PlanRow {
  id: string;
  personId: string;
  fromOn: string;
  untilOn: string;
  reviewOn: string;
  goal: string | null;
  state: PlanState;
  proposedAt: Date | null;
  agreedAt: Date | null;
  agreedName: string | null;
  closedAt: Date | null;
  closedReason: 'reviewed' | 'left' | null;
  reviewedName: string | null;
  summary: string | null;
  carriedFrom: string | null;
  revision: number;
  createdAt: Date;
  changedAt: Date;
}

const plan = sql`p.id, c.canonical_id as "personId", p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn", p.goal, p.state, p.proposed_at as "proposedAt", p.agreed_at as "agreedAt",
  p.agreed_name as "agreedName", p.closed_at as "closedAt", p.closed_reason as "closedReason", p.reviewed_name as "reviewedName", p.summary, p.carried_from as "carriedFrom", p.revision, p.created_at as "createdAt", p.changed_at as "changedAt"`;
const plans = sql`competencies.plan p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id`;

export async function findPlan(ctx: Ctx, id: string): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`select ${plan} from ${plans} where p.network_id = ${ctx.networkId} and p.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function lockPlan(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.plan where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}

/** Plans of a person and of records merged into hers: open ones first, then the newest. */
export async function listPlans(ctx: Ctx, personId: string): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`select ${plan} from ${plans} where p.network_id = ${ctx.networkId} and c.canonical_id = ${personId}
    order by p.state in ('draft', 'proposed', 'agreed') desc, p.created_at desc, p.id desc limit 200`.execute(ctx.db);
  return rows;
}

/** One after another for a person: of two who begin a plan for her at once the second learns that there is one. */
export async function lockPlansOf(tx: Ctx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`competency-plan:${personId}`}, 0))`.execute(tx.db);
}

export interface NewPlanRow {
  id: string;
  personId: string;
  fromOn: string;
  untilOn: string;
  reviewOn: string;
  goal: string | null;
  carriedFrom: string | null;
  createdBy: string | null;
}

export async function insertPlan(tx: Ctx, row: NewPlanRow): Promise<void> {
  const now = tx.clock.now();
  await sql`insert into competencies.plan (id, network_id, person_id, from_on, until_on, review_on, goal, carried_from, created_by, created_at, changed_at)
    values (${row.id}, ${tx.networkId}, ${row.personId}, ${row.fromOn}::date, ${row.untilOn}::date, ${row.reviewOn}::date, ${row.goal}, ${row.carriedFrom}, ${row.createdBy}, ${now}, ${now})`.execute(tx.db);
}

export async function updatePlanHead(tx: Ctx, id: string, row: Pick<NewPlanRow, 'fromOn' | 'untilOn' | 'reviewOn' | 'goal'>): Promise<void> {
  await sql`update competencies.plan set from_on = ${row.fromOn}::date, until_on = ${row.untilOn}::date, review_on = ${row.reviewOn}::date, goal = ${row.goal}, revision = revision + 1, changed_at = ${tx.clock.now()}
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Something of the plan changed: whoever has it on the screen sees an older one. */
export async function touchPlan(tx: Ctx, id: string): Promise<void> {
  await sql`update competencies.plan set revision = revision + 1, changed_at = ${tx.clock.now()} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function setPlanState(tx: Ctx, id: string, state: 'draft' | 'proposed' | 'withdrawn'): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan set state = ${state}, proposed_at = case when ${state} = 'proposed' then ${now}::timestamptz end, closed_at = case when ${state} = 'withdrawn' then ${now}::timestamptz end,
    revision = revision + 1, changed_at = ${now} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export interface Signed {
  id: string | null;
  name: string | null;
}

/** Agreed to by whoever heads her place; of a plan that was agreed to before, the newest word counts. */
export async function setPlanAgreed(tx: Ctx, id: string, by: Signed): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan set state = 'agreed', agreed_at = ${now}, agreed_by = ${by.id}, agreed_name = ${by.name}, revision = revision + 1, changed_at = ${now}
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function closePlan(tx: Ctx, id: string, row: { reason: 'reviewed' | 'left'; by: Signed; summary: string | null }): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan set state = 'closed', closed_at = ${now}, closed_reason = ${row.reason}, reviewed_by = ${row.by.id}, reviewed_name = ${row.by.name}, summary = ${row.summary},
    revision = revision + 1, changed_at = ${now} where network_id = ${tx.networkId} and id = ${id} and state in ('draft', 'proposed', 'agreed')`.execute(tx.db);
}

export interface NoteRow {
  id: string;
  kind: 'word' | 'returned' | 'agreed' | 'reviewed';
  authorName: string | null;
  isOwn: boolean;
  body: string;
  at: Date;
}

/** What was said about a plan, oldest first. */
export async function listNotes(ctx: Ctx, planId: string): Promise<NoteRow[]> {
  const { rows } = await sql<NoteRow>`select id, kind, author_name as "authorName", is_own as "isOwn", body, at from competencies.plan_note where network_id = ${ctx.networkId} and plan_id = ${planId} order by at, id limit 500`.execute(ctx.db);
  return rows;
}

export async function countNotes(ctx: Ctx, planId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competencies.plan_note where network_id = ${ctx.networkId} and plan_id = ${planId}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function insertNote(tx: Ctx, row: { planId: string; kind: NoteRow['kind']; by: Signed; isOwn: boolean; body: string }): Promise<void> {
  await sql`insert into competencies.plan_note (network_id, plan_id, kind, author_id, author_name, is_own, body, at)
    values (${tx.networkId}, ${row.planId}, ${row.kind}, ${row.by.id}, ${row.by.name}, ${row.isOwn}, ${row.body}, ${tx.clock.now()})`.execute(tx.db);
}

/** Open plans of people who left, at most so many at a time. */
export async function listPlansOfLeavers(ctx: Ctx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.id from ${plans} join people.person_card w on w.network_id = c.network_id and w.person_id = c.canonical_id
    where p.network_id = ${ctx.networkId} and p.state in ('draft', 'proposed', 'agreed') and not w.is_working order by p.id limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
