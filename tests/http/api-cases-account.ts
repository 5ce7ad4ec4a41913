import { expect } from 'vitest';
import { createAccount, findAccountIdByEmail, grantRole, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { ensureMailbox, writePin } from '#server/modules/access/mailbox.queries.ts';
import { hashPin } from '#server/modules/access/pins.ts';
import { codeOf, stepOf } from '#server/modules/access/totp.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import { visitor, type Caller } from './served.ts';

const PASSWORD = 'a long password';
export const onlyVisitors = async () => [visitor];
const emptied = (call: Call): Call => ({ ...call, body: {} });
const REQUIRED = { code: 'field.required' };

/** Somebody with a password, signed in twice; the caller is the second session. */
export async function person({ served }: World): Promise<{ caller: Caller; email: string }> {
  const email = `account-${randomToken()}@example.kz`.toLowerCase();
  await createAccount(served.system(), { email, name: 'Сауле Оспанова', password: PASSWORD, verified: true });
  const cookies: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { headers } = await served.call(visitor, 'POST', '/sign-in', { email, password: PASSWORD }, { 'user-agent': 'curl/8.0' });
    cookies.push(new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(String(headers['set-cookie']))?.[1] ?? '');
  }
  return { caller: { name: 'the owner', cookie: decodeURIComponent(cookies[1] ?? ''), at: '/ru' }, email };
}

const sessionsOf = async (world: World, by: Caller) =>
  ((await world.served.call(by, 'GET', '/account/sessions')).body as { sessions: { id: string; isThis: boolean }[] }).sessions;

/** Somebody who has begun to set up the second step, or has it in force; `code` is what her authenticator shows. */
async function withSecondStep(world: World, isOn: boolean): Promise<{ caller: Caller; email: string; code: string; later: string }> {
  const { caller, email } = await person(world);
  const { served } = world;
  const { secret } = (await served.call(caller, 'POST', '/account/second-step')).body as { secret: string };
  const bits = [...secret.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = stepOf(served.clock.now());
  const code = codeOf(bytes, step);
  if (isOn) await served.call(caller, 'POST', '/account/second-step/confirm', { code });
  return { caller, email, code, later: codeOf(bytes, step + 1) };
}
/** Somebody who signs in through a mailbox. */
async function withPin({ served }: World): Promise<Caller> {
  const caller = await served.account('somebody with a PIN');
  const { accountId } = (await served.call(caller, 'GET', '/me')).body as { accountId: string };
  const mailboxId = await ensureMailbox(served.platform.db, `library-${randomToken()}@example.kz`.toLowerCase());
  await writePin(served.platform.db, { accountId, mailboxId, pinHash: await hashPin(served.platform, accountId, '4821'), now: served.clock.now() });
  return caller;
}
/** Somebody with a role and a token. */
async function withToken({ served }: World): Promise<{ caller: Caller; id: string }> {
  const caller = await served.account('somebody with a token', { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
  const made = await served.call(caller, 'POST', '/account/tokens', { name: 'Отчёт', access: 'read', place: served.organisationId, days: 30 });
  return { caller, id: (made.body as { id: string }).id };
}
const wrongCode = { call: (call: Call): Call => ({ ...call, body: { code: '12345' } }), errors: [{ field: 'code', code: 'second_step.wrong' }] };
const tenCodes = ({ codes }: { codes: string[] }) => expect(codes).toHaveLength(10);

/** What everybody does with the own account. */
export const accountCases: Record<string, Case> = {
  'POST /account/data': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/data' }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ network: 'pavlodar', held: { access: { account: [{ name: 'Сауле Оспанова' }], signIns: [{ outcome: 'signed_in' }, {}] } } }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'PUT /account': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account', body: { name: 'Сауле Ержанова', locale: 'kk' } }),
    status: 204,
    holds: async (_body, { served }, { by }) => expect((await served.call(by, 'GET', '/me')).body).toMatchObject({ name: 'Сауле Ержанова' }),
    bad: { call: emptied, errors: [{ field: 'name', ...REQUIRED }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'GET /account/mails': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/mails' }),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ digest: true, hour: 8, quietFrom: 21, quietUntil: 8, zone: null, placeZone: 'Asia/Almaty' }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'PUT /account/mails': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/mails', body: { digest: true, hour: 10, quietFrom: 20, quietUntil: 9, zone: 'Europe/Minsk' } }),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path)).body).toMatchObject({ hour: 10, quietFrom: 20, quietUntil: 9, zone: 'Europe/Minsk' }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), hour: 21 } }), errors: [{ field: 'hour', code: 'digest.in_quiet_hours' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'PUT /account/password': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/password', body: { password: PASSWORD, newPassword: 'another long password' } }),
    status: 204,
    holds: async (_body, world, { by }) => expect(await sessionsOf(world, by)).toHaveLength(1),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), password: 'wrong' } }), errors: [{ field: 'password', code: 'password.wrong' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/pin': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/pin', body: { password: PASSWORD, newPin: '739105' } }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { password: 'another password', newPin: '739105' } }), errors: [{ field: 'password', code: 'password.wrong' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'PUT /account/pin': {
    may: async (world) => ({ by: await withPin(world), path: '/account/pin', body: { pin: '4821', newPin: '739105' } }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { pin: '4820', newPin: '739105' } }), errors: [{ field: 'pin', code: 'pin.wrong' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/pin/remove': {
    may: async (world) => {
      const { caller } = await person(world);
      await world.served.call(caller, 'POST', '/account/pin', { password: PASSWORD, newPin: '739105' });
      return { by: caller, path: '/account/pin/remove', body: { pin: '739105' } };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: { pin: '739106' } }), errors: [{ field: 'pin', code: 'pin.wrong' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'DELETE /account/tokens': {
    may: async (world) => ({ by: (await withToken(world)).caller, path: '/account/tokens' }),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ ended: 1 }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'GET /settings/sign-on': {
    may: async ({ served }) => ({ by: await served.account('who looks after the installation', { role: 'system_admin', scopeKind: 'installation', scopeId: null }), path: '/settings/sign-on' }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ isOn: false, redirectUri: expect.stringMatching(/\/sign-in\/sign-on$/) as string }),
    forbidden: async (world) => [...world.strangers, world.coordinator],
    missing: null,
  },
  'PUT /settings/sign-on': {
    may: async ({ served }) => ({
      by: await served.account('who looks after the installation', { role: 'system_admin', scopeKind: 'installation', scopeId: null }),
      path: '/settings/sign-on',
      body: { name: 'Портал', issuer: 'https://id.example.kz', clientId: 'sheberlik', domains: 'example.kz', isOn: false },
    }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), issuer: 'http://id.example.kz' } }), errors: [{ field: 'issuer', code: 'sign_on.issuer_malformed' }] },
    forbidden: async (world) => [...world.strangers, world.coordinator],
    missing: null,
  },
  'GET /account/sessions': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/sessions' }),
    status: 200,
    holds: ({ sessions }: { sessions: object[] }) => {
      expect(sessions).toHaveLength(2);
      expect(sessions).toContainEqual(expect.objectContaining({ isThis: true, device: { kind: 'program', browser: 'curl', system: null }, source: '127.0.0.1' }));
    },
    forbidden: onlyVisitors,
    missing: null,
  },
  'DELETE /account/sessions': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/sessions' }),
    status: 204,
    holds: async (_body, world, { by }) => expect(await sessionsOf(world, by)).toHaveLength(1),
    forbidden: onlyVisitors,
    missing: null,
  },
  'DELETE /account/sessions/{sessionId}': {
    may: async (world) => {
      const { caller } = await person(world);
      const other = (await sessionsOf(world, caller)).find(({ isThis }) => !isThis);
      return { by: caller, path: `/account/sessions/${other?.id ?? ''}` };
    },
    status: 204,
    holds: async (_body, world, { by }) => expect(await sessionsOf(world, by)).toHaveLength(1),
  },
  'GET /account/journal': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/journal' }),
    status: 200,
    holds: ({ lines }: { lines: object[] }) => expect(lines).toMatchObject([{ method: 'password', outcome: 'signed_in', source: '127.0.0.1' }, { outcome: 'signed_in' }]),
    forbidden: onlyVisitors,
    missing: null,
  },
  'GET /account/second-step': {
    may: async (world) => ({ by: (await withSecondStep(world, true)).caller, path: '/account/second-step' }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ isOn: true, codesLeft: 10 }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/second-step': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account/second-step' }),
    status: 201,
    holds: (body: { uri: string }) => expect(body.uri).toMatch(/^otpauth:\/\/totp\/Sheberlik/),
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/second-step/confirm': {
    may: async (world) => {
      const { caller, code } = await withSecondStep(world, false);
      return { by: caller, path: '/account/second-step/confirm', body: { code } };
    },
    status: 200,
    holds: tenCodes,
    bad: wrongCode,
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/second-step/recovery-codes': {
    may: async (world) => {
      const { caller, later } = await withSecondStep(world, true);
      return { by: caller, path: '/account/second-step/recovery-codes', body: { code: later } };
    },
    status: 200,
    holds: tenCodes,
    bad: wrongCode,
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/second-step/switch-off': {
    may: async (world) => ({ by: (await withSecondStep(world, true)).caller, path: '/account/second-step/switch-off', body: { password: PASSWORD } }),
    status: 204,
    holds: async (_body, { served }, { by }) => expect((await served.call(by, 'GET', '/account/second-step')).body).toMatchObject({ isOn: false }),
    bad: { call: (call) => ({ ...call, body: { password: 'wrong' } }), errors: [{ field: 'password', code: 'password.wrong' }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /manage/accounts/{accountId}/reset-second-step': {
    may: async (world) => {
      const { served } = world;
      const { email } = await withSecondStep(world, true);
      const accountId = (await findAccountIdByEmail(served.system(), email)) ?? '';
      await grantRole(served.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
      return { by: await served.account('an administrator', { role: 'network_admin', scopeKind: 'network', scopeId: null }), path: `/manage/accounts/${accountId}/reset-second-step` };
    },
    status: 204,
    forbidden: async (world) => [...world.strangers, world.coordinator],
  },
  'GET /account/tokens': {
    may: async (world) => ({ by: (await withToken(world)).caller, path: '/account/tokens' }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ tokens: [{ name: 'Отчёт', access: 'read', state: 'valid' }] }),
    forbidden: onlyVisitors,
    missing: null,
  },
  'POST /account/tokens': {
    may: async (world) => ({ by: world.coordinator, path: '/account/tokens', body: { name: 'Отчёт', access: 'read', place: world.served.organisationId, days: 30 } }),
    status: 201,
    holds: async ({ token }: { token: string }, { served }) => {
      const me = await served.call(visitor, 'GET', '/me', undefined, { authorization: `Bearer ${token}` });
      expect(me.body).toMatchObject({ name: 'a coordinator', roles: [{ role: 'coordinator', scopeId: served.organisationId }] });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), days: 366 } }), errors: [{ field: 'days', code: 'number.too_large', params: { max: 365 } }] },
    forbidden: onlyVisitors,
    missing: null,
  },
  'DELETE /account/tokens/{tokenId}': {
    may: async (world) => {
      const { caller, id } = await withToken(world);
      return { by: caller, path: `/account/tokens/${id}` };
    },
    status: 204,
  },
};
