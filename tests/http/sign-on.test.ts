import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount, saveSignOnSettings, SESSION_COOKIE, SignOnInput } from '#server/modules/access/index.ts';
import { signOnRedirectUri } from '#server/modules/access/sign-on.settings.ts';
import { startIdentityProvider, type IdentityProvider } from '#server/testing/identity-provider.ts';
import { servedInstallation } from './served.ts';

const served = servedInstallation();
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider(signOnRedirectUri(served.platform));
});
afterAll(() => provider.close());

const get = (path: string, cookie = '') => served.send({ path, headers: { accept: 'text/html', 'accept-encoding': 'identity', 'accept-language': 'hy', ...(cookie ? { cookie } : {}) } });
const cookieOf = (answer: Awaited<ReturnType<typeof get>>, name: string) => [answer.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith(`${name}=`))?.split(';')[0] ?? '';

describe('single sign-on in a browser', () => {
  it('has no button and no address until it is set up', async () => {
    expect((await get('/ru/sign-in')).body.toString()).not.toContain('/sign-in/sign-on');
    expect((await get('/ru/sign-in/sign-on')).status).toBe(404);
  });

  it('leads to the provider and back, into the language and network where the button was pressed', async () => {
    await saveSignOnSettings(served.system(), SignOnInput.parse({ name: 'Портал', issuer: provider.issuer, clientId: provider.clientId, clientSecret: provider.clientSecret, domains: 'example.kz', isOn: 'yes' }));
    await createAccount(served.system(), { email: 'one@example.kz', name: 'Одна', password: 'a long password', verified: true });
    const page = (await get('/ru/n/minsk/sign-in?next=%2Forganisations')).body.toString();
    expect(page).toContain('/ru/n/minsk/sign-in/sign-on?next=%2Forganisations');
    const away = await get('/ru/n/minsk/sign-in/sign-on?next=%2Forganisations');
    expect(away.status).toBe(303);
    const to = String(away.headers.location);
    expect(to.startsWith(`${provider.issuer}/`)).toBe(true);
    const pending = cookieOf(away, 'sheberlik_sign_on');
    const back = await provider.signIn(to, { sub: 'one', email: 'one@example.kz', verified: true });
    const first = await get(`/sign-in/sign-on?${back.toString()}`, pending);
    expect([first.status, first.headers.location]).toEqual([307, `/hy/sign-in/sign-on?${back.toString()}`]);
    const home = await get(String(first.headers.location), pending);
    expect([home.status, home.headers.location]).toEqual([303, '/ru/n/minsk/organisations']);
    expect(cookieOf(home, SESSION_COOKIE)).not.toBe('');
    const again = await get(String(first.headers.location), pending);
    expect(again.status).toBe(200);
    expect(cookieOf(again, SESSION_COOKIE)).toBe('');
  });
});
