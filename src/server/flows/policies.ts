import { accountNames, whoReadsPerson, type Holder, type PolicySource } from '#server/modules/access/index.ts';
import { arrangesPositions, bringsLists, organisationAbilities, personAbilities, personForRights, readsFigures } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { allow, deny, type Ability } from '#server/platform/rights.ts';

const yes = (right: boolean): Ability => (right ? allow : deny('no_role'));

/** What the registry of people asks its policies. */
export const registryPolicies: PolicySource = {
  name: 'people',
  areas: [
    {
      id: 'person',
      abilities: (actor, place, owner) => personAbilities(actor, { networkId: place.networkId, place: place.organisationPath ?? [], accountId: owner, anonymised: false, merged: false }),
    },
    {
      id: 'organisation',
      abilities: (actor, place) => {
        const { reopen: _reopen, ...open } = organisationAbilities(actor, place);
        return open;
      },
    },
    {
      id: 'registry',
      abilities: (actor, { networkId }) => ({
        readFigures: yes(readsFigures(actor, networkId)),
        arrangePositions: yes(arrangesPositions(actor, networkId)),
        importStaff: yes(bringsLists(actor, networkId, 'staff')),
        importOrganisations: yes(bringsLists(actor, networkId, 'organisations')),
      }),
    },
  ],
};

/** Who may see the card of a person and why, for administrators who may see it themselves. Error: `page.not_found`. */
export async function readersOfPerson(ctx: Ctx, personId: string): Promise<{ id: string; name: string; holders: Holder[] }> {
  const person = await personForRights(ctx, personId);
  const names = person.accountId ? await accountNames(ctx, [person.accountId]) : new Map<string, string>();
  const account = person.accountId ? { id: person.accountId, name: names.get(person.accountId) ?? person.name } : null;
  return { id: personId, name: person.name, holders: await whoReadsPerson(ctx, { place: person.place, account }) };
}
