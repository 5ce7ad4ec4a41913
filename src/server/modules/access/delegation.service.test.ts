import { describe, expect, it } from 'vitest';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { actForGiver, actForOneself, delegate, endOwnDelegation, endRoleAssignment, grantRole, openSession, ownAssignments, ownDelegations, readSession, type Role, type ScopeKind } from './index.ts';

const at = testInstallation();

interface Given {
  role: Role;
  scopeKind: ScopeKind;
  scopeId: string | null;
}
async function person(name: string, ...roles: Given[]) {
  const accountId = newId();
  const email = `${accountId}@example.kz`;
  await at.platform.db.insertInto('access.account').values({ id: accountId, name, email, email_verified: true }).execute();
  const assignments: string[] = [];
  for (const role of roles) assignments.push(await grantRole(at.system(), { accountId, ...role }));
  const cookie = await openSession(at.platform, accountId);
  const now = async (): Promise<Ctx> => at.ctx((await readSession(at.platform, cookie))?.actor);
  const grants = async () => ((await readSession(at.platform, cookie))?.actor.grants ?? []).map(({ role, scopeKind }) => `${role} ${scopeKind}`);
  return { accountId, email, assignments, now, grants };
}
const coordinator = (): Given => ({ role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
const inspector: Given = { role: 'inspector', scopeKind: 'network', scopeId: null };
const methodist = (): Given => ({ role: 'methodist', scopeKind: 'organisation', scopeId: at.organisationId });

/** Айгүл, who goes on leave, and Берик, who stays. */
async function pair() {
  const giver = await person('Айгүл', coordinator(), inspector);
  const deputy = await person('Берік', methodist());
  const lend = async (change: Partial<Parameters<typeof delegate>[1]> = {}) =>
    delegate(await giver.now(), { email: deputy.email.toUpperCase(), assignments: [giver.assignments[0] ?? ''], from: '2026-05-18', until: '2026-05-20', ...change });
  return { giver, deputy, lend };
}
const onDay = (instant: string) => at.clock.set(new Date(instant));
const linesOf = (subjectId: string) =>
  at.platform.db.selectFrom('platform.audit_entry').select(['act', 'actor_id', 'on_behalf_of']).where('subject_id', '=', subjectId).orderBy('id').execute();

describe('lending roles', () => {
  it('is seen by both, told by mail and written down', async () => {
    onDay('2026-05-18T04:00:00Z');
    const { giver, deputy, lend } = await pair();
    const id = await lend();
    const shown = { id, roles: ['coordinator'], state: 'running', from: new Date('2026-05-17T19:00:00Z'), until: new Date('2026-05-20T19:00:00Z') };
    expect(await ownDelegations(await giver.now())).toEqual([{ ...shown, side: 'given', name: 'Берік' }]);
    expect(await ownDelegations(await deputy.now())).toEqual([{ ...shown, side: 'taken', name: 'Айгүл' }]);
    expect(await linesOf(id)).toEqual([{ act: 'delegation.given', actor_id: giver.accountId, on_behalf_of: null }]);
    const mail = await at.platform.db.selectFrom('platform.mail_message').select(['id', 'to_address']).where('template', '=', 'account.delegation_given').where('subject_id', '=', deputy.accountId).executeTakeFirstOrThrow();
    expect(mail.to_address).toBe(deputy.email);
    expect((await at.platform.mailer.render(mail.id))?.text).toContain('/account/delegation');
    const stranger = await person('Чужой', methodist());
    expect(await ownDelegations(await stranger.now())).toEqual([]);
  });

  it.each([
    ['to nobody here', { email: 'nobody@example.kz' }, 'email', 'delegation.nobody'],
    ['of a role that is not one’s own', { assignments: [newId()] }, 'assignments', 'choice.missing'],
    ['that ends before it begins', { from: '2026-05-20', until: '2026-05-19' }, 'until', 'delegation.ends_before'],
    ['for days that are over', { from: '2026-05-01', until: '2026-05-17' }, 'until', 'delegation.past'],
    ['for longer than a year', { until: '2027-05-20' }, 'until', 'delegation.too_long'],
  ])('%s is refused beside its field', async (_, change, field, code) => {
    onDay('2026-05-18T04:00:00Z');
    const { lend } = await pair();
    await expect(lend(change)).rejects.toMatchObject({ problems: [{ field, code }] });
  });

  it('to oneself, by visitors, or to somebody who has a role in another network only, is refused', async () => {
    const { giver, lend } = await pair();
    await expect(lend({ email: giver.email })).rejects.toMatchObject({ problems: [{ field: 'email', code: 'delegation.oneself' }] });
    const foreign = await person('Чужой');
    await grantRole(at.system(at.otherNetworkId), { accountId: foreign.accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: at.otherOrganisationId });
    await expect(lend({ email: foreign.email })).rejects.toMatchObject({ problems: [{ field: 'email', code: 'delegation.nobody' }] });
    await expect(delegate(at.ctx(visitor), { email: giver.email, assignments: [newId()], from: '2026-05-18', until: '2026-05-18' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('acting in somebody’s place', () => {
  it('has what was lent and nothing else, and every act shows both names', async () => {
    onDay('2026-05-18T04:00:00Z');
    const { giver, deputy, lend } = await pair();
    const id = await lend();
    expect(await deputy.grants()).toEqual(['methodist organisation']);
    await actForGiver(await deputy.now(), id);
    expect(await deputy.grants()).toEqual(['coordinator organisation']);
    const acting = await deputy.now();
    expect(acting.actor).toMatchObject({ accountId: deputy.accountId, name: 'Берік', onBehalfOf: { accountId: giver.accountId, name: 'Айгүл' } });
    const subjectId = newId();
    await inTransaction(acting, (tx) => audit(tx, { act: 'event.published', subjectType: 'event', subjectId }));
    expect(await linesOf(subjectId)).toEqual([{ act: 'event.published', actor_id: deputy.accountId, on_behalf_of: giver.accountId }]);
    await actForOneself(acting);
    expect(await deputy.grants()).toEqual(['methodist organisation']);
    expect((await linesOf(id)).map(({ act }) => act)).toEqual(['delegation.given', 'delegation.taken_up']);
  });

  it('never has more than the giver has at that moment', async () => {
    onDay('2026-05-18T04:00:00Z');
    const { giver, deputy, lend } = await pair();
    await actForGiver(await deputy.now(), await lend({ assignments: giver.assignments }));
    expect((await deputy.grants()).sort()).toEqual(['coordinator organisation', 'inspector network']);
    await endRoleAssignment(at.system(), giver.assignments[0] ?? '');
    expect(await deputy.grants()).toEqual(['inspector network']);
    // A role given to the giver later was not lent.
    await grantRole(at.system(), { accountId: giver.accountId, role: 'network_admin', scopeKind: 'network', scopeId: null });
    expect(await deputy.grants()).toEqual(['inspector network']);
  });

  it('ends by its date, by either hand, and with the last own role of the deputy', async () => {
    onDay('2026-05-18T04:00:00Z');
    const byDate = await pair();
    await actForGiver(await byDate.deputy.now(), await byDate.lend());
    onDay('2026-05-20T18:59:59Z');
    expect(await byDate.deputy.grants()).toEqual(['coordinator organisation']);
    onDay('2026-05-20T19:00:00Z');
    expect(await byDate.deputy.grants()).toEqual(['methodist organisation']);
    expect((await ownDelegations(await byDate.giver.now()))[0]?.state).toBe('ended');

    onDay('2026-05-18T04:00:00Z');
    for (const side of ['giver', 'deputy'] as const) {
      const two = await pair();
      const id = await two.lend();
      await actForGiver(await two.deputy.now(), id);
      await endOwnDelegation(await two[side].now(), id);
      expect(await two.deputy.grants()).toEqual(['methodist organisation']);
      await expect(endOwnDelegation(await two[side].now(), id)).rejects.toMatchObject({ status: 404 });
      await expect(actForGiver(await two.deputy.now(), id)).rejects.toMatchObject({ status: 404 });
    }

    const left = await pair();
    await actForGiver(await left.deputy.now(), await left.lend());
    await endRoleAssignment(at.system(), left.deputy.assignments[0] ?? '');
    expect(await left.deputy.grants()).toEqual([]);
  });

  it('is for the deputy alone, from the first day on, and what is borrowed is not lent on', async () => {
    onDay('2026-05-18T04:00:00Z');
    const { giver, deputy, lend } = await pair();
    const later = await lend({ from: '2026-05-19' });
    await expect(actForGiver(await deputy.now(), later)).rejects.toMatchObject({ status: 404 });
    const id = await lend();
    const stranger = await person('Чужой', methodist());
    for (const who of [giver, stranger]) await expect(actForGiver(await who.now(), id)).rejects.toMatchObject({ status: 404 });
    await expect(endOwnDelegation(await stranger.now(), id)).rejects.toMatchObject({ status: 404 });
    await actForGiver(await deputy.now(), id);
    expect((await ownAssignments(await deputy.now())).map(({ role }) => role)).toEqual(['methodist']);
    await expect(delegate(await deputy.now(), { email: stranger.email, assignments: [giver.assignments[0] ?? ''], from: '2026-05-18', until: '2026-05-19' })).rejects.toMatchObject({
      problems: [{ field: 'assignments', code: 'choice.missing' }],
    });
  });

  it('does not slow the look-up of a session: one millisecond at the median', async () => {
    onDay('2026-05-18T04:00:00Z');
    const { deputy, lend } = await pair();
    await actForGiver(await deputy.now(), await lend());
    const cookie = await openSession(at.platform, deputy.accountId);
    await actForGiver(at.ctx((await readSession(at.platform, cookie))?.actor), (await ownDelegations(await deputy.now()))[0]?.id ?? '');
    const times: number[] = [];
    for (let i = 0; i < 300; i++) {
      const begun = performance.now();
      await readSession(at.platform, cookie);
      times.push(performance.now() - begun);
    }
    expect(times.sort((a, b) => a - b)[150]).toBeLessThanOrEqual(1);
  });
});
