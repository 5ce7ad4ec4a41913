import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { getPlannedPersonFor } from './plan-access.ts';
import { listGaps, type GapProposal } from './plan-gaps.ts';
import { listItemEvidence, type ItemEvidenceRow } from './plan-evidence.queries.ts';
import { listCurrentItems, listPlanItems, type CurrentItem, type PlanItemRow } from './plan-items.queries.ts';
import { dueState, isOpen, progressOf, type Progress } from './plan.rule.ts';
import { planAbilities, type PlanAbilities } from './plans.policy.ts';
import { findPlan, listNotes, listPlans, type NoteRow, type PlanRow } from './plans.queries.ts';
import { planDays } from './plans.service.ts';
import type { RatedPerson } from './sheets.queries.ts';

export interface PlanView {
  person: RatedPerson;
  plan: PlanRow;
  items: (PlanItemRow & { due: 'overdue' | 'soon' | null; evidence: ItemEvidenceRow[] })[];
  notes: NoteRow[];
  progress: Progress;
  /** The review is due today or was due before. */
  isReviewDue: boolean;
  may: PlanAbilities;
  today: string;
  timeZone: string;
}

/** A plan with everything to show it by. Error `page.not_found`. */
export async function showPlan(ctx: Ctx, planId: string): Promise<PlanView> {
  const plan = isId(planId) ? await findPlan(ctx, planId) : undefined;
  if (!plan) throw notFound();
  return viewOf(ctx, await getPlannedPersonFor(ctx, plan.personId), plan);
}

async function viewOf(ctx: Ctx, person: RatedPerson, plan: PlanRow): Promise<PlanView> {
  const { today, soon, timeZone } = await planDays(ctx);
  const items = await listPlanItems(ctx, [plan.id]);
  const evidence = Map.groupBy(await listItemEvidence(ctx, [plan.id]), ({ itemId }) => itemId);
  return {
    ...{ person, plan, today, timeZone },
    items: items.map((item) => ({ ...item, due: plan.state === 'agreed' ? dueState(item, today, soon) : null, evidence: evidence.get(item.id) ?? [] })),
    notes: await listNotes(ctx, plan.id),
    progress: progressOf(plan.state, items, today, soon),
    isReviewDue: plan.state === 'agreed' && plan.reviewOn <= today,
    may: planAbilities(ctx.actor, { networkId: ctx.networkId, ...person }, plan),
  };
}

export interface PlansOfPerson {
  person: RatedPerson;
  /** The open plan, or null. */
  current: PlanView | null;
  /** All others, newest first, with what came of them. */
  past: { plan: PlanRow; progress: Progress }[];
  mayBegin: boolean;
}

/** The plans of a person: the open one, and those before. Error `page.not_found`. */
export async function showPlansOf(ctx: Ctx, personId: string): Promise<PlansOfPerson> {
  const person = await getPlannedPersonFor(ctx, personId);
  const plans = await listPlans(ctx, person.personId);
  const [open] = plans.filter(({ state }) => isOpen(state));
  const past = plans.filter(({ id }) => id !== open?.id);
  const { today, soon } = await planDays(ctx);
  const items = past.length === 0 ? [] : await listPlanItems(ctx, past.map(({ id }) => id));
  return {
    person,
    current: open ? await viewOf(ctx, person, open) : null,
    past: past.map((plan) => ({ plan, progress: progressOf(plan.state, items.filter(({ planId }) => planId === plan.id), today, soon) })),
    mayBegin: !open && person.isWorking,
  };
}

export interface PlanChoices {
  person: RatedPerson;
  gaps: GapProposal[];
  /** Her own sheet is open: gaps are not shown to her until she has handed it in. */
  isHidden: boolean;
  hasProfile: boolean;
  /** Of all frameworks in use. */
  competencies: CurrentItem[];
  today: string;
}

/** What a plan, or an item of it, can be made of. `taken`: competencies that are planned already. Error `page.not_found`. */
export async function planChoices(ctx: Ctx, personId: string, taken: ReadonlySet<string> = new Set()): Promise<PlanChoices> {
  const person = await getPlannedPersonFor(ctx, personId);
  const { lines, isHidden, hasProfile } = await listGaps(ctx, person.personId, taken);
  return { person, gaps: lines, isHidden, hasProfile, competencies: await listCurrentItems(ctx, null), today: (await planDays(ctx)).today };
}
