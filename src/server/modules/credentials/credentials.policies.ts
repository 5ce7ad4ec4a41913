import type { PolicySource } from '#server/modules/access/index.ts';
import { credentialAbilities } from './credentials.policy.ts';

export const credentialPolicies: PolicySource = { name: 'credentials', areas: [{ id: 'register', abilities: (actor, place) => credentialAbilities(actor, place) }] };
