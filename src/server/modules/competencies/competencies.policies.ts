import type { PolicySource } from '#server/modules/access/index.ts';
import { frameworkAbilities, profileAbilities } from './competencies.policy.ts';

export const competencyPolicies: PolicySource = {
  name: 'competencies',
  areas: [
    { id: 'frameworks', abilities: (actor, place) => ({ ...frameworkAbilities(actor, place, { state: 'draft' }) }) },
    { id: 'profiles', abilities: (actor, place) => ({ ...profileAbilities(actor, place) }) },
  ],
};
