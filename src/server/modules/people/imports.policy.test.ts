import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { account, visitor } from '#server/testing/installation.ts';
import { bringsLists, importAbilities, readsAllImports } from './imports.policy.ts';

const at = (role: string, scopeKind: 'network' | 'organisation' = 'organisation', networkId = 'n1'): Actor => account([{ role, networkId, scopeKind, scopeId: scopeKind === 'organisation' ? 'o1' : null }]);
const actors: [string, Actor, staff: boolean, organisations: boolean, others: boolean][] = [
  ['visitor', visitor, false, false, false],
  ['account without a role', account([]), false, false, false],
  ['specialist', at('specialist'), false, false, false],
  ['inspector', at('inspector', 'network'), false, false, false],
  ['system administrator', account([{ role: 'system_admin', networkId: 'n1', scopeKind: 'installation', scopeId: null }]), false, false, false],
  ['head', at('head'), true, false, false],
  ['methodist', at('methodist'), true, true, false],
  ['coordinator of an organisation', at('coordinator'), true, true, false],
  ['coordinator of the network', at('coordinator', 'network'), true, true, true],
  ['network administrator', at('network_admin', 'network'), true, true, true],
  ['network administrator of another network', at('network_admin', 'network', 'n2'), false, false, false],
  ['system', { kind: 'system', name: 'job' }, true, true, true],
];

describe.each(actors)('%s', (_, actor, staff, organisations, others) => {
  it('brings lists of her own places, and sees lists of others only as the centre', () => {
    expect([bringsLists(actor, 'n1', 'staff'), bringsLists(actor, 'n1', 'organisations'), readsAllImports(actor, 'n1')]).toEqual([staff, organisations, others]);
    for (const [kind, may] of [
      ['staff', staff],
      ['organisations', organisations],
    ] as const) {
      const own = importAbilities(actor, { networkId: 'n1', kind, createdBy: actor.kind === 'account' ? actor.accountId : null });
      const foreign = importAbilities(actor, { networkId: 'n1', kind, createdBy: 'somebody else' });
      expect(Object.values(own).map(({ allowed }) => allowed)).toEqual([may, may, may, may]);
      expect(Object.values(foreign).map(({ allowed }) => allowed)).toEqual([others, others, others, others]);
    }
  });
});
