import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '#server/api/app.ts';
import { createOrganisation, listPeopleFor, PeopleFilter } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { updateProfile } from './account.queries.ts';
import { accessAbilities, endRoleAssignment, giveToken, grantRole, openSession, ownSessions, ownTokens, readsAudit, readSession, readToken, tokenPlaces, withdrawOwnToken, type Role, type ScopeKind } from './index.ts';

const at = testInstallation();
let branchId = '';
beforeAll(async () => {
  branchId = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: 'BRANCH', name: localized('ru', 'Филиал'), country: 'KZ', timeZone: 'Asia/Almaty' });
});

async function person(...roles: { role: Role; scopeKind: ScopeKind; scopeId: string | null }[]) {
  const accountId = newId();
  await at.platform.db.insertInto('access.account').values({ id: accountId, name: 'Әсел', email: `${accountId}@example.kz`, email_verified: true }).execute();
  const assignments: string[] = [];
  for (const role of roles) assignments.push(await grantRole(at.system(), { accountId, ...role }));
  const me = at.ctx((await readSession(at.platform, await openSession(at.platform, accountId)))?.actor);
  const give = (input: Partial<Parameters<typeof giveToken>[1]> = {}) => giveToken(me, { name: 'Список на сайте', access: 'read', place: at.organisationId, days: 90, ...input });
  return { accountId, me, give, assignments };
}
const coordinator = () => person({ role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
const call = async (method: string, path: string, headers: Record<string, string>, body?: unknown) => {
  const answer = await api.fetch(
    new Request(`http://127.0.0.1${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    { ctx: at.ctx(visitor), source: '10.0.0.1' },
  );
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('giving oneself a token', () => {
  it('shows it once, keeps a hash, writes it down, and lists it without the token', async () => {
    const { accountId, me, give } = await coordinator();
    const { id, token } = await give();
    expect(token).toMatch(/^shb_[\w-]{32}$/);
    const row = await at.platform.db.selectFrom('access.api_token').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(token.slice(4));
    expect(row).toMatchObject({ account_id: accountId, network_id: at.networkId, writes: false, scope_kind: 'organisation', scope_id: at.organisationId });
    expect(row.expires_at.getTime() - at.clock.now().getTime()).toBe(90 * 24 * 3600_000);
    const acts = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', id).execute();
    expect(acts).toEqual([{ act: 'token.given', data: { access: 'read', scopeId: at.organisationId, days: 90 } }]);
    expect(await ownTokens(me)).toMatchObject([{ id, name: 'Список на сайте', access: 'read', state: 'valid', lastUsed: null }]);
  });

  it('is possible only where one holds a role', async () => {
    const { me, give } = await coordinator();
    expect((await tokenPlaces(me)).organisations.map(({ id }) => id).sort()).toEqual([at.organisationId, branchId].sort());
    for (const place of ['network' as const, newId(), at.otherOrganisationId]) {
      await expect(give({ place })).rejects.toMatchObject({ problems: [{ field: 'place', code: 'token.no_right_there' }] });
    }
    const speaker = await person({ role: 'speaker', scopeKind: 'event', scopeId: newId() });
    expect(await tokenPlaces(speaker.me)).toEqual({ wholeNetwork: false, organisations: [] });
    const admin = await person({ role: 'network_admin', scopeKind: 'network', scopeId: null });
    expect(await tokenPlaces(admin.me)).toMatchObject({ wholeNetwork: true });
    await expect(giveToken(at.ctx(visitor), { name: 'xx', access: 'read', place: 'network', days: 1 })).rejects.toMatchObject({ status: 404 });
  });
});

describe('who acts by a token', () => {
  it('is its owner with what the owner holds now, where the token holds', async () => {
    const { accountId, give, assignments } = await person({ role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId }, { role: 'speaker', scopeKind: 'event', scopeId: newId() });
    const { id, token } = await give({ place: branchId, access: 'write' });
    expect(await readToken(at.platform, token, at.networkId)).toMatchObject({
      kind: 'account',
      accountId,
      token: { id, writes: true },
      grants: [{ role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: branchId }],
    });
    await endRoleAssignment(at.system(), assignments[0] ?? '');
    expect((await readToken(at.platform, token, at.networkId)).grants).toEqual([]);
  });

  it('cannot touch the account itself: no sessions, no password, no further tokens', async () => {
    const { give } = await coordinator();
    const { token } = await give({ access: 'write' });
    const ctx = at.ctx(await readToken(at.platform, token, at.networkId));
    await expect(ownSessions(ctx)).rejects.toMatchObject({ status: 404 });
    await expect(giveToken(ctx, { name: 'ещё один', access: 'write', place: at.organisationId, days: 365 })).rejects.toMatchObject({ status: 404 });
  });

  it('reads nobody’s record where its owner reads none, and does not look after the installation', async () => {
    const { me, give } = await person({ role: 'system_admin', scopeKind: 'installation', scopeId: null });
    await expect(listPeopleFor(me, PeopleFilter.parse({}))).rejects.toMatchObject({ status: 404 });
    for (const place of ['network' as const, at.organisationId]) {
      const ctx = at.ctx(await readToken(at.platform, (await give({ place, access: 'write' })).token, at.networkId));
      await expect(listPeopleFor(ctx, PeopleFilter.parse({}))).rejects.toMatchObject({ status: 404 });
      expect(readsAudit(ctx.actor, at.networkId)).toBe(false);
      expect(accessAbilities(ctx.actor, { networkId: at.networkId }).changePublicAddress.allowed).toBe(false);
    }
  });

  it('is nobody in another network', async () => {
    const { token } = await (await coordinator()).give();
    const there = await api.fetch(new Request('http://127.0.0.1/me', { headers: bearer(token) }), { ctx: at.ctx(visitor, at.otherNetworkId), source: '10.0.0.1' });
    expect(there.status).toBe(401);
  });

  it('writes nothing by a token for reading, even should a door forget to ask', async () => {
    const { accountId, give } = await coordinator();
    const ctx = at.ctx(await readToken(at.platform, (await give()).token, at.networkId));
    await expect(inTransaction(ctx, (tx) => updateProfile(tx.db, accountId, { name: 'Өзгерді', locale: null, now: tx.clock.now() }))).rejects.toMatchObject({ code: 'token.read_only', status: 403 });
  });

  it('costs at most one millisecond at the median', async () => {
    const { token } = await (await coordinator()).give();
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      const begun = performance.now();
      await readToken(at.platform, token, at.networkId);
      times.push(performance.now() - begun);
    }
    expect(times.sort((a, b) => a - b)[100]).toBeLessThanOrEqual(1.5);
  });
});

describe('the API by a token', () => {
  it('opens without a session, also to a program that names an origin', async () => {
    const { accountId, give } = await coordinator();
    const { token } = await give({ access: 'write' });
    expect(JSON.parse((await call('GET', '/me', bearer(token))).text)).toMatchObject({ accountId, roles: [{ role: 'coordinator', scopeId: at.organisationId }] });
    const written = await call('POST', '/manage/seminars', { ...bearer(token), origin: 'https://program.example' }, {});
    expect(written.status).toBe(422);
    expect((await call('POST', '/manage/seminars', { origin: 'https://program.example' }, {})).status).toBe(403);
  });

  it('reads and does not write by a token for reading', async () => {
    const { token } = await (await coordinator()).give();
    expect((await call('GET', '/manage/seminars', bearer(token))).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await call(method, '/manage/seminars', bearer(token), {});
      expect([answer.status, (JSON.parse(answer.text) as { title: string }).title]).toEqual([403, 'token.read_only']);
    }
  });

  it('answers a token that never was, has ended or was withdrawn alike', async () => {
    const { me, give } = await coordinator();
    const [ended, withdrawn] = [await give({ days: 1 }), await give({ days: 2 })];
    await withdrawOwnToken(me, withdrawn.id);
    await expect(withdrawOwnToken(me, withdrawn.id)).rejects.toMatchObject({ status: 404 });
    at.clock.advance(24 * 3600_000);
    const answers = [];
    for (const token of [ended.token, withdrawn.token, `shb_${'x'.repeat(32)}`, '', "' or 1=1 --"]) answers.push(await call('GET', '/me', bearer(token)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.headers.get('www-authenticate')).toBe('Bearer');
    expect((await ownTokens(me)).map(({ state }) => state)).toEqual(['withdrawn', 'expired']);
  });

  it('of somebody else cannot be withdrawn', async () => {
    const { id, token } = await (await coordinator()).give();
    const stranger = await coordinator();
    for (const which of [id, 'nonsense', newId()]) await expect(withdrawOwnToken(stranger.me, which)).rejects.toMatchObject({ status: 404 });
    expect((await call('GET', '/me', bearer(token))).status).toBe(200);
  });

  it('notes when it was last used, every ten minutes', async () => {
    const { me, give } = await coordinator();
    const { token } = await give();
    const begun = at.clock.now();
    await call('GET', '/me', bearer(token));
    at.clock.advance(9 * 60_000);
    await call('GET', '/me', bearer(token));
    expect((await ownTokens(me))[0]?.lastUsed).toEqual(begun);
    at.clock.advance(2 * 60_000);
    await call('GET', '/me', bearer(token));
    expect((await ownTokens(me))[0]?.lastUsed).toEqual(at.clock.now());
  });
});
