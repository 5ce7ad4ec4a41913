import { describe, expect, it } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import type { Actor } from '#server/platform/context.ts';
import { acceptInvitation, endRoleAssignment, grantRole, invite, listRolesFor, readInvitation, readSession, withdrawInvitation } from './index.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const place = () => ({ networkId: at.networkId });
const input = (email: string) => ({ email, name: 'Сәуле Оспанова', role: 'coordinator' as const, locale: 'kk' as const, scopeKind: 'organisation' as const, scopeId: at.organisationId, place: place() });
const tokenOf = (path: string) => path.replace('/l/', '');

describe('an invitation', () => {
  it('makes the account, gives the role at the place, is written down and queues its mail', async () => {
    const { invitationId, linkPath } = await invite(admin(), input('saule.new@example.kz'));
    const mails = await at.platform.db.selectFrom('platform.mail_message').select(['template', 'locale', 'state', 'params']).where('subject_id', '=', invitationId).execute();
    expect(mails).toEqual([{ template: 'access.invitation', locale: 'kk', state: 'queued', params: { invitationId } }]);
    const mail = await at.platform.mailer.render((await at.platform.db.selectFrom('platform.mail_message').select('id').where('subject_id', '=', invitationId).executeTakeFirstOrThrow()).id);
    expect(mail?.text).toContain(`/kk${linkPath}`);
    const cookie = await acceptInvitation(at.ctx(visitor), { token: tokenOf(linkPath), name: '', password: 'бірнеше сөзден тұрады' });
    const session = await readSession(at.platform, cookie ?? '');
    expect(session?.actor.grants).toEqual([{ role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]);
    const acts = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', invitationId).orderBy('id').execute();
    expect(acts.map((row) => row.act)).toEqual(['invitation.sent', 'invitation.accepted']);
  });

  it('adds the role to an account that exists, and opens it to nobody who only holds the link', async () => {
    const first = await invite(admin(), input('twice@example.kz'));
    const own = await acceptInvitation(at.ctx(visitor), { token: tokenOf(first.linkPath), name: '', password: 'бірнеше сөзден тұрады' });
    const second = await invite(admin(), { ...input('twice@example.kz'), role: 'inspector', scopeKind: 'network', scopeId: null });
    expect(await acceptInvitation(at.ctx(visitor), { token: tokenOf(second.linkPath), name: '', password: '' })).toBeNull();
    expect((await readSession(at.platform, own ?? ''))?.actor.grants.map((g) => g.role).sort()).toEqual(['coordinator', 'inspector']);
  });

  it('with too short a password keeps the link unused', async () => {
    const { linkPath } = await invite(admin(), input('short@example.kz'));
    await expect(acceptInvitation(at.ctx(visitor), { token: tokenOf(linkPath), name: '', password: 'қысқа' })).rejects.toMatchObject({
      problems: [{ field: 'password', code: 'password.too_short', params: { min: 10 } }],
    });
    await acceptInvitation(at.ctx(visitor), { token: tokenOf(linkPath), name: '', password: 'енді жеткілікті ұзын' });
  });

  it('cannot be used twice, nor after it was taken back', async () => {
    const { linkPath, invitationId } = await invite(admin(), input('gone@example.kz'));
    await withdrawInvitation(admin(), invitationId, place());
    await expect(acceptInvitation(at.ctx(visitor), { token: tokenOf(linkPath), name: '', password: 'бірнеше сөзден тұрады' })).rejects.toMatchObject({ code: 'link.invalid' });
  });

  it('to a coordinator’s role is refused to a coordinator, as if the page were missing', async () => {
    await expect(invite(at.ctx(coordinatorOf(at.networkId, at.organisationId)), input('no@example.kz'))).rejects.toMatchObject({ code: 'page.not_found', status: 404 });
  });

  it('is none to oneself: who acts for an administrator for a week would be one for good', async () => {
    const deputy = { ...account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), onBehalfOf: { accountId: newId(), name: 'Ержан' } };
    await expect(invite(at.ctx(deputy), input('Aigul@example.kz'))).rejects.toMatchObject({ problems: [{ field: 'email', code: 'invitation.oneself' }] });
  });

  it('ends with the right of whoever sent it, or of whom it was sent for', async () => {
    const administrator = async () => {
      const accountId = newId();
      await at.platform.db.insertInto('access.account').values({ id: accountId, name: 'Ержан', email: `${accountId}@example.kz`, email_verified: true }).execute();
      const roleId = await grantRole(at.system(), { accountId, role: 'network_admin', scopeKind: 'network', scopeId: null });
      return { accountId, roleId, actor: { ...account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), accountId } as Extract<Actor, { kind: 'account' }> };
    };
    const [gone, stays, deputy] = [await administrator(), await administrator(), await administrator()];
    const accept = (linkPath: string) => acceptInvitation(at.ctx(visitor), { token: tokenOf(linkPath), name: '', password: 'бірнеше сөзден тұрады' });
    const lent = (giver: { accountId: string }) => ({ ...deputy.actor, onBehalfOf: { accountId: giver.accountId, name: 'Ержан' } });
    const [byHer, forHer, forOther] = [await invite(at.ctx(gone.actor), input('of.gone@example.kz')), await invite(at.ctx(lent(gone)), input('for.gone@example.kz')), await invite(at.ctx(lent(stays)), input('for.other@example.kz'))];
    await endRoleAssignment(at.ctx(stays.actor), gone.roleId);
    await endRoleAssignment(at.ctx(stays.actor), deputy.roleId);
    for (const { linkPath, invitationId } of [byHer, forHer]) {
      await expect(accept(linkPath)).rejects.toMatchObject({ code: 'link.invalid' });
      await expect(readInvitation(at.ctx(visitor), invitationId)).rejects.toMatchObject({ code: 'link.invalid' });
    }
    expect(await accept(forOther.linkPath)).not.toBeNull();
  });

  it('to speak at an event is a coordinator’s to give', async () => {
    const { invitationId } = await invite(at.ctx(), {
      ...input('speaker@example.by'),
      role: 'speaker',
      scopeKind: 'event',
      scopeId: newId(),
      place: { networkId: at.networkId, organisationPath: [at.organisationId] },
    });
    expect(invitationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the list of roles', () => {
  it('shows nothing of another network and is closed to others than administrators', async () => {
    const own = await listRolesFor(admin());
    expect(own.every((row) => row.email?.endsWith('@example.kz'))).toBe(true);
    const other = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId);
    expect(await listRolesFor(other)).toEqual([]);
    await expect(listRolesFor(at.ctx())).rejects.toMatchObject({ status: 404 });
  });
});
