import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ScaleStep } from './framework-content.ts';
import type { ItemReason, Measure, PlanItemState } from './plan.rule.ts';

/** What an item was when the head agreed to it. */
export interface AgreedAs {
  toStep: number | null;
  action: string | null;
  hours: number | null;
  dueOn: string;
  state: PlanItemState;
}

export interface PlanItemRow {
  id: string;
  planId: string;
  competencyId: string | null;
  versionId: string | null;
  title: string | null;
  code: string | null;
  competencyTitle: LocalizedText | null;
  scaleId: string | null;
  steps: ScaleStep[] | null;
  /** The competency is in no version in use any more. */
  isRetired: boolean;
  fromStep: number | null;
  toStep: number | null;
  /** The level of today, by the rule of the framework. */
  nowStep: number | null;
  reason: ItemReason;
  measure: Measure;
  action: string | null;
  offerId: string | null;
  offerTitle: string | null;
  offerPath: string | null;
  hours: number | null;
  dueOn: string;
  state: PlanItemState;
  dropReason: string | null;
  doneOn: string | null;
  result: string | null;
  reachedStep: number | null;
  reviewNote: string | null;
  carriedFrom: string | null;
  carried: number;
  agreedAt: Date | null;
  agreedAs: AgreedAs | null;
  revision: number;
}

/** Items of plans in their order, with the competency as it was planned by and the level of today on that scale. */
export async function listPlanItems(ctx: Ctx, planIds: readonly string[]): Promise<PlanItemRow[]> {
  const { rows } = await sql<PlanItemRow>`
    select pi.id, pi.plan_id as "planId", pi.competency_id as "competencyId", pi.version_id as "versionId", pi.title, i.code, i.title as "competencyTitle", v.scale_id as "scaleId", s.steps,
      pi.competency_id is not null and not exists (select from competencies.item i2 join competencies.framework_version v2 on v2.network_id = i2.network_id and v2.id = i2.version_id
        where i2.network_id = pi.network_id and i2.competency_id = pi.competency_id and i2.retired_at is null and v2.state = 'published') as "isRetired",
      pi.from_step as "fromStep", pi.to_step as "toStep", e.step as "nowStep", pi.reason, pi.measure, pi.action, pi.offer_id as "offerId", pi.offer_title as "offerTitle", pi.offer_path as "offerPath",
      pi.hours::float8 as hours, pi.due_on::text as "dueOn", pi.state, pi.drop_reason as "dropReason", pi.done_on::text as "doneOn", pi.result, pi.reached_step as "reachedStep", pi.review_note as "reviewNote",
      pi.carried_from as "carriedFrom", pi.carried, pi.agreed_at as "agreedAt", pi.agreed_as as "agreedAs", pi.revision
    from competencies.plan_item pi
    join competencies.plan p on p.network_id = pi.network_id and p.id = pi.plan_id
    join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id
    left join competencies.framework_version v on v.network_id = pi.network_id and v.id = pi.version_id
    left join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id
    left join competencies.item i on i.network_id = pi.network_id and i.version_id = pi.version_id and i.competency_id = pi.competency_id
    left join competencies.effective_level e on e.network_id = pi.network_id and e.person_id = c.canonical_id and e.competency_id = pi.competency_id and e.scale_id = v.scale_id
    where pi.network_id = ${ctx.networkId} and pi.plan_id = any(${[...planIds]}::uuid[]) order by pi.place, pi.id`.execute(ctx.db);
  return rows;
}

export async function findPlanOfItem(ctx: Ctx, itemId: string): Promise<string | null> {
  const { rows } = await sql<{ planId: string }>`select plan_id as "planId" from competencies.plan_item where network_id = ${ctx.networkId} and id = ${itemId}`.execute(ctx.db);
  return rows[0]?.planId ?? null;
}

type Planned = 'competencyId' | 'versionId' | 'title' | 'fromStep' | 'toStep' | 'reason' | 'measure' | 'action' | 'hours' | 'dueOn';

export interface ItemValues extends Pick<PlanItemRow, Planned | 'offerId' | 'offerTitle' | 'offerPath' | 'state' | 'carriedFrom' | 'carried'> {
  /** Whether it is agreed to as it stands. */
  isAgreed: boolean;
}

/** Adds items behind those that are there, in the order given. */
export async function insertPlanItems(tx: Ctx, planId: string, rows: readonly (ItemValues & { id: string })[]): Promise<void> {
  if (rows.length === 0) return;
  const now = tx.clock.now();
  await sql`insert into competencies.plan_item (id, network_id, plan_id, competency_id, version_id, title, from_step, to_step, reason, measure, action, offer_id, offer_title, offer_path, hours, due_on, state, carried_from, carried, agreed_at,
      place, created_at, changed_at)
    select one.id, ${tx.networkId}::uuid, ${planId}::uuid, "competencyId", "versionId", title, "fromStep", "toStep", reason, measure, action, "offerId", "offerTitle", "offerPath", hours, "dueOn", state, "carriedFrom", carried,
      case when "isAgreed" then ${now}::timestamptz end, (select coalesce(max(place), 0) from competencies.plan_item where network_id = ${tx.networkId} and plan_id = ${planId}) + place, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, place: index + 1 })))}::jsonb) as one(id uuid, "competencyId" uuid, "versionId" uuid, title text, "fromStep" int, "toStep" int, reason text, measure text,
      action text, "offerId" uuid, "offerTitle" text, "offerPath" text, hours numeric, "dueOn" date, state text, "carriedFrom" uuid, carried int, "isAgreed" boolean, place int)`.execute(tx.db);
}

/** Changes what is planned. `agreedAs`: what it was, where the head has to agree anew; null: it is agreed to as it stands or was never agreed to. */
export async function updatePlanItem(tx: Ctx, id: string, row: Pick<ItemValues, Planned>, agreement: { isAgreed: boolean; agreedAs: AgreedAs | null }): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan_item set competency_id = ${row.competencyId}, version_id = ${row.versionId}, title = ${row.title}, from_step = ${row.fromStep}, to_step = ${row.toStep}, reason = ${row.reason},
    measure = ${row.measure}, action = ${row.action}, hours = ${row.hours}, due_on = ${row.dueOn}::date, agreed_at = case when ${agreement.isAgreed} then ${now}::timestamptz end,
    agreed_as = ${agreement.agreedAs === null ? null : JSON.stringify(agreement.agreedAs)}::jsonb, revision = revision + 1, changed_at = ${now} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** What was offered takes its place in an item. */
export async function setItemOffer(tx: Ctx, id: string, row: Pick<ItemValues, 'measure' | 'action' | 'offerId' | 'offerTitle' | 'offerPath' | 'hours' | 'dueOn'>, agreement: { isAgreed: boolean; agreedAs: AgreedAs | null }): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan_item set measure = ${row.measure}, action = ${row.action}, offer_id = ${row.offerId}, offer_title = ${row.offerTitle}, offer_path = ${row.offerPath}, hours = ${row.hours}, due_on = ${row.dueOn}::date,
    agreed_at = case when ${agreement.isAgreed} then ${now}::timestamptz end, agreed_as = ${agreement.agreedAs === null ? null : JSON.stringify(agreement.agreedAs)}::jsonb,
    revision = revision + 1, changed_at = ${now} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function setItemState(
  tx: Ctx,
  id: string,
  row: { state: PlanItemState; doneOn: string | null; result: string | null; dropReason: string | null },
  agreement: { isAgreed: boolean; agreedAs: AgreedAs | null } | null = null,
): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.plan_item set state = ${row.state}, done_on = ${row.doneOn}::date, result = ${row.result}, drop_reason = ${row.dropReason},
    agreed_at = case when ${agreement === null} then agreed_at when ${agreement?.isAgreed ?? false} then ${now}::timestamptz end,
    agreed_as = case when ${agreement === null} then agreed_as else ${agreement?.agreedAs ? JSON.stringify(agreement.agreedAs) : null}::jsonb end,
    revision = revision + 1, changed_at = ${now} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function deletePlanItem(tx: Ctx, id: string): Promise<void> {
  await sql`delete from competencies.plan_item where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function agreeItems(tx: Ctx, planId: string, ids: readonly string[]): Promise<void> {
  await sql`update competencies.plan_item set agreed_at = ${tx.clock.now()}, agreed_as = null, revision = revision + 1 where network_id = ${tx.networkId} and plan_id = ${planId} and id = any(${[...ids]}::uuid[]) and agreed_at is null`.execute(tx.db);
}

export interface ReviewedItem {
  id: string;
  state: PlanItemState;
  doneOn: string | null;
  dropReason: string | null;
  reachedStep: number | null;
  reviewNote: string | null;
}

/** What the review says of each item, in one statement. */
export async function reviewItems(tx: Ctx, planId: string, rows: readonly ReviewedItem[]): Promise<void> {
  await sql`update competencies.plan_item pi set state = one.state, done_on = one."doneOn", drop_reason = one."dropReason", reached_step = one."reachedStep", review_note = one."reviewNote",
      revision = pi.revision + 1, changed_at = ${tx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(id uuid, state text, "doneOn" date, "dropReason" text, "reachedStep" int, "reviewNote" text)
    where pi.network_id = ${tx.networkId} and pi.plan_id = ${planId} and pi.id = one.id`.execute(tx.db);
}

export interface CurrentItem {
  competencyId: string;
  versionId: string;
  scaleId: string;
  steps: ScaleStep[];
  code: string;
  title: LocalizedText;
}

/** Competencies as the versions in use have them; all of a network, or these. What is in use nowhere is not there. */
export async function listCurrentItems(ctx: Ctx, competencyIds: readonly string[] | null): Promise<CurrentItem[]> {
  const { rows } = await sql<CurrentItem>`select i.competency_id as "competencyId", i.version_id as "versionId", v.scale_id as "scaleId", s.steps, i.code, i.title
    from competencies.framework_version v join competencies.item i on i.network_id = v.network_id and i.version_id = v.id join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id
    where v.network_id = ${ctx.networkId} and v.state = 'published' and i.kind = 'competency' and i.retired_at is null and (${competencyIds === null} or i.competency_id = any(${[...(competencyIds ?? [])]}::uuid[]))
    order by v.framework_id, i.code limit 2000`.execute(ctx.db);
  return rows;
}
