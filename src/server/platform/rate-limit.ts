import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { tooMany } from './errors.ts';

export interface Limit {
  /** What is counted, e.g. `sign_in`. */
  name: string;
  max: number;
  windowSeconds: number;
}

/**
 * What limits take for one source. Of version 6 every subscriber is given a net of 2⁶⁴ addresses at least: who could take another one for
 * each try would never be counted twice.
 */
export function sourceOf(address: string): string {
  const [bare = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(bare)) return address;
  const [head = [], tail] = bare.split('::').map((part) => part.split(':').filter(Boolean));
  const groups = [...head, ...Array<string>(tail === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)).fill('0'), ...(tail ?? [])];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** A subject is a source, or ends with one behind a `|`. */
function keyOf(limit: Limit, subject: string): string {
  const at = subject.lastIndexOf('|') + 1;
  return `${limit.name}:${subject.slice(0, at)}${sourceOf(subject.slice(at))}`;
}

/**
 * Counts one try of `subject` and throws `request.too_many` past the limit. Kept in the database (an unlogged table),
 * so that several web processes count together. Fixed windows: at worst twice the limit at a border.
 */
export async function countTry(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<void> {
  const windowMs = limit.windowSeconds * 1000;
  const start = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const key = keyOf(limit, subject);
  const { rows } = await sql<{ count: number }>`
    insert into platform.rate_window as w (key, window_start, count) values (${key}, ${start}, 1)
    on conflict (key) do update set
      count = case when w.window_start = excluded.window_start then w.count + 1 else 1 end,
      window_start = excluded.window_start
    returning count`.execute(db);
  if ((rows[0]?.count ?? 1) > limit.max) {
    throw tooMany(Math.max(1, Math.ceil((start.getTime() + windowMs - now.getTime()) / 1000)));
  }
}

/** Counts one more and refuses nothing. */
export async function noteTry(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<void> {
  await countTry(db, { ...limit, max: Number.MAX_SAFE_INTEGER }, subject, now);
}

/** Whether as many as `max` were counted in the window that runs. */
export async function isPast(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<boolean> {
  const windowMs = limit.windowSeconds * 1000;
  const start = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const { rows } = await sql<{ count: number }>`select count from platform.rate_window where key = ${keyOf(limit, subject)} and window_start = ${start}`.execute(db);
  return (rows[0]?.count ?? 0) >= limit.max;
}

const DAY_MS = 24 * 3600_000;
const LONGEST_DELAY_MS = 6 * 3600_000;

/**
 * As `countTry`, with a delay that grows: after `max` tries the door is closed for the window, and each further try closes it for twice
 * as long, up to six hours. A try that comes too early is not counted, so that nobody closes the door for good by knocking. Forgotten
 * after a day, and tries below the limit after the window. Of many tries at once no more pass than one after another.
 */
export async function countGrowingTry(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<void> {
  const windowMs = limit.windowSeconds * 1000;
  const key = keyOf(limit, subject);
  const delay = sql`case when w.count < ${limit.max}::int then 0 else least(${LONGEST_DELAY_MS}::float8, ${windowMs}::float8 * power(2, least(w.count - ${limit.max}::int, 20))) end`;
  const passed = sql`extract(epoch from ${now}::timestamptz - w.window_start) * 1000`;
  const { rows } = await sql<{ count: number }>`
    insert into platform.rate_window as w (key, window_start, count) values (${key}, ${now}, 1)
    on conflict (key) do update set
      count = case when ${passed} > ${DAY_MS}::float8 or (w.count < ${limit.max}::int and ${passed} > ${windowMs}::float8) then 1 else w.count + 1 end,
      window_start = excluded.window_start
    where ${passed} >= ${delay}
    returning count`.execute(db);
  if (rows.length > 0) return;
  const wait = await sql<{ ms: number }>`select (${delay} - ${passed})::float8 as ms from platform.rate_window w where key = ${key}`.execute(db);
  throw tooMany(Math.max(1, Math.ceil((wait.rows[0]?.ms ?? 1000) / 1000)));
}

/** Takes back the count, e.g. after the right password. */
export async function forgetTries(db: Db | Tx, limit: Limit, subject: string): Promise<void> {
  await sql`delete from platform.rate_window where key = ${keyOf(limit, subject)}`.execute(db);
}
