import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findBrowser } from './find-browser.ts';

export interface DemoFile {
  address: string;
  mailbox: string;
  accounts: { role: string; email: string; password: string }[];
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A demo for each worker: files that run beside each other do not see each other's events. */
    demos: DemoFile[];
    chrome: string;
  }
}

/** Browser tests mostly wait, for pages and for mails: two at a time cost little more than one. */
export const WORKERS = 2;

/** The demo of the worker that asks. */
export const ownDemo = (demos: readonly DemoFile[]): DemoFile => {
  const demo = demos[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % demos.length];
  if (!demo) throw new Error('no demo was started');
  return demo;
};

interface Running {
  demo: DemoFile;
  stop(): Promise<void>;
}

async function startDemo(): Promise<Running> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-e2e-'));
  const child = spawn(process.execPath, ['src/main.ts', '--demo', '--port', '0', '--data', dataDir, '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SHEBERLIK_LOG_LEVEL: 'warn' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const file = join(dataDir, 'demo.json');
  // A loaded machine may need ten times as long as an idle one.
  const deadline = Date.now() + 180_000;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGTERM');
      throw new Error(`the demo did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    demo: JSON.parse(await readFile(file, 'utf8')) as DemoFile,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise<void>((resolve) => (child.exitCode === null ? child.once('exit', () => resolve()) : resolve()));
      if (/"level":50/.test(output)) process.stdout.write(`errors in the server's log:\n${output}\n`);
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** Starts demos as a person would get them, each on a free port and a data folder of its own, and ends them again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('chrome', findBrowser());
  const running = await Promise.all(Array.from({ length: WORKERS }, startDemo));
  project.provide('demos', running.map(({ demo }) => demo));
  return async () => {
    await Promise.all(running.map((one) => one.stop()));
  };
}
