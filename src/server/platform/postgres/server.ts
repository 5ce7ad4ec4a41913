import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { spawnAs, type RunAccount } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { clusterArgument, postgresEnv } from './cluster.ts';
import { endPostmaster, findPostmaster, waitUntilDeserted } from './postmaster.ts';

/**
 * The server must not survive us. A shell holds a pipe from this process; when the pipe ends, because we asked or because we were killed,
 * it stops the server: fast, then at once. It runs in a session of its own, so that a signal to our process group does not reach it.
 */
const WATCHDOG = `exec 3<&0 </dev/null
"$@" 3<&- & server=$!
{ read -r _ <&3; kill -INT $server; for _ in 1 2 3 4 5 6 7; do sleep 1; done; kill -QUIT $server; sleep 2; kill -KILL $server; } >/dev/null 2>&1 &
wait $server; status=$?
trap '' TERM; kill -TERM 0
exit $status`;

export interface ServerOptions {
  clusterDir: string;
  socketDir: string;
  account: RunAccount;
  binaries: PostgresBinaries;
  settings: Record<string, string>;
  log: (line: string) => void;
}

/** Runs the server until `stop`: started again with growing pauses whenever it ends by itself. `ready` waits for the first connection. */
export function keepRunning(options: ServerOptions): { ready(url: string): Promise<void>; stop(): Promise<void> } {
  let stopping = false;
  let isReady = false;
  let failures = 0;
  let current: { child: ChildProcess; startedAt: number };
  let gone: Promise<void> = Promise.resolve();
  let said: string[] = [];

  const startOnce = (): void => {
    said = [];
    const child = spawnServer(options, (line) => {
      said = [...said.slice(-9), line];
      options.log(line);
    });
    current = { child, startedAt: Date.now() };
    gone = new Promise((done) => child.once('exit', () => done()).once('error', () => done()));
    void gone.then(async () => {
      if (stopping) return;
      failures = Date.now() - current.startedAt > 60_000 ? 1 : failures + 1;
      if (!isReady && failures > 20) return;
      if (isReady) options.log(`the database ended unexpectedly (${failures}), starting it again`);
      await sleep(Math.min(250 * failures, 5_000));
      await endOrphan(options.clusterDir, options.socketDir, options.log).catch((error: unknown) =>
        options.log(String(error)),
      );
      if (!stopping) startOnce();
    });
  };
  startOnce();

  return {
    async ready(url) {
      for (;;) {
        const answer = await tryConnect(url);
        if (answer === 'ready') break;
        if (answer === 'refused')
          throw new Error(
            'The database does not accept its own password. Delete postgres.password to have a new one made.',
          );
        // Backends of a killed server may need a moment to notice and let go of its shared memory.
        const fatal = failures > 0 && !said.some((line) => /pre-existing shared memory block|lock file "/.test(line));
        if (fatal || failures > 20)
          throw new Error(`The database in ${options.clusterDir} does not start: ${said.join(' | ')}`);
        await sleep(25);
      }
      isReady = true;
      failures = 0;
    },
    async stop() {
      stopping = true;
      current.child.stdin?.destroy();
      await gone;
    },
  };
}

function spawnServer(options: ServerOptions, log: (line: string) => void): ChildProcess {
  const { clusterDir, socketDir, account, binaries, settings } = options;
  const args = ['-D', clusterArgument(account, clusterDir), '-k', socketDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = spawn(
    '/bin/sh',
    ['-c', WATCHDOG, 'sheberlik-postgres', join(binaries.home, 'bin', 'postgres'), ...args],
    {
      cwd: clusterDir,
      env: postgresEnv,
      detached: true,
      ...spawnAs(account),
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  child.stdin.on('error', () => undefined);
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(log);
  });
  return child;
}

async function tryConnect(url: string): Promise<'ready' | 'not yet' | 'refused'> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'refused' : 'not yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Clears what a dead starter left: its server, when that still runs, and the lock files. */
export async function endOrphan(clusterDir: string, socketDir: string, log: (line: string) => void): Promise<void> {
  const orphan = await findPostmaster(clusterDir);
  // We hold the lock of the folder, so whoever started this server is gone.
  if (orphan) {
    log(`stopping the database process ${orphan.pid} left behind in ${clusterDir}`);
    await endPostmaster(clusterDir, orphan.pid);
  }
  await waitUntilDeserted(clusterDir);
  // What remains names a dead process, or a living stranger with its number, at which PostgreSQL would refuse to start.
  await rm(join(clusterDir, 'postmaster.pid'), { force: true });
  const locks = (await readdir(socketDir)).filter((name) => /^\.s\.PGSQL\.\d+\.lock$/.test(name));
  for (const lock of locks) await rm(join(socketDir, lock), { force: true });
}
