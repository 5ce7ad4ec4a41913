import { Agent } from 'node:http';
import { METRICS_TOKEN } from './bench.ts';
import { medianOf } from './figures.ts';
import { fire, type Shot } from '../tests/running/http.ts';

/**
 * How many statements a request sends. The counter of the whole process is read before and after single requests; background work (the
 * outbox is polled three times a second) falls into some of them, so the most frequent difference is the answer.
 */
export async function statementsOf(address: string, shot: Shot, tries = 15): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const read = async () => {
      const { body } = await fire(agent, address, { path: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}`, 'accept-encoding': 'identity' } });
      return Number(/^sheberlik_database_queries (\d+)$/m.exec(body.toString())?.[1] ?? NaN);
    };
    const differences = async (between: () => Promise<unknown>) => {
      const all: number[] = [];
      for (let i = 0; i < tries; i++) {
        const before = await read();
        await between();
        all.push((await read()) - before);
      }
      return mostFrequent(all);
    };
    await fire(agent, address, shot);
    // Reading the counter costs statements too.
    const own = await differences(async () => undefined);
    return (await differences(() => fire(agent, address, shot))) - own;
  } finally {
    agent.destroy();
  }
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const best = Math.max(...counts.values());
  return medianOf([...counts].flatMap(([value, count]) => (count === best ? [value] : [])));
}
