import { allow, deny, type PolicySource } from '#server/modules/access/index.ts';
import { abilitiesFor, mayOrganise } from './seminars.policy.ts';

/** Of an event that is published and no rehearsal; what only its state forbids is left out. */
export const seminarPolicies: PolicySource = {
  name: 'seminars',
  areas: [
    {
      id: 'event',
      abilities: (actor, place) => {
        const { contribute, edit, cancel, conduct, readRegistrations, manageRegistrations, issueCertificates, readStatistics } = abilitiesFor(actor, { state: 'published', rehearsal: false }, place);
        return { organise: mayOrganise(actor, place) ? allow : deny('not_organiser'), edit, cancel, conduct, contribute, readRegistrations, manageRegistrations, issueCertificates, readStatistics };
      },
    },
  ],
};
