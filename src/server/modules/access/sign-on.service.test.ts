import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { startIdentityProvider, type Identity, type IdentityProvider } from '#server/testing/identity-provider.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { beginSignOn, checkSignOn, createAccount, finishSignOn, grantRole, ownJournal, readSession, readSignOnSettings, saveSignOnSettings, SignOnInput, signInWithPassword, signOnName } from './index.ts';
import { signOnRedirectUri } from './sign-on.settings.ts';

const at = testInstallation();
let ours: IdentityProvider;
let other: IdentityProvider;
const root = () => at.ctx(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }]), at.networkId);
const setUp = (provider: IdentityProvider, change: object = {}) =>
  saveSignOnSettings(root(), SignOnInput.parse({ name: 'Портал области', issuer: provider.issuer, clientId: provider.clientId, clientSecret: provider.clientSecret, domains: 'lib.example.kz, @example.kz', isOn: 'yes', ...change }));
const codeOf = (work: Promise<unknown>) => work.then(() => 'in', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);

beforeAll(async () => {
  const back = signOnRedirectUri(at.platform);
  [ours, other] = await Promise.all([startIdentityProvider(back), startIdentityProvider(back)]);
}, 60_000);
afterAll(() => Promise.all([ours.close(), other.close()]));

const begin = () => beginSignOn(at.ctx(visitor), { next: '/people', network: null, locale: 'ru', source: '10.3.0.1' });
const finish = (pending: string | undefined, back: URLSearchParams) =>
  finishSignOn(at.ctx(visitor), { pending, state: back.get('state') ?? '', code: back.get('code') ?? '', iss: back.get('iss'), error: back.get('error'), source: '10.3.0.1' });
async function come(who: Identity, provider = ours) {
  const { url, pending } = await begin();
  const { outcome, next } = await finish(pending, await provider.signIn(url, who));
  expect(next).toBe('/people');
  const session = await readSession(at.platform, outcome.cookie);
  if (!session) throw new Error('a session');
  return session.actor;
}
const PASSWORD = 'a long enough password';
const local = (email: string, verified: boolean) => createAccount(at.system(), { email, name: 'Айгүл', password: PASSWORD, verified });

describe('setting single sign-on up', () => {
  it('is for administrators of the installation; the secret is sealed and shown to nobody', async () => {
    expect(await signOnName(at.ctx(visitor))).toBeNull();
    await expect(begin()).rejects.toMatchObject({ code: 'page.not_found' });
    for (const role of ['network_admin', 'coordinator']) {
      const ctx = at.ctx(account([{ role, networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId);
      await expect(readSignOnSettings(ctx)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(saveSignOnSettings(ctx, SignOnInput.parse({ name: 'Х2', issuer: 'https://id.example.kz', clientId: 'x' }))).rejects.toMatchObject({ code: 'page.not_found' });
    }
    await setUp(ours);
    expect(await signOnName(at.ctx(visitor))).toBe('Портал области');
    await checkSignOn(root());
    const shown = await readSignOnSettings(root());
    expect(shown).toEqual({ name: 'Портал области', issuer: ours.issuer, clientId: 'sheberlik', domains: ['lib.example.kz', 'example.kz'], isOn: true, hasSecret: true, redirectUri: signOnRedirectUri(at.platform) });
    const stored = await at.platform.db.selectFrom('platform.setting').selectAll().where('name', '=', 'single_sign_on').execute();
    expect(JSON.stringify(stored)).not.toContain(ours.clientSecret);
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'sign_on.changed').execute();
    expect(JSON.stringify(audit)).not.toContain(ours.clientSecret);
  });

  it('asks for the secret again when it would go to somebody else, and keeps it otherwise', async () => {
    await setUp(ours);
    expect(await codeOf(setUp(other, { clientSecret: '' }))).toBe('sign_on.secret_again');
    await setUp(ours, { clientSecret: '', name: 'Портал' });
    await checkSignOn(root());
    for (const issuer of ['http://id.example.kz', 'javascript:alert(1)', 'https://id.example.kz/?x=1', 'https://a:b@id.example.kz']) {
      expect(SignOnInput.safeParse({ name: 'Портал', issuer, clientId: 'x' }).success, issuer).toBe(false);
    }
    expect(SignOnInput.safeParse({ name: 'Портал', issuer: 'https://id.example.kz', clientId: 'x', domains: 'kz' }).success).toBe(false);
  });

  it('says when nobody answers there, or somebody else', async () => {
    await setUp(ours, { issuer: 'http://127.0.0.1:9' });
    expect(await codeOf(begin())).toBe('sign_on.unreachable');
    // The document is found, and names another issuer than the one that is trusted.
    await setUp(ours, { issuer: `${ours.issuer}/` });
    expect(await codeOf(checkSignOn(root()))).toBe('sign_on.unreachable');
    await setUp(ours);
    await setUp(ours, { isOn: undefined });
    expect(await signOnName(at.ctx(visitor))).toBeNull();
  });
});

describe('coming from the provider', () => {
  it('with a verified address of a trusted domain opens the account of that address, and later by the identity alone', async () => {
    await setUp(ours);
    const accountId = await local('verified@lib.example.kz', true);
    await grantRole(at.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
    const actor = await come({ sub: 'v1', email: 'Verified@lib.example.kz', verified: true });
    expect(actor).toMatchObject({ accountId, grants: [{ role: 'coordinator' }] });
    // Whoever had set a password before (an invitation can be read in the outbox) comes in no more.
    expect(await codeOf(signInWithPassword(at.ctx(visitor), { email: 'verified@lib.example.kz', password: PASSWORD, source: '10.3.0.2' }))).not.toBe('in');
    // Whatever the provider says of the address afterwards: the identity is hers.
    expect((await come({ sub: 'v1', email: 'moved@gmail.example', verified: false })).accountId).toBe(accountId);
    expect((await ownJournal(at.ctx(actor)))[0]).toMatchObject({ method: 'single_sign_on', outcome: 'signed_in', source: '10.3.0.1' });
    // The second step is asked here as well.
    await at.platform.db.insertInto('access.second_step').values({ account_id: accountId, secret: 'sealed', created_at: at.clock.now(), confirmed_at: at.clock.now() }).execute();
    const { url, pending } = await begin();
    expect((await finish(pending, await ours.signIn(url, { sub: 'v1' }))).outcome).toEqual({ pending: expect.any(String) as string });
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', accountId).where('act', '=', 'sign_on.joined').execute();
    expect(audit).toEqual([{ act: 'sign_on.joined', data: { issuer: ours.issuer } }]);
  });

  it('with an unverified one, one of another domain, or none opens nothing, and the owner reads of it', async () => {
    await setUp(ours);
    const accountId = await local('target@lib.example.kz', true);
    const outside = await local('target@gmail.example', true);
    expect(await codeOf(come({ sub: 'u1', email: 'target@lib.example.kz', verified: false }))).toBe('sign_on.unverified');
    expect(await codeOf(come({ sub: 'u2', email: 'target@gmail.example', verified: true }))).toBe('sign_on.untrusted');
    expect(await codeOf(come({ sub: 'u3' }))).toBe('sign_on.unverified');
    for (const id of [accountId, outside]) expect((await ownJournal(at.ctx({ ...(account([]) as Extract<Actor, { kind: 'account' }>), accountId: id })))[0]).toMatchObject({ method: 'single_sign_on', outcome: 'refused' });
  });

  it('with an address that several people share opens nobody’s account', async () => {
    await setUp(ours);
    await local('shared@lib.example.kz', true);
    await createPersonWithPost(at.system(), { familyName: 'Вторая', givenName: 'Анна', patronymic: null, locale: 'kk', organisationId: at.organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01', email: 'shared@lib.example.kz' });
    expect(await codeOf(come({ sub: 's1', email: 'shared@lib.example.kz', verified: true }))).toBe('sign_on.shared');
  });

  it('discards an unproven account of the address and never joins it', async () => {
    await setUp(ours);
    const squatter = await local('late@lib.example.kz', false);
    const { cookie } = await signInWithPassword(at.ctx(visitor), { email: 'late@lib.example.kz', password: PASSWORD, source: '10.3.0.2' });
    const actor = await come({ sub: 'd1', email: 'late@lib.example.kz', verified: true });
    expect(actor.accountId).not.toBe(squatter);
    expect(actor).toMatchObject({ email: 'late@lib.example.kz', grants: [] });
    expect(await readSession(at.platform, cookie)).toBeNull();
    expect(await codeOf(signInWithPassword(at.ctx(visitor), { email: 'late@lib.example.kz', password: PASSWORD, source: '10.3.0.2' }))).toBe('sign_in.wrong');
  });

  it('of another issuer with the same name is somebody else', async () => {
    await setUp(ours);
    const actor = await come({ sub: 'same', email: 'same@lib.example.kz', verified: true });
    await setUp(other);
    expect(await codeOf(come({ sub: 'same', email: 'same@lib.example.kz', verified: false }, other))).toBe('sign_on.unverified');
    await setUp(ours);
    expect((await come({ sub: 'same' })).accountId).toBe(actor.accountId);
  });

  it('counts once, in the browser that asked, for the question it asked', async () => {
    await setUp(ours);
    const who = { sub: 'r1', email: 'replay@lib.example.kz', verified: true };
    const { url, pending } = await begin();
    const back = await ours.signIn(url, who);
    expect(await codeOf(finish(undefined, back))).toBe('sign_on.begin_again');
    expect(await codeOf(finish((await begin()).pending, back))).toBe('sign_on.begin_again');
    expect(await codeOf(finish(pending, back))).toBe('in');
    expect(await codeOf(finish(pending, back))).toBe('sign_on.begin_again');
    // The code of one question as the answer to another: verifier and nonce do not fit.
    const [first, second] = [await begin(), await begin()];
    const stolen = await ours.signIn(first.url, who);
    stolen.set('state', new URL(second.url).searchParams.get('state') ?? '');
    expect(await codeOf(finish(second.pending, stolen))).toBe('sign_on.not_proven');
    // Who answers must be who was asked.
    const third = await begin();
    const mixed = await ours.signIn(third.url, who);
    mixed.set('iss', other.issuer);
    expect(await codeOf(finish(third.pending, mixed))).toBe('sign_on.not_proven');
    const fourth = await begin();
    const late = await ours.signIn(fourth.url, who);
    at.clock.advance(10 * 60_000);
    expect(await codeOf(finish(fourth.pending, late))).toBe('sign_on.begin_again');
    const fifth = await begin();
    expect(await codeOf(finish(fifth.pending, await ours.refuse(fifth.url)))).toBe('sign_on.refused');
  });
});
