import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What Linux tells of processes. Elsewhere there is no /proc: callers ask `canSeeProcesses` first and say so. */
export const canSeeProcesses = process.platform === 'linux';

/** Clock ticks a second in /proc; 100 on every Linux that Node supports. */
const TICKS = 100;

export interface Process {
  pid: number;
  parent: number;
  /** Tells a process from a later one with the same number. */
  startedAt: string;
  name: string;
  /** Seconds of processor time, its own and of children that ended and were waited for. */
  cpuSeconds: number;
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has given back everything and only waits to be counted.
    if (fields[0] === 'Z') return null;
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { pid, parent: Number(fields[1]), startedAt: fields[19] ?? '', name: describe(pid), cpuSeconds: ticks / TICKS };
  } catch {
    return null;
  }
}

function describe(pid: number): string {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  if (/renderer-child/.test(command)) return 'pdf';
  if (/postgres/.test(command)) return /^\/bin\/sh/.test(command) ? 'watchdog' : 'postgres';
  if (/src\/main\.ts/.test(command)) return 'web';
  return command.split(' ').slice(0, 2).join(' ');
}

function all(): Process[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
}

/** A process and all that descend from it: web process, watchdog, postmaster and its backends, PDF child. */
export function treeOf(pid: number): Process[] {
  const every = all();
  const tree: Process[] = every.filter((one) => one.pid === pid);
  for (let i = 0; i < tree.length; i++) tree.push(...every.filter((one) => one.parent === tree[i]?.pid));
  return tree;
}

/** Those of `processes` that still live, as the same processes. */
export function survivorsOf(processes: readonly Process[]): Process[] {
  return processes.filter((one) => read(one.pid)?.startedAt === one.startedAt);
}

/** Every living process that works inside this folder or was started with its path: what an orphan of an installation looks like. */
export function processesIn(folder: string): Process[] {
  return all().filter(({ pid }) => {
    try {
      const inside = readlinkSync(`/proc/${pid}/cwd`);
      return inside === folder || inside.startsWith(`${folder}/`) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

/** Processor seconds of a whole tree so far, by name of the process. */
export function cpuOf(pid: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, cpuSeconds } of treeOf(pid)) sums.set(name, (sums.get(name) ?? 0) + cpuSeconds);
  return sums;
}

/** Proportional set size in MB by name: pages that processes share are counted once over all of them. */
export function memoryOf(pid: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const one of treeOf(pid)) {
    try {
      const rollup = readFileSync(`/proc/${one.pid}/smaps_rollup`, 'utf8');
      const kilobytes = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
      sums.set(one.name, (sums.get(one.name) ?? 0) + kilobytes / 1024);
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return sums;
}

export function sumOf(parts: ReadonlyMap<string, number>): number {
  return [...parts.values()].reduce((sum, part) => sum + part, 0);
}
