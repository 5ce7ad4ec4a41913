import type { Actor, Grant } from './platform.ts';

/** What a policy answers: yes, or no with the reason as a code. */
export type Ability = { allowed: true } | { allowed: false; reason: string };
export const allow: Ability = { allowed: true };
export const deny = (reason: string): Ability => ({ allowed: false, reason });

/** Where something lies: a network, perhaps an organisation with its ancestors, perhaps one event. */
export interface Place {
  networkId: string;
  /** Ids from the root down to the organisation itself; of something that lies in several places, all of them. */
  organisationPath?: readonly string[];
  eventId?: string;
}

/** Whether the grant reaches the place: the installation reaches all, an organisation its subtree, an event itself only. */
export function reaches(grant: Grant, place: Place): boolean {
  if (grant.scopeKind === 'installation') return true;
  if (grant.networkId !== place.networkId) return false;
  if (grant.scopeKind === 'network') return true;
  if (grant.scopeKind === 'organisation') return grant.scopeId !== null && (place.organisationPath ?? []).includes(grant.scopeId);
  return place.eventId !== undefined && grant.scopeId === place.eventId;
}

/** Whether the actor holds one of the roles at the place. Jobs and the command line act as the system and hold all. */
export function holds<Role extends string>(actor: Actor, roles: readonly Role[], place: Place): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'account') return false;
  return actor.grants.some((grant) => (roles as readonly string[]).includes(grant.role) && reaches(grant, place));
}

/** The part of a network in which the actor holds one of the roles: all of it, or the subtrees of these organisations. */
export function scopeOf(actor: Actor, roles: readonly string[], networkId: string): 'network' | readonly string[] {
  if (holds(actor, roles, { networkId })) return 'network';
  if (actor.kind !== 'account') return [];
  const roots = actor.grants.filter((grant) => roles.includes(grant.role) && grant.networkId === networkId && grant.scopeKind === 'organisation');
  return [...new Set(roots.flatMap(({ scopeId }) => scopeId ?? []))];
}
