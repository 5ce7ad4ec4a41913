import type { Grant } from '#server/platform/context.ts';
import type { OwnersGrant, TokenRow } from './tokens.queries.ts';

/**
 * What a token may use of one role of its owner: the role where both places meet, and nothing where they do not. A role for the whole
 * installation holds in the token's network only, and stays what it is: an administrator of the network reads people's records, one of the
 * installation does not. Roles for one event count only for tokens of the whole network.
 */
export function narrowed(grant: OwnersGrant, token: Pick<TokenRow, 'network_id' | 'scope_kind' | 'scope_id'>): Grant | null {
  const networkId = token.network_id;
  const { role } = grant;
  if (grant.scopeKind !== 'installation' && grant.networkId !== networkId) return null;
  const isWide = grant.scopeKind === 'installation' || grant.scopeKind === 'network';
  const own: Grant = { role, networkId, scopeKind: grant.scopeKind, scopeId: grant.scopeId };
  if (token.scope_kind === 'network') return isWide ? { role, networkId, scopeKind: 'network', scopeId: null } : own;
  if (isWide || (grant.scopeKind === 'organisation' && grant.isAbove)) return { role, networkId, scopeKind: 'organisation', scopeId: token.scope_id };
  return grant.scopeKind === 'organisation' && grant.isBelow ? own : null;
}
