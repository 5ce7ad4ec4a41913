import { sql } from 'kysely';
import type { Ctx, OutboxEvent, OutboxLoop, Platform } from './platform.ts';

export type { OutboxEvent, OutboxLoop } from './platform.ts';
import './platform.tables.ts';

/** Somebody may care: written in the same transaction as the deed, delivered afterwards, at least once, in order. */
export async function emit(tx: Ctx, name: string, payload: Record<string, unknown>): Promise<void> {
  if (!tx.inTx) throw new Error('emit() belongs into the transaction of the deed');
  await tx.db
    .insertInto('platform.outbox_event')
    .values({ network_id: tx.networkId || null, name, payload: JSON.stringify(payload), at: tx.clock.now() })
    .execute();
  tx.afterCommit.push(() => tx.platform.outbox.wake());
}

export type Subscriber = (event: OutboxEvent, platform: Platform) => Promise<void> | void;

const POLL_MS = 300;

/**
 * Follows the tail of the outbox and hands each event to the live hub and to subscribers of this process.
 * A row is only read once every transaction that began before it has ended (`xid < snapshot xmin`); without that a slow
 * transaction with a lower number would be skipped for ever.
 */
export function followOutbox(platform: Platform, subscribers: readonly Subscriber[]): OutboxLoop {
  let last: string | null = null;
  let stopped = false;
  let wakeUp: (() => void) | null = null;
  const loop = (async () => {
    while (!stopped) {
      try {
        last = await deliverTail(platform, last, subscribers);
      } catch (error) {
        if (!stopped) platform.log.warn({ err: error }, 'outbox: the tail could not be read, trying again');
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
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

async function deliverTail(platform: Platform, last: string | null, subscribers: readonly Subscriber[]): Promise<string> {
  if (last === null) {
    const head = await platform.pool.query<{ seq: string }>({
      name: 'outbox_head',
      text: 'select coalesce(max(seq), 0)::text as seq from platform.outbox_event',
    });
    return head.rows[0]?.seq ?? '0';
  }
  const tail = await platform.pool.query<{ seq: string; network_id: string | null; name: string; payload: Record<string, unknown> }>({
    name: 'outbox_tail',
    text: `select seq::text, network_id, name, payload from platform.outbox_event
           where seq > $1 and xid < pg_snapshot_xmin(pg_current_snapshot()) order by seq limit 500`,
    values: [last],
  });
  for (const row of tail.rows) {
    const event = { seq: row.seq, networkId: row.network_id, name: row.name, payload: row.payload };
    for (const subscriber of subscribers) {
      try {
        await subscriber(event, platform);
      } catch (error) {
        platform.log.error({ err: error, event: row.name, seq: row.seq }, 'outbox: a subscriber failed');
      }
    }
    last = row.seq;
  }
  return last;
}

/** Removes events older than 30 days; they were only ever a tail to follow. */
export async function trimOutbox(platform: Platform): Promise<void> {
  await sql`delete from platform.outbox_event where at < now() - interval '30 days'`.execute(platform.db);
}
