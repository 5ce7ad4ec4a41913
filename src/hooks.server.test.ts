import { describe, expect, it } from 'vitest';
import { grantRole, openSession, SESSION_COOKIE, startLooking, readSession } from '#server/modules/access/index.ts';
import { newId } from '#server/platform/ids.ts';
import { testInstallation } from '#server/testing/installation.ts';
import { handle } from './hooks.server.ts';

const at = testInstallation();

async function person(role: 'network_admin' | 'coordinator') {
  const accountId = newId();
  await at.platform.db.insertInto('access.account').values({ id: accountId, name: role, email: `${accountId}@example.kz`, email_verified: true }).execute();
  await grantRole(at.system(), role === 'coordinator' ? { accountId, role, scopeKind: 'organisation', scopeId: at.organisationId } : { accountId, role, scopeKind: 'network', scopeId: null });
  return { accountId, cookie: await openSession(at.platform, accountId) };
}

/** A request as the framework hands it over; what the hook asks of other pages is answered with their address. */
async function send(cookie: string, method: string, path: string) {
  const event = {
    url: new URL(`http://127.0.0.1${path}`),
    request: new Request(`http://127.0.0.1${path}`, { method }),
    cookies: { get: (name: string) => (name === SESSION_COOKIE ? cookie : undefined) },
    getClientAddress: () => '10.0.0.1',
    fetch: async (address: string) => new Response(`asked ${address}`, { headers: { 'content-type': 'text/html', 'content-security-policy': 'x' } }),
    locals: {},
    route: { id: null },
  };
  const answer = await handle({ event, resolve: async () => new Response('resolved') } as unknown as Parameters<typeof handle>[0]);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('the door of pages', () => {
  it('hands no zero byte on to any page', async () => {
    const answer = await send('', 'GET', '/ru/manage/register?q=%00a%00&sort=name');
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/ru/manage/register?q=a&sort=name']);
  });

  it('lets whoever looks as somebody else read and stop, and answers every write with the page that says so', async () => {
    const [looker, seen] = [await person('network_admin'), await person('coordinator')];
    expect(await send(looker.cookie, 'POST', '/ru/manage/settings?/save')).toMatchObject({ status: 200, text: 'resolved' });
    await startLooking(at.ctx((await readSession(at.platform, looker.cookie))?.actor), seen.accountId, { source: '10.0.0.1' });
    expect(await send(looker.cookie, 'GET', '/kk/my-day')).toMatchObject({ status: 200, text: 'resolved' });
    expect(await send(looker.cookie, 'POST', '/kk/account/looking?/stop')).toMatchObject({ status: 200, text: 'resolved' });
    for (const path of ['/manage/seminars/new', '/account?/sign_out', '/sign-in?/password', '/account/looking?/other']) {
      const answer = await send(looker.cookie, 'POST', `/kk${path}`);
      expect(answer).toMatchObject({ status: 403, text: 'asked /kk/account/looking?refused=1' });
      expect(answer.headers.get('content-security-policy')).toBe('x');
    }
    expect((await send(looker.cookie, 'POST', '/ru/n/minsk/manage/seminars/new')).text).toBe('asked /ru/n/minsk/account/looking?refused=1');
    expect(await send(seen.cookie, 'POST', '/kk/manage/seminars/new')).toMatchObject({ status: 200, text: 'resolved' });
  });
});
