import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { account, visitor } from '#server/testing/installation.ts';
import { bulkChangeAbilities, readsAllBulkChanges } from './bulk-changes.policy.ts';

const at = (role: string, scopeKind: 'network' | 'organisation' = 'organisation', networkId = 'n1'): Actor => account([{ role, networkId, scopeKind, scopeId: scopeKind === 'organisation' ? 'o1' : null }]);

describe.each<[string, Actor, own: boolean, others: boolean]>([
  ['visitor', visitor, false, false],
  ['account without a role', account([]), false, false],
  ['specialist', at('specialist'), false, false],
  ['inspector', at('inspector', 'network'), false, false],
  ['system administrator', account([{ role: 'system_admin', networkId: 'n1', scopeKind: 'installation', scopeId: null }]), false, false],
  ['head', at('head'), true, false],
  ['methodist', at('methodist'), true, false],
  ['methodist of the network', at('methodist', 'network'), true, false],
  ['coordinator of an organisation', at('coordinator'), true, false],
  ['coordinator of the network', at('coordinator', 'network'), true, true],
  ['network administrator', at('network_admin', 'network'), true, true],
  ['network administrator of another network', at('network_admin', 'network', 'n2'), false, false],
  ['job', { kind: 'system', name: 'job' }, true, true],
])('%s', (_, actor, own, others) => {
  it('reads and takes back what she changed for many herself, and what others did only as the centre', () => {
    const mine = bulkChangeAbilities(actor, { networkId: 'n1', madeBy: actor.kind === 'account' ? actor.accountId : null });
    const theirs = bulkChangeAbilities(actor, { networkId: 'n1', madeBy: 'somebody else' });
    expect([mine, theirs].map((abilities) => Object.entries(abilities).map(([name, { allowed }]) => [name, allowed]))).toEqual([
      [['read', own], ['undo', own]],
      [['read', others], ['undo', others]],
    ]);
    expect(readsAllBulkChanges(actor, 'n1')).toBe(others);
  });
});
