import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who signs in at the provider: its name for her, and what it says of her address. */
export interface Identity {
  sub: string;
  email?: string;
  verified?: boolean;
}

export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Somebody who signs in there in a real browser: by her `sub` as login and any password. */
  know(who: Identity): void;
  /** What a browser does that was sent to `url`: signs in, agrees, and comes back with these parameters. */
  signIn(url: string, who: Identity): Promise<URLSearchParams>;
  /** The same by somebody who thinks better of it. */
  refuse(url: string): Promise<URLSearchParams>;
  close(): Promise<void>;
}

const ACCESS = { clientId: 'sheberlik', clientSecret: 'a secret of the provider for tests' };

/** A real OpenID provider on loopback. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const people = new Map<string, Identity>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: ACCESS.clientId, client_secret: ACCESS.clientSecret, redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    scopes: ['openid', 'email', 'profile'],
    cookies: { keys: ['for tests'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_: unknown, accountId: string) => {
      const { sub = accountId, email, verified = false } = people.get(accountId) ?? {};
      return { accountId, claims: () => ({ sub, name: 'Имя у провайдера', ...(email === undefined ? {} : { email, email_verified: verified }) }) };
    },
  });
  server.on('request', provider.callback());

  /** Follows a browser until it is sent back to us; `press` says what it does on a page of the provider. */
  async function walk(start: string, press: (page: { url: string; html: string }) => { url: string; body?: URLSearchParams }): Promise<URLSearchParams> {
    const jar = new Map<string, string>();
    let next: { url: string; body?: URLSearchParams } = { url: start };
    for (let step = 0; step < 20; step++) {
      if (next.url.startsWith(redirectUri)) return new URL(next.url).searchParams;
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer: Response = await fetch(next.url, { redirect: 'manual', headers: { cookie }, ...(next.body ? { method: 'POST', body: next.body } : {}) });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const to = answer.headers.get('location');
      const html = await answer.text();
      if (to === null && !/name="prompt"/.test(html)) throw new Error(`the provider answered ${answer.status}: ${html.slice(0, 500)}`);
      next = to === null ? press({ url: next.url, html }) : { url: new URL(to, next.url).href };
    }
    throw new Error('the provider never sends anybody back');
  }

  return {
    issuer,
    ...ACCESS,
    know: (who) => void people.set(who.sub, who),
    signIn(url, who) {
      people.set(who.sub, who);
      return walk(url, (page) => ({ url: page.url, body: new URLSearchParams(page.html.includes('value="login"') ? { prompt: 'login', login: who.sub, password: 'any' } : { prompt: 'consent' }) }));
    },
    refuse: (url) => walk(url, (page) => ({ url: `${page.url}/abort` })),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
