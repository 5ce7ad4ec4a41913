import type { Actor, Grant } from '#server/platform/context.ts';
import { allow, deny, holds, type Ability, type Place } from '#server/platform/rights.ts';
import type { Role } from './access.tables.ts';

export { allow, deny, holds, reaches, type Ability, type Place } from '#server/platform/rights.ts';

/** Who reads the journal of changes: of the whole network, or of what lies below an organisation. System administrators look after machines, not after records. */
export const AUDIT_READERS = ['network_admin', 'coordinator'] as const;

/** What the actor may do with rights, invitations and settings of a network. */
export function accessAbilities(actor: Actor, place: Place) {
  const admin = holds(actor, ['system_admin', 'network_admin'], place);
  const coordinator = holds(actor, ['coordinator'], place);
  const inPerson = actor.kind !== 'account' || actor.token === undefined;
  return {
    manageRoles: admin ? allow : deny('not_administrator'),
    inviteCoordinator: admin ? allow : deny('not_administrator'),
    inviteContributor: admin || coordinator ? allow : deny('not_coordinator'),
    readOutbox: admin || coordinator ? allow : deny('not_coordinator'),
    changePublicAddress: inPerson && holds(actor, ['system_admin'], place) ? allow : deny('not_system_administrator'),
  } satisfies Record<string, Ability>;
}

export type AccessAbilities = ReturnType<typeof accessAbilities>;

/** Who may give which role: nobody gives more than they hold. */
export function mayInvite(actor: Actor, role: Role, place: Place): boolean {
  const abilities = accessAbilities(actor, place);
  if (role === 'moderator' || role === 'speaker') return abilities.inviteContributor.allowed;
  if (role === 'system_admin') return holds(actor, ['system_admin'], place);
  // The people of a library: by whoever keeps their records.
  if (role === 'head') return abilities.inviteCoordinator.allowed || holds(actor, ['coordinator', 'methodist'], place);
  if (role === 'specialist') return abilities.inviteCoordinator.allowed || holds(actor, ['coordinator', 'methodist', 'head'], place);
  return abilities.inviteCoordinator.allowed;
}

/** Whether an administrator of the network holds all that these grants give: nobody acts upon somebody with more rights. */
export function covers(actor: Actor, grants: readonly Grant[], networkId: string): boolean {
  if (holds(actor, ['system_admin'], { networkId })) return true;
  if (!holds(actor, ['network_admin'], { networkId })) return false;
  return grants.every((grant) => grant.networkId === networkId && grant.role !== 'system_admin');
}

/** Whether an account is the actor's own, or of whom she acts for: a deputy does nothing with it that its owner could not do. */
export const isOwn = (actor: Actor, accountId: string | null): boolean =>
  actor.kind === 'account' && accountId !== null && (actor.accountId === accountId || actor.onBehalfOf?.accountId === accountId);

export type LookRefusal = 'not_administrator' | 'own_account' | 'more_rights';

/** Why an administrator may not look as this account; null: may. Neither by a token nor in somebody's place, and never as somebody with more rights. */
export function mayLookAs(actor: Actor, accountId: string, grants: readonly Grant[], networkId: string): LookRefusal | null {
  if (actor.kind !== 'account' || actor.onBehalfOf || actor.token || actor.viewedBy) return 'not_administrator';
  if (!accessAbilities(actor, { networkId }).manageRoles.allowed || !grants.some((grant) => grant.networkId === networkId)) return 'not_administrator';
  if (actor.accountId === accountId) return 'own_account';
  return grants.some((grant) => grant.role === 'system_admin') && !holds(actor, ['system_admin'], { networkId }) ? 'more_rights' : null;
}

export type ResetRefusal = 'not_administrator' | 'own_account' | 'more_rights' | 'off';

/** Why the second step of an account may not be reset; null: may. In person only; of another network's people an administrator learns nothing. */
export function mayReset(actor: Actor, accountId: string, grants: readonly Grant[], networkId: string): ResetRefusal | null {
  if (actor.kind === 'account' && actor.token) return 'not_administrator';
  const belongs = grants.some((grant) => grant.networkId === networkId || grant.scopeKind === 'installation');
  if (!accessAbilities(actor, { networkId }).manageRoles.allowed || !belongs) return 'not_administrator';
  if (isOwn(actor, accountId)) return 'own_account';
  return covers(actor, grants, networkId) ? null : 'more_rights';
}
