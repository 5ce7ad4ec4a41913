import type { Actor, Grant } from '#server/platform/context.ts';

/** Everybody a policy is asked about: each role at, above, beside and below an organisation, in another network, and nobody. */
export function policyActors() {
  const NETWORK = 'net';
  const PLACE = { networkId: NETWORK, organisationPath: ['centre', 'district', 'library'] };
  const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = NETWORK): Actor => ({
    kind: 'account',
    accountId: 'a',
    name: 'a',
    email: 'a@example.kz',
    grants: [{ role, networkId, scopeKind, scopeId }],
  });
  const actors: [string, Actor][] = [
    ['visitor', { kind: 'visitor' }],
    ['account without a role', { kind: 'account', accountId: 'a', name: 'a', email: 'a@example.kz', grants: [] }],
    ['system', { kind: 'system', name: 'job' }],
    ['system_admin', grant('system_admin', 'installation', null, '')],
    ['network_admin', grant('network_admin', 'network', null)],
    ['coordinator above', grant('coordinator', 'organisation', 'centre')],
    ['coordinator', grant('coordinator', 'organisation', 'library')],
    ['coordinator beside', grant('coordinator', 'organisation', 'other')],
    ['coordinator below', grant('coordinator', 'organisation', 'reading room')],
    ['methodist', grant('methodist', 'organisation', 'district')],
    ['methodist beside', grant('methodist', 'organisation', 'other')],
    ['head', grant('head', 'organisation', 'library')],
    ['specialist', grant('specialist', 'organisation', 'library')],
    ['moderator', grant('moderator', 'event', 'e')],
    ['speaker', grant('speaker', 'event', 'e')],
    ['inspector', grant('inspector', 'network', null)],
    ['network_admin of another network', grant('network_admin', 'network', null, 'other')],
    ['coordinator of another network', grant('coordinator', 'network', null, 'other')],
  ];
  return { NETWORK, PLACE, actors };
}
