import { expect } from 'vitest';
import { fillShipped, listFrameworksFor } from '#server/modules/competencies/index.ts';
import { createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Call, Case } from './api-cases.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';

const here = async (world: World) => world.strangers.filter(({ at }) => at === '/ru');
const others = async (world: World) => [...(await neighbours(world)), world.inspector];
const WEIGHTS = { self: 1, head: 3, mentor: 2, peer: 2, external: 2, commission: 4, test: 2, evidence: 2 };

async function framework(world: World) {
  const system = world.served.system();
  await fillShipped(system);
  const found = (await listFrameworksFor(system)).find(({ key }) => key === 'library-specialist');
  return { frameworkId: found?.frameworkId ?? '', versionId: found?.versions.find(({ state }) => state === 'published')?.id ?? '' };
}
/** Somebody with a record of her own. */
async function herself(world: World) {
  const { served } = world;
  const by = await served.account('a specialist with a record of her own', { role: 'specialist', scopeKind: 'organisation', scopeId: served.organisationId });
  const personId = await createPersonWithPost(served.system(), { familyName: 'Сейітқызы', givenName: 'Дана', patronymic: null, locale: 'kk', organisationId: served.organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  await tiePersonToAccount(served.system(), personId, ((await served.call(by, 'GET', '/me')).body as { accountId: string }).accountId);
  return { by, personId };
}
const view = (path: string, more = '') => async (world: World) => ({ by: world.coordinator, path: `${path}?framework=${(await framework(world)).frameworkId}${more}` });
const wrong = (path: string) => ({ call: (call: Call): Call => ({ ...call, path: `${path}?framework=x` }), errors: [{ field: 'framework', code: 'text.wrong_form' }] });
const rule = async (world: World, path: string, sent?: object): Promise<Call> => ({ by: world.coordinator, path: `/frameworks/${(await framework(world)).versionId}/rule${path}`, ...(sent ? { body: sent } : {}) });
const ruleOf = async (world: World, change: object = {}) => {
  const { version } = (await world.served.call(world.coordinator, 'GET', (await rule(world, '')).path)).body as { version: number };
  return { version, rule: 'last', weights: WEIGHTS, ...change };
};
const badRule = { call: (call: Call): Call => ({ ...call, body: { ...(call.body as object), rule: 'dice' } }), errors: [{ field: 'rule', code: 'choice.missing' }] };

/** The views over many people, and the rule of a framework. */
export const viewCases: Record<string, Case> = {
  'GET /competencies/map': {
    may: view('/competencies/map', '&figure=rated'),
    status: 200,
    holds: (body: { columns: object[] }) => expect(body).toMatchObject({ figure: 'rated', hidesSome: false, columns: expect.arrayContaining([expect.objectContaining({ code: 'A' })]) as object[] }),
    bad: wrong('/competencies/map'),
    forbidden: here,
    missing: null,
  },
  'GET /competencies/coverage': {
    may: view('/competencies/coverage'),
    status: 200,
    holds: (body: { competencies: object[] }) => expect(body.competencies.length).toBeGreaterThan(40),
    bad: wrong('/competencies/coverage'),
    forbidden: here,
    missing: null,
  },
  'GET /competencies/comparison': {
    may: view('/competencies/comparison'),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ rows: 'areas', figure: 'mean', months: [], from: null, lines: [] }),
    bad: wrong('/competencies/comparison'),
    forbidden: here,
    missing: null,
  },
  'GET /competencies/experts': {
    may: view('/competencies/experts'),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ experts: expect.any(Array) as object[] }),
    bad: wrong('/competencies/experts'),
    forbidden: here,
    missing: null,
  },
  'GET /people/{personId}/competencies/history': {
    may: async (world) => {
      await framework(world);
      return { by: world.coordinator, path: `/people/${(await staff(world)).personId}/competencies/history` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ points: [], events: [] }),
    bad: { call: (call) => ({ ...call, path: `${call.path}?framework=x` }), errors: [{ field: 'framework', code: 'text.wrong_form' }] },
    forbidden: others,
  },
  'PUT /people/{personId}/help': {
    may: async (world) => {
      const { by, personId } = await herself(world);
      const { frameworkId } = await framework(world);
      const { body } = await world.served.call(world.coordinator, 'GET', `/competencies/coverage?framework=${frameworkId}`);
      return { by, path: `/people/${personId}/help`, body: { frameworkId, competencies: [(body as { competencies: { competencyId: string }[] }).competencies[0]?.competencyId], languages: ['kk'], words: 'Сәрсенбіде' } };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', '/competencies/experts?language=kk')).body).toMatchObject({ experts: expect.arrayContaining([expect.objectContaining({ words: 'Сәрсенбіде' })]) as object[] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), languages: ['xx'] } }), errors: [{ field: 'languages.0', code: 'choice.missing' }] },
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'DELETE /people/{personId}/help': {
    may: async (world) => {
      const { by, personId } = await herself(world);
      return { by, path: `/people/${personId}/help` };
    },
    status: 204,
    forbidden: async (world) => [...(await others(world)), world.coordinator],
  },
  'GET /frameworks/{versionId}/rule': {
    may: (world) => rule(world, ''),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ weights: { head: 3 } }),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /frameworks/{versionId}/rule/preview': {
    may: async (world) => rule(world, '/preview', await ruleOf(world)),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ changed: expect.any(Number) as number }),
    bad: badRule,
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'PUT /frameworks/{versionId}/rule': {
    may: async (world) => rule(world, '', await ruleOf(world)),
    status: 204,
    holds: async (_body, { served }, call) => {
      expect((await served.call(call.by, 'GET', call.path)).body).toMatchObject({ rule: 'last', judging: { total: expect.any(Number) as number } });
      expect(await served.call(call.by, 'PUT', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'record.changed_meanwhile' } });
    },
    bad: badRule,
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
};
