import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The server process of this cluster when one is alive: a number in `postmaster.pid` alone proves nothing after a crash or a reboot. */
export async function findPostmaster(
  clusterDir: string,
): Promise<{ pid: number; port: string; socketDir: string } | undefined> {
  const lines = (await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await isServerOf(clusterDir, pid))) return undefined;
  return { pid, port: (lines[3] ?? '').trim(), socketDir: (lines[4] ?? '').trim() };
}

/** Ends a server we did not start: fast first, at once when it does not go. */
export async function endPostmaster(clusterDir: string, pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!(await isServerOf(clusterDir, pid))) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < seconds * 1000; waited += 25) {
      if (!(await isServerOf(clusterDir, pid))) return;
      await sleep(25);
    }
  }
  throw new Error(`The database process ${pid} in ${clusterDir} does not end.`);
}

/** A postmaster works inside its data folder, so its working folder tells whose it is. */
async function isServerOf(clusterDir: string, pid: number): Promise<boolean> {
  try {
    const folder = await realpath(clusterDir);
    if (process.platform === 'linux') {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      return /postgres\0/.test(command) && (await readlink(`/proc/${pid}/cwd`)) === folder;
    }
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres') && stdout.includes(folder);
  } catch {
    return false;
  }
}

/**
 * Waits until no process works in the cluster any more: neither the server nor one of its backends, nor the shell that watched them.
 * A backend that outlives its server may still finish a commit and write it into the log. Taking `postmaster.pid` away while one lives would
 * take away PostgreSQL's own guard against two servers on one cluster, and the second one's acknowledged rows with it.
 */
export async function waitUntilDeserted(clusterDir: string): Promise<void> {
  const folder = await realpath(clusterDir).catch(() => null);
  if (folder === null) return;
  for (let waited = 0; waited < 30_000; waited += 25) {
    const left = await processesIn(folder);
    if (left.length === 0) return;
    if (waited === 12_000) left.forEach((pid) => endNow(pid));
    await sleep(25);
  }
  throw new Error(`Processes of the database in ${clusterDir} do not end.`);
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself meanwhile.
  }
}

async function processesIn(folder: string): Promise<number[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const here = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).then((cwd) => cwd === folder, () => false)));
    return pids.filter((_, index) => here[index]).map(Number);
  }
  const { stdout } = await run('ps', ['-axo', 'pid=,command=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes('postgres') && line.includes(folder))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}
