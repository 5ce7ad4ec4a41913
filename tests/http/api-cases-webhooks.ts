import { expect } from 'vitest';
import { addWebhook, getWebhookFor, testWebhook } from '#server/modules/access/index.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

/** Nobody listens there: what is sent comes back at once. */
const NOBODY = 'http://127.0.0.1:9/hook';
const input = { name: 'Сайт области', url: NOBODY, events: ['credentials.issued'] };

const administrator = ({ served }: World) => served.account('an administrator', { role: 'network_admin', scopeKind: 'network', scopeId: null });
const others = async (world: World): Promise<Caller[]> => [...world.strangers, world.coordinator, world.inspector];
const othersHere = async (world: World): Promise<Caller[]> => (await others(world)).filter(({ at }) => at === '/ru');

const on = (path: (id: string, deliveryId: string) => string, body?: unknown) => async (world: World): Promise<Call> => {
  const system = world.served.system();
  const { id } = await addWebhook(system, input);
  const delivery = await testWebhook(system, id);
  return { by: await administrator(world), path: path(id, delivery?.id ?? ''), ...(body === undefined ? {} : { body }) };
};
const idIn = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? '';
const webhook = (world: World, call: Call) => getWebhookFor(world.served.system(), idIn(call.path));

/** Programs that are told of events. */
export const webhookCases: Record<string, Case> = {
  'GET /webhooks': {
    may: async (world) => {
      await addWebhook(world.served.system(), input);
      return { by: await administrator(world), path: '/webhooks' };
    },
    status: 200,
    holds: (body: { webhooks: object[]; events: string[] }) => {
      expect(body.webhooks[0]).toMatchObject({ name: 'Сайт области', url: NOBODY, state: 'on', events: ['credentials.issued'] });
      expect(body.events).toContain('people.person_changed');
      expect(JSON.stringify(body)).not.toContain('whsec_');
    },
    forbidden: othersHere,
    missing: null,
  },
  'POST /webhooks': {
    may: async (world) => ({ by: await administrator(world), path: '/webhooks', body: input }),
    status: 201,
    holds: (body: object) => expect(body).toEqual({ id: expect.any(String), secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) }),
    bad: { call: (call) => ({ ...call, body: { ...input, events: [] } }), errors: [{ field: 'events', code: 'choice.missing' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /webhooks/{webhookId}': {
    may: on((id) => `/webhooks/${id}`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Сайт области', deliveries: [{ event: 'webhook.test', state: 'failed', fault: 'no_connection', tries: 1 }] }),
    forbidden: others,
  },
  'PUT /webhooks/{webhookId}': {
    may: on((id) => `/webhooks/${id}`, { ...input, name: 'Другое имя', version: 1, state: 'off' }),
    status: 204,
    holds: async (_: never, world, call) => expect(await webhook(world, call)).toMatchObject({ name: 'Другое имя', state: 'off' }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), url: 'https://user:pass@example.com/' } }), errors: [{ field: 'url', code: 'webhook.has_password' }] },
    forbidden: others,
  },
  'DELETE /webhooks/{webhookId}': {
    may: on((id) => `/webhooks/${id}`),
    status: 204,
    holds: async (_: never, world, call) => expect(await webhook(world, call).catch((error: { code: string }) => error.code)).toBe('page.not_found'),
    forbidden: others,
  },
  'POST /webhooks/{webhookId}/secret': {
    may: on((id) => `/webhooks/${id}/secret`),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ secret: expect.stringMatching(/^whsec_/) }),
    forbidden: others,
  },
  'POST /webhooks/{webhookId}/test': {
    may: on((id) => `/webhooks/${id}/test`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ delivery: { event: 'webhook.test', state: 'failed', fault: 'no_connection' } }),
    forbidden: others,
  },
  'POST /webhooks/{webhookId}/deliveries/{deliveryId}/replay': {
    may: on((id, deliveryId) => `/webhooks/${id}/deliveries/${deliveryId}/replay`),
    status: 204,
    holds: async (_: never, world, call) => expect((await webhook(world, call)).deliveries).toMatchObject([{ state: 'waiting', tries: 0 }]),
    forbidden: others,
  },
};
