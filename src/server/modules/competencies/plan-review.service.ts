import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, type FieldProblem } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { getPlanFor, isOwnPlan, signed } from './plan-access.ts';
import { copyItemEvidence } from './plan-evidence.queries.ts';
import { insertPlanItems, listPlanItems, reviewItems, type PlanItemRow, type ReviewedItem } from './plan-items.queries.ts';
import { nextPeriod, type Outcome } from './plan.rule.ts';
import type { PlanReview } from './plans.schemas.ts';
import { closePlan, insertNote, insertPlan, type PlanRow } from './plans.queries.ts';
import { PLAN, planDays } from './plans.service.ts';
import { recordRatings } from './ratings.service.ts';
import type { NewRating } from './ratings.queries.ts';

/** A rating that came from a plan names the item. */
export const PLAN_ITEM = 'competencies.plan_item';

/** What the review says of each item that was not dropped. Errors beside `outcomes.<id>` and `steps.<id>`. */
function outcomesOf(items: readonly PlanItemRow[], input: PlanReview): { item: PlanItemRow; outcome: Outcome; step: number | null; note: string | null }[] {
  const problems: FieldProblem[] = [];
  const found = items
    .filter(({ state }) => state !== 'dropped')
    .map((item) => {
      const outcome = input.outcomes[item.id] ?? null;
      const step = input.steps[item.id] ?? null;
      if (outcome === null) problems.push({ field: `outcomes.${item.id}`, code: 'choice.missing' });
      if (step !== null && !(item.steps ?? []).some((one) => one.step === step)) problems.push({ field: `steps.${item.id}`, code: 'plan.step_unknown' });
      if (outcome === 'drop' && !input.notes[item.id]) problems.push({ field: `notes.${item.id}`, code: 'plan.reason_missing' });
      return { item, outcome: outcome ?? ('carry' as const), step, note: input.notes[item.id] ?? null };
    });
  if (problems.length > 0) throw new InvalidInput(problems);
  return found;
}

/**
 * The head looks back with her at the end: of each item what came of it, the step she sees now, which becomes a rating once, and a word on the whole. The plan
 * is closed; what is carried on goes into a next plan, with its origin. Returns the next plan, if there is one. Errors: `page.not_found`, `plan.own` (403),
 * `plan.wrong_state`, `plan.waits_first`, `record.changed_meanwhile` (409), those of single items beside their fields.
 */
export async function reviewPlan(ctx: Ctx, planId: string, input: PlanReview): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    const { plan, person } = await getPlanFor(tx, planId, 'review', { lock: true, revision: input.revision });
    const items = await listPlanItems(tx, [plan.id]);
    if (items.some(({ agreedAt }) => agreedAt === null)) throw new AppError('plan.waits_first', 409);
    const { today } = await planDays(tx);
    const outcomes = outcomesOf(items, input);
    const by = signed(tx);
    await reviewItems(tx, plan.id, outcomes.map(({ item, outcome, step, note }): ReviewedItem => ({
      ...{ id: item.id, reachedStep: step, reviewNote: note },
      // What was said to be done and is not goes on as what is under way.
      state: outcome === 'done' ? 'done' : outcome === 'drop' ? 'dropped' : item.state === 'done' ? 'under_way' : item.state,
      doneOn: outcome === 'done' ? (item.doneOn ?? today) : null,
      dropReason: outcome === 'drop' ? (note ?? '').slice(0, 1000) : null,
    })));
    const ratings = outcomes.flatMap(({ item, step, note }): NewRating[] =>
      step === null || !item.competencyId || !item.versionId || !item.scaleId
        ? []
        : [{ personId: plan.personId, competencyId: item.competencyId, scaleId: item.scaleId, versionId: item.versionId, kind: 'head', step, comment: note, authorId: by.id, authorName: by.name, isAnonymous: false, sourceType: PLAN_ITEM, sourceId: item.id }],
    );
    const given = await recordRatings(tx, ratings);
    await closePlan(tx, plan.id, { reason: 'reviewed', by, summary: input.summary });
    await insertNote(tx, { planId: plan.id, kind: 'reviewed', by, isOwn: isOwnPlan(tx, person), body: input.summary.slice(0, 2000) });
    const nextId = person.isWorking ? await carryOver(tx, plan, outcomes.filter(({ outcome }) => outcome === 'carry').map(({ item }) => item), input, today) : null;
    await audit(tx, { act: 'plan.closed', subjectType: PLAN, subjectId: plan.id, data: { reason: 'reviewed', ratings: given, nextPlanId: nextId } });
    return nextId;
  });
}

/** The next plan out of what was not finished: a draft, to be agreed on anew. Levels are those of today, the review counted. */
async function carryOver(tx: Ctx, plan: PlanRow, unfinished: readonly PlanItemRow[], input: Pick<PlanReview, 'nextFromOn' | 'nextUntilOn'>, today: string): Promise<string | null> {
  if (unfinished.length === 0) return null;
  const { fromOn, untilOn } = nextPeriod(plan, today, addDays, { fromOn: input.nextFromOn, untilOn: input.nextUntilOn });
  if (untilOn < fromOn) throw new InvalidInput([{ field: 'nextUntilOn', code: 'plan.ends_before' }]);
  const id = newId();
  await insertPlan(tx, { id, personId: plan.personId, fromOn, untilOn, reviewOn: untilOn, goal: plan.goal, carriedFrom: plan.id, createdBy: actorId(tx.actor) });
  const now = new Map((await listPlanItems(tx, [plan.id])).map((item) => [item.id, item]));
  const next = unfinished.map((item) => ({ item, id: newId() }));
  await insertPlanItems(tx, id, next.map(({ item, id: itemId }) => ({
    ...{ id: itemId, competencyId: item.competencyId, versionId: item.versionId, title: item.title, fromStep: now.get(item.id)?.nowStep ?? item.fromStep, toStep: item.toStep },
    ...{ reason: item.reason, measure: item.measure, action: item.action, offerId: item.offerId, offerTitle: item.offerTitle, offerPath: item.offerPath, hours: item.hours },
    ...{ dueOn: untilOn, state: 'planned' as const, carriedFrom: item.id, carried: item.carried + 1, isAgreed: false },
  })));
  await copyItemEvidence(tx, next.map(({ item, id: to }) => ({ from: item.id, to })));
  await audit(tx, { act: 'plan.carried_over', subjectType: PLAN, subjectId: id, data: { from: plan.id, items: unfinished.length } });
  return id;
}
