import { expect } from 'vitest';
import { addPicture, addTemplate, archiveTemplate, changeTemplate, getTemplateFor, readPicture } from '#server/modules/credentials/index.ts';
import { paperPicture, templateChange, templateInput } from '#server/modules/credentials/templates.factory.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const others = async (world: World): Promise<Caller[]> => [...world.strangers, world.inspector];
const othersHere = async (world: World): Promise<Caller[]> => (await others(world)).filter(({ at }) => at === '/ru');

const looks = {
  name: 'Шаблон области',
  layout: 'bilingual',
  pair: { first: 'kk', second: 'ru' },
  colour: 'leaf',
  ornament: true,
  signatories: [{ post: { kk: 'Директор', ru: 'Директор' }, name: { ru: 'Ж. Б. Ахметова' } }],
  closing: { ru: 'Благодарим за труд' },
  show: ['hours', 'minutes'],
};
const body = (world: World) => ({ organisationId: world.served.organisationId, ...looks });
const PALE = { field: 'ownColour', code: 'template.colour_pale' };
const pale = (call: Call): Call => ({ ...call, body: { ...(call.body as object), colour: 'own', ownColour: '#ffffdd' } });

const template = (path: (id: string) => string, sent?: (world: World) => unknown, prepare?: (world: World, id: string) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const id = await addTemplate(world.served.system(), templateInput(world.served.organisationId));
  await prepare?.(world, id);
  return { by: world.coordinator, path: path(id), ...(sent ? { body: sent(world) } : {}) };
};
const picture = (path: (id: string) => string) => async (world: World): Promise<Call> => {
  const id = await addPicture(world.served.system(), { organisationId: world.served.organisationId, kind: 'seal', name: 'Печать' }, paperPicture());
  return { by: world.coordinator, path: path(id) };
};
const stored = (world: World, call: Call) => getTemplateFor(world.served.system(), call.path.split('/')[2] ?? '');

/** How certificates look. */
export const templateCases: Record<string, Case> = {
  'GET /templates': {
    may: template(() => '/templates?q=Областной'),
    status: 200,
    holds: (found: { templates: object[] }) => expect(found.templates[0]).toMatchObject({ name: 'Областной шаблон', layout: 'landscape', number: 1, kinds: [], archivedAt: null }),
    forbidden: othersHere,
    missing: null,
  },
  'POST /templates': {
    may: async (world) => ({ by: world.coordinator, path: '/templates', body: body(world) }),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect(await getTemplateFor(world.served.system(), id)).toMatchObject({ name: 'Шаблон области', settings: { layout: 'bilingual', pair: ['kk', 'ru'], show: ['hours', 'minutes'] } }),
    bad: { call: pale, errors: [PALE] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /templates/{templateId}': {
    may: template((id) => `/templates/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ name: 'Областной шаблон', version: 1, may: { edit: true }, versions: [{ number: 1, changed: [], issued: 0 }], settings: { colour: 'leaf', pair: null } }),
    forbidden: others,
  },
  'PUT /templates/{templateId}': {
    may: template((id) => `/templates/${id}`, () => ({ ...looks, version: 1 })),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call)).toMatchObject({ name: 'Шаблон области', number: 2, layout: 'bilingual' }),
    bad: { call: pale, errors: [PALE] },
    forbidden: others,
  },
  'GET /templates/{templateId}/preview': {
    may: template((id) => `/templates/${id}/preview?language=hy&sample=long&number=1`),
    status: 200,
    forbidden: others,
  },
  'POST /templates/preview': {
    may: async (world) => ({ by: world.coordinator, path: '/templates/preview', body: { template: body(world), sample: { language: 'kk' } } }),
    status: 200,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), sample: { language: 'de' } } }), errors: [{ field: 'sample.language', code: 'choice.missing' }] },
    forbidden: othersHere,
    missing: null,
  },
  'POST /templates/{templateId}/restore': {
    may: template((id) => `/templates/${id}/restore`, () => ({ number: 1 }), (world, id) => changeTemplate(world.served.system(), id, templateChange(1, { colour: 'sky' }))),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call)).toMatchObject({ number: 3, settings: { colour: 'leaf' } }),
    bad: { call: (call) => ({ ...call, body: { number: 0 } }), errors: [{ field: 'number', code: 'number.too_small', params: { min: 1 } }] },
    forbidden: others,
  },
  'POST /templates/{templateId}/archive': {
    may: template((id) => `/templates/${id}/archive`),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).archivedAt).not.toBeNull(),
    forbidden: others,
  },
  'POST /templates/{templateId}/revive': {
    may: template((id) => `/templates/${id}/revive`, undefined, (world, id) => archiveTemplate(world.served.system(), id)),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call)).archivedAt).toBeNull(),
    forbidden: others,
  },
  'GET /template-pictures': {
    may: picture(() => '/template-pictures'),
    status: 200,
    holds: (found: { pictures: object[] }) => expect(found.pictures[0]).toMatchObject({ name: 'Печать', kind: 'seal', inUse: false, width: 60, height: 30 }),
    forbidden: othersHere,
    missing: null,
  },
  'POST /template-pictures': {
    may: async (world) => ({ by: world.coordinator, path: '/template-pictures', body: { organisationId: world.served.organisationId, kind: 'logo', name: 'Логотип', file: Buffer.from(paperPicture()).toString('base64') } }),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect((await readPicture(world.served.system(), id)).bytes.length).toBeGreaterThan(50),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), file: Buffer.from('no picture').toString('base64') } }), errors: [{ field: 'file', code: 'photo.not_a_picture' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /template-pictures/{pictureId}': {
    may: picture((id) => `/template-pictures/${id}`),
    status: 200,
    forbidden: others,
  },
  'DELETE /template-pictures/{pictureId}': {
    may: picture((id) => `/template-pictures/${id}`),
    status: 204,
    holds: async (_: never, world, call) => expect(await readPicture(world.served.system(), call.path.split('/')[2] ?? '').catch((error: { code: string }) => error.code)).toBe('page.not_found'),
    forbidden: others,
  },
  'GET /register/{issueId}/archive-copy': {
    may: async (world) => ({ by: world.inspector, path: `/register/${(await world.certificate()).id}/archive-copy` }),
    status: 200,
  },
};
