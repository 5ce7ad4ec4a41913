import { Agent, request, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkCookieName } from '#routes/registration-link.ts';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import type { Product } from '../../tests/running/product.ts';
import { canSeeProcesses, cpuOf, memoryOf, sumOf } from '../../tests/running/processes.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { prepareCrowd, type Crowd } from '../../tests/running/crowd.ts';
import { figure, percentile, type Figure } from '../figures.ts';
import { fire } from '../../tests/running/http.ts';

/** One account may open four streams, one source twenty: as many watchers and sources as that asks for. */
const STREAMS_AN_ACCOUNT = 4;
const STREAMS_A_SOURCE = 20;

interface Beats {
  sent: number;
  latencies: number[];
  /** How far the generator itself was behind: above a few hundred ms the figures are about it. */
  lagMs: number;
  pages: number[];
  cpuShare: number;
}

/** Every participant beats once within `seconds`, spread evenly; beside it a visitor reads a page five times a second. */
async function beatAll(product: Product, crowd: Crowd, pagePath: string, seconds: number): Promise<Beats> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const reader = new Agent({ keepAlive: true, maxSockets: 4 });
  const latencies: number[] = [];
  const pages: number[] = [];
  let lagMs = 0;
  let sent = 0;
  const cpu = () => (canSeeProcesses ? sumOf(cpuOf(product.pid)) : NaN);
  const before = cpu();
  const begun = performance.now();
  const until = async (at: number) => {
    const wait = at - (performance.now() - begun);
    if (wait > 1) await sleep(wait);
    lagMs = Math.max(lagMs, performance.now() - begun - at);
  };
  const beats = async () => {
    const step = (seconds * 1000) / crowd.people.length;
    const under: Promise<void>[] = [];
    for (const [index, { registrationId, token }] of crowd.people.entries()) {
      await until(index * step);
      const began = performance.now();
      const cookie = `${linkCookieName(registrationId)}=${token}; sheberlik_device=device${String(index).padStart(16, '0')}`;
      under.push(
        fire(agent, product.address, {
          method: 'POST',
          path: `/ru/rooms/${crowd.roomId}/beat?as=${registrationId}`,
          headers: { cookie, origin: product.address, 'x-forwarded-for': sourceOf(index), accept: '*/*' },
        }).then(({ status }) => {
          if (status !== 200) throw new Error(`a heartbeat was answered with ${status}`);
          sent++;
          latencies.push(performance.now() - began);
        }),
      );
    }
    await Promise.all(under);
  };
  const reading = async () => {
    for (let at = 0; at < seconds * 1000; at += 200) {
      const wait = at - (performance.now() - begun);
      if (wait > 0) await sleep(wait);
      const began = performance.now();
      const { status } = await fire(reader, product.address, { path: pagePath });
      if (status !== 200) throw new Error(`the page was answered with ${status}`);
      pages.push(performance.now() - began);
    }
  };
  try {
    await Promise.all([beats(), reading()]);
  } finally {
    agent.destroy();
    reader.destroy();
  }
  const passed = (performance.now() - begun) / 1000;
  return { sent, latencies: latencies.sort((a, b) => a - b), pages: pages.sort((a, b) => a - b), lagMs, cpuShare: ((cpu() - before) / passed) * 100 };
}

function sourceOf(index: number): string {
  const n = index + 1;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

interface Streams {
  open: number;
  /** When a reader heard a message, of all readers and messages. */
  arrivals: number[];
  close(): void;
}

/** Opens `count` live streams of the desk and notes when each hears each message. */
async function openStreams(product: Product, crowd: Crowd, count: number): Promise<Streams> {
  const { hostname, port } = new URL(product.address);
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const requests: ClientRequest[] = [];
  const arrivals: number[] = [];
  let open = 0;
  for (let at = 0; at < count; at += 100) {
    const opening = Array.from({ length: Math.min(100, count - at) }, (_, offset) => {
      const index = at + offset;
      const watcher = crowd.watchers[Math.floor(index / STREAMS_AN_ACCOUNT)] ?? '';
      return new Promise<void>((resolve, reject) => {
        const req = request({
          agent,
          hostname,
          port,
          path: `/live/desk/${crowd.roomId}`,
          headers: { cookie: `${SESSION_COOKIE}=${encodeURIComponent(watcher)}`, 'x-forwarded-for': sourceOf(Math.floor(index / STREAMS_A_SOURCE)) },
        });
        requests.push(req);
        req.once('error', reject);
        req.once('response', (res) => {
          if (res.statusCode !== 200) {
            reject(new Error(`a live stream was answered with ${res.statusCode}`));
            return;
          }
          let heard = -1;
          res.on('data', (chunk: Buffer) => {
            const now = performance.now();
            for (let from = chunk.indexOf('data:'); from >= 0; from = chunk.indexOf('data:', from + 5)) {
              heard++;
              // The first is the state at opening; what follows is published to all.
              if (heard === 0) {
                open++;
                resolve();
              } else arrivals.push(now);
            }
          });
          res.on('error', () => undefined);
        });
        req.end();
      });
    });
    await Promise.all(opening);
  }
  return {
    open,
    arrivals,
    close: () => {
      for (const req of requests) {
        req.on('error', () => undefined);
        req.destroy();
      }
      agent.destroy();
    },
  };
}

/** Arrivals in order of time, cut where half a period is silent: each piece is one message on its way to all. */
function spreads(arrivals: readonly number[]): { p50: number; p99: number; readers: number }[] {
  const pieces: number[][] = [];
  for (const at of [...arrivals].sort((a, b) => a - b)) {
    const piece = pieces.at(-1);
    if (piece && at - (piece.at(-1) ?? 0) < 1500) piece.push(at);
    else pieces.push([at]);
  }
  return pieces.map((piece) => {
    const since = piece.map((at) => at - (piece[0] ?? 0));
    return { p50: percentile(since, 0.5), p99: percentile(since, 0.99), readers: piece.length };
  });
}

export const presence: Case = {
  name: 'presence',
  title: 'Presence: heartbeats of all participants within 30 s, live streams of the desk, and pages beside them',
  async run(bench: Bench) {
    const size = bench.quick ? 50 : 5000;
    const seconds = bench.quick ? 2 : 30;
    const { dataDir, network } = await bench.network();
    bench.say(`preparing ${size} participants …`);
    const crowd = await prepareCrowd(dataDir, size, Math.ceil(size / STREAMS_AN_ACCOUNT));
    const { product } = await bench.serve(dataDir);
    const page = `/ru/seminars/${network.largeEventId}/programme`;
    const figures: Figure[] = [];
    const tell = (name: string, rounds: Beats[], budget?: number) => {
      figures.push(figure(`${name}: page p95`, 'ms', rounds.map((round) => percentile(round.pages, 0.95)), budget === undefined ? {} : { budget }));
      if (rounds[0]?.sent === 0) return;
      figures.push(figure(`${name}: heartbeat p50`, 'ms', rounds.map((round) => percentile(round.latencies, 0.5)), { note: `${rounds[0]?.sent} in ${seconds} s` }));
      figures.push(figure(`${name}: heartbeat p99`, 'ms', rounds.map((round) => percentile(round.latencies, 0.99)), { note: `generator behind by ${Math.round(Math.max(...rounds.map(({ lagMs }) => lagMs)))} ms at most` }));
      figures.push(figure(`${name}: CPU`, '% of a core', rounds.map(({ cpuShare }) => cpuShare)));
    };
    const rounds = bench.quick ? 1 : 3;
    const alone: Beats[] = [];
    const beating: Beats[] = [];
    bench.say('first beats …');
    await beatAll(product, crowd, page, seconds);
    for (let round = 0; round < rounds; round++) {
      alone.push(await beatAll(product, { ...crowd, people: [] }, page, Math.min(seconds, 10)));
      beating.push(await beatAll(product, crowd, page, seconds));
    }
    tell('nobody else', alone);
    tell(`${size} people beat`, beating, BUDGETS.pageP95UnderHeartbeatsMs);

    bench.say(`opening ${size} live streams …`);
    const before = canSeeProcesses ? memoryOf(product.pid) : new Map<string, number>();
    const streams = await openStreams(product, crowd, size);
    await sleep(bench.quick ? 6_000 : 30_000);
    if (canSeeProcesses) {
      const after = memoryOf(product.pid);
      figures.push(figure(`${streams.open} live streams add`, 'MB', [sumOf(after) - sumOf(before)], { budget: BUDGETS.liveMemoryMb, note: `web ${Math.round((after.get('web') ?? 0) - (before.get('web') ?? 0))}` }));
    }
    const whole = spreads(streams.arrivals).filter(({ readers }) => readers >= size * 0.98);
    if (whole.length === 0) throw new Error('no message reached all readers');
    figures.push(figure('a message to all of them: p50 after the first', 'ms', whole.map(({ p50 }) => p50)));
    figures.push(figure('a message to all of them: p99 after the first', 'ms', whole.map(({ p99 }) => p99), { budget: BUDGETS.broadcastP99Ms }));
    tell(`${size} people beat, ${size} streams`, [await beatAll(product, crowd, page, seconds)]);
    streams.close();
    return figures;
  },
};
