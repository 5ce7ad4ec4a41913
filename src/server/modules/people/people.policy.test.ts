import { expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { readsOrganisations } from './people.policy.ts';

const holder = (grant?: Grant): Actor => ({ kind: 'account', accountId: 'a', name: '', email: '', grants: grant ? [grant] : [] });

it.each<[string, Actor, boolean]>([
  ['a coordinator of this network', holder({ role: 'coordinator', networkId: 'here', scopeKind: 'organisation', scopeId: 'o' }), true],
  ['an inspector of this network', holder({ role: 'inspector', networkId: 'here', scopeKind: 'network', scopeId: null }), true],
  ['a speaker of one of its events', holder({ role: 'speaker', networkId: 'here', scopeKind: 'event', scopeId: 'e' }), true],
  ['who looks after the installation', holder({ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }), true],
  ['a job', { kind: 'system', name: 'job' }, true],
  ['a coordinator of another network', holder({ role: 'coordinator', networkId: 'there', scopeKind: 'network', scopeId: null }), false],
  ['an account without a role', holder(), false],
  ['a visitor', { kind: 'visitor' }, false],
  ['a holder of a link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, false],
])('%s reads the list of organisations: %#', (_who, actor, reads) => {
  expect(readsOrganisations(actor, 'here')).toBe(reads);
});
