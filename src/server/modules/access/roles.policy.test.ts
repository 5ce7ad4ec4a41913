import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { mayChangeRole, NETWORK_ROLES, PLACED_ROLES } from './roles.policy.ts';

const PLACE = { networkId: 'n1', organisationPath: ['root', 'system', 'library'] };
const actor = (role: string, scopeId: string | null, more: Partial<Extract<Actor, { kind: 'account' }>> = {}): Actor => ({
  kind: 'account',
  accountId: 'a',
  name: 'А',
  email: '',
  grants: [{ role, networkId: 'n1', scopeKind: scopeId === null ? 'network' : 'organisation', scopeId }],
  ...more,
});
const may = (who: Actor, accountId: string | null = 'b') => PLACED_ROLES.filter((role) => mayChangeRole(who, { role, accountId }, PLACE));

describe('who gives and ends which role at a place', () => {
  it.each([
    ['network_admin', actor('network_admin', null), ['coordinator', 'methodist', 'head', 'specialist', 'inspector']],
    ['coordinator above', actor('coordinator', 'root'), ['methodist', 'head', 'specialist']],
    ['coordinator beside', actor('coordinator', 'other'), []],
    ['methodist of the system', actor('methodist', 'system'), ['head', 'specialist']],
    ['head of the library', actor('head', 'library'), ['specialist']],
    ['head of another library', actor('head', 'other'), []],
    ['specialist', actor('specialist', 'library'), []],
    ['inspector', actor('inspector', null), []],
    ['visitor', { kind: 'visitor' } satisfies Actor, []],
    ['a head by a token', actor('head', 'library', { token: { id: 't', writes: true } }), []],
    ['who only looks', actor('network_admin', null, { viewedBy: { accountId: 'x', name: 'X', until: new Date() } }), []],
  ] as const)('%s', (_, who, roles) => expect(may(who)).toEqual(roles));

  it('never one’s own, but for administrators', () => {
    expect(may(actor('coordinator', 'root'), 'a')).toEqual([]);
    expect(may(actor('network_admin', null), 'a')).toHaveLength(5);
  });
  it('nor those of whoever one acts for', () => {
    const deputy = actor('network_admin', null, { onBehalfOf: { accountId: 'giver', name: 'Г' } });
    const whole = (accountId: string) => mayChangeRole(deputy, { role: 'network_admin', accountId }, { networkId: 'n1' });
    expect([whole('b'), whole('giver'), whole('a')]).toEqual([true, false, false]);
    expect(may(actor('coordinator', 'root', { onBehalfOf: { accountId: 'giver', name: 'Г' } }), 'giver')).toEqual([]);
  });
  it('for the whole network: administrators, and nobody of one’s own', () => {
    const whole = (who: Actor, accountId = 'b') => (['system_admin', 'network_admin', 'inspector', 'head'] as const).filter((role) => mayChangeRole(who, { role, accountId }, { networkId: 'n1' }));
    expect(whole(actor('network_admin', null))).toEqual(['network_admin', 'inspector', 'head']);
    expect(whole(actor('network_admin', null), 'a')).toEqual([]);
    expect(whole(actor('coordinator', 'root'))).toEqual([]);
  });
  it.each([
    ['network_admin', actor('network_admin', null), 'network_admin coordinator methodist inspector'],
    ['coordinator of the root', actor('coordinator', 'root'), ''],
    ['methodist of the network', actor('methodist', null), ''],
    ['inspector', actor('inspector', null), ''],
    ['a network administrator by a token', actor('network_admin', null, { token: { id: 't', writes: true } }), ''],
    ['of another network', { ...actor('network_admin', null), grants: [{ role: 'network_admin', networkId: 'n2', scopeKind: 'network', scopeId: null }] } as Actor, ''],
    ['system_admin', { ...actor('system_admin', null), grants: [{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }] } as Actor, 'network_admin coordinator methodist inspector'],
  ])('of those that can be given for the whole network: %s', (_, who, roles) => {
    expect(NETWORK_ROLES.filter((role) => mayChangeRole(who, { role, accountId: 'b' }, { networkId: 'n1' })).join(' ')).toBe(roles);
  });
  it('no role of the whole installation, network or an event', () => {
    for (const role of ['system_admin', 'network_admin', 'moderator', 'speaker'] as const) expect(mayChangeRole(actor('network_admin', null), { role, accountId: 'b' }, PLACE)).toBe(false);
  });
});
