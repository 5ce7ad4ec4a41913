import { networkOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { getPlanFor, getPlannedPersonFor, isOwnPlan, signed } from './plan-access.ts';
import { listGaps } from './plan-gaps.ts';
import { agreeItems, insertPlanItems, listPlanItems } from './plan-items.queries.ts';
import { isOpen, NOTES_MOST, SOON_DAYS } from './plan.rule.ts';
import type { AgreePlan, NewPlan, PlanInput } from './plans.schemas.ts';
import { closePlan, countNotes, insertNote, insertPlan, listPlans, listPlansOfLeavers, lockPlansOf, setPlanAgreed, setPlanState, updatePlanHead, type NoteRow } from './plans.queries.ts';
import type { RatedPerson } from './sheets.queries.ts';

export const PLAN = 'competencies.plan';

/** Today by the clocks of the network, and the last day that counts as soon. */
export async function planDays(ctx: Ctx): Promise<{ today: string; soon: string; timeZone: string }> {
  const { timeZone } = await networkOf(ctx);
  const today = localDate(ctx.clock.now(), timeZone);
  return { today, soon: addDays(today, SOON_DAYS), timeZone };
}

/**
 * Begins a plan; gaps that were ticked become its first items, due at its end. Errors: `page.not_found`, `plan.open_already` (409), `plan.not_working` (409),
 * `plan.gap_gone` beside `competencies`.
 */
export async function beginPlan(ctx: Ctx, personId: string, input: NewPlan): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const person = await getPlannedPersonFor(tx, personId);
    if (!person.isWorking) throw new AppError('plan.not_working', 409);
    await lockPlansOf(tx, person.personId);
    if ((await listPlans(tx, person.personId)).some(({ state }) => isOpen(state))) throw new AppError('plan.open_already', 409);
    const gaps = input.competencies.length === 0 ? [] : (await listGaps(tx, person.personId)).lines;
    const chosen = gaps.filter(({ competencyId }) => input.competencies.includes(competencyId));
    if (chosen.length < input.competencies.length) throw invalid('competencies', 'plan.gap_gone');
    const id = newId();
    await insertPlan(tx, { id, personId: person.personId, ...input, carriedFrom: null, createdBy: actorId(tx.actor) });
    await insertPlanItems(tx, id, chosen.map(({ competencyId, versionId, fromStep, toStep }) => ({
      ...{ id: newId(), competencyId, versionId, title: null, fromStep, toStep, reason: 'gap' as const, measure: 'self_study' as const, action: null },
      ...{ offerId: null, offerTitle: null, offerPath: null, hours: null, dueOn: input.untilOn, state: 'planned' as const, carriedFrom: null, carried: 0, isAgreed: false },
    })));
    await audit(tx, { act: 'plan.begun', subjectType: PLAN, subjectId: id, data: { personId: person.personId, items: chosen.length } });
    return id;
  });
}

/** Changes days and goal of a plan. Errors: `page.not_found`, `plan.wrong_state`, `record.changed_meanwhile` (409). */
export async function changePlan(ctx: Ctx, planId: string, input: PlanInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan } = await getPlanFor(tx, planId, 'edit', { lock: true, revision: input.revision });
    await updatePlanHead(tx, plan.id, input);
    await audit(tx, { act: 'plan.changed', subjectType: PLAN, subjectId: plan.id });
  });
}

/** A word in the talk of the two. It changes nothing else, so it needs no revision. */
async function say(tx: Ctx, planId: string, person: RatedPerson, kind: NoteRow['kind'], body: string | null): Promise<void> {
  if (body === null) return;
  if ((await countNotes(tx, planId)) >= NOTES_MOST && kind === 'word') throw new AppError('plan.too_many_notes', 409, { max: NOTES_MOST });
  await insertNote(tx, { planId, kind, by: signed(tx), isOwn: isOwnPlan(tx, person), body });
}

/** Errors: `page.not_found`, `plan.wrong_state` (409), `plan.too_many_notes` (409). */
export async function notePlan(ctx: Ctx, planId: string, words: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, person } = await getPlanFor(tx, planId, 'note', { lock: true });
    await say(tx, plan.id, person, 'word', words);
  });
}

/** Gives a plan to the head to be agreed to. Errors: `page.not_found`, `plan.wrong_state`, `record.changed_meanwhile`, `plan.empty`, `plan.actions_missing` (409). */
export async function proposePlan(ctx: Ctx, planId: string, { revision, words = null }: { revision: number; words?: string | null }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, person } = await getPlanFor(tx, planId, 'propose', { lock: true, revision });
    const kept = (await listPlanItems(tx, [plan.id])).filter(({ state }) => state !== 'dropped');
    if (kept.length === 0) throw new AppError('plan.empty', 409);
    const unsaid = kept.filter(({ action }) => action === null).length;
    if (unsaid > 0) throw new AppError('plan.actions_missing', 409, { count: unsaid });
    await setPlanState(tx, plan.id, 'proposed');
    await say(tx, plan.id, person, 'word', words);
    await audit(tx, { act: 'plan.proposed', subjectType: PLAN, subjectId: plan.id });
  });
}

/** Takes a plan back that was given to the head, to go on with it. Errors: `page.not_found`, `plan.wrong_state`, `record.changed_meanwhile` (409). */
export async function takePlanBack(ctx: Ctx, planId: string, revision: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan } = await getPlanFor(tx, planId, 'takeBack', { lock: true, revision });
    await setPlanState(tx, plan.id, 'draft');
    await audit(tx, { act: 'plan.taken_back', subjectType: PLAN, subjectId: plan.id });
  });
}

/** The head returns a plan with a word on what is to be changed. Errors: `page.not_found`, `plan.own` (403), `plan.wrong_state`, `record.changed_meanwhile` (409). */
export async function sendPlanBack(ctx: Ctx, planId: string, { revision, words }: { revision: number; words: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, person } = await getPlanFor(tx, planId, 'sendBack', { lock: true, revision });
    await setPlanState(tx, plan.id, 'draft');
    await say(tx, plan.id, person, 'returned', words);
    await audit(tx, { act: 'plan.sent_back', subjectType: PLAN, subjectId: plan.id });
  });
}

/**
 * The head agrees: to a proposed plan whole; in one that runs to what was added or changed since, all of it or the items named. The revision is what she saw:
 * she agrees to nothing that came after. Errors: `page.not_found`, `plan.own` (403), `plan.wrong_state`, `plan.nothing_waits`, `record.changed_meanwhile` (409).
 */
export async function agreePlan(ctx: Ctx, planId: string, input: AgreePlan): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, person } = await getPlanFor(tx, planId, 'agree', { lock: true, revision: input.revision });
    const waiting = (await listPlanItems(tx, [plan.id])).filter(({ agreedAt }) => agreedAt === null).map(({ id }) => id);
    const chosen = plan.state === 'proposed' || input.items.length === 0 ? waiting : waiting.filter((id) => input.items.includes(id));
    if (plan.state === 'agreed' && chosen.length === 0) throw new AppError('plan.nothing_waits', 409);
    await agreeItems(tx, plan.id, chosen);
    await setPlanAgreed(tx, plan.id, signed(tx));
    await say(tx, plan.id, person, 'agreed', input.words);
    await audit(tx, { act: 'plan.agreed', subjectType: PLAN, subjectId: plan.id, data: { items: chosen.length } });
  });
}

/** Gives a plan up. It stays in the history. Errors: `page.not_found`, `plan.own`, `plan.wrong_state`, `record.changed_meanwhile` (409). */
export async function withdrawPlan(ctx: Ctx, planId: string, revision: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan } = await getPlanFor(tx, planId, 'withdraw', { lock: true, revision });
    await setPlanState(tx, plan.id, 'withdrawn');
    await audit(tx, { act: 'plan.withdrawn', subjectType: PLAN, subjectId: plan.id });
  });
}

const AT_ONCE = 100;

/** Closes plans of people who left; a second run finds nothing. Returns how many. */
export async function closePlansOfLeavers(ctx: Ctx): Promise<number> {
  for (let count = 0; ; ) {
    const ids = await listPlansOfLeavers(ctx, AT_ONCE);
    if (ids.length === 0) return count;
    await inTransaction(ctx, async (tx) => {
      for (const id of ids) {
        await closePlan(tx, id, { reason: 'left', by: { id: null, name: null }, summary: null });
        await audit(tx, { act: 'plan.closed', subjectType: PLAN, subjectId: id, data: { reason: 'left' } });
      }
    });
    count += ids.length;
  }
}
