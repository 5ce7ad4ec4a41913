export { createNetwork, findNetwork, networkOf, networksFrom, networksOf, publicUrl, updateDataLocation, updatePhotosShown, type Network } from './networks.service.ts';
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
export { ORGANISATION_KINDS, type OrganisationKind } from './people.tables.ts';
export {
  matchParticipants,
  participantMatcher,
  type MatchCandidate,
  type ParticipantMatch,
  type RegisteredPerson,
  type ReportPerson,
} from './name-matching.ts';
export { checkEmail, type EmailErrorCode } from './email-check.ts';
export { NAME_LIST_LIMITS, parseNameList, type ListedPerson, type ListProblem, type NameList } from './name-list.ts';
export { pastedNames, previewNames, readList, readOrRefuse, refuseUnusable, type NamesPreview, type PreviewLine, type ReadList } from './read-name-list.ts';
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
export { findPersonsAlike, MUCH_ALIKE, personName, personNames, readsPerson, type PersonAlike, type PersonsAlike } from './alike.service.ts';
export { addPerson, askForChange, changeOwnDetails, changePerson, checkNewPerson, confirmChange, contactOf, createPersonWithPost, declineChange, noteInRecords, ownPersonId, tieInvitedPerson, tiePersonToAccount, withdrawRequest } from './persons.service.ts';
export { AttestationInput, Decline, EducationInput, EndPost, KeptDetails, NewPerson, OwnDetails, PersonInput, PostInput } from './persons.schemas.ts';
export { addPost, changePost, endPost, removePost } from './posts.service.ts';
export { removeAttestation, removeEducation, saveAttestation, saveEducation } from './learning.service.ts';
export { changesOfAudit } from './changes.ts';
export type { FieldChange } from './registry.tables.ts';
export { showPerson, showPersonChanges, viewsOfPerson, type ChangeView, type PersonCard, type PostView } from './person-card.service.ts';
export type { PersonContact } from './contacts.queries.ts';
export { listContactsFor, listPeopleFor, showPeopleFor, COUNTED, PeopleFilter, readContactsFor, readFilterChoices, type PeopleLine } from './people-list.service.ts';
export { BULK_MOST, type BulkLine } from './bulk-lines.ts';
export { applyBulk, BulkChosen, checkBulk, previewBulk } from './bulk-people.service.ts';
export { listBulkChangesFor, showBulkChange, undoBulkChange, type BulkChangeLine, type BulkChangeView } from './bulk-changes.service.ts';
export { BULK_ACTS, BulkAct } from './bulk-people.rule.ts';
export { ORGANISATION_BULK_ACTS, OrganisationBulkAct } from './bulk-organisations.rule.ts';
export { applyOrganisationsBulk, BulkOrganisationsChosen, previewOrganisationsBulk } from './bulk-organisations.service.ts';
export { organisationsFilterWords, peopleFilterWords } from './list-words.ts';
export { PRINT_LIMIT, printOrganisationsFor, printPeopleFor } from './lists.print.ts';
export { erasePhotos, PHOTO_MOST_BYTES, readPhoto, removePhoto, savePhoto, showPhotoForm } from './photos.service.ts';
export { exportPeopleFor } from './people.export.ts';
export { listOrganisationsFor, OrganisationsFilter, readOrganisationChoices, type OrganisationLine } from './organisations-list.service.ts';
export { exportOrganisationsFor } from './organisations.export.ts';
export { copyFilter, listSavedFilters, removeFilter, SaveFilter, saveFilter, SavedFilterId, ShareFilter, shareFilter, type SavedFilters } from './saved-filters.service.ts';
export { registerSearchSource, SHOWN as FOUND_SHOWN, type FoundGroup, type FoundLine, type SearchSource } from './search.port.ts';
export { searchFor } from './search.service.ts';
export { searchWords } from './search-words.ts';
export { CloseOrganisation, editOrganisation, MoveOrganisation, newOrganisation } from './organisations.schemas.ts';
export { readTree, showOrganisation, showOrganisationChanges, showStaffing, type OrganisationPage, type TreeNode } from './organisation-page.service.ts';
export { districtMap, mapAreas } from './map.service.ts';
export { listPanelSources, registerPanelSource, type LifeMoment, type Panel, type PanelLine, type PanelSource } from './panels.port.ts';
export type { ShownPanel, ShownTitle } from './panels.service.ts';
export { arrangesPositions, organisationAbilities, personAbilities, readsFigures, readsOrganisations, readsPeople } from './people.policy.ts';
export { peopleReachedAt } from './addresses.service.ts';
export { personForRights } from './person-rights.service.ts';
export {
  countryProfile,
  fieldsAsked,
  PROFILED_COUNTRIES,
  scriptOfLanguage,
  statedAsLaw,
  type CountryProfile,
  type PersonalField,
} from './country-profiles.ts';
export { createRecords, createUnits, type NewRecord } from './bulk.service.ts';
export { positionChoices, positionInput, positionsOf, removeUnit, savePosition, saveUnit, showPositions, UnitInput } from './positions.service.ts';
export { registerPeopleJobs } from './people.jobs.ts';
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
export { peopleData, viewsOf } from './personal-data.ts';
export { subjectOf, type SubjectRecord } from './data-subject.ts';
export {
  addConsentText,
  changeConsentText,
  consentTextInput,
  getConsentTextFor,
  listConsentTextsFor,
  publishConsentText,
  retireConsentText,
  writesConsentTexts,
} from './consent-texts.service.ts';
export {
  AskParent,
  giveAsParent,
  giveOwnConsent,
  noteParentAsked,
  PaperConsent,
  PARENT_MAIL,
  parentMail,
  readConsentText,
  recordPaperConsent,
  refuseAsParent,
  showConsents,
  showParentPage,
  WithdrawConsent,
  withdrawAsParent,
  withdrawConsent,
  type ConsentsOfPerson,
  type ConsentView,
} from './consents.service.ts';
export { setsRetention } from './retention.ts';
export { listRetentionRules, upsertRetentionRule } from './retention.queries.ts';
export { CONSENT_PURPOSES, type ConsentPurpose } from './privacy.tables.ts';
export { CardViewsFilter, listCardViewsFor, noteLooks, type CardViewLine } from './card-views.service.ts';
export {
  askErasure,
  beginErasure,
  declineErasure,
  DeclineErasure,
  endErasure,
  ERASE_JOB,
  erasureOf,
  erasuresWaiting,
  erasureToRun,
  ownErasure,
  StartErasure,
  withdrawErasure,
  type ErasureView,
} from './erasures.service.ts';
export { registryWaiting } from './waiting.service.ts';
export { bringList, choosePlaces, chooseSheet, decideRows, listImportsFor, mapColumns, readMapping, removeImport, runImport, undoImport } from './imports.service.ts';
export { UNDO_DAYS } from './undo.ts';
export { ChoosePlaces, ChooseSheet, Decisions, Mapping, RunImport } from './imports.schemas.ts';
export { bringsLists } from './imports.policy.ts';
export { listsNamed, type NamedList } from './import-links.service.ts';
export { readRowView, showImport, type Beside, type RowView } from './import-view.service.ts';
export { exportTemplate, exportWrongRows, type ImportWords } from './import-files.service.ts';
export { fieldsOf, IMPORT_KINDS, type ImportField, type ImportKind } from './import-fields.ts';
export type { ImportProblem } from './import-problems.ts';
export { keepApart, listDuplicatesFor, MERGE_FIELDS, MergeInput, mergePersons, showMerge, unmergePerson, type DuplicatePair, type MergeField, type MergeSide } from './merging.service.ts';
export { exportFiguresFor } from './figures.export.ts';
export { headcountsOn, movesBetween, placesOn, type Moves, type PastPlace } from './past-places.queries.ts';
export { SMALLEST_CELL, suppress, type CellRow } from './suppression.rule.ts';
export { FIGURE_TABLES, readFigures, type FigureRow, type Figures, type FigureTable } from './figures.service.ts';
export { peopleEvents } from './people.events.ts';
