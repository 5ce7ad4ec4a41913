import { describe, expect, it } from 'vitest';
import { api } from '#server/api/app.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { updateProfile } from './account.queries.ts';
import { endRoleAssignment, findLinkFor, giveToken, grantRole, issueLink, openSession, ownAccount, ownJournal, ownSessions, readSession, saveProfile, startLooking, stopLooking, type Role, type ScopeKind } from './index.ts';

const at = testInstallation();
const origin = { source: '10.0.0.1', userAgent: 'curl/8.0' };

async function person(name: string, ...roles: { role: Role; scopeKind: ScopeKind; scopeId: string | null; networkId?: string }[]) {
  const accountId = newId();
  await at.platform.db.insertInto('access.account').values({ id: accountId, name, email: `${accountId}@example.kz`, email_verified: true }).execute();
  const assignments: string[] = [];
  for (const { networkId, ...role } of roles) assignments.push(await grantRole(at.system(networkId), { accountId, ...role }));
  const cookie = await openSession(at.platform, accountId);
  const now = async (networkId?: string): Promise<Ctx> => at.ctx((await readSession(at.platform, cookie))?.actor, networkId);
  return { accountId, assignments, cookie, now };
}
const admin = () => person('Ержан', { role: 'network_admin', scopeKind: 'network', scopeId: null });
const coordinator = () => person('Әсел', { role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
const actsOf = async (subjectId: string) =>
  (await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'actor_id']).where('subject_id', '=', subjectId).orderBy('id').execute()).map(({ act, actor_id }) => [act, actor_id]);

describe('an administrator who looks as somebody else', () => {
  it('sees with that person’s rights in the own network only, and is named in her journal and on record', async () => {
    const looker = await admin();
    const seen = await person('Әсел', { role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId }, { role: 'inspector', scopeKind: 'network', scopeId: null, networkId: at.otherNetworkId });
    await startLooking(await looker.now(), seen.accountId, origin);
    const { actor } = await looker.now();
    expect(actor).toMatchObject({
      accountId: seen.accountId,
      name: 'Әсел',
      grants: [{ role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }],
      viewedBy: { accountId: looker.accountId, name: 'Ержан', until: new Date(at.clock.now().getTime() + 30 * 60_000) },
    });
    expect(await ownJournal(await seen.now())).toMatchObject([{ method: 'administrator', outcome: 'looked_at', by: 'Ержан', source: '10.0.0.1' }]);
    await stopLooking(await looker.now());
    expect((await looker.now()).actor).toMatchObject({ accountId: looker.accountId, grants: [{ role: 'network_admin' }] });
    expect((await looker.now()).actor).not.toHaveProperty('viewedBy');
    await expect(stopLooking(await looker.now())).rejects.toMatchObject({ status: 404 });
    expect((await actsOf(seen.accountId)).slice(-2)).toEqual([
      ['account.looked_at', looker.accountId],
      ['account.looking_ended', looker.accountId],
    ]);
  });

  it('is oneself again after half an hour', async () => {
    const [looker, seen] = [await admin(), await coordinator()];
    await startLooking(await looker.now(), seen.accountId, origin);
    at.clock.advance(30 * 60_000 - 1000);
    expect((await looker.now()).actor).toMatchObject({ accountId: seen.accountId });
    at.clock.advance(1000);
    expect((await looker.now()).actor).toMatchObject({ accountId: looker.accountId });
  });

  it('is oneself again with the right to look, or with the last role of that person', async () => {
    const [looker, seen] = [await admin(), await coordinator()];
    await startLooking(await looker.now(), seen.accountId, origin);
    await endRoleAssignment(at.system(), seen.assignments[0] ?? '');
    expect((await looker.now()).actor).toMatchObject({ accountId: looker.accountId });
    const other = await coordinator();
    await startLooking(await looker.now(), other.accountId, origin);
    await endRoleAssignment(at.system(), looker.assignments[0] ?? '');
    expect((await looker.now()).actor).toMatchObject({ accountId: looker.accountId, grants: [] });
  });

  it('can change nothing: not the account, not by the API, not in any transaction', async () => {
    const [looker, seen] = [await admin(), await coordinator()];
    await startLooking(await looker.now(), seen.accountId, origin);
    const ctx = await looker.now();
    for (const read of [ownAccount, ownSessions, ownJournal]) await expect(read(ctx)).rejects.toMatchObject({ status: 404 });
    await expect(saveProfile(ctx, { name: 'Басқа', locale: null })).rejects.toMatchObject({ status: 404 });
    await expect(giveToken(ctx, { name: 'key', access: 'write', place: at.organisationId, days: 1 })).rejects.toMatchObject({ status: 404 });
    await expect(startLooking(ctx, looker.accountId, origin)).rejects.toMatchObject({ status: 404 });
    await expect(inTransaction(ctx, (tx) => updateProfile(tx.db, seen.accountId, { name: 'Басқа', locale: null, now: tx.clock.now() }))).rejects.toMatchObject({ code: 'looking.read_only', status: 403 });
    const subjectId = newId();
    await expect(issueLink(ctx, { purpose: 'registration', subjectId, expiresAt: new Date(at.clock.now().getTime() + 1000) })).rejects.toMatchObject({ code: 'looking.read_only', status: 403 });
    expect(await findLinkFor(ctx, 'registration', subjectId)).toBeNull();
    const call = (method: string, path: string) => api.fetch(new Request(`http://127.0.0.1${path}`, { method, headers: { 'content-type': 'application/json' }, ...(method === 'GET' ? {} : { body: '{}' }) }), { ctx, source: '10.0.0.1' });
    expect((await call('GET', '/manage/seminars')).status).toBe(200);
    for (const [method, path] of [['POST', '/manage/seminars'], ['PUT', '/account'], ['DELETE', '/account/sessions'], ['POST', '/sign-out']] as const) {
      const answer = await call(method, path);
      expect([answer.status, ((await answer.json()) as { title: string }).title]).toEqual([403, 'looking.read_only']);
    }
    expect((await looker.now()).actor).toMatchObject({ accountId: seen.accountId });
  });

  it('is nobody else than an administrator of that network, and looks as nobody with more rights', async () => {
    const seen = await coordinator();
    const refuse = async (ctx: Ctx, accountId: string) => expect(startLooking(ctx, accountId, origin)).rejects.toMatchObject({ status: 404 });
    await refuse(at.ctx(visitor), seen.accountId);
    await refuse(await (await coordinator()).now(), seen.accountId);
    const foreign = await person('Чужой', { role: 'network_admin', scopeKind: 'network', scopeId: null, networkId: at.otherNetworkId });
    await refuse(await foreign.now(at.otherNetworkId), seen.accountId);
    await refuse(await foreign.now(at.networkId), seen.accountId);
    const looker = await admin();
    await refuse(await looker.now(), looker.accountId);
    await refuse(await looker.now(), (await person('Никто')).accountId);
    const system = await person('Система', { role: 'system_admin', scopeKind: 'installation', scopeId: null }, { role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
    await refuse(await looker.now(), system.accountId);
    await startLooking(await system.now(), looker.accountId, origin);
    expect((await system.now()).actor).toMatchObject({ accountId: looker.accountId });
  });
});
