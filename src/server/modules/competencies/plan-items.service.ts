import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { getPlanFor, type ReachedPlan } from './plan-access.ts';
import { deletePlanItem, findPlanOfItem, insertPlanItems, listCurrentItems, listPlanItems, setItemState, updatePlanItem, type AgreedAs, type ItemValues, type PlanItemRow } from './plan-items.queries.ts';
import { isUnfinished, ITEMS_MOST } from './plan.rule.ts';
import type { PlanAbility } from './plans.policy.ts';
import type { DropItem, FinishItem, NewPlanItem, PlanItemInput } from './plans.schemas.ts';
import { touchPlan } from './plans.queries.ts';
import { PLAN, planDays } from './plans.service.ts';
import { listEffective } from './ratings.queries.ts';

/** What was offered, as it was named then. */
export interface ItemOffer {
  id: string;
  title: string;
  path: string;
}

export interface ReachedItem extends ReachedPlan {
  item: PlanItemRow;
}

/** An item of a plan, if the actor may do this with the plan; `revision`: that of the item. Errors: those of `getPlanFor`, `record.changed_meanwhile` (409). */
export async function getPlanItemFor(ctx: Ctx, itemId: string, ability: PlanAbility, options: { lock?: boolean; revision?: number } = {}): Promise<ReachedItem> {
  const planId = isId(itemId) ? await findPlanOfItem(ctx, itemId) : null;
  if (planId === null) throw notFound();
  const reached = await getPlanFor(ctx, planId, ability, { ...(options.lock ? { lock: true } : {}) });
  const item = (await listPlanItems(ctx, [planId])).find(({ id }) => id === itemId);
  if (!item) throw notFound();
  if (options.revision !== undefined && options.revision !== item.revision) throw conflict();
  return { ...reached, item };
}

/** What whoever heads her does in a plan that runs is agreed by the doing. */
const agreesByDoing = ({ plan, may }: ReachedPlan): boolean => plan.state === 'agreed' && may.agree.allowed;
const asAgreed = ({ toStep, action, hours, dueOn, state }: PlanItemRow): AgreedAs => ({ toStep, action, hours, dueOn, state });
/** What the head has to see anew: what it was when she agreed, through any number of changes since. */
export const agreement = (reached: ReachedItem): { isAgreed: boolean; agreedAs: AgreedAs | null } => {
  const isAgreed = agreesByDoing(reached);
  return { isAgreed, agreedAs: isAgreed ? null : reached.item.agreedAt === null ? reached.item.agreedAs : asAgreed(reached.item) };
};

/** What an item says of its competency, by the version in use. Errors: `choice.missing`, `plan.item_doubled`, `plan.step_unknown` beside the fields. */
async function competencyOf(tx: Ctx, { plan, person }: ReachedPlan, input: NewPlanItem, before: PlanItemRow | null): Promise<Pick<ItemValues, 'competencyId' | 'versionId' | 'title' | 'fromStep' | 'toStep'>> {
  const { competencyId, toStep } = input;
  if (competencyId === null) return { competencyId: null, versionId: null, title: input.title, fromStep: null, toStep: null };
  // What was planned by an older version goes on by it: its scale is the one that was agreed on.
  const same = before?.competencyId === competencyId ? before : null;
  const [current] = same ? [] : await listCurrentItems(tx, [competencyId]);
  const [versionId, scaleId, steps] = same ? [same.versionId, same.scaleId, same.steps ?? []] : [current?.versionId ?? null, current?.scaleId ?? null, current?.steps ?? []];
  if (versionId === null) throw invalid('competencyId', 'choice.missing');
  if (toStep === null || !steps.some(({ step }) => step === toStep)) throw invalid('toStep', 'plan.step_unknown');
  const others = await listPlanItems(tx, [plan.id]);
  if (others.some((other) => other.id !== before?.id && other.competencyId === competencyId && other.state !== 'dropped' && isUnfinished(other))) throw invalid('competencyId', 'plan.item_doubled');
  const fromStep = same ? same.fromStep : ((await listEffective(tx, [person.personId], [competencyId])).find((level) => level.scaleId === scaleId)?.step ?? null);
  return { competencyId, versionId, title: null, fromStep, toStep };
}

const dueWithin = ({ plan }: ReachedPlan, dueOn: string): void => {
  if (dueOn < plan.fromOn || dueOn > plan.untilOn) throw invalid('dueOn', 'plan.due_outside');
};

/** Adds an item as the last. Errors: those of `getPlanFor`, `plan.too_many_items` (409), `plan.due_outside`, `plan.step_unknown`, `plan.item_doubled` beside the fields. */
export async function addPlanItem(ctx: Ctx, planId: string, input: NewPlanItem, offer: ItemOffer | null = null): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const reached = await getPlanFor(tx, planId, 'edit', { lock: true });
    const id = await putPlanItem(tx, reached, input, offer);
    await audit(tx, { act: 'plan.item_added', subjectType: PLAN, subjectId: planId, data: { itemId: id } });
    return id;
  });
}

/** Adds an item to a plan that was reached under its lock. Errors as above. */
export async function putPlanItem(tx: Ctx, reached: ReachedPlan, input: NewPlanItem, offer: ItemOffer | null): Promise<string> {
  const { plan } = reached;
  if ((await listPlanItems(tx, [plan.id])).length >= ITEMS_MOST) throw new AppError('plan.too_many_items', 409, { max: ITEMS_MOST });
  dueWithin(reached, input.dueOn);
  const about = await competencyOf(tx, reached, input, null);
  const id = newId();
  await insertPlanItems(tx, plan.id, [
    {
      ...{ id, ...about, reason: input.reason, measure: input.measure, action: input.action, hours: input.hours, dueOn: input.dueOn },
      ...{ offerId: offer?.id ?? null, offerTitle: offer?.title ?? null, offerPath: offer?.path ?? null, state: 'planned' as const, carriedFrom: null, carried: 0, isAgreed: agreesByDoing(reached) },
    },
  ]);
  await touchPlan(tx, plan.id);
  return id;
}

/** Changes what is planned; what was agreed to before waits for the head anew. Errors: as for adding, `plan.item_finished`, `record.changed_meanwhile` (409). */
export async function changePlanItem(ctx: Ctx, itemId: string, input: PlanItemInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const reached = await getPlanItemFor(tx, itemId, 'edit', { lock: true, revision: input.revision });
    if (!isUnfinished(reached.item)) throw new AppError('plan.item_finished', 409);
    if (input.dueOn !== reached.item.dueOn) dueWithin(reached, input.dueOn);
    const about = await competencyOf(tx, reached, input, reached.item);
    await updatePlanItem(tx, itemId, { ...about, reason: input.reason, measure: input.measure, action: input.action, hours: input.hours, dueOn: input.dueOn }, agreement(reached));
    await touchPlan(tx, reached.plan.id);
    await audit(tx, { act: 'plan.item_changed', subjectType: PLAN, subjectId: reached.plan.id, data: { itemId } });
    return reached.plan.personId;
  });
}

/** An item that nobody has agreed to yet goes as it came. Errors: those of `getPlanFor`, `plan.item_agreed`, `record.changed_meanwhile` (409). */
export async function removePlanItem(ctx: Ctx, itemId: string, revision: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, item } = await getPlanItemFor(tx, itemId, 'edit', { lock: true, revision });
    if (!isRemovable(item)) throw new AppError('plan.item_agreed', 409);
    await deletePlanItem(tx, itemId);
    await touchPlan(tx, plan.id);
    await audit(tx, { act: 'plan.item_removed', subjectType: PLAN, subjectId: plan.id, data: { itemId } });
  });
}
/** What was agreed to, or taken over from the plan before, is dropped with a reason and stays seen. */
export const isRemovable = ({ agreedAt, agreedAs, carried, state }: PlanItemRow): boolean => agreedAt === null && agreedAs === null && carried === 0 && isUnfinished({ state });

/** Gives an item up, with the reason. Errors: those of `getPlanFor`, `plan.item_finished`, `record.changed_meanwhile` (409). */
export async function dropPlanItem(ctx: Ctx, itemId: string, input: DropItem): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const reached = await getPlanItemFor(tx, itemId, 'edit', { lock: true, revision: input.revision });
    if (!isUnfinished(reached.item)) throw new AppError('plan.item_finished', 409);
    await setItemState(tx, itemId, { state: 'dropped', doneOn: null, result: reached.item.result, dropReason: input.words }, agreement(reached));
    await touchPlan(tx, reached.plan.id);
    await audit(tx, { act: 'plan.item_dropped', subjectType: PLAN, subjectId: reached.plan.id, data: { itemId } });
  });
}

/** Begins an item, or takes back that it was begun or done. How far one is needs nobody's agreement. Errors: those of `getPlanFor`, `plan.item_dropped`, `record.changed_meanwhile` (409). */
export async function trackPlanItem(ctx: Ctx, itemId: string, input: { revision: number; state: 'planned' | 'under_way' }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, item } = await getPlanItemFor(tx, itemId, 'track', { lock: true, revision: input.revision });
    if (item.state === 'dropped') throw new AppError('plan.item_dropped', 409);
    await setItemState(tx, itemId, { state: input.state, doneOn: null, result: item.result, dropReason: null });
    await touchPlan(tx, plan.id);
    await audit(tx, { act: 'plan.item_tracked', subjectType: PLAN, subjectId: plan.id, data: { itemId, state: input.state } });
  });
}

/** An item is done: when, and what came of it. Errors: those of `getPlanFor`, `plan.item_dropped`, `record.changed_meanwhile` (409), `plan.done_later` beside `doneOn`. */
export async function finishPlanItem(ctx: Ctx, itemId: string, input: FinishItem): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, item } = await getPlanItemFor(tx, itemId, 'track', { lock: true, revision: input.revision });
    if (item.state === 'dropped') throw new AppError('plan.item_dropped', 409);
    if (input.doneOn > (await planDays(tx)).today) throw invalid('doneOn', 'plan.done_later');
    await setItemState(tx, itemId, { state: 'done', doneOn: input.doneOn, result: input.result, dropReason: null });
    await touchPlan(tx, plan.id);
    await audit(tx, { act: 'plan.item_done', subjectType: PLAN, subjectId: plan.id, data: { itemId } });
  });
}
