import { expect } from 'vitest';
import { findLinkFor } from '#server/modules/access/index.ts';
import { addMember, answerCampaignSheet, campaignVersions, endCollecting, getCampaignDetail, getCampaignSheet, handInCampaignSheet, nameRater, NewMember, NewRater, SheetAnswers } from '#server/modules/competencies/index.ts';
import { personLink } from './campaign-link.ts';
import type { Call, Case } from './api-cases.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';

const others = async (world: World) => [...(await neighbours(world)), world.inspector];
const here = async (world: World) => [...world.strangers.filter(({ at }) => at === '/ru'), world.inspector];

async function campaignBody(world: World, organisationId: string) {
  const [version] = await campaignVersions(world.served.system());
  return { organisationId, versionId: version?.id, title: { ru: 'Оценка года' }, closesOn: '2026-06-20', kinds: ['external', 'peer', 'commission'], anonymous: ['peer', 'external'] };
}
/** A draft for the one person of a library. */
async function draft(world: World) {
  const at = await staff(world);
  const { body } = await world.served.call(world.coordinator, 'POST', '/campaigns', await campaignBody(world, at.organisationId));
  return { ...at, campaignId: (body as { id: string }).id };
}
async function running(world: World) {
  const at = await draft(world);
  await world.served.call(world.coordinator, 'POST', `/campaigns/${at.campaignId}/start`);
  const { participants, raters } = await getCampaignDetail(world.served.system(), at.campaignId);
  return { ...at, participantId: participants[0]?.id ?? '', selfId: raters[0]?.id ?? '' };
}
/** Somebody from outside with her personal link. */
async function outside(world: World) {
  const at = await running(world);
  const system = world.served.system();
  const raterId = await nameRater(system, at.participantId, NewRater.parse({ kind: 'external', name: 'Гость', email: 'guest@example.org' }));
  const link = await findLinkFor(system, 'rater', raterId);
  const ctx = personLink(system, raterId);
  const { pages } = await getCampaignSheet(ctx, raterId);
  return { ...at, raterId, ctx, holder: { name: 'the holder of the link', link: link?.token ?? '', at: '/ru' }, competencyId: pages[0]?.items[0]?.competencyId ?? '' };
}
async function answered(world: World) {
  const at = await outside(world);
  await answerCampaignSheet(at.ctx, at.raterId, SheetAnswers.parse({ steps: { [at.competencyId]: 3 } }));
  return at;
}
async function calibrated(world: World) {
  const at = await answered(world);
  await handInCampaignSheet(at.ctx, at.raterId);
  const system = world.served.system();
  await endCollecting(system, at.campaignId);
  await addMember(system, at.campaignId, NewMember.parse({ name: 'Председатель' }));
  return at;
}
type Prepare<A> = (world: World) => Promise<A>;
const on = <A extends { campaignId: string }>(prepare: Prepare<A>, path: string, sent?: (at: A) => unknown) => async (world: World): Promise<Call> => {
  const at = await prepare(world);
  return { by: world.coordinator, path: `/campaigns/${at.campaignId}${path}`, ...(sent ? { body: sent(at) } : {}) };
};
const onSheet = (prepare: typeof outside, path: string, sent?: (at: Awaited<ReturnType<typeof outside>>) => unknown) => async (world: World): Promise<Call> => {
  const at = await prepare(world);
  return { by: at.holder, path: `/campaign-sheets/${at.raterId}${path}`, ...(sent ? { body: sent(at) } : {}) };
};
const stateOf = async (world: World, call: Call) => ((await world.served.call(world.coordinator, 'GET', call.path.split('/').slice(0, 3).join('/'))).body as { state: string }).state;

/** Assessment campaigns, their raters and sheets. */
export const campaignCases: Record<string, Case> = {
  'GET /campaigns': {
    may: async (world) => {
      await draft(world);
      return { by: world.coordinator, path: '/campaigns' };
    },
    status: 200,
    holds: (body: { campaigns: object[] }) => expect(body.campaigns[0]).toMatchObject({ state: 'draft', closesOn: '2026-06-20', participants: 0 }),
    forbidden: here,
    missing: null,
  },
  'POST /campaigns': {
    may: async (world) => ({ by: world.coordinator, path: '/campaigns', body: await campaignBody(world, (await staff(world)).organisationId) }),
    status: 201,
    holds: async (body: { id: string }, { served }, call) => expect((await served.call(call.by, 'GET', `/campaigns/${body.id}`)).body).toMatchObject({ minimumGroup: 3, anonymous: ['peer', 'external'], participants: [] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), minimumGroup: 2 } }), errors: [{ field: 'minimumGroup', code: 'number.too_small', params: { min: 3 } }] },
    forbidden: others,
    missing: null,
  },
  'GET /campaigns/{campaignId}': { may: on(running, ''), status: 200, holds: (body: object) => expect(body).toMatchObject({ state: 'running', participants: [{ state: 'in', written: false, leftOut: 0 }] }), forbidden: others },
  'PUT /campaigns/{campaignId}/audience': {
    may: on(draft, '/audience', ({ organisationId }) => ({ revision: 2, organisationIds: [organisationId], positionIds: [], kinds: ['rural_library'] })),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kinds: ['castle'] } }), errors: [{ field: 'kinds.0', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /campaigns/{campaignId}/people': { may: on(draft, '/people', ({ personId }) => ({ personId, isIn: false })), status: 204, holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path.replace('/people', '/start'))).toMatchObject({ status: 409, body: { title: 'campaign.nobody' } }), forbidden: others },
  'POST /campaigns/{campaignId}/start': { may: on(draft, '/start'), status: 200, holds: async (body: object, world, call) => expect([body, await stateOf(world, call)]).toEqual([{ participants: 1 }, 'running']), forbidden: others },
  'POST /campaigns/{campaignId}/extend': {
    may: on(running, '/extend', () => ({ closesOn: '2026-06-30', revision: 3 })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/extend', ''))).body).toMatchObject({ closesOn: '2026-06-30' }),
    bad: { call: (call) => ({ ...call, body: { closesOn: 'завтра', revision: 3 } }), errors: [{ field: 'closesOn', code: 'date.invalid' }] },
    forbidden: others,
  },
  'POST /campaigns/{campaignId}/end-collecting': { may: on(running, '/end-collecting'), status: 204, holds: async (_body, world, call) => expect(await stateOf(world, call)).toBe('calibration'), forbidden: others },
  'POST /campaigns/{campaignId}/close': { may: on(calibrated, '/close'), status: 204, holds: async (_body, world, call) => expect(await stateOf(world, call)).toBe('closed'), forbidden: others },
  'POST /campaigns/{campaignId}/cancel': { may: on(running, '/cancel'), status: 204, holds: async (_body, world, call) => expect(await stateOf(world, call)).toBe('cancelled'), forbidden: others },
  'GET /campaigns/{campaignId}/calibration': {
    may: on(calibrated, '/calibration'),
    status: 200,
    // One answer without a name is no group: it is shown to nobody.
    holds: (body: object) => expect(body).toMatchObject({ total: 1, decided: 0, lines: [{ apart: 0, words: [], groups: [], leftOut: 1, decision: null }] }),
    bad: { call: (call) => ({ ...call, path: `${call.path}?apart=x` }), errors: [{ field: 'apart', code: 'number.invalid' }] },
    forbidden: others,
  },
  'POST /campaigns/{campaignId}/decisions': {
    may: on(calibrated, '/decisions', ({ participantId, competencyId }) => ({ participantId, competencyId, step: 2, comment: 'Видели работу' })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('decisions', 'calibration'))).body).toMatchObject({ decided: 1, lines: [{ decision: { step: 2, comment: 'Видели работу' } }] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), participantId: 'x' } }), errors: [{ field: 'participantId', code: 'choice.missing' }] },
    forbidden: others,
  },
  'GET /campaign-participants/{participantId}/raters': {
    may: async (world) => ({ by: world.coordinator, path: `/campaign-participants/${(await running(world)).participantId}/raters` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ raters: [{ kind: 'self', state: 'invited' }] }),
    forbidden: others,
  },
  'POST /campaign-participants/{participantId}/raters': {
    may: async (world) => ({ by: world.coordinator, path: `/campaign-participants/${(await running(world)).participantId}/raters`, body: { kind: 'external', name: 'Гость', email: 'guest@example.org' } }),
    status: 201,
    bad: { call: (call) => ({ ...call, body: { kind: 'external', name: 'Гость' } }), errors: [{ field: 'email', code: 'field.required' }] },
    forbidden: others,
  },
  'POST /campaign-raters/{raterId}/confirm': { may: async (world) => ({ by: world.coordinator, path: `/campaign-raters/${(await outside(world)).raterId}/confirm` }), status: 204, forbidden: others },
  'POST /campaign-raters/{raterId}/release': {
    may: async (world) => ({ by: world.coordinator, path: `/campaign-raters/${(await outside(world)).raterId}/release` }),
    status: 204,
    forbidden: others,
  },
  'GET /own-campaign-sheets': { may: async (world) => ({ by: world.coordinator, path: '/own-campaign-sheets' }), status: 200, holds: (body: object) => expect(body).toEqual({ sheets: [] }), forbidden: 'nobody', missing: null },
  'GET /campaign-sheets/{raterId}': { may: onSheet(answered, ''), status: 200, holds: (body: object) => expect(body).toMatchObject({ kind: 'external', anonymous: true, answers: [{ step: 3 }] }), forbidden: others },
  'PUT /campaign-sheets/{raterId}/answers': {
    may: onSheet(outside, '/answers', ({ competencyId }) => ({ steps: { [competencyId]: 2 } })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/answers', ''))).body).toMatchObject({ answers: [{ step: 2 }] }),
    forbidden: others,
  },
  'POST /campaign-sheets/{raterId}/hand-in': {
    may: onSheet(answered, '/hand-in'),
    status: 200,
    holds: async (body: object, { served }, call) => {
      expect(body).toEqual({ words: 1 });
      expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 409, body: { title: 'sheet.handed_in_already' } });
    },
    forbidden: others,
  },
  'POST /campaign-sheets/{raterId}/decline': { may: onSheet(outside, '/decline'), status: 204, forbidden: others },
};
