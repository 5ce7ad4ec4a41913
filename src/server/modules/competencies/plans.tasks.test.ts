import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { account, coordinatorOf, countQueries, TEST_NOW, testInstallation } from '#server/testing/installation.ts';
import { addPlanItem, changePlanItem } from './plan-items.service.ts';
import { agreeSeveral, exportTeamPlans, showTeamPlans } from './plan-team.service.ts';
import { showPlan } from './plan-view.service.ts';
import { AgreePlan, NewPlan, NewPlanItem, PlanItemInput, TeamFilter } from './plans.schemas.ts';
import { agreePlan, beginPlan, proposePlan, sendPlanBack } from './plans.service.ts';
import { planTasks } from './plans.tasks.ts';

const at = testInstallation();
const place = () => ({ networkId: at.networkId, scopeKind: 'organisation' as const, scopeId: at.organisationId });
const boss = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const YEAR = { fromOn: '2026-05-18', untilOn: '2026-12-31', reviewOn: '2026-12-20' };
const filter = (more: object = {}) => TeamFilter.parse(more);
let people: { personId: string; ctx: ReturnType<typeof at.ctx> }[] = [];
const item = (dueOn: string) => NewPlanItem.parse({ title: `К ${dueOn}`, reason: 'wish', measure: 'course', action: 'Курс', dueOn });
const keys = async (ctx: ReturnType<typeof at.ctx>) => (await planTasks.tasksFor(ctx)).map(({ what, until }) => [what.key, until?.toISOString().slice(0, 10) ?? null]);

beforeAll(async () => {
  people = [];
  for (const familyName of ['Абаева', 'Әлиева', 'Қасымова']) {
    const actor = account([{ role: 'specialist', ...place() }], familyName);
    const personId = await addPerson(at.system(), NewPerson.parse({ familyName, post: { organisationId: at.organisationId, title: 'Библиотекарь', fromDate: '2020-01-01' } }));
    await tiePersonToAccount(at.system(), personId, actor.kind === 'account' ? actor.accountId : '');
    people.push({ personId, ctx: at.ctx(actor) });
  }
});
const revisionOf = async (planId: string) => (await showPlan(boss(), planId)).plan.revision;

describe('the day of her and of her head', () => {
  it('tells what waits, what is due within a fortnight, what is late, and when to look back', async () => {
    const [first] = people;
    if (!first) throw new Error('people');
    const planId = await beginPlan(first.ctx, first.personId, NewPlan.parse(YEAR));
    for (const day of ['2026-05-25', '2026-06-30']) await addPlanItem(first.ctx, planId, item(day));
    expect(await keys(first.ctx)).toEqual([]);
    await proposePlan(first.ctx, planId, { revision: await revisionOf(planId) });
    expect(await keys(boss())).toEqual([['plans.task.agree', null]]);
    await sendPlanBack(boss(), planId, { revision: await revisionOf(planId), words: 'Ещё раз' });
    expect(await keys(first.ctx)).toEqual([['plans.task.returned', null]]);
    await proposePlan(first.ctx, planId, { revision: await revisionOf(planId) });
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId) }));
    expect(await keys(boss())).toEqual([]);
    expect(await keys(first.ctx)).toEqual([['plans.task.item', '2026-05-25']]);
    const { items } = await showPlan(boss(), planId);
    await changePlanItem(first.ctx, items[1]?.id ?? '', PlanItemInput.parse({ ...item('2026-07-30'), revision: items[1]?.revision }));
    expect(await keys(boss())).toEqual([['plans.task.agree_items', null]]);
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId) }));
    at.clock.set(new Date('2026-12-10T04:00:00Z'));
    expect(await keys(first.ctx)).toEqual([['plans.task.item_overdue', '2026-05-25'], ['plans.task.item_overdue', '2026-07-30']]);
    expect(await keys(boss())).toEqual([['plans.task.review', '2026-12-20']]);
    at.clock.set(TEST_NOW);
  });
});

describe('the plans of a team', () => {
  it('are counted, filtered, exported and agreed to several at once, and what changed since is left out', async () => {
    const [, second, third] = people;
    if (!second || !third) throw new Error('people');
    const plans: string[] = [];
    for (const one of [second, third]) {
      const planId = await beginPlan(one.ctx, one.personId, NewPlan.parse(YEAR));
      await addPlanItem(one.ctx, planId, item('2026-10-01'));
      plans.push(planId);
    }
    expect((await showTeamPlans(boss(), filter({ state: 'draft' }))).lines.map(({ familyName }) => familyName)).toEqual(['Әлиева', 'Қасымова']);
    for (const [index, one] of [second, third].entries()) await proposePlan(one.ctx, plans[index] ?? '', { revision: 2 });
    const { figures, lines } = await showTeamPlans(boss(), filter({ state: 'waits' }));
    expect(figures).toMatchObject({ people: 3, found: 2, withPlan: 3, waits: 2, overdue: 0, reviewDue: 0 });
    expect(await agreeSeveral(boss(), { plans: lines.map(({ planId, revision }, index) => `${planId}@${(revision ?? 0) - index}`) })).toEqual({ agreed: 1, leftOut: 1 });
    expect((await showTeamPlans(boss(), filter({ state: 'waits', organisation: at.organisationId }))).lines).toHaveLength(1);
    const file = await exportTeamPlans(boss(), filter(), 'csv', { title: 'Планы', columns: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], state: (state) => state ?? 'none' });
    expect(new TextDecoder().decode(file.bytes).trim().split('\r\n')).toHaveLength(4);
    // As many questions for one page as for any other.
    const [few, many] = [await countQueries(() => showTeamPlans(boss(), filter({ state: 'waits' }))), await countQueries(() => showTeamPlans(boss(), filter()))];
    expect(few).toBe(many);
  });

  it('are for whoever heads people', async () => {
    const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', ({ code }: { code: string }) => code);
    const [first] = people;
    if (!first) throw new Error('people');
    expect(await refusal(showTeamPlans(first.ctx, filter()))).toBe('page.not_found');
    expect(await refusal(agreeSeveral(first.ctx, { plans: [] }))).toBe('page.not_found');
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from competencies.plan where network_id = ${at.otherNetworkId}`.execute(at.platform.db);
    expect(rows).toEqual([{ n: 0 }]);
    expect((await showTeamPlans(at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId), filter())).lines).toEqual([]);
  });
});
