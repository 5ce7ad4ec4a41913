import { readsAudit } from './audit-log.service.ts';
import { accessAbilities, allow, deny, mayInvite, type Ability } from './access.policy.ts';
import type { PolicySource } from './policies.port.ts';

const yes = (right: boolean): Ability => (right ? allow : deny('no_role'));

/** What this module asks its policies. */
export const accessPolicies: PolicySource = {
  name: 'access',
  areas: [
    {
      id: 'access',
      abilities: (actor, place) => ({
        ...accessAbilities(actor, place),
        inviteHead: yes(mayInvite(actor, 'head', place)),
        inviteSpecialist: yes(mayInvite(actor, 'specialist', place)),
        readAudit: yes(readsAudit(actor, place.networkId)),
      }),
    },
  ],
};
