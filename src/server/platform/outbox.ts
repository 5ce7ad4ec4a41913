import { sql } from 'kysely';
import type { Ctx, OutboxEvent, OutboxLoop, Platform } from './platform.ts';

export type { OutboxEvent, OutboxLoop } from './platform.ts';
import './platform.tables.ts';

/** Somebody may care: written in the same transaction as the deed, delivered afterwards, at least once, in order. */
export async function emit(tx: Ctx, name: string, payload: Record<string, unknown>): Promise<void> {
  await emitAll(tx, [{ name, payload }]);
}

/** Several events in one statement, in the order given. */
export async function emitAll(tx: Ctx, events: readonly { name: string; payload: Record<string, unknown> }[]): Promise<void> {
  if (!tx.inTx) throw new Error('emit() belongs into the transaction of the deed');
  if (events.length === 0) return;
  await tx.db
    .insertInto('platform.outbox_event')
    .values(events.map(({ name, payload }) => ({ network_id: tx.networkId || null, name, payload: JSON.stringify(payload), at: tx.clock.now() })))
    .execute();
  tx.afterCommit.push(() => tx.platform.outbox.wake());
}

export type Subscriber = (event: OutboxEvent, platform: Platform) => Promise<void> | void;

const POLL_MS = 300;
/** While nobody listens: the position only has to stay near enough to the end. */
const REST_MS = 5_000;
const BATCH = 500;

/**
 * How far a reader is: the transaction's number first, then the row's. By row number alone a row of a slow transaction, numbered early and
 * committed late, would be skipped for ever; by transaction nothing new can appear behind the reader, because only transactions older
 * than every running one are read.
 */
interface Position {
  xid: string;
  seq: string;
}

interface TailRow extends Position {
  network_id: string | null;
  name: string;
  payload: Record<string, unknown>;
}

async function readTail(platform: Platform, after: Position): Promise<TailRow[]> {
  const tail = await platform.pool.query<TailRow>({
    name: 'outbox_tail',
    text: `select xid::text, seq::text, network_id, name, payload from platform.outbox_event
           where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by xid, seq limit ${BATCH}`,
    values: [after.xid, after.seq],
  });
  return tail.rows;
}

async function now(platform: Platform): Promise<Position> {
  const { rows } = await platform.pool.query<{ xid: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xid');
  return { xid: rows[0]?.xid ?? '0', seq: '0' };
}

function repeat(platform: Platform, step: () => Promise<boolean>, pauseMs: () => number): OutboxLoop {
  let stopped = false;
  let wakeUp: (() => void) | null = null;
  const loop = (async () => {
    while (!stopped) {
      let more = false;
      try {
        more = await step();
      } catch (error) {
        if (!stopped) platform.log.warn({ err: error }, 'outbox: the tail could not be read, trying again');
      }
      if (more || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs());
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    wake: () => wakeUp?.(),
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await loop;
    },
  };
}

/**
 * Follows the tail from now on, for the live pages of this process: whoever connects gets the state first, so the past does not matter.
 * While `isListening` says that nobody does, it looks only now and then; whoever begins to listen calls `wake`.
 */
export function followOutbox(platform: Platform, subscribers: readonly Subscriber[], isListening: () => boolean = () => true): OutboxLoop {
  let at: Position | null = null;
  return repeat(platform, async () => {
    at ??= await now(platform);
    const rows = await readTail(platform, at);
    for (const row of rows) {
      for (const subscriber of subscribers) {
        try {
          await subscriber({ seq: row.seq, networkId: row.network_id, name: row.name, payload: row.payload }, platform);
        } catch (error) {
          platform.log.error({ err: error, event: row.name, seq: row.seq }, 'outbox: a live subscriber failed');
        }
      }
      at = { xid: row.xid, seq: row.seq };
    }
    return rows.length === BATCH;
  }, () => (isListening() ? POLL_MS : REST_MS));
}

/** Removes events older than 30 days; they were only ever a tail to follow. */
export async function trimOutbox(platform: Platform): Promise<void> {
  await sql`delete from platform.outbox_event where at < now() - interval '30 days'`.execute(platform.db);
}
