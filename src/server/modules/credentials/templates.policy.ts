import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { scopeOf } from '#server/platform/rights.ts';

/** Who answers for how the certificates of an organisation look: its coordinators, those above it, and the administrators of the network. */
export const TEMPLATE_KEEPERS = ['coordinator', 'network_admin'] as const;

/** What the actor may do with the templates and pictures of the organisation at `place`. An archived template is brought back before it is changed. */
export function templateAbilities(actor: Actor, place: Place, template: { archivedAt: Date | null } = { archivedAt: null }) {
  const keeps: Ability = holds(actor, TEMPLATE_KEEPERS, place) ? allow : deny('not_keeper_of_templates');
  return {
    readTemplates: keeps,
    editTemplates: keeps.allowed && template.archivedAt ? deny('archived') : keeps,
  } satisfies Record<string, Ability>;
}

/** The part of a network whose templates the actor keeps: all of it, or the subtrees of these organisations. */
export function templateScope(actor: Actor, networkId: string): 'network' | readonly string[] {
  return scopeOf(actor, TEMPLATE_KEEPERS, networkId);
}

/** Whether there is anything for this reader. */
export function keepsTemplates(actor: Actor, networkId: string): boolean {
  const scope = templateScope(actor, networkId);
  return scope === 'network' || scope.length > 0;
}
