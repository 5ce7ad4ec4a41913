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
export { dayKind, isHoliday, orthodoxEaster, workingDays, type DayKind } from './country-calendar.ts';
export type { CountryRules, RuleKey, RuleValues, RuleVersion, Versions } from './country-facts.ts';
export { pensionDate } from './country-pensions.ts';
export { isRuleKey, lawOf, papersAllowed, ruleAt, RULE_KEYS, shippedRules } from './country-rules.ts';
export { managesCountries } from './country-rules.policy.ts';
export { ruleChange, TRUSTS, trustOf, type RuleChange, type Trust } from './country-rules.schemas.ts';
export {
  getCountryFor,
  getRuleFor,
  lastChange,
  listCountriesFor,
  profileOf,
  putRule,
  rulesOf,
  takeBackRule,
  type CountryView,
} from './country-rules.service.ts';
export { RULE_GROUPS, RULE_SHAPES, type RuleField, type RuleGroup, type RuleShape } from './country-shapes.ts';
