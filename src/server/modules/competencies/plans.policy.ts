import { holds } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { allow, deny, type Ability } from '#server/platform/rights.ts';
import { GROWTH_KEEPERS } from './person-access.ts';
import type { PlanState } from './plan.rule.ts';

export interface PlanOwner {
  networkId: string;
  place: readonly string[];
  accountId: string | null;
}

/**
 * What the actor may do with a plan of a person: she herself and whoever heads her place, nobody else. Nobody agrees to or reviews her own plan, whatever
 * roles she has, nor does whoever acts in her place: the next above does. Null: there is no plan yet.
 */
export function planAbilities(actor: Actor, person: PlanOwner, plan: { state: PlanState } | null) {
  const her = person.accountId;
  const self = actor.kind === 'account' && her !== null && actor.accountId === her;
  const inHerPlace = actor.kind === 'account' && her !== null && actor.onBehalfOf?.accountId === her;
  const keeper = holds(actor, GROWTH_KEEPERS, { networkId: person.networkId, organisationPath: person.place });
  const read: Ability = self || keeper ? allow : deny('not_keeper');
  const judge: Ability = self || inHerPlace ? deny('own_record') : keeper ? allow : deny('not_keeper');
  const own: Ability = self ? allow : deny('not_keeper');
  const onlyJudge = (state: PlanState): Ability => (judge.allowed || !read.allowed ? judge : deny(`plan_${state}`));
  const during = (ability: Ability, ...states: PlanState[]): Ability => (!ability.allowed || (plan !== null && states.includes(plan.state)) ? ability : deny(plan === null ? 'no_plan' : `plan_${plan.state}`));
  return {
    read,
    begin: read,
    // What was proposed is looked at by the head: whoever proposed takes it back first.
    edit: plan?.state === 'proposed' ? onlyJudge('proposed') : during(read, 'draft', 'agreed'),
    propose: during(read, 'draft'),
    takeBack: during(read, 'proposed'),
    sendBack: during(judge, 'proposed'),
    agree: during(judge, 'proposed', 'agreed'),
    track: during(read, 'agreed'),
    // What she learns by, and what shows it, is hers to say; it needs nobody's agreement.
    prove: during(own, 'draft', 'proposed', 'agreed'),
    take: during(own, 'draft', 'agreed'),
    review: during(judge, 'agreed'),
    // What was agreed to is not withdrawn by one of the two alone who is not answerable for it.
    withdraw: plan?.state === 'agreed' ? onlyJudge('agreed') : during(read, 'draft', 'proposed'),
    note: during(read, 'draft', 'proposed', 'agreed'),
  } satisfies Record<string, Ability>;
}
export type PlanAbilities = ReturnType<typeof planAbilities>;
export type PlanAbility = keyof PlanAbilities;
