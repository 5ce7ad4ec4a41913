import { expect } from 'vitest';
import type { Case } from './api-cases.ts';
import { by, neighbours, staff } from './api-cases-people.ts';
import type { World } from './api-world.ts';
import { visitor } from './served.ts';

/** A card of a new person, as it was printed. */
async function printed(world: World): Promise<{ name: string; cardCode: string }> {
  const { personId } = await staff(world);
  const answer = await world.served.call(world.coordinator, 'POST', '/sign-in-cards', { people: [personId] });
  const [card] = (answer.body as { cards: { signInName: string; code: string }[] }).cards;
  return { name: card?.signInName ?? '', cardCode: card?.code ?? '' };
}

export const cardCases: Record<string, Case> = {
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
