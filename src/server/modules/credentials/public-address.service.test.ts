import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, testInstallation } from '#server/testing/installation.ts';
import { checkPublicAddress, issuingProblem, readPublicAddress, selfCheckAnswer, setPublicAddress } from './index.ts';
import { probePublicAddress, SELF_CHECK_PATH } from './public-address.probe.ts';
import { normalAddress } from './public-address.service.ts';
import { selfSigned } from './self-signed.fixture.ts';

const at = testInstallation();
const administrator = () => at.ctx(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }]));
const servers: Server[] = [];
const trusted = tls.getCACertificates('default');

const good = selfSigned('localhost', new Date(Date.now() + 86_400_000));
const expired = selfSigned('localhost', new Date(Date.now() - 86_400_000));
const elsewhere = selfSigned('other.example.kz', new Date(Date.now() + 86_400_000));

beforeAll(() => tls.setDefaultCACertificates([...trusted, good.cert, expired.cert, elsewhere.cert]));
afterAll(async () => {
  tls.setDefaultCACertificates(trusted);
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** A server as a proxy in front of this installation shows it to the world. */
const ourselves = (protocol = 'https'): RequestListener => (req, res) => {
  const url = new URL(req.url ?? '/', 'https://localhost');
  const answer = url.pathname === SELF_CHECK_PATH ? selfCheckAnswer(at.platform, url.searchParams.get('nonce') ?? '', protocol) : null;
  res.writeHead(answer ? 200 : 404).end(answer ?? 'not found');
};
const secure = (listener: RequestListener, certificate = good) => listen(createServer(certificate, listener));

describe('the self-check', () => {
  it('is content with an address that leads here by https', async () => {
    expect(await probePublicAddress(at.platform, await secure(ourselves()))).toBeNull();
  });

  it('answers only to a nonce of the right form, and never the same for two installations', () => {
    expect(selfCheckAnswer(at.platform, 'a'.repeat(32), 'https:')).toMatch(/^[\w-]{43} https\n$/);
    expect(selfCheckAnswer(at.platform, 'short', 'https:')).toBeNull();
    expect(selfCheckAnswer(at.platform, `${'a'.repeat(32)}\n`, 'https:')).toBeNull();
    const other = { ...at.platform, keys: { derive: () => Buffer.alloc(32) } };
    expect(selfCheckAnswer(other, 'a'.repeat(32), 'https:')).not.toBe(selfCheckAnswer(at.platform, 'a'.repeat(32), 'https:'));
  });

  it.each<[string, () => Promise<string>, string]>([
    ['a name that does not exist', async () => `https://${'a'.repeat(64)}.kz`, 'public_address.not_found'],
    ['a closed port', async () => 'https://localhost:1', 'public_address.refused'],
    ['an expired certificate', () => secure(ourselves(), expired), 'public_address.certificate'],
    ['a certificate of another host', () => secure(ourselves(), elsewhere), 'public_address.certificate'],
    ['plain http behind https', () => listen(createPlainServer(ourselves())), 'public_address.certificate'],
    ['a redirect', () => secure((_, res) => res.writeHead(301, { location: 'https://elsewhere.example.kz/' }).end()), 'public_address.redirected'],
    ['another site', () => secure((_, res) => res.end('<html>Welcome</html>')), 'public_address.other_site'],
    ['a site that repeats what it is asked', () => secure((req, res) => res.end(`${req.url} https`)), 'public_address.other_site'],
    ['an endless answer', () => secure((_, res) => void setInterval(() => res.write('x'.repeat(1000)), 5).unref()), 'public_address.other_site'],
    ['a proxy that we do not trust', () => secure(ourselves('http')), 'public_address.proxy_not_trusted'],
  ])('names what is wrong: %s', async (_, address, problem) => {
    expect(await probePublicAddress(at.platform, await address())).toBe(problem);
  });

  it('waits no longer than it was told', async () => {
    const silent = await secure(() => undefined);
    const begun = performance.now();
    expect(await probePublicAddress(at.platform, silent, 300)).toBe('public_address.timeout');
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('what counts as an address', () => {
  it.each([
    ['https://Sheberlik.Example.KZ/', 'https://sheberlik.example.kz'],
    ['sheberlik.example.kz', 'https://sheberlik.example.kz'],
    ['https://sheberlik.example.kz:8443', 'https://sheberlik.example.kz:8443'],
    ['https://шеберлік.қаз', 'https://xn--90ahbue3a6c1g.xn--80ao21a'],
    ['http://sheberlik.example.kz', null],
    ['https://sheberlik.example.kz/check', null],
    ['https://user:pass@sheberlik.example.kz', null],
    ['https://sheberlik.example.kz/?a=1', null],
    ['https://192.168.0.1', null],
    ['https://library', null],
    ['', null],
    ['javascript:alert(1)', null],
  ])('%j → %j', (text, expected) => expect(normalAddress(text)).toBe(expected));
});

describe('setting the public address', () => {
  it('is kept only after the check, keeps the former ones as aliases, and opens the register', async () => {
    expect(await issuingProblem(at.ctx(), false)).toBe('issuing.no_public_address');
    expect(await issuingProblem(at.ctx(), true)).toBeNull();
    const wrong = await secure((_, res) => res.end('other'));
    await expect(setPublicAddress(administrator(), { address: wrong })).rejects.toMatchObject({ problems: [{ field: 'address', code: 'public_address.other_site' }] });
    expect((await readPublicAddress(at.ctx())).address).toBeNull();

    const [first, second] = [await secure(ourselves()), await secure(ourselves())];
    await setPublicAddress(administrator(), { address: first });
    expect(await issuingProblem(at.ctx(), false)).toBeNull();
    expect(at.platform.publicAddress()).toBe(first);
    await setPublicAddress(administrator(), { address: `${second}/` });
    expect(await readPublicAddress(at.ctx())).toEqual({ address: second, checkedAt: at.clock.now(), problem: null, aliases: [{ address: first, problem: null }] });
    await setPublicAddress(administrator(), { address: first });
    expect((await readPublicAddress(at.ctx())).aliases.map(({ address }) => address)).toEqual([second]);
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'public_address.changed').orderBy('id').execute();
    expect(audit.map(({ data }) => data)).toEqual([{ from: null, to: first }, { from: first, to: second }, { from: second, to: first }]);
  });

  it('says later when an address or an alias no longer answers, and does not close the register for it', async () => {
    const state = await readPublicAddress(at.ctx());
    const port = state.aliases[0]?.address.split(':').at(-1);
    const gone = servers.find((server) => String((server.address() as AddressInfo | null)?.port) === port);
    gone?.closeAllConnections();
    await new Promise((resolve) => gone?.close(resolve));
    servers.splice(servers.indexOf(gone as Server), 1);
    at.clock.advance(86_400_000);
    expect(await checkPublicAddress(administrator())).toMatchObject({ problem: null, checkedAt: at.clock.now(), aliases: [{ problem: 'public_address.refused' }] });
    expect(await issuingProblem(at.ctx(), false)).toBeNull();
  });

  it('is for system administrators', async () => {
    for (const role of ['coordinator', 'network_admin', 'inspector']) {
      const ctx = at.ctx(account([{ role, networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
      await expect(setPublicAddress(ctx, { address: 'https://sheberlik.example.kz' })).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(checkPublicAddress(ctx)).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});
