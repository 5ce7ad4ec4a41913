import { expect } from 'vitest';
import { createAccount, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import { visitor, type Caller } from './served.ts';

const PASSWORD = 'a long password';
const onlyVisitors = async () => [visitor];
const emptied = (call: Call): Call => ({ ...call, body: {} });
const REQUIRED = { code: 'field.required' };

/** Somebody with a password, signed in twice; the caller is the second session. */
async function person({ served }: World): Promise<{ caller: Caller; email: string }> {
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

/** What everybody does with the own account. */
export const accountCases: Record<string, Case> = {
  'PUT /account': {
    may: async (world) => ({ by: (await person(world)).caller, path: '/account', body: { name: 'Сауле Ержанова', locale: 'kk' } }),
    status: 204,
    holds: async (_body, { served }, { by }) => expect((await served.call(by, 'GET', '/me')).body).toMatchObject({ name: 'Сауле Ержанова' }),
    bad: { call: emptied, errors: [{ field: 'name', ...REQUIRED }] },
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
};
