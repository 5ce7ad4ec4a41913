import { sql } from 'kysely';
import { expect } from 'vitest';
import { EvidenceInput, namableCompetencies, offerEvidence, fillShipped, listFrameworksFor, publishOffer } from '#server/modules/competencies/index.ts';
import { tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account } from '#server/testing/installation.ts';
import type { Call, Case } from './api-cases.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';

const DAYS = { fromOn: '2026-05-18', untilOn: '2026-12-31', reviewOn: '2026-12-20' };
const ITEM = { title: 'Английский язык', reason: 'wish', measure: 'course', action: 'Пройти курс', dueOn: '2026-10-01', hours: 12 };
const others = async (world: World) => [...(await neighbours(world)), world.inspector];

/** A plan with one item, made by whoever heads the person, as far as `state`. */
async function plan(world: World, state: 'draft' | 'proposed' | 'agreed' = 'draft') {
  const { personId } = await staff(world);
  const by = world.coordinator;
  const made = async (path: string, body: object) => ((await world.served.call(by, 'POST', path, body)).body as { id: string }).id;
  const planId = await made(`/people/${personId}/plans`, DAYS);
  const itemId = await made(`/plans/${planId}/items`, ITEM);
  const read = async () => (await world.served.call(by, 'GET', `/plans/${planId}`)).body as { revision: number; items: { revision: number }[] };
  if (state !== 'draft') await world.served.call(by, 'POST', `/plans/${planId}/propose`, { revision: (await read()).revision });
  if (state === 'agreed') await world.served.call(by, 'POST', `/plans/${planId}/agree`, { revision: (await read()).revision });
  const now = await read();
  return { personId, planId, itemId, revision: now.revision, itemRevision: now.items[0]?.revision ?? 0 };
}
type Made = Awaited<ReturnType<typeof plan>>;
const onPlan = (path: string, state: 'draft' | 'proposed' | 'agreed', sent?: (at: Made) => object) => async (world: World): Promise<Call> => {
  const at = await plan(world, state);
  return { by: world.coordinator, path: `/plans/${at.planId}${path}`, ...(sent ? { body: sent(at) } : {}) };
};
const onItem = (path: string, state: 'draft' | 'agreed', sent: (at: Made) => object) => async (world: World): Promise<Call> => {
  const at = await plan(world, state);
  return { by: world.coordinator, path: `/plan-items/${at.itemId}${path}`, body: sent(at) };
};
const becomes = (state: string) => async (_body: unknown, { served }: World, call: Call) =>
  expect((await served.call(call.by, 'GET', call.path.replace(/^(\/plans\/[^/]+).*$/, '$1'))).body).toMatchObject({ state });
const twice = (code: string) => async (_body: unknown, { served }: World, call: Call, method = 'POST') => expect(await served.call(call.by, method, call.path, call.body)).toMatchObject({ status: 409, body: { title: code } });
const revision = ({ revision: one }: Made) => ({ revision: one });
const itemRevision = ({ itemRevision: one }: Made) => ({ revision: one });

/** An offer is everybody's in a network: one for all callers. */
const OFFERED = newId();

/** The person herself with her plan: her item, a piece of evidence of hers, and an offer. */
async function ownPlan(world: World) {
  const { served } = world;
  const at = await plan(world);
  const system = served.system();
  await fillShipped(system);
  await listFrameworksFor(system);
  const by = await served.account('somebody of the staff', { role: 'specialist', scopeKind: 'organisation', scopeId: served.organisationId });
  const { accountId } = (await served.call(by, 'GET', '/me')).body as { accountId: string };
  await tiePersonToAccount(system, at.personId, accountId);
  const [competency] = await namableCompetencies(system);
  if (!competency) throw new Error('a framework is shipped');
  const { competencyId, scaleId } = competency;
  const evidenceId = await offerEvidence(served.ctx({ ...account([]), accountId } as Ctx['actor']), at.personId, EvidenceInput.parse({ kind: 'other', title: 'Список книг', text: 'Собрала сама', shows: [{ competencyId }] }));
  const source = { type: 'seminars.event', id: OFFERED };
  await inTransaction(system, (tx) =>
    publishOffer(tx, source, { kind: 'event', title: localized('ru', 'Вебинар'), path: `/seminars/${source.id}`, startsAt: null, endsAt: null, closesAt: null, seats: null, free: null, languages: ['ru'], isOnline: true, organisationId: null, minutes: 90, teaches: [{ competencyId, scaleId, fromStep: null, toStep: 2 }] }),
  );
  const { rows } = await sql<{ id: string }>`select id from competencies.offer where source_id = ${source.id}`.execute(served.platform.db);
  const offerId = rows[0]?.id ?? '';
  return { ...at, by, competencyId, evidenceId, offerId };
}
const tiedNow = async ({ served }: World, call: Call): Promise<unknown> => {
  const itemId = call.path.split('/')[2];
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competencies.plan_item_evidence where item_id = ${itemId}`.execute(served.platform.db);
  return rows[0]?.n;
};

/** Plans of development. */
export const planCases: Record<string, Case> = {
  'GET /people/{personId}/plans': {
    may: async (world) => ({ by: world.coordinator, path: `/people/${(await plan(world)).personId}/plans` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ current: { state: 'draft', items: [{ title: 'Английский язык', hours: 12, agreed: false, carried: 0 }], progress: { total: 1, done: 0 } }, past: [] }),
    forbidden: others,
  },
  'POST /people/{personId}/plans': {
    may: async (world) => ({ by: world.coordinator, path: `/people/${(await staff(world)).personId}/plans`, body: DAYS }),
    status: 201,
    holds: async (_body: { id: string }, world, call) => twice('plan.open_already')(_body, world, call),
    bad: { call: (call) => ({ ...call, body: { ...DAYS, untilOn: '2026-05-01' } }), errors: [{ field: 'untilOn', code: 'plan.ends_before' }] },
    forbidden: others,
  },
  'GET /plans/{planId}': { may: onPlan('', 'draft'), status: 200, holds: (body: object) => expect(body).toMatchObject({ ...DAYS, state: 'draft', goal: null, notes: [] }), forbidden: others },
  'PUT /plans/{planId}': {
    may: onPlan('', 'draft', (at) => ({ ...DAYS, goal: 'Стать наставником', ...revision(at) })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path)).body).toMatchObject({ goal: 'Стать наставником' }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), reviewOn: '2026-01-01' } }), errors: [{ field: 'reviewOn', code: 'plan.review_before' }] },
    forbidden: others,
  },
  'POST /plans/{planId}/propose': { may: onPlan('/propose', 'draft', revision), status: 204, holds: becomes('proposed'), forbidden: others },
  'POST /plans/{planId}/take-back': { may: onPlan('/take-back', 'proposed', revision), status: 204, holds: becomes('draft'), forbidden: others },
  'POST /plans/{planId}/send-back': {
    may: onPlan('/send-back', 'proposed', (at) => ({ ...revision(at), words: 'Добавьте практику' })),
    status: 204,
    holds: becomes('draft'),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), words: '' } }), errors: [{ field: 'words', code: 'field.required' }] },
    forbidden: others,
  },
  'POST /plans/{planId}/agree': { may: onPlan('/agree', 'proposed', revision), status: 204, holds: becomes('agreed'), forbidden: others },
  'POST /plans/{planId}/notes': {
    may: onPlan('/notes', 'draft', () => ({ note: 'Поговорим в пятницу' })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/notes', ''))).body).toMatchObject({ notes: [{ kind: 'word', own: false, words: 'Поговорим в пятницу' }] }),
    bad: { call: (call) => ({ ...call, body: { note: '' } }), errors: [{ field: 'note', code: 'field.required' }] },
    forbidden: others,
  },
  'POST /plans/{planId}/withdraw': { may: onPlan('/withdraw', 'draft', revision), status: 204, holds: becomes('withdrawn'), forbidden: others },
  'POST /plans/{planId}/review': {
    may: onPlan('/review', 'agreed', (at) => ({ ...revision(at), summary: 'Итог', outcomes: { [at.itemId]: 'carry' } })),
    status: 200,
    holds: async (body: { nextPlanId: string }, { served }, call) => expect((await served.call(call.by, 'GET', `/plans/${body.nextPlanId}`)).body).toMatchObject({ state: 'draft', items: [{ carried: 1 }] }),
    forbidden: others,
  },
  'POST /plans/{planId}/items': {
    may: onPlan('/items', 'draft', () => ({ ...ITEM, title: 'Ещё одно' })),
    status: 201,
    holds: async (body: { id: string }, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/items', ''))).body).toMatchObject({ items: [{}, { id: body.id, title: 'Ещё одно', state: 'planned' }] }),
    bad: { call: (call) => ({ ...call, body: { ...ITEM, title: null } }), errors: [{ field: 'title', code: 'plan.item_unnamed' }] },
    forbidden: others,
  },
  'PUT /plan-items/{itemId}': { may: onItem('', 'draft', (at) => ({ ...ITEM, action: 'Иначе', ...itemRevision(at) })), status: 204, holds: async (body, world, call) => twice('record.changed_meanwhile')(body, world, call, 'PUT'), forbidden: others },
  'POST /plan-items/{itemId}/remove': { may: onItem('/remove', 'draft', itemRevision), status: 204, forbidden: others },
  'POST /plan-items/{itemId}/begin': { may: onItem('/begin', 'agreed', itemRevision), status: 204, holds: async (body, world, call) => twice('record.changed_meanwhile')(body, world, call), forbidden: others },
  'POST /plan-items/{itemId}/finish': {
    may: onItem('/finish', 'agreed', (at) => ({ ...itemRevision(at), doneOn: '2026-05-18', result: 'Сертификат' })),
    status: 204,
    holds: async (body, world, call) => twice('record.changed_meanwhile')(body, world, call),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), doneOn: '18 мая' } }), errors: [{ field: 'doneOn', code: 'date.invalid' }] },
    forbidden: others,
  },
  'POST /plan-items/{itemId}/drop': {
    may: onItem('/drop', 'agreed', (at) => ({ ...itemRevision(at), words: 'Нет времени' })),
    status: 204,
    holds: async (body, world, call) => twice('record.changed_meanwhile')(body, world, call),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), words: '' } }), errors: [{ field: 'words', code: 'field.required' }] },
    forbidden: others,
  },
  'POST /plans/{planId}/offers': {
    may: async (world) => {
      const { by, planId, offerId, competencyId } = await ownPlan(world);
      return { by, path: `/plans/${planId}/offers`, body: { offerId, competencyId } };
    },
    status: 200,
    holds: async (body: { id: string }, { served }, call) => {
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 200, body: { id: body.id } });
      expect((await served.call(call.by, 'GET', call.path.replace('/offers', ''))).body).toMatchObject({ items: [{}, { id: body.id, measure: 'seminar', hours: 1.5, offer: { title: 'Вебинар' } }] });
    },
    bad: { call: (call) => ({ ...call, body: { offerId: 'x' } }), errors: [{ field: 'offerId', code: 'choice.missing' }, { field: 'competencyId', code: 'choice.missing' }] },
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'PUT /plan-items/{itemId}/evidence/{evidenceId}': {
    may: async (world) => {
      const { by, itemId, evidenceId } = await ownPlan(world);
      return { by, path: `/plan-items/${itemId}/evidence/${evidenceId}` };
    },
    status: 204,
    holds: async (_body, world, call) => {
      expect(await world.served.call(call.by, 'PUT', call.path)).toMatchObject({ status: 204 });
      expect(await tiedNow(world, call)).toBe(1);
    },
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'DELETE /plan-items/{itemId}/evidence/{evidenceId}': {
    may: async (world) => {
      const { by, itemId, evidenceId } = await ownPlan(world);
      const path = `/plan-items/${itemId}/evidence/${evidenceId}`;
      await world.served.call(by, 'PUT', path);
      return { by, path };
    },
    status: 204,
    holds: async (_body, world, call) => expect(await tiedNow(world, call)).toBe(0),
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
};
