import { expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { managesCountries } from './country-rules.policy.ts';

const holder = (...grants: Grant[]): Actor => ({ kind: 'account', accountId: 'a', name: '', email: '', grants });
const whole = (role: string, networkId = 'here'): Grant => ({ role, networkId, scopeKind: 'network', scopeId: null });

it.each<[string, Actor, boolean]>([
  ['an administrator of this network', holder(whole('network_admin')), true],
  ['who looks after the installation', holder({ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }), true],
  ['a job', { kind: 'system', name: 'job' }, true],
  ['an administrator of another network', holder(whole('network_admin', 'there')), false],
  ['an administrator of one organisation', holder({ role: 'network_admin', networkId: 'here', scopeKind: 'organisation', scopeId: 'o' }), false],
  ['a coordinator of this network', holder(whole('coordinator')), false],
  ['a methodist', holder(whole('methodist')), false],
  ['an inspector', holder(whole('inspector')), false],
  ['a moderator of one event', holder({ role: 'moderator', networkId: 'here', scopeKind: 'event', scopeId: 'e' }), false],
  ['a speaker of one event', holder({ role: 'speaker', networkId: 'here', scopeKind: 'event', scopeId: 'e' }), false],
  ['an account without a role', holder(), false],
  ['a visitor', { kind: 'visitor' }, false],
  ['a holder of a link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, false],
])('%s manages the rules of countries: %#', (_who, actor, manages) => {
  expect(managesCountries(actor, 'here')).toBe(manages);
});
