import { expect } from 'vitest';
import type { Call, Case } from './api-cases.ts';
import { by, herself, idIn, neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';
import { visitor } from './served.ts';

/** A card of a new person, as it was printed. */
async function printed(world: World): Promise<{ name: string; cardCode: string }> {
  const { personId } = await staff(world);
  const answer = await world.served.call(world.coordinator, 'POST', '/sign-in-cards', { people: [personId] });
  const [card] = (answer.body as { cards: { signInName: string; code: string }[] }).cards;
  return { name: card?.signInName ?? '', cardCode: card?.code ?? '' };
}

/** Somebody who can sign in, with a role at her library that was given by the operation. */
const withRole = (body?: unknown) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  await herself(world, at);
  const made = await world.served.call(world.coordinator, 'POST', `/organisations/${at.organisationId}/roles`, { person: at.personId, role: 'head', from: '2099-01-01' });
  return { by: world.coordinator, path: `/organisations/${at.organisationId}/roles/${(made.body as { id: string }).id}`, ...(body ? { body } : {}) };
};
const rolesAt = async (world: World, call: Call) => ((await world.served.call(world.coordinator, 'GET', `/organisations/${idIn(call.path)}/roles`)).body as { roles: object[] }).roles;

const administrator = ({ served }: World) => served.account('an administrator of roles', { role: 'network_admin', scopeKind: 'network', scopeId: null });
/** Somebody of the registry whom an administrator gave a role of the whole network. */
const withNetworkRole = (body?: unknown) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  await herself(world, at);
  const admin = await administrator(world);
  const made = await world.served.call(admin, 'POST', '/roles', { person: at.personId, role: 'inspector', from: '2099-01-01' });
  return { by: admin, path: `/roles/${(made.body as { id: string }).id}`, ...(body ? { body } : {}) };
};
const networkRole = async (world: World, call: Call) => ((await world.served.call(call.by, 'GET', '/roles')).body as { roles: { id: string }[] }).roles.find(({ id }) => id === idIn(call.path));
/** Administrators of other networks have roles of their own there. */
const lessThanAdministrators = async (world: World) => [...world.strangers.filter(({ at }) => at === '/ru'), world.coordinator, world.inspector];

/** Who comes in, and who gives roles where. */
export const accessCases: Record<string, Case> = {
  'GET /organisations/{organisationId}/roles': {
    may: async (world) => {
      const { by: caller, path } = await withRole()(world);
      return { by: caller, path: path.replace(/\/[^/]+$/, '') };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ roles: [{ name: 'Қасымова Әйгүл', role: 'head', from: '2099-01-01', until: null, isPlanned: true, mayChange: true }], mayGive: ['methodist', 'head', 'specialist'] }),
    forbidden: neighbours,
  },
  'POST /organisations/{organisationId}/roles': {
    may: by(({ organisationId }) => `/organisations/${organisationId}/roles`, ({ personId }) => ({ person: personId, role: 'specialist', from: '2099-01-01', until: '2099-02-01' }), (world, at) => herself(world, at)),
    status: 201,
    holds: async (_: never, world, call) => expect(await rolesAt(world, call)).toMatchObject([{ role: 'specialist', until: '2099-02-01' }]),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), until: '2098-01-01' } }), errors: [{ field: 'until', code: 'role.ends_before' }] },
    forbidden: neighbours,
  },
  'PUT /organisations/{organisationId}/roles/{roleId}': {
    may: withRole({ from: '2099-03-01', until: '2099-04-01' }),
    status: 204,
    holds: async (_: never, world, call) => expect(await rolesAt(world, call)).toMatchObject([{ from: '2099-03-01', until: '2099-04-01' }]),
    bad: { call: (call) => ({ ...call, body: { from: '2020-01-01' } }), errors: [{ field: 'from', code: 'role.from_past' }] },
    forbidden: neighbours,
  },
  'DELETE /organisations/{organisationId}/roles/{roleId}': {
    may: withRole(),
    status: 204,
    holds: async (_: never, world, call) => expect(await rolesAt(world, call)).toEqual([]),
    forbidden: neighbours,
  },
  'GET /roles': {
    may: async (world) => ({ by: (await withNetworkRole()(world)).by, path: '/roles' }),
    status: 200,
    holds: async (body: { roles: object[] }, { served }, call) => {
      expect(body).toMatchObject({ mayGive: ['network_admin', 'coordinator', 'methodist', 'inspector'] });
      expect(body.roles).toContainEqual(expect.objectContaining({ name: 'Қасымова Әйгүл', role: 'inspector', from: '2099-01-01', until: null, isPlanned: true, mayChange: true }));
      const { accountId } = (await served.call(call.by, 'GET', '/me')).body as { accountId: string };
      expect(body.roles).toContainEqual(expect.objectContaining({ accountId, role: 'network_admin', mayChange: false }));
    },
    forbidden: lessThanAdministrators,
    missing: null,
  },
  'POST /roles': {
    may: async (world) => {
      const at = await staff(world);
      await herself(world, at);
      return { by: await administrator(world), path: '/roles', body: { person: at.personId, role: 'methodist', from: '2099-01-01', until: '2099-02-01' } };
    },
    status: 201,
    holds: async ({ id }: { id: string }, world, call) => {
      expect(await networkRole(world, { ...call, path: `/roles/${id}` })).toMatchObject({ role: 'methodist', from: '2099-01-01', until: '2099-02-01' });
      const { served } = world;
      const refused = async (change: object) => ((await served.call(call.by, 'POST', '/roles', { role: 'inspector', from: '2099-01-01', ...change })).body as { errors?: { field: string }[] }).errors?.map(({ field }) => field);
      const me = async (caller: Call['by']) => ((await served.call(caller, 'GET', '/me')).body as { accountId: string }).accountId;
      // Nobody gives herself one, and an account that holds nothing here is not there.
      expect(await refused({ account: await me(call.by) })).toEqual(['account']);
      expect(await refused({ account: await me(await served.account('somebody without a role')) })).toEqual(['account']);
      expect(await refused({ account: await me(world.inspector), role: 'methodist', from: '2020-01-01' })).toEqual(['from']);
      expect((await served.call(call.by, 'POST', '/roles', { account: await me(world.coordinator), role: 'inspector', from: '2099-01-01' })).status).toBe(201);
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), person: undefined } }), errors: [{ field: 'person', code: 'choice.missing' }] },
    forbidden: lessThanAdministrators,
    missing: null,
  },
  'PUT /roles/{roleId}': {
    may: withNetworkRole({ from: '2099-03-01', until: '2099-04-01' }),
    status: 204,
    holds: async (_: never, world, call) => {
      expect(await networkRole(world, call)).toMatchObject({ from: '2099-03-01', until: '2099-04-01' });
      // A role at an organisation is not one of the network.
      const placed = await withRole()(world);
      expect((await world.served.call(call.by, 'PUT', `/roles/${placed.path.split('/').at(-1) ?? ''}`, call.body)).status).toBe(404);
    },
    bad: { call: (call) => ({ ...call, body: { from: '2020-01-01' } }), errors: [{ field: 'from', code: 'role.from_past' }] },
    forbidden: async (world) => [...world.strangers, world.coordinator, world.inspector],
  },
  'DELETE /roles/{roleId}': {
    may: withNetworkRole(),
    status: 204,
    holds: async (_: never, world, call) => expect(await networkRole(world, call)).toBeUndefined(),
    forbidden: async (world) => [...world.strangers, world.coordinator, world.inspector],
  },
  'POST /sign-in-cards': {
    may: by(() => '/sign-in-cards', ({ personId }) => ({ people: [personId] })),
    status: 201,
    holds: (body: object) => expect(body).toMatchObject({ cards: [{ name: 'Қасымова Әйгүл', code: expect.stringMatching(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/) as string }] }),
    bad: { call: (call) => ({ ...call, body: { people: [] } }), errors: [{ field: 'people', code: 'card.nobody' }] },
    forbidden: neighbours,
    missing: null,
  },
  'POST /sign-in-cards/paper': {
    may: async (world) => {
      const { personId } = await staff(world);
      const made = await world.served.call(world.coordinator, 'POST', '/sign-in-cards', { people: [personId] });
      return { by: world.coordinator, path: '/sign-in-cards/paper', body: { paper: (made.body as { paper: string }).paper } };
    },
    status: 200,
    bad: { call: (call) => ({ ...call, body: {} }), errors: [{ field: 'paper', code: 'field.required' }] },
    forbidden: async () => [visitor],
    missing: null,
  },
  'POST /sign-in/card': {
    may: async (world) => ({ by: visitor, path: '/sign-in/card', body: { ...(await printed(world)), password: 'a long password' } }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), cardCode: 'AAAAA-AAAAA' } }), errors: [{ field: '', code: 'card.wrong' }] },
    forbidden: 'nobody',
    missing: null,
  },
};
