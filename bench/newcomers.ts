import { Agent } from 'node:http';
import { inventName } from '#server/seed/names.ts';
import { createRandom } from '#server/seed/random.ts';
import type { Shot } from '../tests/running/http.ts';
import { fillIn } from '../tests/running/registering.ts';
import { createVisitor } from '../tests/running/visitor.ts';

/** How many fill in their forms at the same time. */
const HANDS = 16;

/** People who have filled in everything and have only the last button to press: what pressing it sends. */
export async function readyToSend(address: string, eventId: string, count: number, group: string): Promise<Shot[]> {
  const random = createRandom(count);
  const agent = new Agent({ keepAlive: true, maxSockets: HANDS });
  const shots: Shot[] = [];
  let next = 0;
  const hand = async () => {
    while (next < count) {
      const index = next++;
      const visitor = createVisitor(address, { agent, source: sourceOf(index) });
      const country = random.pick(['KZ', 'KZ', 'RU', 'BY', 'KG', 'AM']);
      const form = await fillIn(visitor, eventId, {
        country,
        name: inventName(random, country).full,
        email: `${group}${index}@lib.example`,
        organisation: `Библиотека № ${index % 300}`,
      });
      shots.push(visitor.shotOf(form));
    }
  };
  try {
    await Promise.all(Array.from({ length: HANDS }, hand));
  } finally {
    agent.destroy();
  }
  return shots;
}

/** Each person behind an address of her own: the limits for one source are not what is measured. */
function sourceOf(index: number): string {
  return `10.1.${(index >> 8) & 255}.${index & 255}`;
}
