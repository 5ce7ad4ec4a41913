import { describe, expect, it } from 'vitest';
import { createAccount, grantRole } from '#server/modules/access/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { changeDataLocation, DataLocation, inviteStaff, listStaffFor, StaffInvitation } from './network-settings.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const strangers = () => [at.ctx(visitor), at.ctx(coordinatorOf(at.networkId, at.organisationId)), at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]))];
const invitation = (given: Record<string, unknown> = {}) => StaffInvitation.parse({ name: 'Динара Ахметова', email: 'dinara@example.kz', role: 'inspector', locale: 'kk', ...given });

describe('where the data lie', () => {
  it('is changed by administrators, keeps what stood there before, and is not overwritten by who read an older state', async () => {
    const { version } = await networkOf(at.system());
    const input = DataLocation.parse({ data_location: { kk: 'Павлодардағы сервер', ru: '', en: 'a server in Pavlodar' }, version: String(version) });
    for (const ctx of strangers()) await expect(changeDataLocation(ctx, input)).rejects.toMatchObject({ code: 'page.not_found' });
    await changeDataLocation(admin(), input);
    expect((await networkOf(at.system())).dataLocation).toEqual({ kk: { text: 'Павлодардағы сервер', status: 'original' }, en: { text: 'a server in Pavlodar', status: 'original' } });
    await expect(changeDataLocation(admin(), input)).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
    const line = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'network.data_location_changed').executeTakeFirstOrThrow();
    expect(line.data).toMatchObject({ before: { ru: { text: 'тестовый сервер' } }, after: { en: { text: 'a server in Pavlodar' } } });
  });

  it('cannot be left empty', () => {
    expect(DataLocation.safeParse({ data_location: { kk: ' ' }, version: 1 }).success).toBe(false);
  });
});

describe('inviting to a role', () => {
  it('gives an organisation or the whole network, and administrators always the whole one', async () => {
    await inviteStaff(admin(), invitation());
    await inviteStaff(admin(), invitation({ email: 'a@example.kz', organisation: at.organisationId }));
    await inviteStaff(admin(), invitation({ email: 'b@example.kz', role: 'network_admin', organisation: at.organisationId }));
    const rows = await at.platform.db.selectFrom('access.invitation').select(['email', 'scope_kind', 'scope_id']).where('network_id', '=', at.networkId).orderBy('id').execute();
    expect(rows).toEqual([
      { email: 'dinara@example.kz', scope_kind: 'network', scope_id: null },
      { email: 'a@example.kz', scope_kind: 'organisation', scope_id: at.organisationId },
      { email: 'b@example.kz', scope_kind: 'network', scope_id: null },
    ]);
  });

  it('is refused to others, into other networks, and to roles of events or of the installation', async () => {
    for (const ctx of strangers()) await expect(inviteStaff(ctx, invitation())).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(inviteStaff(admin(), invitation({ organisation: at.otherOrganisationId }))).rejects.toMatchObject({ code: 'page.not_found' });
    for (const role of ['system_admin', 'speaker', 'moderator', '']) expect(StaffInvitation.safeParse({ ...invitation(), role }).success).toBe(false);
  });
});

describe('the list of roles', () => {
  it('names people and places, searches, and shows nothing of another network', async () => {
    for (const [email, name] of [['x@example.kz', 'Ярослав'], ['y@example.kz', 'Әсем']] as const) {
      const accountId = await createAccount(at.system(), { email, name, password: 'алты сөзден құпия', verified: true });
      await grantRole(at.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
    }
    const list = await listStaffFor({ ...admin(), locale: 'kk' }, '');
    expect(list.roles.map(({ name, organisation, isEvent }) => [name, organisation, isEvent])).toEqual([
      ['Әсем', 'Методический центр pavlodar', false],
      ['Ярослав', 'Методический центр pavlodar', false],
    ]);
    expect(list.invitations).toHaveLength(3);
    expect((await listStaffFor(admin(), 'ӘСЕМ')).roles).toHaveLength(1);
    expect((await listStaffFor(admin(), 'dinara@')).invitations).toHaveLength(1);
    expect((await listStaffFor(at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId), '')).roles).toEqual([]);
    for (const ctx of strangers()) await expect(listStaffFor(ctx, '')).rejects.toMatchObject({ code: 'page.not_found' });
    expect(await countQueries(() => listStaffFor(admin(), ''))).toBe(3);
  });
});
