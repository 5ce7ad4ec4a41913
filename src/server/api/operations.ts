import { registerConsentsApi } from '#server/flows/consents.api.ts';
import { registerErasingApi } from '#server/flows/erasing.api.ts';
import { registerRetentionApi } from '#server/flows/retention.api.ts';
import { registerEvidenceApi } from '#server/flows/evidence.api.ts';
import { registerOwnCredentialsApi } from '#server/flows/own-credentials.api.ts';
import { registerPersonalDataApi } from '#server/flows/personal-data.api.ts';
import { registerAccessApi } from '#server/modules/access/access.api.ts';
import { registerAccountApi } from '#server/modules/access/account.api.ts';
import { registerCardsApi } from '#server/modules/access/cards.api.ts';
import { registerRolesApi } from '#server/modules/access/roles.api.ts';
import { registerSignOnApi } from '#server/modules/access/sign-on.api.ts';
import { registerCampaignsApi } from '#server/modules/competencies/campaigns.api.ts';
import { registerGrowthApi } from '#server/modules/competencies/growth.api.ts';
import { registerOffersApi } from '#server/modules/competencies/offers.api.ts';
import { registerAssessmentApi } from '#server/modules/assessment/assessment.api.ts';
import { registerCredentialsApi } from '#server/modules/credentials/credentials.api.ts';
import { registerFrameworksApi } from '#server/modules/competencies/frameworks.api.ts';
import { registerPlansApi } from '#server/modules/competencies/plans.api.ts';
import { registerFrameworkItemsApi } from '#server/modules/competencies/items.api.ts';
import { registerFrameworkFilesApi } from '#server/modules/competencies/framework-files.api.ts';
import { registerViewsApi } from '#server/modules/competencies/views.api.ts';
import { registerTemplatesApi } from '#server/modules/credentials/templates.api.ts';
import { registerCountryRulesApi } from '#server/modules/people/country-rules.api.ts';
import { registerPeopleApi } from '#server/modules/people/people.api.ts';
import { registerRoomsApi } from '#server/modules/rooms/rooms.api.ts';
import { registerSeminarsApi } from '#server/modules/seminars/seminars.api.ts';
import { registerTeachingApi } from '#server/modules/seminars/teaching.api.ts';
import { registerCardViewsApi } from '#server/flows/card-views.api.ts';
import { registerPoliciesApi } from '#server/flows/policies.api.ts';
import type { Api } from './env.ts';

/** Each module adds its `register<Module>Api` here; the order is the order of the document. */
export const operations: ((api: Api) => void)[] = [
  registerPeopleApi,
  registerCountryRulesApi,
  registerAccessApi,
  registerAccountApi,
  registerCardsApi,
  registerOwnCredentialsApi,
  registerPersonalDataApi,
  registerErasingApi,
  registerRolesApi,
  registerSignOnApi,
  registerConsentsApi,
  registerRetentionApi,
  registerSeminarsApi,
  registerRoomsApi,
  registerGrowthApi,
  registerOffersApi,
  registerEvidenceApi,
  registerTeachingApi,
  registerPlansApi,
  registerCampaignsApi,
  registerCredentialsApi,
  registerTemplatesApi,
  registerFrameworksApi,
  registerFrameworkItemsApi,
  registerAssessmentApi,
  registerFrameworkFilesApi,
  registerViewsApi,
  registerPoliciesApi,
  registerCardViewsApi,
];
