import type { Subscriber } from '#server/platform/outbox.ts';
import { sendTask, sendTasks } from '#server/platform/jobs.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { signedHeaders } from '#server/platform/webhooks/sign.ts';
import { postWebhook, type Posted } from '#server/platform/webhooks/post.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { queueFailingMails } from './webhooks.mail.ts';
import { givesUp, nextTry } from './webhooks.policy.ts';
import { isTold, outgoing } from './webhooks.port.ts';
import {
  deleteOldDeliveries,
  findWebhook,
  insertDeliveries,
  listEventsAfter,
  listListening,
  listOverdue,
  lockPosition,
  takeDelivery,
  updateDelivery,
  updateFailing,
  updatePosition,
  updateReached,
  type TakenDelivery,
  type WebhookRow,
} from './webhooks.queries.ts';

const COLLECT = 'access.webhooks_collect';
const DELIVER = 'access.webhook_deliver';
export const TEST_EVENT = 'webhook.test';
const BATCH = 500;
/** A sending ends after ten seconds: who is still at it after half a minute has died. */
const LOST_MS = 30_000;
const OVERDUE_MS = 60_000;
const KEPT_DAYS = 31;

/** The key a message is signed with: derived, never stored. */
export const signingKey = (platform: Platform, webhook: Pick<WebhookRow, 'id' | 'secret_no'>): Buffer => platform.keys.derive(`webhook:${webhook.id}:${webhook.secret_no}`);

/**
 * Makes messages of the events that were not looked at yet. Position and messages are written together: after a crash the events are read
 * again and no message is made twice. Returns how many were made.
 */
export async function collectWebhooks(platform: Platform): Promise<number> {
  const ctx = systemCtx(platform, '', 'webhooks');
  let made = 0;
  for (let more = true; more; ) {
    await inTransaction(ctx, async (tx) => {
      const position = await lockPosition(tx);
      const rows = position ? await listEventsAfter(tx, position, BATCH) : [];
      more = rows.length === BATCH;
      const last = rows.at(-1);
      if (!last) return;
      const listening = await listListening(tx);
      const messages = rows.flatMap((row) => {
        const data = outgoing(row.name, row.payload);
        if (data === null) return [];
        const told = listening.filter((one) => one.network_id === row.network_id && one.events.includes(row.name) && one.created_at <= row.occurred_at);
        return told.map((one) => ({ networkId: one.network_id, webhookId: one.id, eventSeq: row.seq, event: row.name, data, occurredAt: row.occurred_at }));
      });
      const ids = await insertDeliveries(tx, messages);
      await updatePosition(tx, last);
      await sendTasks(tx, DELIVER, ids.map((deliveryId) => ({ deliveryId })));
      made += ids.length;
    });
  }
  return made;
}

/** What a receiver reads. */
export function bodyOf(delivery: Pick<TakenDelivery, 'event' | 'data' | 'occurred_at'>, network: string): string {
  return JSON.stringify({ type: delivery.event, timestamp: delivery.occurred_at.toISOString(), network, data: delivery.data });
}

/** Sends one message once. At least once in all: when this process dies after sending, it is sent again with the same id. */
export async function deliverWebhook(platform: Platform, deliveryId: string): Promise<void> {
  const anyNetwork = systemCtx(platform, '', 'webhooks');
  const lostBefore = new Date(platform.clock.now().getTime() - LOST_MS);
  const taken = await inTransaction(anyNetwork, (tx) => takeDelivery(tx, deliveryId, lostBefore));
  if (!taken) return;
  const ctx = systemCtx(platform, taken.network_id, 'webhooks');
  const webhook = await findWebhook(ctx, taken.webhook_id);
  if (!webhook) return;
  if (webhook.state !== 'on' && taken.event !== TEST_EVENT) {
    await inTransaction(ctx, (tx) => updateDelivery(tx, taken.id, { state: 'failed', nextAt: null, status: null, fault: 'switched_off', tookMs: null }));
    return;
  }
  const body = bodyOf(taken, (await networkOf(ctx)).slug);
  const headers = signedHeaders(signingKey(platform, webhook), taken.id, platform.clock.now(), body);
  const posted = await postWebhook(webhook.url, body, headers, { local: platform.config.webhooksLocal });
  await inTransaction(ctx, (tx) => settle(tx, webhook, taken, posted));
}

async function settle(tx: Ctx, webhook: WebhookRow, taken: TakenDelivery, posted: Posted): Promise<void> {
  const now = tx.clock.now();
  const isTest = taken.event === TEST_EVENT;
  const answer = { status: posted.status, fault: posted.fault, tookMs: posted.ms };
  if (posted.fault === null) {
    await updateDelivery(tx, taken.id, { ...answer, state: 'delivered', nextAt: null });
    await updateReached(tx, webhook.id, true);
    return;
  }
  const next = isTest || posted.status === 410 ? null : nextTry(taken.tries, now);
  await updateDelivery(tx, taken.id, { ...answer, state: next ? 'waiting' : 'failed', nextAt: next });
  if (next) await sendTask(tx, DELIVER, { deliveryId: taken.id }, { after: next });
  // A test says something to the person who pressed the button, and nothing about the address in the long run.
  if (isTest) return;
  const failingSince = await updateReached(tx, webhook.id, false);
  if (!givesUp({ status: posted.status, isLast: next === null, failingSince, now }) || !(await updateFailing(tx, webhook.id))) return;
  await audit(tx, { act: 'webhook.gave_up', subjectType: 'webhook', subjectId: webhook.id, data: { status: posted.status, fault: posted.fault } });
  await queueFailingMails(tx, webhook.id);
}

let collecting: Promise<unknown> | null = null;

/** Something happened that others may be told of: at once, not at the next minute. What happens meanwhile is found then. */
export const wakeWebhooks: Subscriber = (event, platform) => {
  if (!isTold(event.name) || collecting) return;
  collecting = collectWebhooks(platform)
    .catch((error: unknown) => platform.log.warn({ err: error }, 'webhooks: events could not be read, trying again'))
    .finally(() => {
      collecting = null;
    });
};

/** Each minute: events nobody woke us for, messages whose task was lost, and what is too old to be kept. */
export async function tendWebhooks(platform: Platform): Promise<void> {
  await collectWebhooks(platform);
  await inTransaction(systemCtx(platform, '', 'webhooks'), async (tx) => {
    const now = tx.clock.now().getTime();
    await sendTasks(tx, DELIVER, (await listOverdue(tx, new Date(now - OVERDUE_MS))).map((deliveryId) => ({ deliveryId })));
    await deleteOldDeliveries(tx, new Date(now - KEPT_DAYS * 24 * 3600_000));
  });
}

export function registerWebhookJobs(platform: Platform): void {
  platform.jobs.handleTask(DELIVER, (ids, at) => deliverWebhook(at, ids.deliveryId ?? ''));
  platform.jobs.handleTask(COLLECT, (_ids, at) => tendWebhooks(at));
  platform.jobs.schedule(COLLECT, '* * * * *');
}
