export {
  createNetwork,
  createOrganisation,
  findNetwork,
  getOrganisation,
  listOrganisationsOf,
  networkOf,
  networksOf,
  publicUrl,
  updateDataLocation,
  type Network,
} from './networks.service.ts';
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
export { createPersonWithPost, findPersonsAlike, personName, type PersonAlike } from './persons.service.ts';
export {
  countryProfile,
  fieldsAsked,
  PROFILED_COUNTRIES,
  scriptOfLanguage,
  statedAsLaw,
  type CountryProfile,
  type PersonalField,
} from './country-profiles.ts';
