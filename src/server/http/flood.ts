import { sourceOf } from '#server/platform/rate-limit.ts';

/**
 * A ceiling for one source, far above what a reading room of three hundred people behind one address needs, and far below what a
 * runaway script can do. Counted in memory for each process; the finer limits (passwords, codes, check pages) are counted in the database.
 */
const WINDOW_MS = 60_000;
const MOST_READS = 6000;
const MOST_WRITES = 1500;
const MOST_SOURCES = 50_000;

interface Count {
  reads: number;
  writes: number;
}

export interface FloodGate {
  /** Seconds to wait, or 0 when the request may pass. */
  check(source: string, isWrite: boolean, now: number): number;
}

export function createFloodGate(): FloodGate {
  let windowStart = 0;
  let counts = new Map<string, Count>();
  return {
    check(source, isWrite, now) {
      if (now - windowStart >= WINDOW_MS || counts.size > MOST_SOURCES) {
        windowStart = now;
        counts = new Map();
      }
      const key = sourceOf(source);
      const count = counts.get(key) ?? { reads: 0, writes: 0 };
      counts.set(key, count);
      if (isWrite) count.writes++;
      else count.reads++;
      const over = count.reads > MOST_READS || count.writes > MOST_WRITES;
      return over ? Math.max(1, Math.ceil((windowStart + WINDOW_MS - now) / 1000)) : 0;
    },
  };
}

/** This machine itself is not limited: behind a proxy that is not declared as trusted everybody would seem to be it. */
export function isLoopback(source: string): boolean {
  return source === '::1' || source.startsWith('127.') || source.startsWith('::ffff:127.');
}
