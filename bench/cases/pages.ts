import { Agent } from 'node:http';
import type { Product } from '../../tests/running/product.ts';
import { canSeeProcesses, cpuOf, sumOf } from '../../tests/running/processes.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, medianOf, percentile, type Figure } from '../figures.ts';
import { startFloor, type Floor } from '../floor.ts';
import { runLoad } from '../load.ts';
import { fire } from '../../tests/running/http.ts';
import type { BenchNetwork } from '../network.ts';
import { statementsOf } from '../statements.ts';

const CLIENTS = [1, 8, 32];

interface MeasuredPage {
  name: string;
  path: string;
  /** Milliseconds of processor time. */
  budget?: number;
}

function pagesOf(network: BenchNetwork): MeasuredPage[] {
  const event = `/ru/seminars/${network.largeEventId}`;
  return [
    { name: 'announcement', path: event },
    { name: 'programme, 60 talks', path: `${event}/programme`, budget: BUDGETS.programmeCpuMs },
    { name: 'registration form', path: `${event}/register` },
  ];
}

interface Round {
  cpuMs: number;
  p50: number;
  p99: number;
  perSecond: number;
}

type Target = 'product' | 'floor' | 'bare';

/** One burst of requests at one of the three: processor time in all processes for each request, and what the clients saw. */
async function burst(running: { product: Product; floor: Floor }, target: Target, path: string, clients: number, quick: boolean): Promise<Round> {
  const { product, floor } = running;
  const cpu = () => (canSeeProcesses ? sumOf(cpuOf(product.pid)) + sumOf(cpuOf(floor.pid)) : NaN);
  const before = cpu();
  const { latencies, requests, seconds } = await runLoad({
    address: target === 'product' ? product.address : floor.address,
    clients,
    count: quick ? 5 * clients : 100 + 25 * clients,
    seconds: 6,
    make: () => ({ path: target === 'bare' ? `/bare${path}` : path }),
  });
  return { cpuMs: ((cpu() - before) * 1000) / requests, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), perSecond: requests / seconds };
}

async function measurePage(bench: Bench, running: { product: Product; floor: Floor }, page: MeasuredPage): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const clients of CLIENTS) {
    const rounds: Record<Target, Round[]> = { product: [], floor: [], bare: [] };
    // Interleaved: what else the machine does hits all three alike.
    for (let round = 0; round < (bench.quick ? 1 : 5); round++) {
      for (const target of ['product', 'floor', 'bare'] as const) rounds[target].push(await burst(running, target, page.path, clients, bench.quick));
    }
    const of = (target: Target, what: keyof Round) => rounds[target].map((round) => round[what]);
    const at = `${page.name}, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
    if (canSeeProcesses) {
      figures.push(
        figure(`${at}: CPU`, 'ms', of('product', 'cpuMs'), {
          ...(page.budget === undefined ? {} : { budget: page.budget }),
          floors: of('floor', 'cpuMs'),
          note: `floor without database ${medianOf(of('bare', 'cpuMs')).toFixed(2)} ms`,
        }),
      );
    }
    figures.push(figure(`${at}: p50`, 'ms', of('product', 'p50'), { floors: of('floor', 'p50') }));
    figures.push(figure(`${at}: p99`, 'ms', of('product', 'p99'), { floors: of('floor', 'p99'), note: `${Math.round(medianOf(of('product', 'perSecond')))} a second` }));
  }
  return figures;
}

export const pages: Case = {
  name: 'pages',
  title: 'Pages: processor time of all processes for each request, and what clients wait. Floor: the same bytes through the same wrapper after as many "select 1".',
  async run(bench) {
    const { product, network } = await bench.startNetwork();
    const agent = new Agent({ keepAlive: true });
    const wanted = [];
    for (const page of pagesOf(network)) {
      const answer = await fire(agent, product.address, { path: page.path, headers: { 'accept-encoding': 'identity' } });
      if (answer.status !== 200) throw new Error(`${page.path} answers ${answer.status}`);
      wanted.push({ ...page, answer, queries: await statementsOf(product.address, { path: page.path }) });
    }
    agent.destroy();
    const floor = await startFloor(product, wanted);
    const running = { product, floor };
    const figures: Figure[] = [];
    try {
      // Times stand still only after the compiler of JavaScript has seen each page some hundred times.
      for (const { path } of wanted) {
        for (const target of ['product', 'floor', 'bare'] as const) await burst(running, target, path, 8, bench.quick);
      }
      for (const page of wanted) {
        figures.push(figure(`${page.name}: queries`, '', [page.queries], { budget: BUDGETS.queriesAPage }));
        figures.push(...(await measurePage(bench, running, page)));
      }
    } finally {
      await floor.close();
    }
    return figures;
  },
};
