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
 * Counts one try of `subject` and throws `request.too_many` past the limit. Kept in the database (an unlogged table),
 * so that several web processes count together. Fixed windows: at worst twice the limit at a border.
 */
export async function countTry(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<void> {
  const windowMs = limit.windowSeconds * 1000;
  const start = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const key = `${limit.name}:${subject}`;
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

const DAY_MS = 24 * 3600_000;
const LONGEST_DELAY_MS = 6 * 3600_000;

/**
 * As `countTry`, with a delay that grows: after `max` tries the door is closed for the window, and each further try closes it for twice
 * as long, up to six hours. A try that comes too early is not counted, so that nobody closes the door for good by knocking. Forgotten
 * after a day, and tries below the limit after the window. Of many tries at once no more pass than one after another.
 */
export async function countGrowingTry(db: Db | Tx, limit: Limit, subject: string, now: Date): Promise<void> {
  const windowMs = limit.windowSeconds * 1000;
  const key = `${limit.name}:${subject}`;
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
  await sql`delete from platform.rate_window where key = ${`${limit.name}:${subject}`}`.execute(db);
}
