import type { PolicySource } from '#server/modules/access/index.ts';
import { credentialAbilities } from './credentials.policy.ts';
import { templateAbilities } from './templates.policy.ts';

export const credentialPolicies: PolicySource = { name: 'credentials', areas: [{ id: 'register', abilities: (actor, place) => ({ ...credentialAbilities(actor, place), ...templateAbilities(actor, place) }) }] };
