import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, mergePersons, MergeInput, NewPerson, tiePersonToAccount, unmergePerson } from '#server/modules/people/index.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { competenciesData } from './data-source.ts';
import { AcceptEvidence, EvidenceInput } from './evidence.schemas.ts';
import { acceptEvidence, offerEvidence, withdrawEvidence } from './evidence.service.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import { listNamable, type NamedCompetency } from './named.queries.ts';
import { publishOffer, withdrawOffer } from './offers.service.ts';
import { chooseEvidence, evidenceChoices, findProvable, tieEvidence, untieEvidence } from './plan-evidence.service.ts';
import { addPlanItem, dropPlanItem } from './plan-items.service.ts';
import { offersInPlan, takeOffer } from './plan-offers.service.ts';
import { planPdf } from './plan-paper.service.ts';
import { showPlan } from './plan-view.service.ts';
import { AgreePlan, DropItem, ItemEvidence, NewPlan, NewPlanItem, PlanReview } from './plans.schemas.ts';
import { agreePlan, beginPlan, proposePlan, takePlanBack } from './plans.service.ts';
import { reviewPlan } from './plan-review.service.ts';
import { followPlaces } from './summary.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
const boss = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const YEAR = { fromOn: '2026-05-18', untilOn: '2026-12-31', reviewOn: '2026-12-20' };
const inDays = (days: number) => new Date(at.clock.now().getTime() + days * 86_400_000);
let competencies: NamedCompetency[] = [];
let count = 0;
let actor: Actor = visitor;
let personId = '';
let planId = '';
const self = () => at.ctx(actor);
const named = (index: number) => competencies[index] ?? ({} as NamedCompetency);

/** Somebody of the staff with an account. */
async function worker(): Promise<{ actor: Actor; personId: string }> {
  count += 1;
  const made = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], `Айгүл ${count}`);
  const id = await addPerson(at.system(), NewPerson.parse({ familyName: `Жұмабек${'аеиоу'.charAt(count % 5)}${'бвгдж'.charAt(Math.floor(count / 5) % 5)}`, post: { organisationId: at.organisationId, title: 'Библиотекарь', fromDate: '2020-01-01' } }));
  await tiePersonToAccount(at.system(), id, made.kind === 'account' ? made.accountId : '');
  await followPlaces(at.system());
  return { actor: made, personId: id };
}
const offered = (ctx: Ctx, of: string, more: object = {}) => offerEvidence(ctx, of, EvidenceInput.parse({ kind: 'other', title: 'Список книг', text: 'Собрала сама', shows: [{ competencyId: named(0).competencyId, step: 2 }], ...more }));
const addItem = (more: object = {}) => addPlanItem(self(), planId, NewPlanItem.parse({ competencyId: named(0).competencyId, toStep: 2, reason: 'wish', measure: 'self_study', action: 'Читать', dueOn: '2026-10-01', ...more }));
const view = () => showPlan(boss(), planId);
const evidenceOf = async (itemId: string) => (await view()).items.find(({ id }) => id === itemId)?.evidence.map(({ id }) => id);
const revision = async () => (await view()).plan.revision;

beforeAll(async () => {
  await listFrameworksFor(boss());
  competencies = await listNamable(at.system(), null);
});
beforeEach(async () => {
  ({ actor, personId } = await worker());
  planId = await beginPlan(self(), personId, NewPlan.parse(YEAR));
});

describe('evidence of an item', () => {
  it('is tied once, seen by the head with what was accepted, printed and exported, and untied', async () => {
    const itemId = await addItem();
    const piece = await offered(self(), personId);
    const before = await revision();
    await tieEvidence(self(), itemId, piece);
    await tieEvidence(self(), itemId, piece);
    expect(await revision()).toBe(before + 1);
    expect((await view()).items[0]?.evidence).toMatchObject([{ id: piece, state: 'offered', acceptedStep: null }]);
    await acceptEvidence(boss(), piece, AcceptEvidence.parse({ revision: 1, steps: { [named(0).competencyId]: 2 } }));
    expect((await view()).items[0]?.evidence).toMatchObject([{ state: 'accepted', acceptedStep: 2 }]);
    expect((await planPdf(boss(), planId)).bytes.length).toBeGreaterThan(1000);
    expect(JSON.stringify(await competenciesData.describe(self(), { personIds: [personId], accountId: null } as never))).toContain('Список книг');
    await untieEvidence(self(), itemId, piece);
    await expect(untieEvidence(self(), itemId, piece)).rejects.toMatchObject({ code: 'page.not_found' });
    expect(await evidenceOf(itemId)).toEqual([]);
  });

  it('goes on showing an item that is carried over', async () => {
    const itemId = await addItem();
    const piece = await offered(self(), personId);
    await tieEvidence(self(), itemId, piece);
    await proposePlan(self(), planId, { revision: await revision() });
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revision() }));
    planId = (await reviewPlan(boss(), planId, PlanReview.parse({ revision: await revision(), summary: 'Дальше', outcomes: { [itemId]: 'carry' } }))) ?? '';
    expect((await view()).items.map(({ carriedFrom, evidence }) => [carriedFrom, evidence.map(({ id }) => id)])).toEqual([[itemId, [piece]]]);
  });

  it('of somebody else, of nobody and taken back is not found; the head ticks nothing in her place', async () => {
    const itemId = await addItem();
    const other = await worker();
    const foreign = await offered(at.ctx(other.actor), other.personId);
    const own = await offered(self(), personId);
    for (const id of [foreign, newId(), 'x']) expect(await refusal(tieEvidence(self(), itemId, id))).toBe('page.not_found');
    expect(await refusal(chooseEvidence(self(), itemId, ItemEvidence.parse({ revision: await revision(), evidence: [own, foreign] })))).toBe('page.not_found');
    for (const ctx of [boss(), at.ctx(other.actor), at.ctx(visitor), at.ctx(undefined, at.otherNetworkId)]) expect(await refusal(tieEvidence(ctx, itemId, own))).toBe('page.not_found');
    expect(await refusal(offered(at.ctx(other.actor), other.personId, { item: itemId }))).toBe('page.not_found');
    await tieEvidence(self(), itemId, own);
    await withdrawEvidence(self(), own);
    expect(await evidenceOf(itemId)).toEqual([]);
    expect(await refusal(tieEvidence(self(), itemId, own))).toBe('page.not_found');
  });

  it('is offered from the item, ticked and unticked together, at most ten, and an old page unties nothing', async () => {
    const itemId = await addItem();
    const first = await offered(self(), personId, { item: itemId });
    expect(await evidenceOf(itemId)).toEqual([first]);
    const more = await Promise.all(Array.from({ length: 10 }, () => offered(self(), personId, { shows: [{ competencyId: named(1).competencyId }] })));
    expect((await evidenceChoices(self(), itemId)).pieces[0]?.id).toBe(first);
    const old = await revision();
    await chooseEvidence(self(), itemId, ItemEvidence.parse({ revision: old, evidence: more.slice(0, 2) }));
    expect((await evidenceOf(itemId))?.sort()).toEqual(more.slice(0, 2).sort());
    expect(await refusal(chooseEvidence(self(), itemId, ItemEvidence.parse({ revision: old, evidence: [] })))).toBe('record.changed_meanwhile');
    await chooseEvidence(self(), itemId, ItemEvidence.parse({ revision: old + 1, evidence: more }));
    expect(await refusal(tieEvidence(self(), itemId, first))).toBe('plan.too_much_evidence');
    expect(await refusal(offered(self(), personId, { item: itemId }))).toBe('plan.too_much_evidence');
    expect(await findProvable(self(), itemId)).toBeNull();
    expect(ItemEvidence.safeParse({ revision: 1, evidence: [...more, first] }).success).toBe(false);
    await chooseEvidence(self(), itemId, ItemEvidence.parse({ revision: await revision(), evidence: [] }));
    expect(await evidenceOf(itemId)).toEqual([]);
    await dropPlanItem(self(), itemId, DropItem.parse({ revision: 1, words: 'Нет времени' }));
    expect(await refusal(tieEvidence(self(), itemId, first))).toBe('plan.item_dropped');
  });

  it('of two ticked at once past the limit takes one', async () => {
    const itemId = await addItem();
    const pieces = await Promise.all(Array.from({ length: 11 }, () => offered(self(), personId)));
    for (const id of pieces.slice(0, 9)) await tieEvidence(self(), itemId, id);
    expect((await Promise.all(pieces.slice(9).map((id) => refusal(tieEvidence(self(), itemId, id))))).sort()).toEqual(['accepted', 'plan.too_much_evidence']);
  });

  it('of a merged record is hers, and no more when the records are taken apart; it goes with the piece and with the item', async () => {
    const itemId = await addItem();
    const other = await worker();
    const piece = await offered(at.ctx(other.actor), other.personId);
    const version = async (id: string) => (await sql<{ version: number }>`select version from people.person where id = ${id}`.execute(at.platform.db)).rows[0]?.version;
    await sql`update people.person set account_id = null where id = ${other.personId}`.execute(at.platform.db);
    await mergePersons(at.system(), personId, other.personId, MergeInput.parse({ version: await version(personId), otherVersion: await version(other.personId) }));
    await followPlaces(at.system());
    await tieEvidence(self(), itemId, piece);
    expect(await evidenceOf(itemId)).toEqual([piece]);
    await unmergePerson(at.system(), other.personId);
    await followPlaces(at.system());
    expect(await evidenceOf(itemId)).toEqual([]);
    const own = await offered(self(), personId, { item: itemId });
    await inTransaction(at.system(), (tx) => competenciesData.erase(tx, { personIds: [personId], accountId: null, addresses: [] } as never));
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from competencies.plan_item_evidence where item_id = ${itemId} or evidence_id = ${own}`.execute(at.platform.db);
    expect(rows).toEqual([{ n: 0 }]);
  });
});

/** A seminar that teaches competencies; by its own module. */
async function seminar(more: { minutes?: number | null; days?: number | null; title?: string; teaches?: number[]; kind?: 'event' | 'mentor' } = {}): Promise<{ offerId: string; source: { type: string; id: string } }> {
  const source = { type: 'seminars.event', id: newId() };
  const days = more.days === undefined ? 9 : more.days;
  await inTransaction(at.system(), (tx) =>
    publishOffer(tx, source, {
      ...{ kind: more.kind ?? 'event', title: localized('ru', more.title ?? 'Вебинар'), path: `/seminars/${source.id}`, startsAt: days === null ? null : inDays(days), endsAt: days === null ? null : inDays(days + 1), closesAt: null, seats: null, free: null, languages: ['kk'], isOnline: true },
      ...{ organisationId: at.organisationId, minutes: more.minutes === undefined ? 180 : more.minutes, teaches: (more.teaches ?? [0]).map((index) => ({ competencyId: named(index).competencyId, scaleId: named(index).scaleId, fromStep: null, toStep: 2 })) },
    }),
  );
  const { rows } = await sql<{ id: string }>`select id from competencies.offer where source_id = ${source.id}`.execute(at.platform.db);
  return { offerId: rows[0]?.id ?? '', source };
}
const take = (offerId: string, index = 0, ctx = self()) => takeOffer(ctx, planId, { offerId, competencyId: named(index).competencyId });

describe('an offer taken into the plan', () => {
  it('becomes an item with its way, its hours and the day it ends; twice is once', async () => {
    const { offerId, source } = await seminar({ title: 'Как вести блог' });
    const itemId = await take(offerId);
    const before = await revision();
    expect(await take(offerId)).toBe(itemId);
    expect(await revision()).toBe(before);
    expect((await view()).items).toMatchObject([{ id: itemId, competencyId: named(0).competencyId, toStep: 2, measure: 'seminar', action: 'Как вести блог', offerId, offerTitle: 'Как вести блог', offerPath: `/seminars/${source.id}`, hours: 3, dueOn: inDays(10).toISOString().slice(0, 10), reason: 'wish' }]);
    // It goes on to say what was planned though the offer is gone; then it cannot be taken anew.
    await inTransaction(at.system(), (tx) => withdrawOffer(tx, source));
    expect(await take(offerId)).toBe(itemId);
    expect((await view()).items[0]?.offerTitle).toBe('Как вести блог');
    expect((await offersInPlan(self(), personId))?.items).toMatchObject([{ itemId, offerId, isOpen: true }]);
    expect(await offersInPlan(boss(), personId)).toBeNull();
  });

  it('is what the open item of the competency is learnt by, waits for the head anew, and can be chosen instead of another', async () => {
    const itemId = await addItem();
    await proposePlan(self(), planId, { revision: await revision() });
    await agreePlan(boss(), planId, AgreePlan.parse({ revision: await revision() }));
    const [one, two] = [await seminar({ title: 'Первый' }), await seminar({ title: 'Второй', minutes: null, days: null, kind: 'mentor' })];
    expect(await take(one.offerId)).toBe(itemId);
    expect((await view()).items).toMatchObject([{ measure: 'seminar', action: 'Читать', offerTitle: 'Первый', hours: 3, agreedAt: null, agreedAs: { action: 'Читать', hours: null, dueOn: '2026-10-01' } }]);
    expect(await take(two.offerId)).toBe(itemId);
    expect((await view()).items).toMatchObject([{ measure: 'mentor', action: 'Читать', offerTitle: 'Второй', hours: 3, dueOn: inDays(10).toISOString().slice(0, 10) }]);
  });

  it('for two competencies counts its hours once', async () => {
    const { offerId } = await seminar({ teaches: [0, 1] });
    await take(offerId);
    await take(offerId, 1);
    expect((await view()).items.map(({ hours, offerId: by }) => [hours, by])).toEqual([[3, offerId], [null, offerId]]);
  });

  it('of two clicks at once makes one item', async () => {
    const { offerId } = await seminar();
    const [one, two] = await Promise.all([take(offerId), take(offerId)]);
    expect([one === two, (await view()).items.length]).toEqual([true, 1]);
  });

  it('is not taken while the head looks; outside the time of the plan, foreign and unknown ones are refused', async () => {
    await addItem();
    await proposePlan(self(), planId, { revision: await revision() });
    expect(await refusal(take((await seminar({ teaches: [1] })).offerId, 1))).toBe('plan.wrong_state');
    await takePlanBack(self(), planId, await revision());
    expect(await refusal(take((await seminar({ days: 700, teaches: [2] })).offerId, 2))).toBe('plan.offer_outside');
    const { offerId } = await seminar({ teaches: [2] });
    expect(await refusal(take(offerId, 3))).toBe('page.not_found');
    expect(await refusal(take(newId(), 2))).toBe('page.not_found');
    const other = await worker();
    for (const ctx of [boss(), at.ctx(other.actor), at.ctx(visitor)]) expect(await refusal(take(offerId, 2, ctx))).toBe('page.not_found');
  });
});
