import type { PolicySource } from '#server/modules/access/index.ts';
import { itemAbilities, scoreAbility, testAbilities } from './assessment.policy.ts';

export const assessmentPolicies: PolicySource = {
  name: 'assessment',
  areas: [{ id: 'tests', abilities: (actor, place) => {
        const { readItem, editItem, retireItem } = itemAbilities(actor, place.networkId, { state: 'in_use' });
        const { readTest, editTest, publishTest, retireTest } = testAbilities(actor, place.networkId, { state: 'published', hasDraft: true });
        const { useItem } = itemAbilities(actor, place.networkId);
        const { reviveTest } = testAbilities(actor, place.networkId, { state: 'retired', hasDraft: false });
        return { readItem, editItem, useItem, retireItem, readTest, editTest, publishTest, retireTest, reviveTest, scoreCase: scoreAbility(actor, place, false) };
      } }],
};
