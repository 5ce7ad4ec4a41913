import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fire, type Shot } from '../tests/running/http.ts';

/** A small load generator on node:http: kept connections, as many requests at once as there are clients, bounded in count and in time. */
export interface Load {
  address: string;
  clients: number;
  /** At most so many requests … */
  count: number;
  /** … and none begun after so many seconds. */
  seconds: number;
  /** Milliseconds that each client reads before it asks again; default none. They do not count as waiting. */
  pause?: number;
  /** The request with this number. */
  make(index: number): Shot;
  /** Which answers are right; default 200. A wrong one ends the measurement: figures of error pages are none. */
  expect?: readonly number[];
}

export interface Outcome {
  requests: number;
  seconds: number;
  /** Milliseconds of each request, ascending. */
  latencies: number[];
  /** Bodies as they came over the wire, without headers. */
  bytes: number;
  statuses: Map<number, number>;
}

export async function runLoad(load: Load): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  const wanted = new Set(load.expect ?? [200]);
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  let bytes = 0;
  let next = 0;
  const begun = performance.now();
  const client = async (_: unknown, index: number) => {
    // Who reads did not come at the same moment as everybody else.
    if (load.pause) await sleep((load.pause * index) / load.clients);
    while (next < load.count && performance.now() - begun < load.seconds * 1000) {
      const shot = load.make(next++);
      const sent = performance.now();
      const answer = await fire(agent, load.address, shot);
      latencies.push(performance.now() - sent);
      bytes += answer.body.length;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (!wanted.has(answer.status)) throw new Error(`${shot.method ?? 'GET'} ${shot.path} answered ${answer.status}: no figure can be taken from that`);
      if (load.pause) await sleep(load.pause);
    }
  };
  try {
    await Promise.all(Array.from({ length: load.clients }, client));
  } finally {
    agent.destroy();
  }
  return { requests: latencies.length, seconds: (performance.now() - begun) / 1000, latencies: latencies.sort((a, b) => a - b), bytes, statuses };
}
