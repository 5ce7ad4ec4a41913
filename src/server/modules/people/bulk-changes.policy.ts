import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, type Ability } from '#server/platform/rights.ts';
import { CENTRE, readsPeople } from './people.policy.ts';

/** What the actor may do with a change somebody made for many: her own, or any for the centre. What of it may be put back is asked of each row. */
export function bulkChangeAbilities(actor: Actor, change: { networkId: string; madeBy: string | null }) {
  const own = actor.kind === 'account' && actor.accountId === change.madeBy && readsPeople(actor, change.networkId);
  const right: Ability = own || holds(actor, CENTRE, { networkId: change.networkId }) ? allow : deny('not_own');
  return { read: right, undo: right } satisfies Record<string, Ability>;
}

/** Whether she sees the changes of others too. */
export const readsAllBulkChanges = (actor: Actor, networkId: string): boolean => holds(actor, CENTRE, { networkId });
