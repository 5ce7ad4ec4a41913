import type { Actor } from '#server/platform/context.ts';

/** Whether the actor reads the list of a network's organisations: whoever holds a role in it, and who looks after the installation. */
export function readsOrganisations(actor: Actor, networkId: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'account' && actor.grants.some((grant) => grant.scopeKind === 'installation' || grant.networkId === networkId);
}
