import { expect } from 'vitest';
import { showPerson } from '#server/modules/people/index.ts';
import { neighbours, staff } from './api-cases-people.ts';
import type { Case } from './api-cases.ts';

/** What is done with a whole list. */
export const listCases: Record<string, Case> = {
  'POST /people/bulk': {
    may: async (world) => {
      const [first, second] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: '/people/bulk', body: { people: [first.personId, second.personId], change: { act: 'end_posts', lastDay: '2026-05-10', leavingReason: 'reorganisation' } } };
    },
    status: 200,
    holds: async (body: object, world, call) => {
      expect(body).toEqual({ changed: 2, people: [] });
      const { people } = call.body as { people: string[] };
      for (const id of people) expect((await showPerson(world.served.system(), id)).posts).toMatchObject([{ toDate: '2026-05-10', leavingReason: 'reorganisation' }]);
      const check = await world.served.call(call.by, 'POST', '/people/bulk', { ...(call.body as object), check: true });
      expect(check.body).toMatchObject({ changed: 0, people: people.map((id) => ({ id, reason: 'no_open_post', records: [] })) });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), change: { act: 'end_posts' } } }), errors: [{ field: 'change.lastDay', code: 'field.required' }] },
    forbidden: neighbours,
    missing: null,
  },
};
