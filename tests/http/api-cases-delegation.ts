import { expect } from 'vitest';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import { visitor, type Caller } from './served.ts';

const onlyVisitors = async () => [visitor];

interface Colleague {
  caller: Caller;
  email: string;
}

async function colleague({ served }: World, name: string): Promise<Colleague> {
  const caller = await served.account(name, { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
  return { caller, email: ((await served.call(caller, 'GET', '/me')).body as { email: string }).email };
}

/** What is sent to lend one's roles to somebody on the day of the tests. */
async function lending(world: World): Promise<{ giver: Colleague; deputy: Colleague; body: object }> {
  const [giver, deputy] = [await colleague(world, 'who goes on leave'), await colleague(world, 'who stays')];
  const { rows } = await world.served.platform.pool.query<{ id: string }>('select r.id from access.role_assignment r join access.account a on a.id = r.account_id where a.email = $1', [giver.email]);
  return { giver, deputy, body: { email: deputy.email, assignments: rows.map(({ id }) => id), from: '2026-05-18', until: '2026-05-29' } };
}

async function lent(world: World, path: (id: string) => string): Promise<{ giver: Colleague; deputy: Colleague; path: string }> {
  const { giver, deputy, body } = await lending(world);
  const made = await world.served.call(giver.caller, 'POST', '/account/delegations', body);
  return { giver, deputy, path: path((made.body as { id: string }).id) };
}

/** Roles lent for the time of an absence. */
export const delegationCases: Record<string, Case> = {
  'GET /account/delegations': {
    may: async (world) => ({ by: (await lent(world, () => '')).deputy.caller, path: '/account/delegations' }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ delegations: [{ side: 'taken', name: 'who goes on leave', roles: ['coordinator'], state: 'running' }] }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/delegations': {
    may: async (world) => {
      const { giver, body } = await lending(world);
      return { by: giver.caller, path: '/account/delegations', body };
    },
    status: 201,
    bad: { call: (call: Call) => ({ ...call, body: { ...(call.body as object), email: 'nobody@example.kz' } }), errors: [{ field: 'email', code: 'delegation.nobody' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'DELETE /account/delegations/{delegationId}': {
    may: async (world) => {
      const { giver, path } = await lent(world, (id) => `/account/delegations/${id}`);
      return { by: giver.caller, path };
    },
    status: 204,
  },
  'POST /account/delegations/{delegationId}/act': {
    may: async (world) => {
      const { deputy, path } = await lent(world, (id) => `/account/delegations/${id}/act`);
      return { by: deputy.caller, path };
    },
    status: 204,
  },
  'POST /account/act-for-oneself': {
    may: async (world) => {
      const { deputy, path } = await lent(world, (id) => `/account/delegations/${id}/act`);
      await world.served.call(deputy.caller, 'POST', path);
      return { by: deputy.caller, path: '/account/act-for-oneself' };
    },
    status: 204,
    forbidden: onlyVisitors,
    missing: null,
  },
};
