import { describe, expect, it } from 'vitest';
import { policyActors } from '#server/testing/policy-actors.ts';
import { PLAN_STATES, type PlanState } from './plan.rule.ts';
import { planAbilities } from './plans.policy.ts';

const { NETWORK, PLACE, actors } = policyActors();
const person = (accountId: string | null) => ({ networkId: NETWORK, place: PLACE.organisationPath, accountId });
const allowed = (abilities: Record<string, { allowed: boolean }>) => Object.entries(abilities).flatMap(([name, ability]) => (ability.allowed ? name : []));
const KEEPERS = ['system', 'network_admin', 'coordinator above', 'coordinator', 'methodist', 'head'];

const OWN: Record<PlanState, string[]> = {
  draft: ['read', 'begin', 'edit', 'propose', 'prove', 'take', 'withdraw', 'note'],
  proposed: ['read', 'begin', 'takeBack', 'prove', 'withdraw', 'note'],
  agreed: ['read', 'begin', 'edit', 'track', 'prove', 'take', 'note'],
  closed: ['read', 'begin'],
  withdrawn: ['read', 'begin'],
};
const OF_THE_HEAD: Record<PlanState, string[]> = {
  draft: ['read', 'begin', 'edit', 'propose', 'withdraw', 'note'],
  proposed: ['read', 'begin', 'edit', 'takeBack', 'sendBack', 'agree', 'withdraw', 'note'],
  agreed: ['read', 'begin', 'edit', 'agree', 'track', 'review', 'withdraw', 'note'],
  closed: ['read', 'begin'],
  withdrawn: ['read', 'begin'],
};

describe.each(actors)('%s', (name, actor) => {
  const keeps = KEEPERS.includes(name);
  it.each(PLAN_STATES)('does with a plan that is %s what her part says', (state) => {
    for (const whose of ['somebody else', null]) expect(allowed(planAbilities(actor, person(whose), { state }))).toEqual(keeps ? OF_THE_HEAD[state] : []);
    // Whatever roles she has: she never agrees to her own plan.
    if (actor.kind === 'account') expect(allowed(planAbilities(actor, person(actor.accountId), { state }))).toEqual(OWN[state]);
  });
  it('begins a first plan where she may read', () => {
    expect(allowed(planAbilities(actor, person('somebody else'), null))).toEqual(keeps ? ['read', 'begin'] : []);
  });
  it('does not agree to the plan of a head in the place of that head', () => {
    if (actor.kind !== 'account') return;
    const deputy = { ...actor, onBehalfOf: { accountId: 'the head', name: 'x' } } as typeof actor;
    const may = allowed(planAbilities(deputy, person('the head'), { state: 'proposed' }));
    expect(may.filter((one) => ['agree', 'sendBack', 'review', 'edit'].includes(one))).toEqual([]);
  });
});
