import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, scopeOf, type Ability } from '#server/platform/rights.ts';
import { CENTRE, KEEPERS, METHODISTS } from './people.policy.ts';
import type { ImportKind } from './import-fields.ts';

/** Whether the actor brings lists at all: staff by whoever keeps records, organisations by whoever adds them. */
export function bringsLists(actor: Actor, networkId: string, kind: ImportKind): boolean {
  const scope = scopeOf(actor, kind === 'staff' ? KEEPERS : METHODISTS, networkId);
  return scope === 'network' || scope.length > 0;
}

/** What the actor may do with a list that somebody brought: her own, or any for the centre. Where its rows may go is asked of each place. */
export function importAbilities(actor: Actor, list: { networkId: string; kind: ImportKind; createdBy: string | null }) {
  const own = actor.kind === 'account' && actor.accountId === list.createdBy && bringsLists(actor, list.networkId, list.kind);
  const right: Ability = own || holds(actor, CENTRE, { networkId: list.networkId }) ? allow : deny('not_own');
  return { read: right, edit: right, run: right, undo: right } satisfies Record<string, Ability>;
}
export type ImportAbility = keyof ReturnType<typeof importAbilities>;

/** Whether she sees the lists of others too. */
export const readsAllImports = (actor: Actor, networkId: string): boolean => holds(actor, CENTRE, { networkId });
