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

/** Takes back the count, e.g. after the right password. */
export async function forgetTries(db: Db | Tx, limit: Limit, subject: string): Promise<void> {
  await sql`delete from platform.rate_window where key = ${`${limit.name}:${subject}`}`.execute(db);
}
