import { describe, expect, it } from 'vitest';
import { createOrganisation, createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { changeNetworkRole, changeRoleAt, endNetworkRole, endRoleAssignment, endRoleAt, giveRoleAt, grantRole, listCandidates, listRolesAtFor, NewRoleAt, openSession, readNetworkRole, readRoleAt, readSession, RoleDates } from './index.ts';

const at = testInstallation();
let made = 0;
const place = () => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'rural_library', code: `RL${(made += 1)}`, name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const headOf = (organisationId: string) => at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: organisationId }]), at.networkId, 'ru');
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => (error.problems?.[0] ? `${error.problems[0].field} ${error.problems[0].code}` : error.code));

/** Somebody of a library who can sign in, and what her session may. */
async function worker(organisationId: string, familyName: string) {
  const personId = await createPersonWithPost(at.system(), { familyName, givenName: 'Анна', patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  const accountId = newId();
  await at.platform.db.insertInto('access.account').values({ id: accountId, name: `${familyName} Анна`, email: null }).execute();
  await tiePersonToAccount(at.system(), personId, accountId);
  const grants = async () => (await readSession(at.platform, await openSession(at.platform, accountId)))?.actor.grants.map(({ role }) => role);
  return { personId, accountId, grants };
}
const role = (person: string, name: string, from: string, until?: string) => NewRoleAt.parse({ person, role: name, from, until });

describe('roles at an organisation', () => {
  it('begin and end by date, on the calendar of the network', async () => {
    const library = await place();
    const { personId, accountId, grants } = await worker(library, 'Датова');
    expect(await listCandidates(centre(), library)).toEqual([{ id: personId, name: expect.stringContaining('Датова') as string }]);
    const today = at.clock.now().toISOString().slice(0, 10);
    const day = (offset: number) => new Date(Date.parse(today) + offset * 24 * 3600_000).toISOString().slice(0, 10);
    const id = await giveRoleAt(centre(), library, role(personId, 'head', day(2), day(3)));
    expect((await listRolesAtFor(centre(), library)).roles).toMatchObject([{ id, role: 'head', from: day(2), until: day(3), isPlanned: true, mayChange: true }]);
    expect(await grants()).toEqual([]);
    at.clock.advance(2 * 24 * 3600_000);
    expect(await grants()).toEqual(['head']);
    expect(await codeOf(giveRoleAt(centre(), library, role(personId, 'head', day(3))))).toBe('role role.held_already');
    expect(await codeOf(changeRoleAt(centre(), library, id, RoleDates.parse({ from: day(5), until: day(6) })))).toBe('from role.begun');
    await changeRoleAt(centre(), library, id, RoleDates.parse({ from: day(2), until: day(4) }));
    at.clock.advance(2 * 24 * 3600_000);
    expect(await grants()).toEqual(['head']);
    at.clock.advance(24 * 3600_000);
    expect(await grants()).toEqual([]);
    expect(await codeOf(readRoleAt(centre(), library, id))).toBe('page.not_found');
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', accountId).orderBy('id').execute();
    expect(audit).toMatchObject([{ act: 'role.granted', data: { from: day(2), until: day(3) } }, { act: 'role.dates_changed', data: { before: { until: day(3) }, after: { until: day(4) } } }]);
  });

  it('of the whole network are limited by its administrators, never by whoever holds them', async () => {
    const { accountId, grants } = await worker(await place(), 'Инспекторова');
    const admin = at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    const id = await grantRole(at.system(), { accountId, role: 'inspector', scopeKind: 'network', scopeId: null });
    const { from } = await readNetworkRole(admin, id);
    await changeNetworkRole(admin, id, RoleDates.parse({ from, until: from }));
    expect(await readNetworkRole(admin, id)).toMatchObject({ role: 'inspector', from, until: from });
    expect(await grants()).toEqual(['inspector']);
    for (const ctx of [centre(), at.ctx({ ...(admin.actor as Extract<typeof admin.actor, { kind: 'account' }>), accountId }, at.networkId)]) expect(await codeOf(readNetworkRole(ctx, id))).toBe('page.not_found');
    const library = await place();
    expect(await codeOf(changeRoleAt(admin, library, id, RoleDates.parse({ from })))).toBe('page.not_found');
    at.clock.advance(24 * 3600_000);
    expect(await grants()).toEqual([]);
  });

  it('are not given backwards, nor past their end', async () => {
    const library = await place();
    const { personId } = await worker(library, 'Былова');
    expect(await codeOf(giveRoleAt(centre(), library, role(personId, 'head', '2020-01-01')))).toBe('from role.from_past');
    expect(await codeOf(giveRoleAt(centre(), library, role(personId, 'head', '2099-01-02', '2099-01-01')))).toBe('until role.ends_before');
  });

  it('are given by a head to specialists of her own library only, and ended by whoever may give them', async () => {
    const [own, other] = [await place(), await place()];
    const [mine, theirs] = [await worker(own, 'Своя'), await worker(other, 'Чужая')];
    const head = headOf(own);
    expect((await listRolesAtFor(head, own)).mayGive).toEqual(['specialist']);
    const id = await giveRoleAt(head, own, role(mine.personId, 'specialist', '2099-01-01'));
    expect(await codeOf(giveRoleAt(head, own, role(mine.personId, 'head', '2099-01-01')))).toBe('page.not_found');
    expect(await codeOf(giveRoleAt(head, own, role(theirs.personId, 'specialist', '2099-01-01')))).toBe('person choice.missing');
    expect(await codeOf(giveRoleAt(head, other, role(theirs.personId, 'specialist', '2099-01-01')))).toBe('page.not_found');
    expect(await codeOf(endRoleAt(headOf(other), own, id))).toBe('page.not_found');
    expect(await codeOf(endRoleAt(head, other, id))).toBe('page.not_found');
    await endRoleAt(head, own, id);
    expect((await listRolesAtFor(head, own)).roles).toEqual([]);
    const above = await giveRoleAt(centre(), own, role(mine.personId, 'head', '2099-01-01'));
    expect(await codeOf(endRoleAt(head, own, above))).toBe('page.not_found');
    expect((await listRolesAtFor(head, own)).roles).toMatchObject([{ role: 'head', mayChange: false }]);
    const there = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId);
    expect(await codeOf(endRoleAt(there, own, above))).toBe('page.not_found');
    expect(await codeOf(listRolesAtFor(there, own))).toBe('page.not_found');
  });
});

describe('the last administrator of a network', () => {
  it('stays, whoever ends or limits the role, on whichever page, also of two who end one another at once', async () => {
    const networkId = at.otherNetworkId;
    const admin = async (name: string) => {
      const accountId = newId();
      await at.platform.db.insertInto('access.account').values({ id: accountId, name, email: `${accountId}@example.kz`, email_verified: true }).execute();
      const roleId = await grantRole(at.system(networkId), { accountId, role: 'network_admin', scopeKind: 'network', scopeId: null });
      return { roleId, ctx: at.ctx({ ...account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }], name), accountId } as Actor, networkId, 'ru') };
    };
    const [one, two] = [await admin('Первая'), await admin('Вторая')];
    const outcomes = await Promise.all([codeOf(endNetworkRole(one.ctx, two.roleId)), codeOf(endNetworkRole(two.ctx, one.roleId))]);
    expect(outcomes.toSorted()).toEqual(['done', 'role.last_administrator']);
    const last = outcomes[0] === 'done' ? one : two;
    // Who looks after the installation gives rights, and takes none of the last.
    const machines = at.ctx(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }]), networkId, 'ru');
    for (const ctx of [last.ctx, machines]) expect(await codeOf(endRoleAssignment(ctx, last.roleId))).toBe('role.last_administrator');
    const { from } = await readNetworkRole(machines, last.roleId);
    expect(await codeOf(changeNetworkRole(machines, last.roleId, RoleDates.parse({ from, until: '2099-01-01' })))).toBe('until role.last_administrator');
    const next = await admin('Третья');
    expect(await codeOf(changeNetworkRole(machines, last.roleId, RoleDates.parse({ from, until: '2099-01-01' })))).toBe('done');
    expect(await codeOf(endRoleAssignment(machines, next.roleId))).toBe('done');
    expect(await codeOf(endRoleAssignment(last.ctx, last.roleId))).toBe('role.last_administrator');
  });
});
