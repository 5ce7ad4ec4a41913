import type { Actor } from '#server/platform/context.ts';

const ADMINISTRATORS: readonly string[] = ['system_admin', 'network_admin'];

/** Whether the actor reads and changes the rules of countries for a network: who administers the whole of it. */
export function managesCountries(actor: Actor, networkId: string): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'account') return false;
  return actor.grants.some(
    (grant) => ADMINISTRATORS.includes(grant.role) && (grant.scopeKind === 'installation' || (grant.scopeKind === 'network' && grant.networkId === networkId)),
  );
}
