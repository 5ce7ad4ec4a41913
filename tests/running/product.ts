import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SERVER_FLAGS } from '../../scripts/server-flags.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface StartOptions {
  /** Data folder of its own. */
  dataDir: string;
  demo?: boolean;
  /** 0, the default: any free port. */
  port?: number;
  /** More of the command line. */
  args?: string[];
  env?: Record<string, string>;
  /** Through `npm run`, as a person types it; otherwise at once under this Node. */
  npm?: boolean;
  /** Another program than the web process itself. */
  program?: string;
  /** How long the start may take. */
  timeoutMs?: number;
}

export interface DemoFile {
  address: string;
  mailbox: string;
  accounts: { role: string; email: string; password: string }[];
}

export interface Product {
  address: string;
  dataDir: string;
  pid: number;
  child: ChildProcess;
  /** From the command to the address on the console. */
  readyMs: number;
  /** What it printed so far, both streams. */
  output(): string;
  /** demo.json of the data folder. */
  demo(): Promise<DemoFile>;
  /** SIGTERM; answers when the process has ended. */
  stop(): Promise<Ended>;
  /** Signals the whole group that was started, and waits for its leader. */
  signalGroup(signal: NodeJS.Signals): Promise<Ended>;
  ended: Promise<Ended>;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  ms: number;
  output: string;
}

const ADDRESS = /Sheberlik (?:demo|is ready): (http:\/\/\S+)/;

/** Runs the product to its end: for starts that must be refused with a sentence. */
export async function runToEnd(options: StartOptions): Promise<Ended> {
  const { ended } = launch(options);
  return ended;
}

/** Starts the product and answers when it has printed its address. Throws what it said instead. */
export async function startProduct(options: StartOptions): Promise<Product> {
  const begun = performance.now();
  const { child, ended, output } = launch(options);
  const deadline = begun + (options.timeoutMs ?? 90_000);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  let address: string | undefined;
  while ((address = ADDRESS.exec(output())?.[1]) === undefined) {
    if (over || performance.now() > deadline) {
      if (!over) signal(child, 'SIGKILL');
      throw new Error(`the product did not start:\n${output()}`);
    }
    await sleep(5);
  }
  const readyMs = performance.now() - begun;
  return {
    address,
    dataDir: options.dataDir,
    pid: child.pid ?? 0,
    child,
    readyMs,
    output,
    ended,
    demo: async () => JSON.parse(await readFile(join(options.dataDir, 'demo.json'), 'utf8')) as DemoFile,
    stop: () => {
      const asked = performance.now();
      child.kill('SIGTERM');
      return ended.then((how) => ({ ...how, ms: performance.now() - asked }));
    },
    signalGroup: (name) => {
      const asked = performance.now();
      signal(child, name);
      return ended.then((how) => ({ ...how, ms: performance.now() - asked }));
    },
  };
}

function launch(options: StartOptions): { child: ChildProcess; ended: Promise<Ended>; output: () => string } {
  const begun = performance.now();
  const args = ['--port', String(options.port ?? 0), '--data', options.dataDir, ...(options.args ?? [])];
  const [command, before] = options.npm
    ? (['npm', ['run', '--silent', options.demo ? 'demo' : 'start', '--']] as const)
    : ([process.execPath, [...SERVER_FLAGS, options.program ?? 'src/main.ts', ...(options.demo ? ['--demo'] : [])]] as const);
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    // A group of its own, so that a test can take it away as a whole, as a terminal or a service manager does.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutTests(process.env), SHEBERLIK_LOG_LEVEL: 'warn', ...options.env },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, name) => resolve({ code, signal: name, ms: performance.now() - begun, output: text }));
  });
  return { child, ended, output: () => text };
}

/** What a test runner leaves in the environment is none of the product's business. */
function withoutTests(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST$|SHEBERLIK_|DATABASE_URL|npm_)/.test(name)));
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
