import { expect } from 'vitest';
import { addProfile, fillShipped, getVersionDetail, listFrameworksFor, listProfilesFor, NewProfile, setProfileInUse } from '#server/modules/competencies/index.ts';
import type { Call, Case } from './api-cases.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';

const others = async (world: World) => [...(await neighbours(world)), world.inspector];
const here = async (world: World) => world.strangers.filter(({ at }) => at === '/ru');

/** The shipped framework of the network, with one competency of it. */
async function framework(world: World) {
  const system = world.served.system();
  await fillShipped(system);
  const found = (await listFrameworksFor(system)).find(({ key }) => key === 'library-specialist');
  const versionId = found?.versions.find(({ state }) => state === 'published')?.id ?? '';
  const { items } = await getVersionDetail(system, versionId);
  return { frameworkId: found?.frameworkId ?? '', competencyId: items.find(({ kind }) => kind === 'competency')?.competencyId ?? '' };
}
async function sheet(world: World) {
  const { personId } = await staff(world);
  const at = await framework(world);
  const { body } = await world.served.call(world.coordinator, 'POST', `/people/${personId}/rating-sheets`, { frameworkId: at.frameworkId, kind: 'head' });
  return { ...at, personId, sheetId: (body as { id: string }).id };
}
const onSheet = (path: string, sent?: (at: Awaited<ReturnType<typeof sheet>>) => unknown, isAnswered = false) => async (world: World): Promise<Call> => {
  const at = await sheet(world);
  if (isAnswered) await world.served.call(world.coordinator, 'PUT', `/rating-sheets/${at.sheetId}/answers`, { steps: { [at.competencyId]: 3 } });
  return { by: world.coordinator, path: `/rating-sheets/${at.sheetId}${path}`, ...(sent ? { body: sent(at) } : {}) };
};
const profileBody = async (world: World) => ({ organisationId: world.served.organisationId, frameworkId: (await framework(world)).frameworkId, title: { ru: 'Свой профиль' }, levels: { [(await framework(world)).competencyId]: '2-3' } });
const onProfile = (path: string, sent?: object, prepare?: (world: World, id: string) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const id = await addProfile(world.served.system(), NewProfile.parse(await profileBody(world)));
  await prepare?.(world, id);
  return { by: world.coordinator, path: `/position-profiles/${id}${path}`, ...(sent ? { body: sent } : {}) };
};

/** Competencies of people, sheets and what posts ask. */
export const growthCases: Record<string, Case> = {
  'GET /people/{personId}/competencies': {
    may: async (world) => {
      await framework(world);
      return { by: world.coordinator, path: `/people/${(await staff(world)).personId}/competencies` };
    },
    status: 200,
    holds: (body: { competencies: object[] }) => expect(body).toMatchObject({ targetHidden: false, rule: 'commission', competencies: expect.arrayContaining([expect.objectContaining({ code: 'A1', level: null, ratings: [] })]) as object[] }),
    bad: { call: (call) => ({ ...call, path: `${call.path}?framework=x` }), errors: [{ field: 'framework', code: 'text.wrong_form' }] },
    forbidden: others,
  },
  'POST /people/{personId}/rating-sheets': {
    may: async (world) => ({ by: world.coordinator, path: `/people/${(await staff(world)).personId}/rating-sheets`, body: { frameworkId: (await framework(world)).frameworkId, kind: 'head' } }),
    status: 201,
    holds: async (body: { id: string }, { served }, call) => expect((await served.call(call.by, 'POST', call.path, call.body)).body).toEqual(body),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'fortune teller' } }), errors: [{ field: 'kind', code: 'choice.missing' }] },
    forbidden: others,
  },
  'GET /rating-sheets/{sheetId}': {
    may: onSheet('', undefined, true),
    status: 200,
    holds: (body: { answers: object[] }) => expect(body).toMatchObject({ kind: 'head', state: 'open', answers: [{ step: 3, comment: null }] }),
    forbidden: others,
  },
  'PUT /rating-sheets/{sheetId}/answers': {
    may: onSheet('/answers', ({ competencyId }) => ({ steps: { [competencyId]: 2 }, comments: { [competencyId]: 'Видела на занятии' } })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/answers', ''))).body).toMatchObject({ answers: [{ step: 2, comment: 'Видела на занятии' }] }),
    forbidden: others,
  },
  'POST /rating-sheets/{sheetId}/hand-in': {
    may: onSheet('/hand-in', undefined, true),
    status: 200,
    holds: async (body: object, { served }, call) => {
      expect(body).toEqual({ ratings: 1 });
      expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 409, body: { title: 'sheet.handed_in_already' } });
    },
    forbidden: others,
  },
  'POST /rating-sheets/{sheetId}/withdraw': {
    may: onSheet('/withdraw'),
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'GET', call.path.replace('/withdraw', ''))).toMatchObject({ status: 404 }),
    forbidden: others,
  },
  'GET /position-profiles': {
    may: async (world) => {
      await framework(world);
      return { by: world.coordinator, path: '/position-profiles' };
    },
    status: 200,
    holds: (body: { profiles: object[] }) => expect(body.profiles.length).toBeGreaterThan(11),
    bad: { call: (call) => ({ ...call, path: '/position-profiles?framework=x' }), errors: [{ field: 'framework', code: 'text.wrong_form' }] },
    forbidden: here,
    missing: null,
  },
  'POST /position-profiles': {
    may: async (world) => ({ by: world.coordinator, path: '/position-profiles', body: await profileBody(world) }),
    status: 201,
    holds: async (body: { id: string }, { served }) => expect((await listProfilesFor(served.system())).find(({ id }) => id === body.id)).toMatchObject({ asked: 1, left: 0 }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), title: {} } }), errors: [{ field: 'title', code: 'language.required' }] },
    forbidden: async (world) => [...(await here(world)), world.inspector],
    missing: null,
  },
  'GET /position-profiles/{profileId}': {
    may: onProfile(''),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ retired: false, levels: [{ asked: { least: 2, preferred: 3 }, inherited: false }] }),
  },
  'PUT /position-profiles/{profileId}': {
    may: onProfile('', { version: 1, title: { ru: 'Иначе' }, levels: {} }),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path)).body).toMatchObject({ version: 2, levels: [] }),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /position-profiles/{profileId}/retire': {
    may: onProfile('/retire'),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/retire', ''))).body).toMatchObject({ retired: true }),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /position-profiles/{profileId}/revive': {
    may: onProfile('/revive', undefined, (world, id) => setProfileInUse(world.served.system(), id, false)),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/revive', ''))).body).toMatchObject({ retired: false }),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
};
