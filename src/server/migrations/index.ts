import type { Migration } from 'kysely/migration';
import * as platformCreateTables from './20261123_0800_platform_create_tables.ts';
import * as peopleCreateTables from './20261123_0805_people_create_tables.ts';
import * as accessCreateTables from './20261123_0810_access_create_tables.ts';
import * as credentialsCreateTables from './20261123_0815_credentials_create_tables.ts';
import * as roomsCreateTables from './20261123_0820_rooms_create_tables.ts';
import * as seminarsCreateTables from './20261123_0825_seminars_create_tables.ts';
import * as seminarsAskNames from './20261129_2000_seminars_ask_names.ts';
import * as accessOwnAccount from './20261130_0500_access_own_account.ts';
import * as peopleCreateCountryRules from './20261130_0500_people_create_country_rules.ts';
import * as peopleCreateRegistry from './20261130_0500_people_create_registry.ts';
import * as accessSecondStep from './20261130_0510_access_second_step.ts';
import * as accessApiTokens from './20261130_0520_access_api_tokens.ts';
import * as accessDelegation from './20261130_0530_access_delegation.ts';
import * as accessLookingAs from './20261130_0540_access_looking_as.ts';
import * as peopleCreateNotDuplicate from './20261130_0600_people_create_not_duplicate.ts';
import * as accessInvitePersons from './20261130_0610_access_invite_persons.ts';
import * as peopleCreateImports from './20261130_0700_people_create_imports.ts';
import * as peopleIndexReferences from './20261130_0710_people_index_references.ts';
import * as roomsEraseReasons from './20261130_1300_rooms_erase_reasons.ts';
import * as peopleCreateErasures from './20261130_1310_people_create_erasures.ts';
import * as peopleCreateConsents from './20261130_1320_people_create_consents.ts';
import * as peopleCreateRetention from './20261130_1330_people_create_retention.ts';
import * as accessSignInCards from './20261130_1400_access_sign_in_cards.ts';
import * as accessMailboxPins from './20261130_1410_access_mailbox_pins.ts';
import * as accessSingleSignOn from './20261130_1420_access_single_sign_on.ts';
import * as platformAuditOrigin from './20261130_1500_platform_audit_origin.ts';
import * as accessDigest from './20261130_1510_access_digest.ts';
import * as accessCreateWebhooks from './20261130_1600_access_create_webhooks.ts';
import * as peoplePhotos from './20261130_1610_people_photos.ts';
import * as peopleSlipsOfWords from './20261130_1700_people_slips_of_words.ts';
import * as platformSearchEverything from './20261130_1800_platform_search_everything.ts';
import * as peopleListInPlace from './20261130_1920_people_list_in_place.ts';
import * as peopleCreateBulkChanges from './20261130_1930_people_create_bulk_changes.ts';
import * as credentialsSign from './20261130_2000_credentials_sign.ts';
import * as peopleChangesByLists from './20261130_2300_people_changes_by_lists.ts';
import * as peopleIndexAddress from './20261201_0900_people_index_address.ts';
import * as accessOneDigest from './20261201_0910_access_one_digest.ts';
import * as peopleParentAddress from './20261201_0920_people_parent_address.ts';
import * as peopleShareFilters from './20261201_1100_people_share_filters.ts';
import * as seminarsSearchNoAddresses from './20261201_1110_seminars_search_no_addresses.ts';
import * as accessOneOpenCard from './20261201_1120_access_one_open_card.ts';
import * as accessInvitedFor from './20261201_1130_access_invited_for.ts';
import * as credentialsAnnulAndRenew from './20261201_1200_credentials_annul_and_renew.ts';
import * as seminarsDeliverLater from './20261201_1210_seminars_deliver_later.ts';
import * as credentialsShare from './20261201_1220_credentials_share.ts';
import * as credentialsTemplates from './20261201_1300_credentials_templates.ts';
import * as seminarsNamesOnPaper from './20261201_1400_seminars_names_on_paper.ts';
import * as credentialsLicences from './20261201_1410_credentials_licences.ts';
import * as credentialsDuplicates from './20261201_1420_credentials_duplicates.ts';
import * as credentialsIssuingLists from './20261201_1500_credentials_issuing_lists.ts';
import * as seminarsChooseTemplate from './20261201_1510_seminars_choose_template.ts';
import * as competenciesCreateFrameworks from './20261201_1900_competencies_create_frameworks.ts';
import * as competenciesCreateRatings from './20261201_1910_competencies_create_ratings.ts';
import * as competenciesCreateSheets from './20261201_1920_competencies_create_sheets.ts';
import * as assessmentCreateTables from './20261201_2000_assessment_create_tables.ts';
import * as competenciesImportFrameworks from './20261201_2010_competencies_import_frameworks.ts';
import * as competenciesFollowRegistry from './20261202_0700_competencies_follow_registry.ts';
import * as assessmentGuardVersions from './20261202_0800_assessment_guard_versions.ts';
import * as competenciesIndexReferences from './20261202_0810_competencies_index_references.ts';
import * as competenciesCreateCampaigns from './20261202_0900_competencies_create_campaigns.ts';
import * as competenciesCreateOffers from './20261202_1000_competencies_create_offers.ts';
import * as competenciesCreateEvidence from './20261202_1010_competencies_create_evidence.ts';
import * as platformReadOutbox from './20261202_1015_platform_read_outbox.ts';
import * as seminarsNameCompetencies from './20261202_1020_seminars_name_competencies.ts';
import * as competenciesCreatePlans from './20261202_1100_competencies_create_plans.ts';
import * as competenciesCreateHistory from './20261202_1200_competencies_create_history.ts';
import * as competenciesCreateHelpers from './20261202_1210_competencies_create_helpers.ts';
import * as competenciesLinkPlanEvidence from './20261203_0900_competencies_link_plan_evidence.ts';

/** One ordered list. A landed migration is never edited; names sort in the order they run. */
export const migrations: Record<string, Migration> = {
  '20261123_0800_platform_create_tables': platformCreateTables,
  '20261123_0805_people_create_tables': peopleCreateTables,
  '20261123_0810_access_create_tables': accessCreateTables,
  '20261123_0815_credentials_create_tables': credentialsCreateTables,
  '20261123_0820_rooms_create_tables': roomsCreateTables,
  '20261123_0825_seminars_create_tables': seminarsCreateTables,
  '20261129_2000_seminars_ask_names': seminarsAskNames,
  '20261130_0500_access_own_account': accessOwnAccount,
  '20261130_0500_people_create_country_rules': peopleCreateCountryRules,
  '20261130_0500_people_create_registry': peopleCreateRegistry,
  '20261130_0510_access_second_step': accessSecondStep,
  '20261130_0520_access_api_tokens': accessApiTokens,
  '20261130_0530_access_delegation': accessDelegation,
  '20261130_0540_access_looking_as': accessLookingAs,
  '20261130_0600_people_create_not_duplicate': peopleCreateNotDuplicate,
  '20261130_0610_access_invite_persons': accessInvitePersons,
  '20261130_0700_people_create_imports': peopleCreateImports,
  '20261130_0710_people_index_references': peopleIndexReferences,
  '20261130_1300_rooms_erase_reasons': roomsEraseReasons,
  '20261130_1310_people_create_erasures': peopleCreateErasures,
  '20261130_1320_people_create_consents': peopleCreateConsents,
  '20261130_1330_people_create_retention': peopleCreateRetention,
  '20261130_1400_access_sign_in_cards': accessSignInCards,
  '20261130_1410_access_mailbox_pins': accessMailboxPins,
  '20261130_1420_access_single_sign_on': accessSingleSignOn,
  '20261130_1500_platform_audit_origin': platformAuditOrigin,
  '20261130_1510_access_digest': accessDigest,
  '20261130_1600_access_create_webhooks': accessCreateWebhooks,
  '20261130_1610_people_photos': peoplePhotos,
  '20261130_1700_people_slips_of_words': peopleSlipsOfWords,
  '20261130_1800_platform_search_everything': platformSearchEverything,
  '20261130_1920_people_list_in_place': peopleListInPlace,
  '20261130_1930_people_create_bulk_changes': peopleCreateBulkChanges,
  '20261130_2000_credentials_sign': credentialsSign,
  '20261130_2300_people_changes_by_lists': peopleChangesByLists,
  '20261201_0900_people_index_address': peopleIndexAddress,
  '20261201_0910_access_one_digest': accessOneDigest,
  '20261201_0920_people_parent_address': peopleParentAddress,
  '20261201_1100_people_share_filters': peopleShareFilters,
  '20261201_1110_seminars_search_no_addresses': seminarsSearchNoAddresses,
  '20261201_1120_access_one_open_card': accessOneOpenCard,
  '20261201_1130_access_invited_for': accessInvitedFor,
  '20261201_1200_credentials_annul_and_renew': credentialsAnnulAndRenew,
  '20261201_1210_seminars_deliver_later': seminarsDeliverLater,
  '20261201_1220_credentials_share': credentialsShare,
  '20261201_1300_credentials_templates': credentialsTemplates,
  '20261201_1400_seminars_names_on_paper': seminarsNamesOnPaper,
  '20261201_1410_credentials_licences': credentialsLicences,
  '20261201_1420_credentials_duplicates': credentialsDuplicates,
  '20261201_1500_credentials_issuing_lists': credentialsIssuingLists,
  '20261201_1510_seminars_choose_template': seminarsChooseTemplate,
  '20261201_1900_competencies_create_frameworks': competenciesCreateFrameworks,
  '20261201_1910_competencies_create_ratings': competenciesCreateRatings,
  '20261201_1920_competencies_create_sheets': competenciesCreateSheets,
  '20261201_2000_assessment_create_tables': assessmentCreateTables,
  '20261201_2010_competencies_import_frameworks': competenciesImportFrameworks,
  '20261202_0700_competencies_follow_registry': competenciesFollowRegistry,
  '20261202_0800_assessment_guard_versions': assessmentGuardVersions,
  '20261202_0810_competencies_index_references': competenciesIndexReferences,
  '20261202_0900_competencies_create_campaigns': competenciesCreateCampaigns,
  '20261202_1000_competencies_create_offers': competenciesCreateOffers,
  '20261202_1010_competencies_create_evidence': competenciesCreateEvidence,
  '20261202_1015_platform_read_outbox': platformReadOutbox,
  '20261202_1020_seminars_name_competencies': seminarsNameCompetencies,
  '20261202_1100_competencies_create_plans': competenciesCreatePlans,
  '20261202_1200_competencies_create_history': competenciesCreateHistory,
  '20261202_1210_competencies_create_helpers': competenciesCreateHelpers,
  '20261203_0900_competencies_link_plan_evidence': competenciesLinkPlanEvidence,
};
