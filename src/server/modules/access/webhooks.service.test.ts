import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeOrganisation, createOrganisation, reopenOrganisation } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { emit } from '#server/platform/outbox.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation, visitor } from '#server/testing/installation.ts';
import { grantRole } from './invitations.service.ts';
import { createAccount } from './sign-in.service.ts';
import { collectWebhooks, deliverWebhook, tendWebhooks } from './webhooks.delivery.ts';
import { webhookTasks } from './webhooks.mail.ts';
import { takeDelivery } from './webhooks.queries.ts';
import { addWebhook, changeWebhook, getWebhookFor, listWebhooksFor, removeWebhook, renewWebhookSecret, replayDelivery, testWebhook } from './webhooks.service.ts';

const at = testInstallation({ config: { webhooksLocal: true } });
const guarded = testInstallation();
const adminOf = (networkId: string): Actor => account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }]);
const admin = () => at.ctx(adminOf(at.networkId), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);

interface Got {
  headers: Record<string, string>;
  body: string;
}
let got: Got[] = [];
let status = 204;
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(status).end('a body that nobody reads');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  got = [];
  status = 204;
  at.clock.set(TEST_NOW);
});

const signedBy = (secret: string, { headers, body }: Got): boolean => {
  const made = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
  return headers['webhook-signature'] === `v1,${made}`;
};

let made = 0;
/** Something happens that others are told of. */
async function happen(): Promise<string> {
  made += 1;
  const id = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: `WH${made}`, name: localized('ru', 'Тайное имя'), country: 'KZ', timeZone: 'Asia/Almaty' });
  await closeOrganisation(at.ctx(), id, { closedOn: '2026-05-01' });
  return id;
}
const add = (events: string[] = ['people.organisation_changed']) => addWebhook(admin(), { name: 'Сайт области', url, events });
const waiting = async (webhookId: string) => (await getWebhookFor(admin(), webhookId)).deliveries;
const minutes = (count: number) => at.clock.set(new Date(at.clock.now().getTime() + count * 60_000));

describe('a webhook', () => {
  it('is told of what was chosen, signed, with ids and no names', async () => {
    const { id, secret } = await add();
    const other = await add(['people.person_changed']);
    const organisationId = await happen();
    expect(await collectWebhooks(at.platform)).toBe(1);
    expect(await collectWebhooks(at.platform)).toBe(0);
    const [delivery] = await waiting(id);
    await deliverWebhook(at.platform, delivery?.id ?? '');
    expect(got).toHaveLength(1);
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      type: 'people.organisation_changed',
      timestamp: expect.stringMatching(/^2026-05-18T/),
      network: 'pavlodar',
      data: { organisationId, act: 'organisation.closed' },
    });
    expect(got[0] && signedBy(secret, got[0])).toBe(true);
    expect(got[0] && signedBy(other.secret, got[0])).toBe(false);
    expect(got[0]?.headers['webhook-id']).toBe(delivery?.id);
    expect(await waiting(id)).toMatchObject([{ state: 'delivered', tries: 1, status: 204, fault: null }]);
    expect(JSON.stringify(await waiting(id))).not.toContain('a body');
    // Sent and done: a second worker with the same task sends nothing.
    await deliverWebhook(at.platform, delivery?.id ?? '');
    expect(got).toHaveLength(1);
    // Once more by hand: the receiver sees that it is the same.
    await replayDelivery(admin(), id, delivery?.id ?? '');
    await deliverWebhook(at.platform, delivery?.id ?? '');
    expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([delivery?.id, delivery?.id]);
    await removeWebhook(admin(), id);
    await removeWebhook(admin(), other.id);
    expect(await listWebhooksFor(admin())).toEqual([]);
  });

  it('hears nothing of what was before it, of rehearsals, and of what is only for the house', async () => {
    await happen();
    minutes(1);
    const { id } = await add(['people.organisation_changed', 'seminars.event_changed']);
    minutes(1);
    await inTransaction(at.system(), async (tx) => {
      await emit(tx, 'seminars.event_changed', { eventId: 'e1', rehearsal: true, what: ['title'] });
      await emit(tx, 'seminars.event_changed', { eventId: 'e2', rehearsal: false, what: ['title'], contact: 'Вера' });
      await emit(tx, 'platform.public_address_changed', { address: 'x' });
    });
    await inTransaction(at.system(at.otherNetworkId), (tx) => emit(tx, 'seminars.event_changed', { eventId: 'e3', rehearsal: false }));
    await collectWebhooks(at.platform);
    expect((await waiting(id)).map(({ data }) => data)).toEqual([{ eventId: 'e2', what: ['title'] }]);
    await removeWebhook(admin(), id);
  });

  it('is tried six times within a day, then given up, told by mail and on the page of the day', async () => {
    const accountId = await createAccount(at.system(), { name: 'Админ', email: 'admin@example.kz', password: 'туманный ковчег 19', verified: true });
    await grantRole(at.system(), { accountId, role: 'network_admin', scopeKind: 'network', scopeId: null });
    const { id } = await add();
    await happen();
    await collectWebhooks(at.platform);
    const deliveryId = (await waiting(id))[0]?.id ?? '';
    status = 503;
    for (const [tries, after] of [1, 10, 60, 300, 1080, 0].entries()) {
      await deliverWebhook(at.platform, deliveryId);
      expect((await waiting(id))[0]).toMatchObject({ tries: tries + 1, status: 503, fault: 'refused', state: tries < 5 ? 'waiting' : 'failed' });
      // Too early: nothing is sent.
      await deliverWebhook(at.platform, deliveryId);
      minutes(after);
    }
    expect(new Set(got.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([deliveryId]));
    expect(got).toHaveLength(6);
    expect((await getWebhookFor(admin(), id)).state).toBe('failing');
    const mails = await sql<{ to_address: string; locale: string }>`select to_address, locale from platform.mail_message where template = 'access.webhook_failing'`.execute(at.platform.db);
    expect(mails.rows).toEqual([{ to_address: 'admin@example.kz', locale: 'kk' }]);
    expect(await webhookTasks.tasksFor(admin())).toMatchObject([{ what: { key: 'webhooks.task', params: { count: 1 } } }]);
    // Nothing is made for it while it is off; switched on it begins anew.
    await happen();
    expect(await collectWebhooks(at.platform)).toBe(0);
    const { version, name, events } = await getWebhookFor(admin(), id);
    await changeWebhook(admin(), id, { version, name, url, events, state: 'on' });
    expect(await webhookTasks.tasksFor(admin())).toEqual([]);
    status = 410;
    await happen();
    await collectWebhooks(at.platform);
    await deliverWebhook(at.platform, (await waiting(id))[0]?.id ?? '');
    expect((await getWebhookFor(admin(), id)).state).toBe('failing');
    await removeWebhook(admin(), id);
  });

  it('gets a message again, with the same id, when the worker that sent it died', async () => {
    const { id } = await add();
    await happen();
    await collectWebhooks(at.platform);
    const deliveryId = (await waiting(id))[0]?.id ?? '';
    // A worker has it and is gone before it could say what came of it.
    await inTransaction(at.system(''), (tx) => takeDelivery(tx, deliveryId, new Date(0)));
    await deliverWebhook(at.platform, deliveryId);
    expect(got).toHaveLength(0);
    minutes(2);
    await tendWebhooks(at.platform);
    const { rows } = await sql`select 1 from pgboss.job where data->'ids'->>'deliveryId' = ${deliveryId}`.execute(at.platform.db);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    await deliverWebhook(at.platform, deliveryId);
    expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId]);
    expect((await waiting(id))[0]).toMatchObject({ state: 'delivered', tries: 2 });
    await removeWebhook(admin(), id);
  });

  it('is tested at once, and signs with a new secret when it is given one', async () => {
    const { id, secret } = await add();
    expect(await testWebhook(admin(), id)).toMatchObject({ event: 'webhook.test', state: 'delivered', status: 204 });
    const renewed = await renewWebhookSecret(admin(), id);
    expect(renewed).not.toBe(secret);
    status = 400;
    expect(await testWebhook(admin(), id)).toMatchObject({ state: 'failed', status: 400, tries: 1 });
    expect(got.map((one) => [signedBy(secret, one), signedBy(renewed, one)])).toEqual([[true, false], [false, true]]);
    // A failed test says nothing about the address in the long run.
    expect((await getWebhookFor(admin(), id)).failingSince).toBeNull();
    const { version } = await getWebhookFor(admin(), id);
    await changeWebhook(admin(), id, { version, name: 'Выключен', url, events: ['people.person_changed'], state: 'off' });
    expect(await refusal(changeWebhook(admin(), id, { version, name: 'Второй', url, events: ['people.person_changed'], state: 'on' }))).toBe('record.changed_meanwhile');
    for (let n = 0; n < 18; n++) await testWebhook(admin(), id);
    expect(await refusal(testWebhook(admin(), id))).toBe('request.too_many');
    await removeWebhook(admin(), id);
  });

  it('is the business of administrators alone', async () => {
    const { id } = await add();
    const input = { name: 'Чужой', url, events: ['people.person_changed'] };
    const strangers = [visitor, account([]), coordinatorOf(at.networkId, at.organisationId), adminOf(at.otherNetworkId)].map((actor) => at.ctx(actor, at.networkId));
    for (const ctx of [...strangers, at.ctx(adminOf(at.otherNetworkId), at.otherNetworkId)]) {
      for (const work of [() => getWebhookFor(ctx, id), () => changeWebhook(ctx, id, { ...input, version: 1, state: 'on' }), () => renewWebhookSecret(ctx, id), () => testWebhook(ctx, id), () => removeWebhook(ctx, id), () => replayDelivery(ctx, id, id)]) {
        expect(await refusal(work())).toBe('page.not_found');
      }
    }
    for (const ctx of strangers) {
      expect(await refusal(addWebhook(ctx, input))).toBe('page.not_found');
      expect(await refusal(listWebhooksFor(ctx))).toBe('page.not_found');
    }
    expect(got).toEqual([]);
    await removeWebhook(admin(), id);
  });
});

describe('an address inside', () => {
  it('is refused when it is given, and nothing is sent to it when it became one', async () => {
    const ctx = guarded.ctx(adminOf(guarded.networkId), guarded.networkId);
    const input = { name: 'Внутри', events: ['people.organisation_changed'] };
    expect(await refusal(addWebhook(ctx, { ...input, url }))).toBe('webhook.not_https');
    expect(await refusal(addWebhook(ctx, { ...input, url: 'https://169.254.169.254/latest' }))).toBe('webhook.not_public');
    expect(await refusal(addWebhook(ctx, { ...input, url: 'https://localhost/' }))).toBe('webhook.not_public');
    expect(await refusal(addWebhook(ctx, { ...input, url: 'https://8.8.8.8/', events: ['secret.event'] }))).toBe('choice.missing');
    const { id } = await addWebhook(ctx, { ...input, url: 'https://8.8.8.8/' });
    // As if its name pointed elsewhere now.
    await sql`update access.webhook set url = 'https://127.0.0.1/hook'`.execute(guarded.platform.db);
    expect(await testWebhook(ctx, id)).toMatchObject({ state: 'failed', status: null, fault: 'not_public' });
    expect(await refusal(reopenOrganisation(ctx, id))).toBe('page.not_found');
  });
});
