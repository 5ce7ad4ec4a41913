import { sql } from 'kysely';
import { addPlanItem, agreePlan, AgreePlan, beginPlan, changePlanItem, dropPlanItem, FinishItem, finishPlanItem, NewPlan, NewPlanItem, notePlan, planChoices, PlanItemInput, PlanReview, proposePlan, reviewPlan, sendPlanBack, showPlan, trackPlanItem, withdrawPlan } from '#server/modules/competencies/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { refreshStatistics } from './quiet.ts';

const DAY = 24 * 3600_000;
const ACTIONS = ['Пройти курс и показать коллегам, что пригодилось', 'Вместе с наставником провести два занятия', 'Прочитать руководство и составить памятку для отдела', 'Поработать неделю в отделе соседней библиотеки'];

/** How far each plan of the demo has come; the rest of the people have none. */
const PARTS = ['running', 'late', 'dropped', 'proposed', 'draft', 'returned', 'carried', 'closed', 'withdrawn', 'review'] as const;

/** Plans of development of some people over the past year, in all their states, as their heads and they would have made them. */
export async function seedPlans(ctx: Ctx, issuer: Actor, now: Date, timeZone: string): Promise<void> {
  await refreshStatistics(ctx);
  const people = await listPeople(ctx);
  const today = localDate(now, timeZone);
  const ago = (days: number, actor: Actor = issuer): Ctx => ({ ...ctx, actor, clock: offsetClock(now.getTime() - Date.now() - days * DAY) });
  for (const [index, personId] of people.entries()) {
    const part = PARTS[index];
    if (!part) return;
    const begun = part === 'closed' || part === 'carried' ? 300 : part === 'review' ? 200 : 60;
    const untilOn = addDays(today, part === 'closed' || part === 'carried' ? -20 : part === 'review' ? -3 : 200);
    const at = ago(begun);
    const { gaps } = await planChoices(at, personId);
    const planId = await beginPlan(at, personId, NewPlan.parse({ fromOn: addDays(today, -begun), untilOn, reviewOn: untilOn, goal: index % 2 === 0 ? 'Вести занятия с читателями самостоятельно' : null, competencies: gaps.slice(0, 2 + (index % 2)).map(({ competencyId }) => competencyId) }));
    await addPlanItem(at, planId, NewPlanItem.parse({ title: 'Выступить на методическом дне', reason: 'wish', measure: 'seminar', action: 'Доклад о работе с краеведческим фондом', hours: 8, dueOn: untilOn }));
    if (part === 'draft') continue;
    const { items } = await showPlan(at, planId);
    for (const [place, item] of items.entries()) {
      if (!item.competencyId) continue;
      const dueOn = part === 'late' && place === 0 ? addDays(today, -10) : part === 'running' && place === 0 ? addDays(today, 9) : untilOn;
      await changePlanItem(at, item.id, PlanItemInput.parse({ revision: item.revision, competencyId: item.competencyId, toStep: item.toStep, reason: 'gap', measure: (['course', 'mentor', 'self_study', 'workplace'] as const)[place % 4], action: ACTIONS[place % ACTIONS.length], hours: 12 + 6 * place, dueOn }));
    }
    await goOn(part, { planId, begun, ago, today });
  }
}

async function goOn(part: (typeof PARTS)[number], { planId, begun, ago, today }: { planId: string; begun: number; ago: (days: number) => Ctx; today: string }): Promise<void> {
  const revision = async () => (await showPlan(ago(0), planId)).plan.revision;
  const late = part === 'proposed' || part === 'returned' ? 3 : begun - 5;
  await proposePlan(ago(late), planId, { revision: await revision(), words: 'Посмотрите, пожалуйста' });
  if (part === 'proposed') return;
  if (part === 'returned') return sendPlanBack(ago(1), planId, { revision: await revision(), words: 'Добавьте практику в отделе обслуживания' });
  await agreePlan(ago(late - 2), planId, AgreePlan.parse({ revision: await revision(), words: 'Хороший план' }));
  const { items } = await showPlan(ago(0), planId);
  const [first, second] = items;
  if (!first || !second) return;
  if (part === 'withdrawn') return withdrawPlan(ago(30), planId, await revision());
  await trackPlanItem(ago(late - 10), second.id, { revision: second.revision, state: 'under_way' });
  if (part !== 'late') await finishPlanItem(ago(14), first.id, FinishItem.parse({ revision: first.revision, doneOn: addDays(today, -15), result: 'Получен сертификат, памятка в отделе' }));
  if (part === 'running' || part === 'late' || part === 'review') return notePlan(ago(7), planId, 'На планёрке показала, как пользуюсь новым каталогом');
  if (part === 'dropped') return dropPlanItem(ago(2), second.id, { revision: second.revision + 1, words: 'Отдел закрыт на ремонт до осени' });
  const all = part === 'closed';
  const nextId = await reviewPlan(ago(18), planId, PlanReview.parse({ revision: await revision(), summary: all ? 'Всё намеченное сделано' : 'Половина сделана, остальное переносим', outcomes: Object.fromEntries(items.map(({ id }, place) => [id, all || place === 0 ? 'done' : 'carry'])), steps: { [first.id]: first.toStep ?? '' }, notes: { [first.id]: 'Видела на занятии' } }));
  if (nextId === null) return;
  await proposePlan(ago(15), nextId, { revision: 1 });
  await agreePlan(ago(12), nextId, AgreePlan.parse({ revision: 2 }));
}

/** People without an account who were rated, in an order that does not depend on when they were made. */
async function listPeople(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.person_id as id from people.person_card c
    where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and c.account_id is null
      and exists (select from competencies.effective_level e where e.network_id = c.network_id and e.person_id = c.person_id)
      and exists (select from competencies.profile_position pp where pp.network_id = c.network_id and pp.position_id = c.position_id)
    order by c.sort_name desc, c.person_id limit ${PARTS.length}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
