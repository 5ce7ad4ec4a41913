import type { Task, TaskSource } from '#server/modules/access/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { toInstant } from '#server/platform/time/wall-time.ts';
import { GROWTH_KEEPERS } from './person-access.ts';
import { listPlanItems, type PlanItemRow } from './plan-items.queries.ts';
import { listPlansForHead } from './plan-team.queries.ts';
import { dueState } from './plan.rule.ts';
import { listNotes, listPlans } from './plans.queries.ts';
import { planDays } from './plans.service.ts';

/** A head with a large team is told of so many; the list of plans has them all. */
const MOST = 100;

/** A day without an hour ends with the working day. */
function endOf(date: string, zone: string): Date | null {
  const found = toInstant({ date, time: '18:00', zone }, 'later');
  return found.ok ? found.instant : null;
}
const nameOf = (ctx: Ctx, { familyName, givenName }: { familyName: string; givenName: string | null }): LocalizedText => localized(ctx.locale, [familyName, givenName].filter(Boolean).join(' '));
const aboutItem = (ctx: Ctx, { competencyTitle, title }: PlanItemRow): LocalizedText | null => competencyTitle ?? (title === null ? null : localized(ctx.locale, title));

/** What is due of her own plan: items within a fortnight or past their day; a plan that came back. */
async function ownTasks(ctx: Ctx, timeZone: string, today: string, soon: string): Promise<Task[]> {
  const personId = await ownPersonId(ctx);
  const [plan] = personId === null ? [] : (await listPlans(ctx, personId)).filter(({ state }) => state === 'agreed' || state === 'draft');
  if (!plan) return [];
  const path = `/people/${plan.personId}/plan`;
  if (plan.state === 'draft') {
    const last = (await listNotes(ctx, plan.id)).filter(({ kind }) => kind !== 'word').at(-1);
    return last?.kind === 'returned' ? [{ id: `competencies.plan.returned.${plan.id}`, what: { key: 'plans.task.returned' as const }, about: null, path, until: null, minutes: 15, timeZone: null }] : [];
  }
  return (await listPlanItems(ctx, [plan.id])).flatMap((item): Task[] => {
    const due = dueState(item, today, soon);
    if (due === null) return [];
    return [{ id: `competencies.plan.item.${item.id}`, what: { key: due === 'overdue' ? ('plans.task.item_overdue' as const) : ('plans.task.item' as const) }, about: aboutItem(ctx, item), path: `${path}/${plan.id}/items/${item.id}`, until: endOf(item.dueOn, timeZone), minutes: 5, timeZone: null }];
  });
}

/** What waits for whoever heads people: plans to agree to, and plans to look back on. */
async function headTasks(ctx: Ctx, timeZone: string, soon: string): Promise<Task[]> {
  const scope = scopeOf(ctx.actor, GROWTH_KEEPERS, ctx.networkId);
  if (scope.length === 0 || ctx.actor.kind !== 'account') return [];
  return (await listPlansForHead(ctx, { scope, accountId: ctx.actor.accountId }, soon, MOST)).map((plan): Task => {
    const path = `/people/${plan.personId}/plan`;
    const base = { about: nameOf(ctx, plan), timeZone: null };
    if (plan.state === 'proposed') return { ...base, id: `competencies.plan.agree.${plan.planId}`, what: { key: 'plans.task.agree' as const }, path, until: null, minutes: 10 };
    if (plan.waiting > 0) return { ...base, id: `competencies.plan.items.${plan.planId}`, what: { key: 'plans.task.agree_items' as const }, path, until: null, minutes: 5 };
    return { ...base, id: `competencies.plan.review.${plan.planId}`, what: { key: 'plans.task.review' as const }, path: `${path}/${plan.planId}/review`, until: endOf(plan.reviewOn, timeZone), minutes: 30 };
  });
}

/** Reminders of plans. They come into the one digest of a day with everything else that waits. */
export const planTasks: TaskSource = {
  name: 'competencies.plans',
  async tasksFor(ctx) {
    if (ctx.actor.kind !== 'account') return [];
    const { today, soon, timeZone } = await planDays(ctx);
    return [...(await headTasks(ctx, timeZone, soon)), ...(await ownTasks(ctx, timeZone, today, soon))];
  },
  appointmentsFor: () => Promise.resolve([]),
};
