import { sql } from 'kysely';
import { inTransaction } from './context.ts';
import { isConnectionLoss } from './db.ts';
import type { OutboxEvent, Subscriber } from './outbox.ts';
import { systemCtx, type Ctx, type Platform } from './platform.ts';

/** Reads events that nobody may miss: each once and in order, its position kept with what was done. */
export interface OutboxReader {
  /** `flows.tests`: under this name the position is kept. */
  name: string;
  events: readonly string[];
  /** In the transaction that moves the position, in the network of the event. What it throws is logged, and the event is left behind. */
  handle(tx: Ctx, event: OutboxEvent): Promise<void>;
}

const READ = 'platform.read_outbox';
const readers = new Map<string, OutboxReader>();

/** Registers a reader; the task of each minute reads for all of them what nobody woke us for. */
export function registerOutboxReader(platform: Platform, reader: OutboxReader): void {
  readers.set(reader.name, reader);
  platform.jobs.handleTask(READ, (_ids, at) => readOutbox(at));
  platform.jobs.schedule(READ, '* * * * *');
}

/** Reads for every reader what has happened since. */
export async function readOutbox(platform: Platform): Promise<void> {
  for (const reader of readers.values()) for (let more = true; more; ) more = await readOne(platform, reader);
}

let reading: Promise<unknown> | null = null;

/** Something happened that a reader waits for: at once, not at the next minute. */
export const wakeReaders: Subscriber = (event, platform) => {
  if (reading || ![...readers.values()].some(({ events }) => events.includes(event.name))) return;
  reading = readOutbox(platform)
    .catch((error: unknown) => platform.log.warn({ err: error }, 'outbox: events could not be read, trying again'))
    .finally(() => {
      reading = null;
    });
};

interface Row {
  xid: string;
  seq: string;
  network_id: string | null;
  name: string;
  payload: Record<string, unknown>;
}

/** One event, or the end of the tail. False when there is nothing more to read, or somebody else is reading. */
async function readOne(platform: Platform, reader: OutboxReader): Promise<boolean> {
  let failed: { error: unknown; row: Row } | null = null;
  const more = await inTransaction(systemCtx(platform, '', 'outbox'), async (tx) => {
    await sql`insert into platform.outbox_position (reader, xid, seq) values (${reader.name}, '0', 0) on conflict do nothing`.execute(tx.db);
    // A number of another database, after a restore, counts for nothing.
    const { rows: positions } = await sql<{ xid: string; seq: string }>`
      select (case when xid > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else xid end)::text as xid, seq::text as seq
      from platform.outbox_position where reader = ${reader.name} for update skip locked`.execute(tx.db);
    const [position] = positions;
    if (!position) return false;
    const { rows } = await sql<Row>`select xid::text as xid, seq::text as seq, network_id, name, payload from platform.outbox_event
      where (xid, seq) > (${position.xid}::xid8, ${position.seq}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) and name = any(${[...reader.events]}::text[])
      order by xid, seq limit 1`.execute(tx.db);
    const row = rows[0] ?? (await lastRow(tx));
    if (!row) return false;
    await sql`update platform.outbox_position set xid = ${row.xid}::xid8, seq = ${row.seq}::bigint where reader = ${reader.name} and (xid, seq) is distinct from (${row.xid}::xid8, ${row.seq}::bigint)`.execute(tx.db);
    if (rows.length === 0) return false;
    if (row.network_id === null) return true;
    await sql`savepoint event`.execute(tx.db);
    try {
      await reader.handle({ ...tx, networkId: row.network_id }, { seq: row.seq, networkId: row.network_id, name: row.name, payload: row.payload });
      await sql`release savepoint event`.execute(tx.db);
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      await sql`rollback to savepoint event`.execute(tx.db);
      failed = { error, row };
    }
    return true;
  });
  const left = failed as { error: unknown; row: Row } | null;
  if (left) platform.log.error({ err: left.error, event: left.row.name, seq: left.row.seq, reader: reader.name }, 'outbox: an event was left behind');
  return more;
}

/** Where the tail ends now: nothing before it concerns the reader. */
async function lastRow(tx: Ctx): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select xid::text as xid, seq::text as seq, network_id, name, payload from platform.outbox_event
    where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, seq desc limit 1`.execute(tx.db);
  return rows[0];
}
