import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.seat_count' | 'seminars.registration'>();

/**
 * Holds the event against being edited or cancelled while somebody registers. Taken before the seats: who edits the event holds it first too,
 * so the two cannot wait for each other.
 */
export async function shareEvent(ctx: Ctx, eventId: string): Promise<void> {
  await on(ctx).selectFrom('seminars.event').select('id').where('network_id', '=', ctx.networkId).where('id', '=', eventId).forShare().execute();
}

/** Seats taken, held for the rest of the transaction, and how many people wait for one. */
export async function lockSeatsAndCountWaiting(ctx: Ctx, eventId: string): Promise<{ taken: number; waiting: number } | undefined> {
  const seats = await on(ctx)
    .selectFrom('seminars.seat_count')
    .select('taken')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .forUpdate()
    .executeTakeFirst();
  return seats && { taken: seats.taken, waiting: await countWaiting(ctx, eventId) };
}

export async function countWaiting(ctx: Ctx, eventId: string): Promise<number> {
  const row = await on(ctx)
    .selectFrom('seminars.registration')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** How many stand before this one in the waiting list. */
export async function countWaitingBefore(ctx: Ctx, eventId: string, id: string): Promise<number> {
  const row = await on(ctx)
    .selectFrom('seminars.registration')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`(waiting_since, coalesce(list_line, 0), id) < (select w.waiting_since, coalesce(w.list_line, 0), w.id
      from seminars.registration w where w.network_id = ${ctx.networkId} and w.id = ${id})`)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function changeTaken(ctx: Ctx, eventId: string, by: number): Promise<void> {
  if (by === 0) return;
  await on(ctx)
    .updateTable('seminars.seat_count')
    .set((eb) => ({ taken: eb('taken', '+', by) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .execute();
}

/** Those who wait the longest; within one list in the order of its lines. */
export async function listWaitingIds(ctx: Ctx, eventId: string, limit: number): Promise<string[]> {
  const rows = await on(ctx)
    .selectFrom('seminars.registration')
    .select('id')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .orderBy('waiting_since')
    .orderBy(sql`coalesce(list_line, 0)`)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}
