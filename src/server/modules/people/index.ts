export {
  createNetwork,
  createOrganisation,
  findNetwork,
  getOrganisation,
  listOrganisationsOf,
  networkOf,
  networksOf,
  type Network,
} from './networks.service.ts';
export type { OrganisationKind } from './people.tables.ts';
