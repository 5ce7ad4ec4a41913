import { Agent } from 'node:http';
import { canSeeProcesses, cpuOf, sumOf } from '../../tests/running/processes.ts';
import { fire, type Shot } from '../../tests/running/http.ts';
import { withInstallation } from '../../tests/running/network.ts';
import type { Product } from '../../tests/running/product.ts';
import type { Bench, Case } from '../bench.ts';
import { figure, percentile, type Figure } from '../figures.ts';
import { readyToSend } from '../newcomers.ts';

const CLIENTS = [1, 8, 32];
/** All newcomers press at the same moment; a browser of each would keep one connection. */
const AT_ONCE = 256;

interface Sent {
  cpuMs: number;
  seconds: number;
  latencies: number[];
}

/** Sends every shot, `clients` at a time; each must lead on to the page of a registration. */
async function sendAll(product: Product, shots: readonly Shot[], clients: number): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const cpu = () => (canSeeProcesses ? sumOf(cpuOf(product.pid)) : NaN);
  const before = cpu();
  const begun = performance.now();
  let next = 0;
  const client = async () => {
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const sent = performance.now();
      const { status, headers } = await fire(agent, product.address, shot);
      latencies.push(performance.now() - sent);
      if (status !== 303 || !/\/registrations\/[\w-]+\/done/.test(String(headers.location))) throw new Error(`a registration was answered with ${status} and led to ${String(headers.location)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, cpuMs: ((cpu() - before) * 1000) / shots.length, latencies: latencies.sort((a, b) => a - b) };
}

/** Rows of the event by state, and the places its counter says are taken. */
async function countedStates(dataDir: string, eventId: string): Promise<{ confirmed: number; waiting: number; taken: number }> {
  return withInstallation(dataDir, async ({ platform }) => {
    const { rows } = await platform.pool.query<{ confirmed: number; waiting: number; taken: number }>(
      `select count(*) filter (where state = 'confirmed')::int as confirmed, count(*) filter (where state = 'waiting')::int as waiting,
        (select taken from seminars.seat_count where event_id = $1) as taken
      from seminars.registration where event_id = $1`,
      [eventId],
    );
    return rows[0] ?? { confirmed: 0, waiting: 0, taken: 0 };
  });
}

export const registration: Case = {
  name: 'registration',
  title: 'Registration: the last button of the form (row, seat, mail with calendar, audit, event in one transaction), and a race for places',
  async run(bench: Bench) {
    const { dataDir, network } = await bench.network();
    const { product } = await bench.serve(dataDir);
    const figures: Figure[] = [];
    const perRound = bench.quick ? 4 : 64;
    const rounds = new Map<number, Sent[]>(CLIENTS.map((clients) => [clients, []]));
    await sendAll(product, await readyToSend(product.address, network.largeEventId, perRound, 'warm'), 8);
    for (let round = 0; round < (bench.quick ? 1 : 5); round++) {
      for (const clients of CLIENTS) {
        const shots = await readyToSend(product.address, network.largeEventId, perRound, `round${round}with${clients}x`);
        rounds.get(clients)?.push(await sendAll(product, shots, clients));
      }
    }
    for (const [clients, sent] of rounds) {
      const at = `register, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
      if (canSeeProcesses) figures.push(figure(`${at}: CPU`, 'ms', sent.map(({ cpuMs }) => cpuMs)));
      figures.push(figure(`${at}: p50`, 'ms', sent.map(({ latencies }) => percentile(latencies, 0.5))));
      figures.push(figure(`${at}: p99`, 'ms', sent.map(({ latencies }) => percentile(latencies, 0.99))));
    }

    const people = network.racePlaces * 4;
    bench.say(`${people} newcomers fill in their forms …`);
    const shots = await readyToSend(product.address, network.raceEventId, people, 'race');
    const race = await sendAll(product, shots, Math.min(AT_ONCE, people));
    await product.stop();
    const counted = await countedStates(dataDir, network.raceEventId);
    if (counted.confirmed !== network.racePlaces || counted.taken !== network.racePlaces || counted.waiting !== people - network.racePlaces) {
      throw new Error(`${people} newcomers for ${network.racePlaces} places: ${JSON.stringify(counted)}`);
    }
    const name = `${people} newcomers for ${network.racePlaces} places`;
    figures.push(figure(`${name}: all answered`, 's', [race.seconds], { note: `${Math.round(people / race.seconds)} a second; exactly ${counted.confirmed} places given, ${counted.waiting} wait` }));
    figures.push(figure(`${name}: p50`, 'ms', [percentile(race.latencies, 0.5)], { note: `${Math.min(AT_ONCE, people)} at the same moment` }));
    figures.push(figure(`${name}: p99`, 'ms', [percentile(race.latencies, 0.99)]));
    return figures;
  },
};
