import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { DeliveryState, WebhookState } from './webhooks.tables.ts';

type OwnTables = 'access.webhook' | 'access.webhook_delivery';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export async function listWebhooks(ctx: Ctx) {
  return on(ctx.db).selectFrom('access.webhook').selectAll().where('network_id', '=', ctx.networkId).orderBy('created_at').orderBy('id').limit(100).execute();
}
export type WebhookRow = Awaited<ReturnType<typeof listWebhooks>>[number];

export async function findWebhook(ctx: Ctx, id: string, lock = false): Promise<WebhookRow | undefined> {
  let query = on(ctx.db).selectFrom('access.webhook').selectAll().where('network_id', '=', ctx.networkId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  return query.executeTakeFirst();
}

export async function insertWebhook(tx: Ctx, row: { name: string; url: string; events: string[]; createdBy: string | null }): Promise<string> {
  const made = await on(tx.db)
    .insertInto('access.webhook')
    .values({ network_id: tx.networkId, name: row.name, url: row.url, events: row.events, created_by: row.createdBy, created_at: tx.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** False when the row was changed since it was read. Switched on it begins anew. */
export async function updateWebhook(tx: Ctx, id: string, version: number, row: { name: string; url: string; events: string[]; state: WebhookState }): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('access.webhook')
    .set((eb) => ({ name: row.name, url: row.url, events: row.events, state: row.state, failing_since: null, version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function updateSecretNo(tx: Ctx, id: string): Promise<number> {
  const row = await on(tx.db)
    .updateTable('access.webhook')
    .set((eb) => ({ secret_no: eb('secret_no', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .returning('secret_no')
    .executeTakeFirstOrThrow();
  return row.secret_no;
}

export async function deleteWebhook(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('access.webhook').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** What was sent and what waits, newest first, at most 100. */
export async function listDeliveries(ctx: Ctx, webhookId: string) {
  return on(ctx.db)
    .selectFrom('access.webhook_delivery')
    .select(['id', 'event', 'data', 'occurred_at', 'state', 'tries', 'next_at', 'sent_at', 'status', 'fault', 'took_ms'])
    .where('network_id', '=', ctx.networkId)
    .where('webhook_id', '=', webhookId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

export interface NewDelivery {
  networkId: string;
  webhookId: string;
  eventSeq: string | null;
  event: string;
  data: Record<string, unknown>;
  occurredAt: Date;
}

/** What is there already for the same event stays as it is. Returns the ids of the new ones. */
export async function insertDeliveries(tx: Ctx, rows: readonly NewDelivery[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const now = tx.clock.now();
  const made = await on(tx.db)
    .insertInto('access.webhook_delivery')
    .values(
      rows.map((row) => ({
        network_id: row.networkId,
        webhook_id: row.webhookId,
        event_seq: row.eventSeq,
        event: row.event,
        data: JSON.stringify(row.data),
        occurred_at: row.occurredAt,
        next_at: now,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['webhook_id', 'event_seq']).where('event_seq', 'is not', null).doNothing())
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

/** To be sent once more, with the id it had. False when it is not of this webhook. */
export async function updateReplayed(tx: Ctx, webhookId: string, id: string): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('access.webhook_delivery')
    .set({ state: 'waiting', tries: 0, next_at: tx.clock.now(), status: null, fault: null })
    .where('network_id', '=', tx.networkId)
    .where('webhook_id', '=', webhookId)
    .where('id', '=', id)
    .where('state', 'in', ['delivered', 'failed'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** How far the outbox was read, locked; null: somebody else is reading. A number of another database counts for nothing. */
export async function lockPosition(tx: Ctx): Promise<{ xid: string; seq: string } | null> {
  await sql`insert into access.webhook_position (xid, seq) values ('0', 0) on conflict do nothing`.execute(tx.db);
  const { rows } = await sql<{ xid: string; seq: string }>`
    select (case when xid > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else xid end)::text as xid, seq::text as seq
    from access.webhook_position for update skip locked`.execute(tx.db);
  return rows[0] ?? null;
}

export async function updatePosition(tx: Ctx, position: { xid: string; seq: string }): Promise<void> {
  await sql`update access.webhook_position set xid = ${position.xid}::xid8, seq = ${position.seq}::bigint`.execute(tx.db);
}

export interface OutboxRow {
  xid: string;
  seq: string;
  network_id: string | null;
  name: string;
  payload: Record<string, unknown>;
  occurred_at: Date;
}

/** Events behind a position, in the order of `outbox.ts`: only of transactions older than every running one. */
export async function listEventsAfter(tx: Ctx, after: { xid: string; seq: string }, limit: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    select e.xid::text as xid, e.seq::text as seq, e.network_id, e.name, e.payload, e."at" as occurred_at
    from platform.outbox_event e
    where (e.xid, e.seq) > (${after.xid}::xid8, ${after.seq}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by e.xid, e.seq limit ${limit}`.execute(tx.db);
  return rows;
}

/** Everybody who is told of something, in all networks. */
export async function listListening(tx: Ctx) {
  return on(tx.db).selectFrom('access.webhook').select(['id', 'network_id', 'events', 'created_at']).where('state', '=', 'on').execute();
}

/** Takes a message for one try: one that is due, or one whose worker has died. Nothing when another worker has it. */
export async function takeDelivery(tx: Ctx, id: string, lostBefore: Date) {
  const now = tx.clock.now();
  return on(tx.db)
    .updateTable('access.webhook_delivery')
    .set((eb) => ({ state: 'sending', tries: eb('tries', '+', 1), sent_at: now }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb.and([eb('state', '=', 'waiting'), eb('next_at', '<=', now)]), eb.and([eb('state', '=', 'sending'), eb('sent_at', '<', lostBefore)])]))
    .returning(['id', 'network_id', 'webhook_id', 'event', 'event_seq', 'data', 'occurred_at', 'tries'])
    .executeTakeFirst();
}
export type TakenDelivery = NonNullable<Awaited<ReturnType<typeof takeDelivery>>>;

export async function updateDelivery(
  tx: Ctx,
  id: string,
  row: { state: DeliveryState; nextAt: Date | null; status: number | null; fault: string | null; tookMs: number | null },
): Promise<void> {
  await on(tx.db)
    .updateTable('access.webhook_delivery')
    .set({ state: row.state, next_at: row.nextAt, status: row.status, fault: row.fault, took_ms: row.tookMs })
    .where('id', '=', id)
    .execute();
}

/** Notes that an address took a message, or that it did not: since when it takes none. */
export async function updateReached(tx: Ctx, webhookId: string, reached: boolean): Promise<Date | null> {
  const now = tx.clock.now();
  const row = await on(tx.db)
    .updateTable('access.webhook')
    .set(reached ? { delivered_at: now, failing_since: null } : { failing_since: sql<Date>`coalesce(failing_since, ${now})` })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', webhookId)
    .returning('failing_since')
    .executeTakeFirst();
  return row?.failing_since ?? null;
}

/** False when it was off already. */
export async function updateFailing(tx: Ctx, webhookId: string): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('access.webhook')
    .set((eb) => ({ state: 'failing', version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', webhookId)
    .where('state', '=', 'on')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Messages whose try is overdue: their task was lost with a queue or a worker. */
export async function listOverdue(tx: Ctx, before: Date): Promise<string[]> {
  const rows = await on(tx.db)
    .selectFrom('access.webhook_delivery')
    .select('id')
    .where((eb) => eb.or([eb.and([eb('state', '=', 'waiting'), eb('next_at', '<', before)]), eb.and([eb('state', '=', 'sending'), eb('sent_at', '<', before)])]))
    .orderBy('next_at')
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes away what was sent before a day. */
export async function deleteOldDeliveries(tx: Ctx, before: Date): Promise<void> {
  await on(tx.db).deleteFrom('access.webhook_delivery').where('created_at', '<', before).where('state', 'in', ['delivered', 'failed']).execute();
}

/** Accounts that administer the network now. */
export async function listNetworkAdministrators(ctx: Ctx) {
  return ctx.db
    .$pickTables<'access.role_assignment' | 'access.account'>()
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['a.id', 'a.email', 'a.preferred_locale'])
    .distinct()
    .where('r.network_id', '=', ctx.networkId)
    .where('r.role', '=', 'network_admin')
    .where('r.scope_kind', '=', 'network')
    .where('r.valid_from', '<=', ctx.clock.now())
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', ctx.clock.now())]))
    .orderBy('a.id')
    .limit(50)
    .execute();
}

export async function countFailing(ctx: Ctx): Promise<number> {
  const row = await on(ctx.db).selectFrom('access.webhook').select(sql<number>`count(*)::int`.as('n')).where('network_id', '=', ctx.networkId).where('state', '=', 'failing').executeTakeFirstOrThrow();
  return row.n;
}
