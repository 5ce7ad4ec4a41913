import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { PlanItemState, PlanState } from './plan.rule.ts';

interface PlanForData {
  id: string;
  fromOn: string;
  untilOn: string;
  reviewOn: string;
  goal: string | null;
  state: PlanState;
  agreedName: string | null;
  summary: string | null;
}

/** Everything that was planned for her, and what was said about it. Newest first. */
export async function listPlansForData(ctx: Ctx, personIds: readonly string[]) {
  const of = sql`p.network_id = ${ctx.networkId} and p.person_id = any(${[...personIds]}::uuid[])`;
  const { rows: plans } = await sql<PlanForData>`select p.id, p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.review_on::text as "reviewOn", p.goal, p.state, p.agreed_name as "agreedName", p.summary
    from competencies.plan p where ${of} order by p.created_at desc, p.id limit 1000`.execute(ctx.db);
  const { rows: items } = await sql<{ competency: LocalizedText | null; title: string | null; action: string | null; dueOn: string; state: PlanItemState; doneOn: string | null; result: string | null; dropReason: string | null; reviewNote: string | null; evidence: LocalizedText[] }>`
    select i.title as competency, pi.title, pi.action, pi.due_on::text as "dueOn", pi.state, pi.done_on::text as "doneOn", pi.result, pi.drop_reason as "dropReason", pi.review_note as "reviewNote",
      (select coalesce(jsonb_agg(e.title order by t.added_at, e.id), '[]') from competencies.plan_item_evidence t join competencies.evidence e on e.network_id = t.network_id and e.id = t.evidence_id
        where t.network_id = pi.network_id and t.item_id = pi.id) as evidence
    from competencies.plan p join competencies.plan_item pi on pi.network_id = p.network_id and pi.plan_id = p.id
    left join competencies.item i on i.network_id = pi.network_id and i.version_id = pi.version_id and i.competency_id = pi.competency_id
    where ${of} order by p.created_at desc, p.id, pi.place limit 20000`.execute(ctx.db);
  const { rows: notes } = await sql<{ authorName: string | null; body: string; at: Date }>`select n.author_name as "authorName", n.body, n.at from competencies.plan p
    join competencies.plan_note n on n.network_id = p.network_id and n.plan_id = p.id where ${of} order by n.at desc, n.id limit 20000`.execute(ctx.db);
  return { plans, items, notes };
}

/** How many plans are hers, and in how many of others she said or signed something. */
export async function countPlansOf(ctx: Ctx, personIds: readonly string[], accountId: string | null): Promise<{ of: number; by: number }> {
  const { rows } = await sql<{ of: number; by: number }>`select count(*) filter (where p.person_id = any(${[...personIds]}::uuid[]))::int as of,
      count(*) filter (where not p.person_id = any(${[...personIds]}::uuid[]) and (p.agreed_by = ${accountId} or p.reviewed_by = ${accountId}
        or exists (select from competencies.plan_note n where n.network_id = p.network_id and n.plan_id = p.id and n.author_id = ${accountId})))::int as by
    from competencies.plan p where p.network_id = ${ctx.networkId}`.execute(ctx.db);
  return rows[0] ?? { of: 0, by: 0 };
}

export async function deletePlansOf(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await sql`delete from competencies.plan where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
}

/** What she said about plans of others goes with her name; the plans stay. */
export async function forgetPlanner(tx: Ctx, accountId: string): Promise<void> {
  await sql`delete from competencies.plan_note where network_id = ${tx.networkId} and author_id = ${accountId}`.execute(tx.db);
  await sql`update competencies.plan_item pi set review_note = null, drop_reason = case when pi.drop_reason is null then null else '–' end from competencies.plan p
    where p.network_id = ${tx.networkId} and pi.network_id = p.network_id and pi.plan_id = p.id and p.reviewed_by = ${accountId}`.execute(tx.db);
  await sql`update competencies.plan set agreed_by = null, agreed_name = null where network_id = ${tx.networkId} and agreed_by = ${accountId}`.execute(tx.db);
  await sql`update competencies.plan set reviewed_by = null, reviewed_name = null, summary = null where network_id = ${tx.networkId} and reviewed_by = ${accountId}`.execute(tx.db);
  await sql`update competencies.plan set created_by = null where network_id = ${tx.networkId} and created_by = ${accountId}`.execute(tx.db);
}
