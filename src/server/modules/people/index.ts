export { createNetwork, findNetwork, networkOf, networksOf, publicUrl, updateDataLocation, type Network } from './networks.service.ts';
export {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  createOrganisation,
  getOrganisation,
  listOrganisationsOf,
  moveOrganisation,
  organisationsOpenTo,
  reopenOrganisation,
} from './organisations.service.ts';
export type { OrganisationKind } from './people.tables.ts';
export {
  matchParticipants,
  participantMatcher,
  type MatchCandidate,
  type ParticipantMatch,
  type RegisteredPerson,
  type ReportPerson,
} from './name-matching.ts';
export { matchNames, nameKey, type NameMatch, type NameMatchKind } from './names.ts';
export {
  checkPrintedName,
  LONGEST_NAME,
  type NameError,
  type NameErrorCode,
  type NameWarning,
  type NameWarningCode,
  type PrintedName,
} from './printed-name.ts';
export { findPersonsAlike, personName, type PersonAlike } from './alike.service.ts';
export { createPersonWithPost } from './persons.service.ts';
export {
  countryProfile,
  fieldsAsked,
  PROFILED_COUNTRIES,
  scriptOfLanguage,
  statedAsLaw,
  type CountryProfile,
  type PersonalField,
} from './country-profiles.ts';
export { createRecords, createUnits, insertRecords, type NewRecord } from './bulk.service.ts';
export { positionsOf } from './positions.service.ts';
export { registerPeopleJobs } from './people.jobs.ts';
