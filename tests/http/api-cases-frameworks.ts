import { expect } from 'vitest';
import { randomToken } from '#server/platform/ids.ts';
import { addAssociation, addFramework, addItem, beginDraft, getItemDetail, getVersionDetail, listFrameworksFor, NewAssociation, NewFramework, NewItem, publishVersion, retireItem } from '#server/modules/competencies/index.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const others = async (world: World): Promise<Caller[]> => [...world.strangers, world.inspector];
const strangersHere = async (world: World): Promise<Caller[]> => world.strangers.filter(({ at }) => at === '/ru');
const othersHere = async (world: World): Promise<Caller[]> => (await others(world)).filter(({ at }) => at === '/ru');

const key = () => `own-${randomToken().replace(/[^a-z0-9]/gi, '').toLowerCase().slice(0, 12)}`;
const newFramework = (world: World) => ({ organisationId: world.served.organisationId, key: key(), title: { ru: 'Своя рамка' }, languages: ['ru', 'kk'] });
const levels = { '-': Object.fromEntries([0, 1, 2, 3, 4].map((step) => [String(step), { ru: `Ступень ${step}` }])) };
const system = (world: World) => world.served.system();
const detail = (world: World, id: string) => getVersionDetail(system(world), id);
const revisionOf = async (world: World, id: string) => (await detail(world, id)).version.revision;

/** A draft with one area and two competencies; the first is tied to the second. */
async function draft(world: World) {
  const id = await addFramework(system(world), NewFramework.parse(newFramework(world)));
  const add = async (change: object) => addItem(system(world), id, NewItem.parse({ revision: await revisionOf(world, id), title: { ru: 'Пункт', kk: 'Тармақ' }, ...change }));
  const area = await add({ kind: 'area', code: 'A' });
  const [one, two] = [await add({ kind: 'competency', code: 'A1', parentId: area, levels }), await add({ kind: 'competency', code: 'A2', parentId: area, levels })];
  const competencyId = (await detail(world, id)).items.find((item) => item.id === two)?.competencyId ?? '';
  await addAssociation(system(world), id, one, NewAssociation.parse({ revision: await revisionOf(world, id), kind: 'near', competencyId }));
  return { id, area, one, two, competencyId, revision: await revisionOf(world, id) };
}
type Draft = Awaited<ReturnType<typeof draft>>;

const of = (path: (made: Draft) => string | Promise<string>, sent?: (made: Draft) => unknown, prepare?: (world: World, made: Draft) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const made = await draft(world);
  await prepare?.(world, made);
  const now = { ...made, revision: await revisionOf(world, made.id) };
  return { by: world.coordinator, path: await path(now), ...(sent ? { body: sent(now) } : {}) };
};
const idOf = (call: Call) => call.path.split('/')[2] ?? '';
const itemOf = (call: Call) => call.path.split('/')[4] ?? '';
const stored = (world: World, call: Call) => detail(world, idOf(call));
const code = (text: string) => ({ code: text, title: { ru: `Часть ${text}`, kk: `Бөлік ${text}` } });
const without = (field: string) => (call: Call): Call => ({ ...call, body: Object.fromEntries(Object.entries(call.body as object).filter(([name]) => name !== field)) });
const NO_REVISION = { call: without('revision'), errors: [{ field: 'revision', code: 'number.invalid' }] };
const publish = (world: World, { id }: Draft) => publishVersion(system(world), id);

/** Frameworks of competencies: versions, trees, texts. */
export const frameworkCases: Record<string, Case> = {
  'GET /frameworks': {
    may: async (world) => {
      await listFrameworksFor(system(world));
      return { by: world.inspector, path: '/frameworks' };
    },
    status: 200,
    holds: ({ versions }: { versions: object[] }) => expect(versions).toEqual(expect.arrayContaining([expect.objectContaining({ key: 'library-specialist', state: 'published', number: 1, isOpen: true })])),
    forbidden: strangersHere,
    missing: null,
  },
  'POST /frameworks': {
    may: async (world) => ({ by: world.coordinator, path: '/frameworks', body: newFramework(world) }),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect((await detail(world, id)).version).toMatchObject({ state: 'draft', number: 1, title: { ru: { text: 'Своя рамка' } }, languages: ['ru', 'kk'] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), key: 'Не так' } }), errors: [{ field: 'key', code: 'framework.key_malformed' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /frameworks/{versionId}': {
    may: of(({ id }) => `/frameworks/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ state: 'draft', languages: ['ru', 'kk'], scale: [{ step: 0 }, { step: 1 }, { step: 2 }, { step: 3 }, { step: 4 }], items: [{ code: 'A', kind: 'area' }, { code: 'A1' }, { code: 'A2' }] }),
    forbidden: others,
  },
  'GET /frameworks/{versionId}/problems': {
    may: of(({ id }) => `/frameworks/${id}/problems`),
    status: 200,
    holds: (found: object) => expect(found).toEqual({ problems: [] }),
    forbidden: others,
  },
  'GET /frameworks/{versionId}/changes': {
    may: async (world) => {
      const made = await draft(world);
      await publish(world, made);
      const next = await beginDraft(system(world), made.id);
      const item = (await detail(world, next)).items.find((one) => one.code === 'A2');
      await retireItem(system(world), next, item?.id ?? '', await revisionOf(world, next));
      return { by: world.coordinator, path: `/frameworks/${next}/changes` };
    },
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ against: 1, changes: [{ kind: 'retired', code: 'A2', parts: [] }] }),
    forbidden: others,
  },
  'POST /frameworks/{versionId}/draft': {
    may: of(({ id }) => `/frameworks/${id}/draft`, undefined, publish),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect((await detail(world, id)).version).toMatchObject({ state: 'draft', number: 2 }),
    forbidden: others,
  },
  'POST /frameworks/{versionId}/publish': {
    may: of(({ id }) => `/frameworks/${id}/publish`),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).version.state).toBe('published'),
    forbidden: others,
  },
  'POST /frameworks/{versionId}/retire': {
    may: of(({ id }) => `/frameworks/${id}/retire`, undefined, publish),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).version.state).toBe('retired'),
    forbidden: others,
  },
  'DELETE /frameworks/{versionId}': {
    may: of(({ id }) => `/frameworks/${id}`),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call).catch((error: { code: string }) => error.code)).toBe('page.not_found'),
    forbidden: others,
  },
  'PUT /frameworks/{versionId}/head': {
    may: of(({ id }) => `/frameworks/${id}/head`, ({ revision }) => ({ revision, title: { ru: 'Иначе' }, languages: ['ru'], sources: [{ title: 'Приказ', url: 'https://example.kz/1' }], licence: 'CC BY 4.0' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).version).toMatchObject({ title: { ru: { text: 'Иначе' } }, languages: ['ru'], sources: [{ title: 'Приказ', url: 'https://example.kz/1', licence: null }], licence: 'CC BY 4.0' }),
    bad: { call: without('languages'), errors: [{ field: 'languages', code: 'field.required' }] },
    forbidden: others,
  },
  'PUT /frameworks/{versionId}/scale': {
    may: of(({ id }) => `/frameworks/${id}/scale`, ({ revision }) => ({ revision, steps: [{ step: 0, label: { ru: 'нет' } }, { step: 1, label: { ru: 'есть' } }] })),
    status: 200,
    holds: async (found: object, world, call) => {
      expect(found).toEqual({ isNew: false });
      expect((await stored(world, call)).version.steps.map(({ label }) => label.ru?.text)).toEqual(['нет', 'есть']);
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), steps: [{ step: 1, label: { ru: 'есть' } }, { step: 1, label: { ru: 'ещё' } }] } }), errors: [{ field: 'steps.1.step', code: 'framework.step_doubled' }] },
    forbidden: others,
  },
  'PUT /frameworks/{versionId}/variants': {
    may: of(({ id }) => `/frameworks/${id}/variants`, ({ revision }) => ({ revision, variants: [{ code: '14-17', title: { ru: 'Подростки' } }] })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).version.variants).toEqual([{ code: '14-17', title: { ru: { text: 'Подростки', status: 'original' } } }]),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), variants: [{ code: '?', title: { ru: 'Кто' } }] } }), errors: [{ field: 'variants.0.code', code: 'framework.variant_malformed' }] },
    forbidden: others,
  },
  'PUT /frameworks/{versionId}/open': {
    may: of(({ id }) => `/frameworks/${id}/open`, () => ({ isOpen: true })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).version.isOpen).toBe(true),
    bad: { call: (call) => ({ ...call, body: { isOpen: 'maybe' } }), errors: [{ field: 'isOpen', code: 'choice.missing' }] },
    forbidden: others,
  },
  'GET /frameworks/{versionId}/items/{itemId}': {
    may: of(({ id, one }) => `/frameworks/${id}/items/${one}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ code: 'A1', kind: 'competency', levels: [{ variant: '', step: 0, text: { ru: { text: 'Ступень 0' } } }, {}, {}, {}, {}], associations: [{ kind: 'near', toUri: null }], profiles: 0 }),
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items': {
    may: of(({ id }) => `/frameworks/${id}/items`, ({ revision, area }) => ({ revision, kind: 'competency', code: 'A3', title: { ru: 'Третья' }, parentId: area, levels })),
    status: 201,
    holds: async ({ id }: { id: string }, world, call) => expect((await getItemDetail(system(world), idOf(call), id)).descriptors).toHaveLength(5),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), code: 'A1' } }), errors: [{ field: 'code', code: 'framework.code_doubled' }] },
    forbidden: others,
  },
  'PUT /frameworks/{versionId}/items/{itemId}': {
    may: of(({ id, one }) => `/frameworks/${id}/items/${one}`, ({ revision }) => ({ revision, code: 'A9', title: { ru: 'Иначе', kk: 'Басқаша' }, levels: {} })),
    status: 204,
    holds: async (_: never, world, call) => expect(await getItemDetail(system(world), idOf(call), itemOf(call))).toMatchObject({ item: { code: 'A9', title: { ru: { status: 'original' }, kk: { text: 'Басқаша', status: 'reviewed' } } }, descriptors: [] }),
    bad: NO_REVISION,
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items/{itemId}/move': {
    may: of(({ id, one }) => `/frameworks/${id}/items/${one}/move`, ({ revision, area, two }) => ({ revision, parentId: area, afterId: two })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).items.filter(({ kind }) => kind === 'competency').map((item) => item.code)).toEqual(['A2', 'A1']),
    bad: NO_REVISION,
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items/{itemId}/split': {
    may: of(({ id, one }) => `/frameworks/${id}/items/${one}/split`, ({ revision }) => ({ revision, codes: [code('A1a'), code('A1b')] })),
    status: 200,
    holds: async ({ ids }: { ids: string[] }, world, call) => {
      expect(ids).toHaveLength(2);
      expect((await stored(world, call)).items.find((item) => item.code === 'A1')?.retiredAt).not.toBeNull();
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), codes: [code('A1a')] } }), errors: [{ field: 'codes', code: 'framework.split_two' }] },
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items/{itemId}/retire': {
    may: of(({ id, one }) => `/frameworks/${id}/items/${one}/retire`, ({ revision }) => ({ revision })),
    status: 200,
    holds: async (found: object, world, call) => {
      expect(found).toEqual({ gone: true });
      expect((await stored(world, call)).items.map((item) => item.code)).toEqual(['A', 'A2']);
    },
    bad: NO_REVISION,
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items/{itemId}/revive': {
    may: async (world) => {
      const made = await draft(world);
      await publish(world, made);
      const next = await beginDraft(system(world), made.id);
      const item = (await detail(world, next)).items.find((one) => one.code === 'A2')?.id ?? '';
      await retireItem(system(world), next, item, await revisionOf(world, next));
      return { by: world.coordinator, path: `/frameworks/${next}/items/${item}/revive`, body: { revision: await revisionOf(world, next) } };
    },
    status: 204,
    holds: async (_: never, world, call) => expect((await getItemDetail(system(world), idOf(call), itemOf(call))).item.retiredAt).toBeNull(),
    bad: NO_REVISION,
    forbidden: others,
  },
  'POST /frameworks/{versionId}/merge': {
    may: of(({ id }) => `/frameworks/${id}/merge`, ({ revision, one, two }) => ({ revision, into: one, parts: [two] })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).items.find((item) => item.code === 'A2')?.retiredAt).not.toBeNull(),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), parts: [(call.body as { into: string }).into] } }), errors: [{ field: 'parts', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /frameworks/{versionId}/items/{itemId}/associations': {
    may: of(({ id, two }) => `/frameworks/${id}/items/${two}/associations`, ({ revision }) => ({ revision, kind: 'exact', uri: 'https://example.org/c/1', title: 'Outside' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await getItemDetail(system(world), idOf(call), itemOf(call))).associations.map(({ kind, toUri }) => [kind, toUri])).toEqual([['exact', 'https://example.org/c/1'], ['near', null]]),
    bad: { call: without('uri'), errors: [{ field: 'competencyId', code: 'choice.missing' }] },
    forbidden: others,
  },
  'DELETE /frameworks/{versionId}/associations/{associationId}': {
    may: async (world) => {
      const { id, one, revision } = await draft(world);
      const { associations } = await getItemDetail(system(world), id, one);
      return { by: world.coordinator, path: `/frameworks/${id}/associations/${associations[0]?.id}?revision=${revision}` };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, path: call.path.replace(/revision=\d+/, 'revision=0') }), errors: [{ field: 'revision', code: 'number.too_small', params: { min: 1 } }] },
    forbidden: others,
  },
  'GET /frameworks/{versionId}/missing-texts': {
    may: of(({ id }) => `/frameworks/${id}/missing-texts?to=kk`),
    status: 200,
    holds: ({ texts }: { texts: { key: string; part: string; code: string | null }[] }) => {
      expect(texts[0]).toMatchObject({ key: 'head/title', text: 'Своя рамка' });
      expect(texts.filter(({ part }) => part === 'level')).toHaveLength(10);
    },
    bad: { call: (call) => ({ ...call, path: call.path.replace('to=kk', 'to=de') }), errors: [{ field: 'to', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /frameworks/{versionId}/texts': {
    may: of(({ id }) => `/frameworks/${id}/texts`, ({ revision, one }) => ({ revision, to: 'kk', texts: { 'head/title': 'Өз шеңбері', [`level/${one}/1/`]: 'Бірінші саты', [`item/${one}/title`]: 'Бар нәрсе' } })),
    status: 200,
    holds: async (found: object, world, call) => {
      expect(found).toEqual({ written: 2 });
      expect((await stored(world, call)).version.title).toMatchObject({ kk: { text: 'Өз шеңбері', status: 'reviewed' } });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), to: 'de' } }), errors: [{ field: 'to', code: 'choice.missing' }] },
    forbidden: others,
  },
};
