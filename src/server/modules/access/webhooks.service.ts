import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { oneLine, versionNumber } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { sendTask } from '#server/platform/jobs.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { checkAddress } from '#server/platform/webhooks/address.ts';
import { secretText } from '#server/platform/webhooks/sign.ts';
import { deliverWebhook, signingKey, TEST_EVENT } from './webhooks.delivery.ts';
import { managesWebhooks } from './webhooks.policy.ts';
import { webhookEvents } from './webhooks.port.ts';
import { deleteWebhook, findWebhook, insertDeliveries, insertWebhook, listDeliveries, listWebhooks, updateReplayed, updateSecretNo, updateWebhook, type WebhookRow } from './webhooks.queries.ts';
import type { DeliveryState, WebhookState } from './webhooks.tables.ts';

const MOST = 20;
/** Whoever presses the button cannot use us to knock at doors of others all day. */
const TESTS: Limit = { name: 'webhook_test', max: 20, windowSeconds: 600 };

export const NewWebhook = z.object({
  name: oneLine(80).min(1, 'field.required'),
  url: z.string('field.required').trim().max(500).pipe(z.url({ protocol: /^https?$/, error: 'webhook.not_https' })),
  events: z.array(z.string().max(80)).min(1, 'choice.missing').max(100),
});
export type NewWebhook = z.output<typeof NewWebhook>;
export const EditWebhook = NewWebhook.extend({ version: versionNumber, state: z.enum(['on', 'off'], 'choice.missing').default('on') });
export type EditWebhook = z.output<typeof EditWebhook>;

export interface WebhookView {
  id: string;
  name: string;
  url: string;
  events: string[];
  state: WebhookState;
  since: Date;
  lastDelivered: Date | null;
  failingSince: Date | null;
  version: number;
}

export interface DeliveryView {
  /** Is sent as `webhook-id`. */
  id: string;
  event: string;
  data: Record<string, unknown>;
  occurredAt: Date;
  state: DeliveryState;
  tries: number;
  nextTry: Date | null;
  lastTry: Date | null;
  /** Answer of the receiver; null: none came. Bodies are not read. */
  status: number | null;
  fault: string | null;
  tookMs: number | null;
}

function checkRight(ctx: Ctx): void {
  if (!managesWebhooks(ctx.actor, ctx.networkId)) throw notFound();
}

const viewOf = (row: WebhookRow): WebhookView => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  state: row.state,
  since: row.created_at,
  lastDelivered: row.delivered_at,
  failingSince: row.failing_since,
  version: row.version,
});

async function getWebhook(ctx: Ctx, id: string, lock = false): Promise<WebhookRow> {
  checkRight(ctx);
  const row = isId(id) ? await findWebhook(ctx, id, lock) : undefined;
  if (!row) throw notFound();
  return row;
}

/** The events that can be chosen, by name. */
export const webhookEventNames = (): string[] => webhookEvents().map(({ name }) => name).sort();

/** Of the network, oldest first. Error: `page.not_found`. */
export async function listWebhooksFor(ctx: Ctx): Promise<WebhookView[]> {
  checkRight(ctx);
  return (await listWebhooks(ctx)).map(viewOf);
}

/** One with what was sent to it within a month, newest first, at most 100. Error: `page.not_found`. */
export async function getWebhookFor(ctx: Ctx, id: string): Promise<WebhookView & { deliveries: DeliveryView[] }> {
  const row = await getWebhook(ctx, id);
  const deliveries = (await listDeliveries(ctx, id)).map((one) => ({
    id: one.id,
    event: one.event,
    data: one.data,
    occurredAt: one.occurred_at,
    state: one.state,
    tries: one.tries,
    nextTry: one.state === 'waiting' ? one.next_at : null,
    lastTry: one.sent_at,
    status: one.status,
    fault: one.fault,
    tookMs: one.took_ms,
  }));
  return { ...viewOf(row), deliveries };
}

async function check(ctx: Ctx, input: NewWebhook): Promise<void> {
  const known = new Set(webhookEventNames());
  if (!input.events.every((name) => known.has(name))) throw invalid('events', 'choice.missing');
  const found = await checkAddress(input.url, ctx.platform.config.webhooksLocal);
  if (typeof found === 'string') throw invalid('url', `webhook.${found}`);
}

/**
 * Adds a program that is told of events. Its secret is shown this once. Errors: `page.not_found`, beside `url` `webhook.not_https`,
 * `webhook.has_password`, `webhook.unknown_host`, `webhook.not_public`; `webhook.too_many`.
 */
export async function addWebhook(ctx: Ctx, input: NewWebhook): Promise<{ id: string; secret: string }> {
  checkRight(ctx);
  await check(ctx, input);
  return inTransaction(ctx, async (tx) => {
    if ((await listWebhooks(tx)).length >= MOST) throw invalid('', 'webhook.too_many', { max: MOST });
    const id = await insertWebhook(tx, { ...input, events: [...new Set(input.events)].sort(), createdBy: tx.actor.kind === 'account' ? tx.actor.accountId : null });
    await audit(tx, { act: 'webhook.added', subjectType: 'webhook', subjectId: id, data: { events: input.events } });
    return { id, secret: secretText(signingKey(tx.platform, { id, secret_no: 1 })) };
  });
}

/** Changes where and of what it is told, and switches it on or off. Errors as in `addWebhook`, `record.changed_meanwhile`. */
export async function changeWebhook(ctx: Ctx, id: string, input: EditWebhook): Promise<void> {
  checkRight(ctx);
  await check(ctx, input);
  await inTransaction(ctx, async (tx) => {
    await getWebhook(tx, id, true);
    if (!(await updateWebhook(tx, id, input.version, { ...input, events: [...new Set(input.events)].sort() }))) throw conflict();
    await audit(tx, { act: 'webhook.changed', subjectType: 'webhook', subjectId: id, data: { events: input.events, state: input.state } });
  });
}

/** Gives it a new secret, shown this once; the old one signs nothing any more. Error: `page.not_found`. */
export async function renewWebhookSecret(ctx: Ctx, id: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    await getWebhook(tx, id, true);
    const secretNo = await updateSecretNo(tx, id);
    await audit(tx, { act: 'webhook.secret_renewed', subjectType: 'webhook', subjectId: id });
    return secretText(signingKey(tx.platform, { id, secret_no: secretNo }));
  });
}

/** Takes it away with its log. Error: `page.not_found`. */
export async function removeWebhook(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getWebhook(tx, id, true);
    await deleteWebhook(tx, id);
    await audit(tx, { act: 'webhook.removed', subjectType: 'webhook', subjectId: id });
  });
}

/** Sends a test at once and waits for what comes of it. Errors: `page.not_found`, `request.too_many`. */
export async function testWebhook(ctx: Ctx, id: string): Promise<DeliveryView | null> {
  const row = await getWebhook(ctx, id);
  await countTry(ctx.platform.db, TESTS, ctx.networkId, ctx.clock.now());
  const [deliveryId = ''] = await inTransaction(ctx, (tx) =>
    insertDeliveries(tx, [{ networkId: tx.networkId, webhookId: row.id, eventSeq: null, event: TEST_EVENT, data: {}, occurredAt: tx.clock.now() }]),
  );
  await deliverWebhook(ctx.platform, deliveryId);
  return (await getWebhookFor(ctx, id)).deliveries.find((one) => one.id === deliveryId) ?? null;
}

/** Sends a message once more with the id it had. Error: `page.not_found`, also while it is still being sent. */
export async function replayDelivery(ctx: Ctx, id: string, deliveryId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getWebhook(tx, id, true);
    if (!isId(deliveryId) || !(await updateReplayed(tx, id, deliveryId))) throw notFound();
    await sendTask(tx, 'access.webhook_deliver', { deliveryId });
    await audit(tx, { act: 'webhook.replayed', subjectType: 'webhook', subjectId: id, data: { deliveryId } });
  });
}
