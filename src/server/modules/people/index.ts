export {
  createNetwork,
  createOrganisation,
  findNetwork,
  getOrganisation,
  listOrganisationsOf,
  networksOf,
  type Network,
} from './networks.service.ts';
export type { OrganisationKind } from './people.tables.ts';
