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
  'POST /sign-in-cards': {
    may: by(() => '/sign-in-cards', ({ personId }) => ({ people: [personId] })),
    status: 201,
    holds: (body: object) => expect(body).toMatchObject({ cards: [{ name: 'Қасымова Әйгүл', code: expect.stringMatching(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/) as string }] }),
    bad: { call: (call) => ({ ...call, body: { people: [] } }), errors: [{ field: 'people', code: 'card.nobody' }] },
    forbidden: neighbours,
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
