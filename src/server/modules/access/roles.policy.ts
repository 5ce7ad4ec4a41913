import type { Actor } from '#server/platform/context.ts';
import { holds, type Place } from '#server/platform/rights.ts';
import { accessAbilities, isOwn, mayInvite } from './access.policy.ts';
import type { Role } from './access.tables.ts';

/** Roles that are held at an organisation and all below it, the widest first. */
export const PLACED_ROLES = ['coordinator', 'methodist', 'head', 'specialist', 'inspector'] as const;
export type PlacedRole = (typeof PLACED_ROLES)[number];

/** Roles that are held for a whole network. */
export const NETWORK_ROLES = ['network_admin', 'coordinator', 'methodist', 'inspector'] as const;
export type NetworkRole = (typeof NETWORK_ROLES)[number];

/**
 * Whether the actor gives, limits and ends a role at a place: what one may invite to, and a coordinator also methodists of the subtree.
 * Only roles below one's own, in person, and none of one's own or of whom one acts for: nobody makes oneself more, or for longer. A place without an
 * organisation is the whole network.
 */
export function mayChangeRole(actor: Actor, role: { role: Role; accountId: string | null }, place: Place): boolean {
  if (actor.kind === 'account' && (actor.token || actor.viewedBy)) return false;
  const isAdmin = accessAbilities(actor, place).manageRoles.allowed;
  const isWholeNetwork = place.organisationPath === undefined;
  if (isOwn(actor, role.accountId) && (!isAdmin || isWholeNetwork)) return false;
  if (isWholeNetwork && role.role === 'network_admin') return isAdmin;
  if (role.role === 'methodist' && holds(actor, ['coordinator'], place)) return true;
  return (PLACED_ROLES as readonly string[]).includes(role.role) && mayInvite(actor, role.role, place);
}
