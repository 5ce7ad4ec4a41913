import { describe, expect, it } from 'vitest';
import { narrowed } from './tokens.policy.ts';
import type { OwnersGrant } from './tokens.queries.ts';

const own = (role: string, scopeKind: OwnersGrant['scopeKind'], scopeId: string | null, at: Partial<OwnersGrant> = {}): OwnersGrant => ({
  role,
  networkId: scopeKind === 'installation' ? '' : 'n1',
  scopeKind,
  scopeId,
  isAbove: false,
  isBelow: false,
  ...at,
});
const network = { network_id: 'n1', scope_kind: 'network' as const, scope_id: null };
const library = { network_id: 'n1', scope_kind: 'organisation' as const, scope_id: 'library' };
const shown = (grant: ReturnType<typeof narrowed>) => grant && `${grant.role} ${grant.networkId} ${grant.scopeKind} ${grant.scopeId ?? '–'}`;

describe('what a token may use of a role of its owner', () => {
  it.each([
    ['the whole installation', own('system_admin', 'installation', null), 'system_admin n1 network –', 'system_admin n1 organisation library'],
    ['the whole network', own('network_admin', 'network', null), 'network_admin n1 network –', 'network_admin n1 organisation library'],
    ['the network, to read', own('inspector', 'network', null), 'inspector n1 network –', 'inspector n1 organisation library'],
    ['another network', own('network_admin', 'network', null, { networkId: 'n2' }), null, null],
    ['an organisation above', own('coordinator', 'organisation', 'root', { isAbove: true }), 'coordinator n1 organisation root', 'coordinator n1 organisation library'],
    ['the organisation itself', own('coordinator', 'organisation', 'library', { isAbove: true, isBelow: true }), 'coordinator n1 organisation library', 'coordinator n1 organisation library'],
    ['an organisation below', own('head', 'organisation', 'branch', { isBelow: true }), 'head n1 organisation branch', 'head n1 organisation branch'],
    ['an organisation beside', own('coordinator', 'organisation', 'other'), 'coordinator n1 organisation other', null],
    ['one event', own('moderator', 'event', 'e1'), 'moderator n1 event e1', null],
    ['an event of another network', own('moderator', 'event', 'e1', { networkId: 'n2' }), null, null],
  ])('for %s', (_, grant, forNetwork, forLibrary) => {
    expect(shown(narrowed(grant, network))).toBe(forNetwork);
    expect(shown(narrowed(grant, library))).toBe(forLibrary);
  });
});
