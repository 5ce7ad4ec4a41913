import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, type Ability, type Place } from '#server/platform/rights.ts';
import type { Role } from './access.tables.ts';

export { allow, deny, holds, reaches, type Ability, type Place } from '#server/platform/rights.ts';

/** What the actor may do with rights, invitations and settings of a network. */
export function accessAbilities(actor: Actor, place: Place) {
  const admin = holds(actor, ['system_admin', 'network_admin'], place);
  const coordinator = holds(actor, ['coordinator'], place);
  return {
    manageRoles: admin ? allow : deny('not_administrator'),
    inviteCoordinator: admin ? allow : deny('not_administrator'),
    inviteContributor: admin || coordinator ? allow : deny('not_coordinator'),
    readOutbox: admin || coordinator ? allow : deny('not_coordinator'),
    changePublicAddress: holds(actor, ['system_admin'], place) ? allow : deny('not_system_administrator'),
  } satisfies Record<string, Ability>;
}

export type AccessAbilities = ReturnType<typeof accessAbilities>;

/** Who may give which role: nobody gives more than they hold. */
export function mayInvite(actor: Actor, role: Role, place: Place): boolean {
  const abilities = accessAbilities(actor, place);
  if (role === 'moderator' || role === 'speaker') return abilities.inviteContributor.allowed;
  if (role === 'system_admin') return holds(actor, ['system_admin'], place);
  return abilities.inviteCoordinator.allowed;
}
