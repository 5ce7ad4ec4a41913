import { sql } from 'kysely';
import { expect } from 'vitest';
import { EvidenceInput, fillShipped, getEvidenceFor, listFrameworksFor, offerEvidence, showGaps } from '#server/modules/competencies/index.ts';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { nameCompetency, setTakingPart, showTeaching } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { account } from '#server/testing/installation.ts';
import type { Call, Case } from './api-cases.ts';
import { neighbours } from './api-cases-people.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const others = async (world: World): Promise<Caller[]> => [...(await neighbours(world)), world.inspector];
const strangers = async (world: World): Promise<Caller[]> => [...world.strangers, world.inspector];

/** Somebody of the organisation's staff who is signed in, with one competency of the shipped framework. */
async function worker(world: World): Promise<{ by: Caller; ctx: Ctx; personId: string; competencyId: string }> {
  const { served } = world;
  const system = served.system();
  await fillShipped(system);
  await listFrameworksFor(system);
  const by = await served.account('somebody of the staff', { role: 'specialist', scopeKind: 'organisation', scopeId: served.organisationId });
  const { accountId } = (await served.call(by, 'GET', '/me')).body as { accountId: string };
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${served.networkId} and code = 'librarian'`.execute(served.platform.db);
  const personId = await addPerson(system, NewPerson.parse({ familyName: 'Оспанова', givenName: 'Сауле', post: { organisationId: served.organisationId, positionId: rows[0]?.id, fromDate: '2020-09-01' } }));
  await tiePersonToAccount(system, personId, accountId);
  const { unrated } = await showGaps(system, personId);
  return { by, ctx: served.ctx({ ...account([]), accountId } as Ctx['actor']), personId, competencyId: unrated[0]?.competency.competencyId ?? '' };
}
const input = (competencyId: string) => ({ kind: 'other', title: 'Список книг', text: 'Собрала сама', shows: [{ competencyId, step: 2 }] });
const piece = (path: string, by: 'self' | 'coordinator', sent?: (competencyId: string) => unknown, isFile = false) => async (world: World): Promise<Call> => {
  const own = await worker(world);
  const given = EvidenceInput.parse({ ...input(own.competencyId), ...(isFile ? { kind: 'file' } : {}) });
  const id = await offerEvidence(own.ctx, own.personId, given, isFile ? { file: { name: 'a.txt', bytes: new TextEncoder().encode('слова') } } : {});
  return { by: by === 'self' ? own.by : world.coordinator, path: `/evidence/${id}${path}`, ...(sent ? { body: sent(own.competencyId) } : {}) };
};
const stored = async (world: World, call: Call) => (await getEvidenceFor(world.served.system(), call.path.split('/')[2] ?? '')).piece;
const taught = (path: (competencyId: string) => string, body?: object) => async (world: World): Promise<Call> => {
  const { eventId } = await world.event();
  await fillShipped(world.served.system());
  const { competencies } = await showTeaching(world.served.system(), eventId);
  const competencyId = competencies[0]?.competencyId ?? '';
  await nameCompetency(world.served.system(), eventId, { competencyId, toStep: 2 });
  return { by: world.coordinator, path: `/manage/seminars/${eventId}${path(competencyId)}`, ...(body ? { body } : {}) };
};
const desk = (world: World, call: Call) => showTeaching(world.served.system(), call.path.split('/')[3] ?? '');

/** Evidence, gaps, offers, and what events teach. */
export const offerCases: Record<string, Case> = {
  'GET /people/{personId}/evidence': {
    may: async (world) => {
      const call = await piece('', 'self')(world);
      return { by: world.coordinator, path: `/people/${(await stored(world, call)).personId}/evidence` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ evidence: [{ kind: 'other', state: 'offered', witnessed: false, competencies: [{ claimed: 2, accepted: null }] }] }),
    forbidden: others,
  },
  'POST /people/{personId}/evidence': {
    may: async (world) => {
      const own = await worker(world);
      return { by: own.by, path: `/people/${own.personId}/evidence`, body: { ...input(own.competencyId), kind: 'file', file: { name: 'a.txt', base64: Buffer.from('слова').toString('base64') } } };
    },
    status: 201,
    holds: async (body: { id: string }, { served }) => expect((await getEvidenceFor(served.system(), body.id)).piece).toMatchObject({ state: 'offered', file: { name: 'a.txt' } }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), shows: [] } }), errors: [{ field: 'shows', code: 'evidence.no_competency' }] },
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'GET /evidence': {
    may: async (world) => ({ ...(await piece('', 'coordinator')(world)), path: '/evidence' }),
    status: 200,
    holds: (body: { waiting: object[] }) => expect(body.waiting).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Оспанова Сауле', kind: 'other' })])),
    forbidden: async (world) => [...world.strangers.filter(({ at }) => at === '/ru'), world.inspector],
    missing: null,
  },
  'GET /evidence/{evidenceId}': {
    may: piece('', 'coordinator'),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ kind: 'other', text: 'Собрала сама', revision: 1 }),
    forbidden: others,
  },
  'PUT /evidence/{evidenceId}': {
    may: piece('', 'self', (competencyId) => ({ ...input(competencyId), title: 'Список, второй' })),
    status: 204,
    holds: async (_body, world, call) => expect(await stored(world, call)).toMatchObject({ revision: 2, state: 'offered', title: { ru: { text: 'Список, второй' } } }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'attendance' } }), errors: [{ field: 'kind', code: 'choice.missing' }] },
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'GET /evidence/{evidenceId}/file': {
    may: piece('/file', 'coordinator', undefined, true),
    status: 200,
    forbidden: others,
  },
  'POST /evidence/{evidenceId}/accept': {
    may: piece('/accept', 'coordinator', (competencyId) => ({ steps: { [competencyId]: 3 }, revision: 1 })),
    status: 200,
    holds: async (body: object, world, call) => {
      expect(body).toEqual({ ratings: 1 });
      expect(await stored(world, call)).toMatchObject({ state: 'accepted', shows: [{ accepted: 3 }] });
      expect(await world.served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'evidence.decided_already' } });
    },
    forbidden: others,
  },
  'POST /evidence/{evidenceId}/return': {
    may: piece('/return', 'coordinator', () => ({ words: 'Приложите список.', revision: 1 })),
    status: 204,
    holds: async (_body, world, call) => expect(await stored(world, call)).toMatchObject({ state: 'returned', review: 'Приложите список.' }),
    bad: { call: (call) => ({ ...call, body: { words: '', revision: 1 } }), errors: [{ field: 'words', code: 'field.required' }] },
    forbidden: others,
  },
  'POST /evidence/{evidenceId}/withdraw': {
    may: piece('/withdraw', 'self'),
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'GET', call.path.replace('/withdraw', ''))).toMatchObject({ status: 404 }),
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'GET /people/{personId}/competency-gaps': {
    may: async (world) => {
      const own = await worker(world);
      const call = await taught(() => '')(world);
      await setTakingPart(world.served.system(), call.path.split('/')[3] ?? '', true);
      return { by: world.coordinator, path: `/people/${own.personId}/competency-gaps` };
    },
    status: 200,
    holds: (body: { gaps: object[]; unrated: object[] }) => {
      expect(body.gaps).toEqual([]);
      expect(body.unrated.length).toBeGreaterThan(20);
    },
    forbidden: others,
  },
  'GET /offers': {
    may: async (world) => ({ ...(await taught(() => '')(world)), path: '/offers' }),
    status: 200,
    holds: (body: { count: number; competencies: object[] }) => expect(body).toMatchObject({ competencies: [{ offers: expect.arrayContaining([expect.objectContaining({ kind: 'event', online: true, toStep: 2, closes: null })]) as object[] }] }),
    bad: { call: (call) => ({ ...call, path: '/offers?framework=x' }), errors: [{ field: 'framework', code: 'text.wrong_form' }] },
    forbidden: async (world) => world.strangers.filter(({ at }) => at === '/ru'),
    missing: null,
  },
  'GET /manage/seminars/{eventId}/competencies': {
    may: taught(() => '/competencies'),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ online: true, competencies: [{ fromStep: null, toStep: 2 }] }),
    forbidden: strangers,
  },
  'PUT /manage/seminars/{eventId}/competencies/{competencyId}': {
    may: taught((competencyId) => `/competencies/${competencyId}`, { fromStep: 1, toStep: 3 }),
    status: 204,
    holds: async (_body, world, call) => expect((await desk(world, call)).taught).toMatchObject([{ fromStep: 1, toStep: 3 }]),
    bad: { call: (call) => ({ ...call, body: { fromStep: 3, toStep: 2 } }), errors: [{ field: 'toStep', code: 'teaching.no_way_up' }] },
    forbidden: strangers,
  },
  'DELETE /manage/seminars/{eventId}/competencies/{competencyId}': {
    may: taught((competencyId) => `/competencies/${competencyId}`),
    status: 204,
    holds: async (_body, world, call) => expect((await desk(world, call)).taught).toEqual([]),
    forbidden: strangers,
  },
  'PUT /manage/seminars/{eventId}/taking-part': {
    may: taught(() => '/taking-part', { isOnline: false }),
    status: 204,
    holds: async (_body, world, call) => expect((await desk(world, call)).isOnline).toBe(false),
    forbidden: strangers,
  },
};
