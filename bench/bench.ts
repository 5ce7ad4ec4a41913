import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct, type Product, type StartOptions } from '../tests/running/product.ts';
import type { Figure } from './figures.ts';
import { prepareNetwork, type BenchNetwork } from './network.ts';

/** Opens /metrics of a product that trusts a proxy, as ours do here: each simulated person has an address of her own. */
export const METRICS_TOKEN = 'bench-metrics-token';

export interface Bench {
  /** A smoke run: the same steps with small numbers; figures say nothing. */
  quick: boolean;
  say(line: string): void;
  /** An empty folder of this run. */
  folder(name: string): Promise<string>;
  /** Starts the product as a person would; it is stopped at the end of the case at the latest. */
  start(options: StartOptions): Promise<Product>;
  /** The demo network with what measurements need (60 talks …), in a copy of its own: a case may do with it what it likes. */
  network(): Promise<{ dataDir: string; network: BenchNetwork }>;
  /** The product on a prepared data folder, behind a proxy it trusts. */
  serve(dataDir: string, options?: Partial<StartOptions>): Promise<{ product: Product }>;
  /** Both: a copy of the network, served. */
  startNetwork(options?: Partial<StartOptions>): Promise<{ product: Product; network: BenchNetwork }>;
}

export interface Case {
  name: string;
  title: string;
  run(bench: Bench): Promise<Figure[]>;
}

export function createBench(options: { quick: boolean; place: string; say(line: string): void }): Bench & { endCase(): Promise<void> } {
  const { quick, place, say } = options;
  const started: Product[] = [];
  let prepared: Promise<BenchNetwork> | null = null;
  let copies = 0;
  const template = join(place, 'network');

  const start = async (wanted: StartOptions) => {
    const product = await startProduct(wanted);
    started.push(product);
    return product;
  };
  const network = async () => {
    if (!prepared) say('preparing the network (60 talks, registrations) …');
    prepared ??= prepareNetwork(template, quick);
    const made = await prepared;
    const dataDir = join(place, `copy-${++copies}`);
    // Keeps the database's owner, who is another user when we are root.
    execFileSync('cp', ['-a', template, dataDir]);
    return { dataDir, network: made };
  };
  const serve = async (dataDir: string, more: Partial<StartOptions> = {}) => {
    const env = { SHEBERLIK_TRUSTED_PROXIES: '1', SHEBERLIK_METRICS_TOKEN: METRICS_TOKEN, ...more.env };
    return { product: await start({ dataDir, ...more, env }) };
  };
  return {
    quick,
    say,
    start,
    network,
    folder: async (name) => {
      const dir = join(place, name);
      if (existsSync(dir)) await rm(dir, { recursive: true, force: true });
      await mkdir(dir, { recursive: true });
      return dir;
    },
    serve,
    startNetwork: async (more) => {
      const copy = await network();
      return { ...(await serve(copy.dataDir, more)), network: copy.network };
    },
    async endCase() {
      for (const product of started.splice(0)) {
        if (product.child.exitCode === null && product.child.signalCode === null) await product.stop();
      }
    },
  };
}
