import { expect } from 'vitest';
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
};
