import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import type { VersionState } from './competencies.tables.ts';

/** Who keeps frameworks and profiles of an organisation, or of those below it. */
export const FRAMEWORK_KEEPERS = ['network_admin', 'coordinator', 'methodist'] as const;

/** Whether the actor reads what is published in a network: whoever has a role in it. */
export function readsFrameworks(actor: Actor, networkId: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'account' && actor.grants.some((grant) => grant.scopeKind === 'installation' || grant.networkId === networkId);
}

/** Whether the actor keeps frameworks or profiles anywhere in a network: what the way to their editor goes by; the rows are checked one by one. */
export function keepsFrameworks(actor: Actor, networkId: string): boolean {
  return actor.kind === 'account' && actor.grants.some((grant) => grant.networkId === networkId && FRAMEWORK_KEEPERS.some((role) => role === grant.role));
}

/** What the actor may do with a framework kept by the organisation at `place`, and with one of its versions. */
export function frameworkAbilities(actor: Actor, place: Place, version: { state: VersionState } = { state: 'draft' }) {
  const keeps: Ability = holds(actor, FRAMEWORK_KEEPERS, place) ? allow : deny('not_keeper_of_frameworks');
  const reads: Ability = readsFrameworks(actor, place.networkId) ? allow : deny('no_role');
  const inState = (state: VersionState): Ability => (!keeps.allowed || version.state === state ? keeps : deny(`version_${version.state}`));
  return {
    // What is being written is seen by those who write it.
    read: version.state === 'draft' ? keeps : reads,
    keep: keeps,
    edit: inState('draft'),
    publish: inState('draft'),
    retire: inState('published'),
  } satisfies Record<string, Ability>;
}

/** What the actor may do with a profile kept by the organisation at `place`. */
export function profileAbilities(actor: Actor, place: Place, profile: { retiredAt: Date | null } = { retiredAt: null }) {
  const keeps: Ability = holds(actor, FRAMEWORK_KEEPERS, place) ? allow : deny('not_keeper_of_frameworks');
  return {
    read: readsFrameworks(actor, place.networkId) ? allow : deny('no_role'),
    edit: keeps.allowed && profile.retiredAt ? deny('profile_retired') : keeps,
    revive: keeps.allowed && !profile.retiredAt ? deny('profile_in_use') : keeps,
  } satisfies Record<string, Ability>;
}
