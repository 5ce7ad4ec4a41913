import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, iso, json, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import {
  addWebhook,
  changeWebhook,
  EditWebhook,
  getWebhookFor,
  listWebhooksFor,
  NewWebhook,
  removeWebhook,
  renewWebhookSecret,
  replayDelivery,
  testWebhook,
  webhookEventNames,
  type DeliveryView,
  type WebhookView,
} from './webhooks.service.ts';

const tags = ['Webhooks'];
const WebhookId = z.object({ webhookId: z.string() });
const DeliveryId = WebhookId.extend({ deliveryId: z.string() });

const fields = {
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  state: z.enum(['on', 'off', 'failing']).openapi({ description: 'failing: switched off by itself after a day without one delivery' }),
  since: instant(),
  lastDelivered: instant().nullable(),
  failingSince: instant().nullable(),
  version: z.int(),
};
const Webhook = z.object(fields).openapi('Webhook');
const Delivery = z
  .object({
    id: z.uuid().openapi({ description: 'Is sent as `webhook-id`, the same for every try' }),
    event: z.string(),
    data: z.record(z.string(), z.unknown()),
    occurredAt: instant(),
    state: z.enum(['waiting', 'sending', 'delivered', 'failed']),
    tries: z.int(),
    nextTry: instant().nullable(),
    lastTry: instant().nullable(),
    status: z.int().nullable(),
    fault: z.string().nullable(),
    tookMs: z.int().nullable(),
  })
  .openapi('WebhookDelivery');
const Secret = z.object({ secret: z.string() }).openapi('WebhookSecret');
const Added = z.object({ id: z.uuid(), secret: z.string() }).openapi('AddedWebhook');

const shown = (one: WebhookView) => ({ ...one, since: one.since.toISOString(), lastDelivered: iso(one.lastDelivered), failingSince: iso(one.failingSince) });
const sent = (one: DeliveryView) => ({ ...one, occurredAt: one.occurredAt.toISOString(), nextTry: iso(one.nextTry), lastTry: iso(one.lastTry) });

function managing(api: Api): void {
  const List = z.object({ webhooks: z.array(Webhook), events: z.array(z.string()).openapi({ description: 'What can be chosen' }) });
  api.openapi(
    createRoute({ method: 'get', path: '/webhooks', tags, ...signedIn, summary: 'Programs that are told of events of the network, for its administrators', responses: { 200: json(List, 'Oldest first'), ...problems } }),
    async (c) => c.json({ webhooks: (await listWebhooksFor(c.env.ctx)).map(shown), events: webhookEventNames() }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/webhooks', tags, ...signedIn, summary: 'Adds one; its secret is shown this once', request: body(named('NewWebhook', NewWebhook)), responses: { 201: json(Added, 'The secret that signs'), ...problems } }),
    async (c) => c.json(await addWebhook(c.env.ctx, c.req.valid('json')), 201),
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/webhooks/{webhookId}',
      tags,
      ...signedIn,
      summary: 'Changes where and of what it is told, and switches it on or off',
      request: { params: WebhookId, ...body(named('EditWebhook', EditWebhook)) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      await changeWebhook(c.env.ctx, c.req.valid('param').webhookId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(createRoute({ method: 'delete', path: '/webhooks/{webhookId}', tags, ...signedIn, summary: 'Takes it away with its log', request: { params: WebhookId }, responses: done }), async (c) => {
    await removeWebhook(c.env.ctx, c.req.valid('param').webhookId);
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'post', path: '/webhooks/{webhookId}/secret', tags, ...signedIn, summary: 'Gives it a new secret, shown this once', request: { params: WebhookId }, responses: { 200: json(Secret, 'The old one signs nothing any more'), ...problems } }),
    async (c) => c.json({ secret: await renewWebhookSecret(c.env.ctx, c.req.valid('param').webhookId) }, 200),
  );
}

function sending(api: Api): void {
  const Log = z.object({ ...fields, deliveries: z.array(Delivery) }).openapi('WebhookLog');
  api.openapi(
    createRoute({ method: 'get', path: '/webhooks/{webhookId}', tags, ...signedIn, summary: 'One with its last hundred deliveries', request: { params: WebhookId }, responses: { 200: json(Log, 'Newest delivery first'), ...problems } }),
    async (c) => {
      const { deliveries, ...webhook } = await getWebhookFor(c.env.ctx, c.req.valid('param').webhookId);
      return c.json({ ...shown(webhook), deliveries: deliveries.map(sent) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/webhooks/{webhookId}/test', tags, ...signedIn, summary: 'Sends a test at once', request: { params: WebhookId }, responses: { 200: json(z.object({ delivery: Delivery.nullable() }), 'What came of it'), ...problems } }),
    async (c) => {
      const delivery = await testWebhook(c.env.ctx, c.req.valid('param').webhookId);
      return c.json({ delivery: delivery && sent(delivery) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/webhooks/{webhookId}/deliveries/{deliveryId}/replay', tags, ...signedIn, summary: 'Sends it once more with the id it had', request: { params: DeliveryId }, responses: done }),
    async (c) => {
      const { webhookId, deliveryId } = c.req.valid('param');
      await replayDelivery(c.env.ctx, webhookId, deliveryId);
      return c.body(null, 204);
    },
  );
}

/** Webhooks of the network. */
export function registerWebhooksApi(api: Api): void {
  managing(api);
  sending(api);
}
