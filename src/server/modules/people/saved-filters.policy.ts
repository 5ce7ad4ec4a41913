import type { Actor } from '#server/platform/context.ts';
import { allow, deny, type Ability } from '#server/platform/rights.ts';
import { METHODISTS, readsOrganisations, readsPeople } from './people.policy.ts';

export type FilteredList = 'people' | 'organisations';
/** With whom a filter is shared; null: with nobody. */
export type Audience = { kind: 'network' } | { kind: 'organisation'; organisationId: string } | null;

/** Whoever reads a list may keep filters of it. */
const READS = { people: readsPeople, organisations: readsOrganisations };
export const keepsFilters = (actor: Actor, networkId: string, list: FilteredList): boolean => actor.kind === 'account' && READS[list](actor, networkId);

/** Organisations of the network at which the actor holds a role. */
export function standsAt(actor: Actor, networkId: string): string[] {
  if (actor.kind !== 'account') return [];
  return [...new Set(actor.grants.flatMap((grant) => (grant.networkId === networkId && grant.scopeKind === 'organisation' && grant.scopeId !== null ? [grant.scopeId] : [])))];
}

/** With whom the actor may share: everybody at or below a place where she holds a role, and the whole network as an office of it. */
export function audiencesOf(actor: Actor, networkId: string): { network: boolean; organisations: string[] } {
  const office = actor.kind === 'account' && actor.grants.some((grant) => grant.networkId === networkId && grant.scopeKind === 'network' && (METHODISTS as readonly string[]).includes(grant.role));
  return { network: office, organisations: standsAt(actor, networkId) };
}

/**
 * What the actor may do with a saved filter. `under`: where she stands and all above it. A filter is a query and nothing else: the list
 * shows each reader her own part.
 */
export function savedFilterAbilities(actor: Actor, filter: { networkId: string; list: FilteredList; ownerId: string; audience: Audience }, under: readonly string[]) {
  const reads = keepsFilters(actor, filter.networkId, filter.list);
  const own = reads && actor.kind === 'account' && actor.accountId === filter.ownerId;
  const meant = filter.audience?.kind === 'network' || (filter.audience?.kind === 'organisation' && under.includes(filter.audience.organisationId));
  const ofOwner: Ability = own ? allow : deny('not_own');
  return {
    use: own || (reads && meant) ? allow : deny('not_shared'),
    copy: reads && meant && !own ? allow : deny(own ? 'own' : 'not_shared'),
    change: ofOwner,
    share: ofOwner,
    remove: ofOwner,
  } satisfies Record<string, Ability>;
}
export type SavedFilterAbility = keyof ReturnType<typeof savedFilterAbilities>;
