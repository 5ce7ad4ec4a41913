import { expect } from 'vitest';
import { showPerson } from '#server/modules/people/index.ts';
import { asHerself, by, herself, idIn, neighbours, type Staff } from './api-cases-people.ts';
import type { Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const asked = async (world: World, at: Staff, self?: Caller) => world.served.call(self ?? (await herself(world, at)), 'POST', `/people/${at.personId}/erasure/ask`);

/** What is held about people, and taking it out. */
export const privacyCases: Record<string, Case> = {
  'GET /people/{personId}/erasure': {
    may: by(({ personId }) => `/people/${personId}/erasure`),
    status: 200,
    holds: (body: { lines: object[] }) => expect(body.lines).toEqual(expect.arrayContaining([{ what: 'privacy.erase.posts', count: 1, stays: 'privacy.stays.statistics' }])),
    forbidden: neighbours,
  },
  'POST /people/{personId}/erasure': {
    may: by(({ personId }) => `/people/${personId}/erasure`, () => ({ sure: 'yes' })),
    status: 202,
    holds: async (body: { jobId: string }, { served }) => {
      const { rows } = await served.platform.pool.query('select kind from platform.job where id = $1', [body.jobId]);
      expect(rows).toEqual([{ kind: 'people.erase_person' }]);
    },
    bad: { call: (call) => ({ ...call, body: {} }), errors: [{ field: 'sure', code: 'erasure.not_sure' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/erasure/decline': {
    may: by(({ personId }) => `/people/${personId}/erasure/decline`, () => ({ reason: 'Договор действует' }), asked),
    status: 204,
    bad: { call: (call) => ({ ...call, body: {} }), errors: [{ field: 'reason', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/erasure/ask': {
    may: asHerself(({ personId }) => `/people/${personId}/erasure/ask`),
    status: 204,
    holds: async (_: never, { served }, call) => expect((await showPerson(served.system(), idIn(call.path))).isAnonymised).toBe(false),
    forbidden: neighbours,
  },
  'POST /people/{personId}/erasure/withdraw': {
    may: asHerself(({ personId }) => `/people/${personId}/erasure/withdraw`, undefined, asked),
    status: 204,
    forbidden: neighbours,
  },
};
