import { expect } from 'vitest';
import { listFrameworksFor } from '#server/modules/competencies/index.ts';
import { newId } from '#server/platform/ids.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';

const BOUNDARY = 'ends-here';
/** Forms are taken from pages of the installation itself alone: a program says that it means it. */
const headersOf = ({ served }: World) => ({ 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, origin: served.address });
const form = (name: string, text: string, field = 'files') => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n${text}\r\n--${BOUNDARY}--\r\n`;
const GOOD = 'code,parent,kind,title:ru,level:2:ru\nA,,area,Чтение\nA1,A,competency,Читает вслух,Читает без подготовки';
const WRONG = 'code,parent,kind,title:ru\nA,,skill,Чтение';
const upload = (world: World, text = GOOD): Call => ({ by: world.coordinator, path: '/frameworks/imports', body: form('framework.csv', text), headers: headersOf(world) });
async function brought(world: World, text = GOOD): Promise<string> {
  const { by, path, body, headers } = upload(world, text);
  return ((await world.served.call(by, 'POST', path, body, headers)).body as { id: string }).id;
}
const long = `code,kind,title:ru\n${Array.from({ length: 2_001 }, (_, index) => `C${index},competency,Пункт ${index}`).join('\n')}`;
const wish = (world: World) => ({ organisationId: world.served.organisationId, key: `brought-${newId().slice(-8)}`, scaleOf: 'house' });
const hers = async (world: World) => [...world.strangers, world.inspector];

/** Frameworks as files. */
export const frameworkFileCases: Record<string, Case> = {
  'POST /frameworks/imports': {
    may: async (world) => upload(world),
    status: 201,
    holds: async (answer: { id: string }, { served }, call) => expect((await served.call(call.by, 'GET', `/frameworks/imports/${answer.id}`)).body).toMatchObject({ state: 'read', origin: 'table', counts: { areas: 1, competencies: 1, descriptors: 1 }, needsScale: true }),
    bad: { call: (call) => ({ ...call, body: form('x', 'x', 'other') }), errors: [{ field: 'files', code: 'field.required' }] },
    forbidden: async (world) => [...world.strangers.filter((caller) => caller.at === '/ru'), world.inspector],
    missing: null,
  },
  'GET /frameworks/imports/{fileId}': {
    may: async (world) => ({ by: world.coordinator, path: `/frameworks/imports/${await brought(world, WRONG)}` }),
    status: 200,
    holds: (answer: object) => expect(answer).toMatchObject({ state: 'refused', problemCount: 1, problems: [{ code: 'framework.kind_unknown', row: 2, params: { column: 'C', value: 'skill' } }], versionId: null }),
    forbidden: hers,
  },
  'POST /frameworks/imports/{fileId}/store': {
    may: async (world) => ({ by: world.coordinator, path: `/frameworks/imports/${await brought(world)}/store`, body: wish(world) }),
    status: 200,
    holds: async (answer: { versionId: string }, { served }, call) => expect((await served.call(call.by, 'GET', `/frameworks/${answer.versionId}/export?format=csv`)).text).toContain('Читает без подготовки'),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), key: 'Не имя' } }), errors: [{ field: 'key', code: 'framework.key_malformed' }] },
    forbidden: hers,
  },
  'POST /frameworks/imports/{fileId}/stop': {
    may: async (world) => {
      const id = await brought(world, long);
      await world.served.call(world.coordinator, 'POST', `/frameworks/imports/${id}/store`, wish(world));
      return { by: world.coordinator, path: `/frameworks/imports/${id}/stop` };
    },
    status: 204,
    forbidden: hers,
  },
  'GET /frameworks/{versionId}/export': {
    may: async (world) => ({ by: world.coordinator, path: `/frameworks/${(await listFrameworksFor(world.served.system()))[0]?.versions[0]?.id}/export` }),
    status: 200,
    holds: (answer: object) => expect(answer).toMatchObject({ CFDocument: { caseVersion: '1.1', language: 'ru' } }),
  },
};
