import jpeg from 'jpeg-js';
import { expect } from 'vitest';
import { getOrganisation, readPhoto, savePhoto, showPerson, updatePhotosShown } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';

const picture = (): Buffer => jpeg.encode({ width: 60, height: 40, data: Buffer.alloc(60 * 40 * 4, 90) }, 80).data;

/** Somebody with a photo, in a network that shows them. */
const withPhoto = (body?: object) => async (world: World): Promise<Call> => {
  const { personId } = await staff(world);
  const system = world.served.system();
  await inTransaction(system, (tx) => updatePhotosShown(tx, true));
  await savePhoto(system, personId, picture());
  return { by: world.coordinator, path: `/people/${personId}/photo`, ...(body ? { body } : {}) };
};

/** A change for many that the coordinator has made. */
async function changed(world: World): Promise<Call> {
  const { personId } = await staff(world);
  const made = await world.served.call(world.coordinator, 'POST', '/people/bulk', { people: [personId], change: { act: 'language', language: 'ru' } });
  return { by: world.coordinator, path: `/bulk-changes/${(made.body as { change: string }).change}` };
}
const filterName = () => `Старшие ${String((filters += 1))}`;
/** A filter of the coordinator's own. */
const ownFilter = (path: (id: string) => string, body?: (world: World) => object) => async (world: World): Promise<Call> => {
  const made = await world.served.call(world.coordinator, 'POST', '/saved-filters', { list: 'people', name: filterName(), query: '?age=from_55' });
  return { by: world.coordinator, path: path((made.body as { id: string }).id), ...(body ? { body: body(world) } : {}) };
};
/** A filter that a methodist shares with everybody of a library, and the head of it. */
const sharedFilter = (path: (id: string) => string) => async (world: World): Promise<Call> => {
  const { organisationId } = await staff(world);
  const at = { scopeKind: 'organisation', scopeId: organisationId } as const;
  const [owner, head] = [await world.served.account('Сәуле Ахметова', { role: 'methodist', ...at }), await world.served.account('Head', { role: 'head', ...at })];
  const made = await world.served.call(owner, 'POST', '/saved-filters', { list: 'people', name: filterName(), query: '?age=from_55' });
  const { id } = made.body as { id: string };
  await world.served.call(owner, 'PUT', `/saved-filters/${id}/audience`, { with: organisationId });
  return { by: head, path: path(id) };
};
let filters = 0;
const here = async (world: World) => world.strangers.filter((caller) => caller.at === '/ru');
const personIn = (call: Call): string => call.path.split('/')[2] ?? '';

/** What is done with a whole list, and photos. */
export const listCases: Record<string, Case> = {
  'POST /people/bulk': {
    may: async (world) => {
      const [first, second] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: '/people/bulk', body: { people: [first.personId, second.personId], change: { act: 'end_posts', lastDay: '2026-05-10', leavingReason: 'reorganisation' } } };
    },
    status: 200,
    holds: async (body: object, world, call) => {
      expect(body).toEqual({ changed: 2, change: expect.any(String) as string, people: [] });
      const { people } = call.body as { people: string[] };
      for (const id of people) expect((await showPerson(world.served.system(), id)).posts).toMatchObject([{ toDate: '2026-05-10', leavingReason: 'reorganisation' }]);
      const check = await world.served.call(call.by, 'POST', '/people/bulk', { ...(call.body as object), check: true });
      expect(check.body).toMatchObject({ changed: 0, people: people.map((id) => ({ id, reason: 'no_open_post', records: [] })) });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), change: { act: 'end_posts' } } }), errors: [{ field: 'change.lastDay', code: 'field.required' }] },
    forbidden: neighbours,
    missing: null,
  },
  'POST /organisations/bulk': {
    may: async (world) => {
      const [first, second] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: '/organisations/bulk', body: { organisations: [first.organisationId, second.organisationId], change: { act: 'close', closedOn: '2026-05-10', reason: 'Слияние' } } };
    },
    status: 200,
    holds: async (body: object, world, call) => {
      expect(body).toEqual({ changed: 2, change: expect.any(String) as string, organisations: [] });
      const { organisations } = call.body as { organisations: string[] };
      for (const id of organisations) expect((await getOrganisation(world.served.system(), id)).closed_on).toBe('2026-05-10');
      const check = await world.served.call(call.by, 'POST', '/organisations/bulk', { ...(call.body as object), check: true });
      expect(check.body).toMatchObject({ changed: 0, organisations: organisations.map((id) => ({ id, reason: 'closed', records: [] })) });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), change: { act: 'move', parentId: (call.body as { organisations: string[] }).organisations[0], movedOn: '2027-01-01' } } }), errors: [{ field: 'movedOn', code: 'date.in_future' }] },
    forbidden: neighbours,
    missing: null,
  },
  'GET /bulk-changes': {
    may: async (world) => ({ ...(await changed(world)), path: '/bulk-changes' }),
    status: 200,
    holds: (body: { changes: object[] }) => expect(body.changes[0]).toMatchObject({ subject: 'person', act: 'language', count: 1, undoneAt: null, kept: null }),
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /bulk-changes/{changeId}': {
    may: changed,
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ change: { act: 'language', count: 1 }, hidden: 0, lines: [{ name: 'Қасымова Әйгүл', kept: [], records: [{ changes: [{ field: 'preferredLocale', before: 'kk', after: 'ru' }] }] }] }),
    forbidden: neighbours,
  },
  'POST /bulk-changes/{changeId}/undo': {
    may: async (world) => {
      const call = await changed(world);
      return { ...call, path: `${call.path}/undo` };
    },
    status: 200,
    holds: async (body: object, world, call) => {
      expect(body).toEqual({ undone: 1, kept: 0 });
      expect((await world.served.call(call.by, 'POST', call.path)).status).toBe(409);
    },
    forbidden: neighbours,
  },
  'GET /saved-filters': {
    may: sharedFilter(() => '/saved-filters?list=people'),
    status: 200,
    holds: (body: { shared: object[] }) => expect(body.shared).toContainEqual({ id: expect.any(String) as string, name: expect.any(String) as string, query: '?age=from_55', owner: 'Сәуле Ахметова' }),
    bad: { call: (call) => ({ ...call, path: '/saved-filters?list=rooms' }), errors: [{ field: 'list', code: 'choice.missing' }] },
    forbidden: here,
    missing: null,
  },
  'POST /saved-filters': {
    may: async (world) => ({ by: world.coordinator, path: '/saved-filters', body: { list: 'people', name: 'Ушедшие', query: 'state=left' } }),
    status: 201,
    holds: async (body: { id: string }, world, call) => {
      const kept = await world.served.call(call.by, 'GET', '/saved-filters?list=people');
      expect((kept.body as { own: object[] }).own).toContainEqual({ id: body.id, name: 'Ушедшие', query: '?state=left', with: 'private' });
    },
    bad: { call: (call) => ({ ...call, body: { list: 'people', name: '', query: '' } }), errors: [{ field: 'name', code: 'field.required' }] },
    forbidden: here,
    missing: null,
  },
  'PUT /saved-filters/{filterId}/audience': {
    may: ownFilter((id) => `/saved-filters/${id}/audience`, (world) => ({ with: world.served.organisationId })),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { with: 'everybody' } }), errors: [{ field: 'with', code: 'choice.missing' }] },
    forbidden: neighbours,
  },
  'POST /saved-filters/{filterId}/copy': {
    may: sharedFilter((id) => `/saved-filters/${id}/copy`),
    status: 201,
    holds: async (body: { id: string }, world, call) => {
      const kept = await world.served.call(call.by, 'GET', '/saved-filters?list=people');
      expect((kept.body as { own: object[] }).own).toContainEqual({ id: body.id, name: expect.any(String) as string, query: '?age=from_55', with: 'private' });
    },
    forbidden: neighbours,
  },
  'DELETE /saved-filters/{filterId}': {
    may: ownFilter((id) => `/saved-filters/${id}`),
    status: 204,
    holds: async (_: never, world, call) => expect((await world.served.call(call.by, 'DELETE', call.path)).status).toBe(404),
    forbidden: neighbours,
  },
  'GET /people/{personId}/photo': {
    may: withPhoto(),
    status: 200,
    forbidden: neighbours,
  },
  'PUT /people/{personId}/photo': {
    may: withPhoto({ image: picture().toString('base64') }),
    status: 204,
    holds: async (_: never, world, call) => expect((await readPhoto(world.served.system(), personIn(call))).bytes.length).toBeGreaterThan(100),
    bad: { call: (call) => ({ ...call, body: { image: Buffer.from('no picture').toString('base64') } }), errors: [{ field: 'photo', code: 'photo.not_a_picture' }] },
    forbidden: neighbours,
  },
  'DELETE /people/{personId}/photo': {
    may: withPhoto(),
    status: 204,
    holds: async (_: never, world, call) => expect((await showPerson(world.served.system(), personIn(call))).photo).toBeNull(),
    forbidden: neighbours,
  },
};
