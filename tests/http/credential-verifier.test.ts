import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCredential, revokeCredential, rotateKey, signedCredential, type NewIssue } from '#server/modules/credentials/index.ts';
import { changedAt } from '#server/modules/credentials/badge.fixture.ts';
import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { selfSigned } from '#server/modules/credentials/self-signed.fixture.ts';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { servedInstallation } from './served.ts';

/**
 * Our credentials before an independent verifier (npm `@digitalcredentials/verifier-core`), which finds our keys and lists by itself: it
 * resolves `did:web:localhost%3A<port>` over https through a proxy in front of the real web server.
 */
const served = servedInstallation({ config: { trustedProxies: 1 } });
const tls = selfSigned('localhost', new Date(Date.now() + 86_400_000));
const folder = mkdtempSync(join(tmpdir(), 'sheberlik-authority-'));
let proxy: Server;
let verifier: ChildProcessWithoutNullStreams | undefined;
let answers: AsyncIterator<string>;
let address = '';

beforeAll(async () => {
  // The verifier goes by its own clock.
  served.clock.set(new Date());
  proxy = createServer(tls, (req, res) => {
    const headers = { ...req.headers, host: new URL(served.address).host, 'x-forwarded-for': '10.9.9.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': String(req.headers.host) };
    const to = forward(served.address + (req.url ?? '/'), { method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    to.on('error', () => res.writeHead(502).end());
    req.pipe(to);
  });
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
  address = `https://localhost:${(proxy.address() as AddressInfo).port}`;
  await writeSetting(served.platform.db, 'public_address', address, served.clock.now());
  await writeSetting(served.platform.db, 'public_address_checked_at', served.clock.now().toISOString(), served.clock.now());
  writeFileSync(join(folder, 'authority.pem'), tls.cert);
  openVerifier();
}, 60_000);

/** A new one remembers no keys: the packages keep an issuer's document for a while. */
function openVerifier(): void {
  verifier?.kill();
  verifier = spawn(process.execPath, [fileURLToPath(new URL('./verifier-child.ts', import.meta.url))], { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'), NODE_OPTIONS: '' } });
  verifier.stderr.pipe(process.stderr);
  answers = createInterface({ input: verifier.stdout })[Symbol.asyncIterator]();
}
afterAll(async () => {
  verifier?.kill();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

interface Found {
  found: Record<string, boolean | null>;
  errors: string[];
  reached: string[];
}
async function verify(credential: unknown): Promise<Found> {
  verifier?.stdin.write(`${JSON.stringify(credential)}\n`);
  const { value } = (await answers.next()) as { value: string };
  return JSON.parse(value) as Found;
}

async function signed(given: Partial<NewIssue> = {}) {
  const today = served.clock.now().toISOString().slice(0, 10);
  const made = await inTransaction(served.system(), (tx) => issueCredential(tx, newIssue(served.organisationId, { issuedOn: today, facts: { minutes: 345, presence: 92 }, ...given })));
  const text = await signedCredential(served.system(), { id: made.issueId, series: made.series });
  return { ...made, document: JSON.parse(text ?? '') as object };
}

describe('an independent verifier', () => {
  it('accepts ours, having read keys and list from us over https', async () => {
    const { document } = await signed();
    const { found, reached, errors } = await verify(document);
    expect([found, errors]).toEqual([expect.objectContaining({ valid_signature: true, expiration: true, suspension_status: true }), []]);
    expect(reached).toEqual(expect.arrayContaining([`${address}/issuers/pavlodar/did.json`, `${address}/issuers/pavlodar/status/1/suspension`]));
  });

  it.each<[what: string, where: string, value: string]>([
    ['another holder', 'credentialSubject.identifier.0.identityHash', 'Иван Иванов'],
    ['another title', 'credentialSubject.achievement.name', 'Диплом'],
    ['another number', 'credentialSubject.licenseNumber', 'PVL-2026-ATT-99999'],
    ['a longer life', 'validUntil', '2099-01-01T00:00:00Z'],
    ['another place in the list', 'credentialStatus.statusListIndex', '1'],
    ['another issuer', 'issuer.name', 'Министерство'],
    ['a key that is not ours', 'proof.verificationMethod', 'did:web:localhost:issuers:pavlodar#key-2026-99'],
  ])('refuses one with %s', async (_, where, value) => {
    const { document } = await signed();
    const { found } = await verify(JSON.parse(changedAt(document, where, value)));
    expect(found['valid_signature']).not.toBe(true);
  });

  it('refuses an expired one', async () => {
    const { document } = await signed({ validUntil: '2026-01-01', issuedOn: '2025-12-01' });
    expect((await verify(document)).found['expiration']).toBe(false);
  });

  it('refuses a revoked one, within the time for which a list may be kept', async () => {
    const { document, issueId } = await signed();
    expect((await verify(document)).found['suspension_status']).toBe(true);
    await revokeCredential(served.system(), { issueId, reason: 'issued to somebody else by mistake' });
    expect((await verify(document)).found['suspension_status']).toBe(false);
  });

  it('accepts old ones after the key was changed, and none of a stolen key', async () => {
    const before = await signed();
    await rotateKey(served.system(), 'register', { compromised: false });
    const after = await signed();
    openVerifier();
    expect((await verify(before.document)).found['valid_signature']).toBe(true);
    expect((await verify(after.document)).found['valid_signature']).toBe(true);
    await rotateKey(served.system(), 'register', { compromised: true });
    openVerifier();
    expect((await verify(after.document)).found['valid_signature']).not.toBe(true);
    expect((await verify(before.document)).found['valid_signature']).toBe(true);
  });

  it('finds nothing at a host that never was ours, nor of a network that never signed', async () => {
    const ask = (host: string, path: string) => served.send({ path, headers: { 'x-forwarded-host': host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.9.9.9' } });
    expect((await ask('other.example.kz', '/issuers/pavlodar/did.json')).status).toBe(404);
    expect((await ask(new URL(address).host, '/issuers/pavlodar/did.json')).status).toBe(200);
    for (const path of ['/issuers/nobody/did.json', '/issuers/pavlodar/demo/did.json', '/issuers/pavlodar/status/9/revocation', '/issuers/pavlodar/status/1/else']) expect([path, (await ask(new URL(address).host, path)).status]).toEqual([path, 404]);
  });
});
