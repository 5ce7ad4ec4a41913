import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, endPost, EndPost, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation, visitor } from '#server/testing/installation.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import { showGrowth } from './growth.service.ts';
import { addPlanItem, changePlanItem, dropPlanItem, finishPlanItem, removePlanItem, trackPlanItem } from './plan-items.service.ts';
import { reviewPlan } from './plan-review.service.ts';
import { planChoices, showPlan, showPlansOf } from './plan-view.service.ts';
import { AgreePlan, FinishItem, NewPlan, NewPlanItem, PlanItemInput, PlanReview } from './plans.schemas.ts';
import { agreePlan, beginPlan, changePlan, closePlansOfLeavers, notePlan, proposePlan, sendPlanBack, takePlanBack, withdrawPlan } from './plans.service.ts';
import { recordRatings } from './ratings.service.ts';
import { followPlaces } from './summary.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
let specialist: Actor = visitor;
let head: Actor = visitor;
let personId = '';
let count = 0;
let positionId = '';
let gapIds: string[] = [];
const self = () => at.ctx(specialist);
const boss = () => at.ctx(head);
const YEAR = { fromOn: '2026-05-18', untilOn: '2026-12-31', reviewOn: '2026-12-20' };

beforeAll(async () => {
  head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Сауле Рахимова');
  await listFrameworksFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)));
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  positionId = rows[0]?.id ?? '';
});
/** A librarian with an account, who was rated two steps too low in three competencies. */
beforeEach(async () => {
  at.clock.set(TEST_NOW);
  count += 1;
  specialist = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл Жұмабекова');
  personId = await addPerson(at.system(), NewPerson.parse({ familyName: `Жұмабекова${'а'.repeat(count % 20)}${'б'.repeat(Math.floor(count / 20))}`, givenName: 'Айгүл', post: { organisationId: at.organisationId, positionId, fromDate: '2020-01-01' } }));
  await tiePersonToAccount(at.system(), personId, specialist.kind === 'account' ? specialist.accountId : '');
  await followPlaces(at.system());
  const { lines, version } = await showGrowth(boss(), personId);
  const asked = lines.filter(({ target }) => (target?.least ?? 0) >= 2).slice(0, 3);
  gapIds = asked.map(({ item }) => item.competencyId);
  await inTransaction(at.system(), (tx) =>
    recordRatings(tx, asked.map(({ item, target }, index) => ({ personId, competencyId: item.competencyId, scaleId: version.scaleId, versionId: version.id, kind: 'head' as const, step: (target?.least ?? 2) - (index === 1 ? 2 : 1), comment: null, authorId: newId(), authorName: 'Сауле', isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() }))),
  );
});

const begin = (ctx: Ctx = self(), competencies: string[] = gapIds.slice(0, 2)) => beginPlan(ctx, personId, NewPlan.parse({ ...YEAR, competencies }));
const own = (title: string, more: object = {}) => NewPlanItem.parse({ title, reason: 'wish', measure: 'course', action: 'Пройти курс', dueOn: '2026-10-01', ...more });
const view = (planId: string) => showPlan(boss(), planId);
const revisionOf = async (planId: string) => (await view(planId)).plan.revision;
/** Says of each item what will be done, so that it can be proposed. */
async function sayAll(planId: string): Promise<void> {
  for (const { id, revision, competencyId, title, toStep, reason } of (await view(planId)).items) await changePlanItem(self(), id, PlanItemInput.parse({ revision, competencyId, title, toStep, reason, measure: 'self_study', action: 'Читать и пробовать', dueOn: '2026-10-01' }));
}
async function agreed(): Promise<string> {
  const planId = await begin();
  await sayAll(planId);
  await proposePlan(self(), planId, { revision: await revisionOf(planId) });
  await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId) }));
  return planId;
}

describe('a plan', () => {
  it('begins with gaps, the biggest first, and there is one at a time', async () => {
    const { gaps, isHidden, hasProfile } = await planChoices(self(), personId);
    expect({ ids: gaps.map(({ competencyId }) => competencyId), isHidden, hasProfile }).toEqual({ ids: [gapIds[1], gapIds[0], gapIds[2]], isHidden: false, hasProfile: true });
    const planId = await begin();
    expect((await view(planId)).items.map(({ competencyId, fromStep, toStep, action, reason }) => [competencyId, (toStep ?? 0) - (fromStep ?? 0), action, reason])).toEqual([[gapIds[1], 2, null, 'gap'], [gapIds[0], 1, null, 'gap']]);
    expect(await refusal(begin())).toBe('plan.open_already');
    expect(await refusal(beginPlan(boss(), personId, NewPlan.parse(YEAR)))).toBe('plan.open_already');
    expect((await planChoices(self(), personId, new Set(gapIds.slice(0, 2)))).gaps.map(({ competencyId }) => competencyId)).toEqual([gapIds[2]]);
  });

  it('of two begun at once is one', async () => {
    const results = await Promise.all([refusal(begin()), refusal(begin(boss()))]);
    expect(results.sort()).toEqual(['accepted', 'plan.open_already']);
  });

  it('is refused with gaps that are none, with days in the wrong order, and for who is strange to her', async () => {
    expect(await refusal(begin(self(), [newId()]))).toBe('plan.gap_gone');
    for (const wrong of [{ untilOn: '2026-05-01' }, { reviewOn: '2026-05-01' }, { untilOn: '2036-05-01' }]) expect(NewPlan.safeParse({ ...YEAR, ...wrong }).success).toBe(false);
    const stranger = at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Чужая'));
    const planId = await begin();
    for (const ctx of [stranger, at.ctx(visitor), at.ctx(undefined, at.otherNetworkId)]) {
      for (const work of [() => begin(ctx), () => showPlan(ctx, planId), () => showPlansOf(ctx, personId), () => proposePlan(ctx, planId, { revision: 1 }), () => notePlan(ctx, planId, 'привет'), () => showPlan(ctx, 'x')]) expect(await refusal(work())).toBe('page.not_found');
    }
  });

  it('is proposed, sent back with a word, proposed again and agreed to by the head alone', async () => {
    const planId = await begin();
    expect(await refusal(proposePlan(self(), planId, { revision: 1 }))).toBe('plan.actions_missing');
    await sayAll(planId);
    await proposePlan(self(), planId, { revision: await revisionOf(planId), words: 'Посмотрите, пожалуйста' });
    expect(await refusal(addPlanItem(self(), planId, own('Ещё')))).toBe('plan.wrong_state');
    expect(await refusal(agreePlan(self(), planId, AgreePlan.parse({ revision: await revisionOf(planId) })))).toBe('plan.own');
    await sendPlanBack(boss(), planId, { revision: await revisionOf(planId), words: 'Добавьте практику' });
    await addPlanItem(self(), planId, own('Практика в читальном зале', { measure: 'workplace' }));
    const stale = (await revisionOf(planId)) - 1;
    expect(await refusal(proposePlan(self(), planId, { revision: stale }))).toBe('record.changed_meanwhile');
    await proposePlan(self(), planId, { revision: stale + 1 });
    await takePlanBack(self(), planId, await revisionOf(planId));
    await proposePlan(self(), planId, { revision: await revisionOf(planId) });
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId), words: 'Хороший план' }));
    const { plan, items, notes, progress } = await view(planId);
    expect(plan).toMatchObject({ state: 'agreed', agreedName: 'Сауле Рахимова' });
    expect(items.every(({ agreedAt }) => agreedAt !== null)).toBe(true);
    expect(notes.map(({ kind, isOwn }) => [kind, isOwn])).toEqual([['word', true], ['returned', false], ['agreed', false]]);
    expect(progress).toMatchObject({ total: 3, done: 0, waiting: 0 });
  });

  it('of a head is agreed to by the next above', async () => {
    const herself = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл');
    specialist = herself.kind === 'account' && specialist.kind === 'account' ? { ...herself, accountId: specialist.accountId } : herself;
    const planId = await begin();
    await sayAll(planId);
    await proposePlan(self(), planId, { revision: await revisionOf(planId) });
    expect(await refusal(agreePlan(self(), planId, AgreePlan.parse({ revision: await revisionOf(planId) })))).toBe('plan.own');
    await agreePlan(at.ctx(coordinatorOf(at.networkId, at.organisationId)), planId, AgreePlan.parse({ revision: await revisionOf(planId) }));
    expect((await view(planId)).plan.state).toBe('agreed');
  });

  it('is given up and stays in the history; an agreed one only by the head', async () => {
    const first = await begin();
    await withdrawPlan(self(), first, 1);
    const second = await agreed();
    expect(await refusal(withdrawPlan(self(), second, await revisionOf(second)))).toBe('plan.wrong_state');
    await changePlan(boss(), second, { ...YEAR, goal: 'Стать наставником', revision: await revisionOf(second) });
    await withdrawPlan(boss(), second, await revisionOf(second));
    expect((await showPlansOf(self(), personId)).past.map(({ plan }) => plan.state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await refusal(notePlan(self(), second, 'Жаль'))).toBe('plan.wrong_state');
  });
});

describe('an item', () => {
  it('that is changed, added or dropped after the head agreed waits for her, with what it was', async () => {
    const planId = await agreed();
    const [first, second] = (await view(planId)).items;
    if (!first || !second) throw new Error('two items');
    const input = PlanItemInput.parse({ revision: first.revision, competencyId: first.competencyId, toStep: first.toStep, reason: 'gap', measure: 'mentor', action: 'С наставником', dueOn: '2026-11-01' });
    await changePlanItem(self(), first.id, input);
    expect(await refusal(changePlanItem(self(), first.id, input))).toBe('record.changed_meanwhile');
    const added = await addPlanItem(self(), planId, own('Английский'));
    await dropPlanItem(self(), second.id, { revision: second.revision, words: 'Нет времени' });
    const before = await view(planId);
    expect(before.progress).toMatchObject({ waiting: 3, total: 2, dropped: 1 });
    expect(before.items.map(({ agreedAs }) => agreedAs && [agreedAs.action, agreedAs.state])).toEqual([['Читать и пробовать', 'planned'], ['Читать и пробовать', 'planned'], null]);
    expect(await refusal(reviewPlan(boss(), planId, PlanReview.parse({ revision: before.plan.revision, summary: 'Итог' })))).toBe('plan.waits_first');
    // What the head adds herself is agreed by the doing.
    await addPlanItem(boss(), planId, own('Наставничество', { reason: 'asked' }));
    expect((await view(planId)).progress.waiting).toBe(3);
    expect(await refusal(agreePlan(boss(), planId, AgreePlan.parse({ revision: before.plan.revision })))).toBe('record.changed_meanwhile');
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId), items: [added] }));
    expect((await view(planId)).progress.waiting).toBe(2);
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId) }));
    expect((await view(planId)).items.some(({ agreedAt, agreedAs }) => agreedAt === null || agreedAs !== null)).toBe(false);
    expect(await refusal(agreePlan(boss(), planId, AgreePlan.parse({ revision: await revisionOf(planId) })))).toBe('plan.nothing_waits');
  });

  it('goes as it came as long as nobody agreed to it, and is under way, done and undone without the head', async () => {
    const planId = await agreed();
    const added = await addPlanItem(self(), planId, own('Лишнее'));
    await removePlanItem(self(), added, 1);
    const [first] = (await view(planId)).items;
    if (!first) throw new Error('an item');
    expect(await refusal(removePlanItem(self(), first.id, first.revision))).toBe('plan.item_agreed');
    await trackPlanItem(self(), first.id, { revision: first.revision, state: 'under_way' });
    expect(await refusal(finishPlanItem(self(), first.id, FinishItem.parse({ revision: first.revision + 1, doneOn: '2026-05-19' })))).toBe('plan.done_later');
    await finishPlanItem(self(), first.id, FinishItem.parse({ revision: first.revision + 1, doneOn: '2026-05-18', result: 'Сертификат' }));
    expect(await refusal(dropPlanItem(self(), first.id, { revision: first.revision + 2, words: 'Поздно' }))).toBe('plan.item_finished');
    expect((await view(planId)).progress).toMatchObject({ done: 1, total: 2, waiting: 0 });
    await trackPlanItem(boss(), first.id, { revision: first.revision + 2, state: 'under_way' });
    expect((await view(planId)).items[0]).toMatchObject({ state: 'under_way', doneOn: null, result: 'Сертификат' });
  });

  it('is refused outside the days of the plan, twice for one competency, and with a step that is none', async () => {
    const planId = await begin();
    const about = (more: object) => addPlanItem(self(), planId, own('', { title: null, competencyId: gapIds[2], toStep: 3, ...more }));
    expect(await refusal(about({ dueOn: '2027-01-01' }))).toBe('plan.due_outside');
    expect(await refusal(about({ toStep: 9 }))).toBe('plan.step_unknown');
    expect(await refusal(about({ toStep: null }))).toBe('plan.step_unknown');
    expect(await refusal(about({ competencyId: newId() }))).toBe('choice.missing');
    expect(await refusal(about({ competencyId: gapIds[0] }))).toBe('plan.item_doubled');
    await about({});
    expect(NewPlanItem.safeParse({ reason: 'wish', measure: 'course', action: 'x', dueOn: '2026-10-01' }).success).toBe(false);
  });
});

describe('the review', () => {
  it('writes ratings once, closes, and carries over what was not finished, twice', async () => {
    const planId = await agreed();
    const [first, second] = (await view(planId)).items;
    if (!first || !second) throw new Error('two items');
    const input = async (id: string) => PlanReview.parse({ revision: await revisionOf(id), summary: 'Половина сделана', outcomes: { [first.id]: 'done', [second.id]: 'carry' }, steps: { [first.id]: first.toStep, [second.id]: '' }, notes: { [first.id]: 'Видела на занятии' } });
    const said = await input(planId);
    expect(await refusal(reviewPlan(self(), planId, said))).toBe('plan.own');
    expect(await refusal(reviewPlan(boss(), planId, { ...said, outcomes: { [first.id]: 'done' } }))).toBe('choice.missing');
    expect(await refusal(reviewPlan(boss(), planId, { ...said, outcomes: { ...said.outcomes, [second.id]: 'drop' } }))).toBe('plan.reason_missing');
    expect(await refusal(reviewPlan(boss(), planId, { ...said, steps: { [first.id]: 12 } }))).toBe('plan.step_unknown');
    const results = await Promise.all([refusal(reviewPlan(boss(), planId, said)), refusal(reviewPlan(boss(), planId, said))]);
    expect(results.sort()).toEqual(['accepted', 'plan.wrong_state']);
    const { rows } = await sql<{ step: number; comment: string; kind: string }>`select step, comment, kind from competencies.rating where network_id = ${at.networkId} and source_type = 'competencies.plan_item' and person_id = ${personId}`.execute(at.platform.db);
    expect(rows).toEqual([{ step: first.toStep, comment: 'Видела на занятии', kind: 'head' }]);
    const { current, past } = await showPlansOf(self(), personId);
    expect(past[0]).toMatchObject({ plan: { state: 'closed', closedReason: 'reviewed', reviewedName: 'Сауле Рахимова', summary: 'Половина сделана' }, progress: { done: 1, total: 2 } });
    expect(current?.plan).toMatchObject({ state: 'draft', carriedFrom: planId, fromOn: '2027-01-01' });
    expect(current?.items.map(({ competencyId, carried, carriedFrom, state }) => ({ competencyId, carried, carriedFrom, state }))).toEqual([{ competencyId: second.competencyId, carried: 1, carriedFrom: second.id, state: 'planned' }]);

    const nextId = current?.plan.id ?? '';
    await proposePlan(self(), nextId, { revision: await revisionOf(nextId) });
    await agreePlan(boss(), nextId, AgreePlan.parse({ revision: await revisionOf(nextId) }));
    const item = (await view(nextId)).items[0];
    const third = await reviewPlan(boss(), nextId, PlanReview.parse({ revision: await revisionOf(nextId), summary: 'Ещё раз', outcomes: { [item?.id ?? '']: 'carry' }, nextFromOn: '2027-03-01', nextUntilOn: '2027-06-30' }));
    expect(await view(third ?? '')).toMatchObject({ plan: { fromOn: '2027-03-01', untilOn: '2027-06-30', carriedFrom: nextId }, items: [{ carried: 2, carriedFrom: item?.id, dueOn: '2027-06-30' }] });
  });

  it('leaves no next plan where all is done, and the level has risen', async () => {
    const planId = await agreed();
    const { items, plan } = await view(planId);
    const next = await reviewPlan(boss(), planId, PlanReview.parse({ revision: plan.revision, summary: 'Всё сделано', outcomes: Object.fromEntries(items.map(({ id }) => [id, 'done'])), steps: Object.fromEntries(items.map(({ id, toStep }) => [id, toStep])) }));
    expect(next).toBeNull();
    expect((await showPlansOf(self(), personId)).current).toBeNull();
    expect((await view(planId)).items.every(({ state, reachedStep, toStep }) => state === 'done' && reachedStep === toStep)).toBe(true);
  });
});

describe('people and frameworks change', () => {
  it('a plan of who left is closed by the job, once', async () => {
    const planId = await agreed();
    const { rows } = await sql<{ id: string; version: number }>`select id, version from people.employment where network_id = ${at.networkId} and person_id = ${personId}`.execute(at.platform.db);
    at.clock.set(new Date('2026-06-10T04:00:00Z'));
    await endPost(at.ctx(coordinatorOf(at.networkId, at.organisationId)), personId, rows[0]?.id ?? '', EndPost.parse({ toDate: '2026-06-01', version: rows[0]?.version }));
    expect(await closePlansOfLeavers(at.system())).toBe(1);
    expect(await closePlansOfLeavers(at.system())).toBe(0);
    expect((await view(planId)).plan).toMatchObject({ state: 'closed', closedReason: 'left' });
    expect(await refusal(begin())).toBe('plan.not_working');
  });

  it('a plan goes on when its competency is in use nowhere any more, and says so', async () => {
    const planId = await agreed();
    const change = (state: 'retired' | 'published') => sql`update competencies.framework_version set state = ${state}, retired_at = ${state === 'retired' ? TEST_NOW : null} where network_id = ${at.networkId} and state in ('published', 'retired')`.execute(at.platform.db);
    await change('retired');
    const { items } = await view(planId);
    expect(items.map(({ isRetired }) => isRetired)).toEqual([true, true]);
    await finishPlanItem(self(), items[0]?.id ?? '', FinishItem.parse({ revision: items[0]?.revision, doneOn: '2026-05-18' }));
    await change('published');
    expect((await view(planId)).items.map(({ isRetired, state }) => [isRetired, state])).toEqual([[false, 'done'], [false, 'planned']]);
  });
});
