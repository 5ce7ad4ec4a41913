import { api } from '#server/api/app.ts';
import { seminarCases, type Case } from './api-cases.ts';
import { deskCases } from './api-cases-desk.ts';
import { ownCredentialCases } from './api-cases-own-credentials.ts';
import { accountCases } from './api-cases-account.ts';
import { delegationCases } from './api-cases-delegation.ts';
import { campaignCases } from './api-cases-campaigns.ts';
import { growthCases } from './api-cases-growth.ts';
import { offerCases } from './api-cases-offers.ts';
import { planCases } from './api-cases-plans.ts';
import { frameworkFileCases } from './api-cases-framework-files.ts';
import { importCases } from './api-cases-imports.ts';
import { frameworkCases } from './api-cases-frameworks.ts';
import { issuingListCases } from './api-cases-issuing-lists.ts';
import { accessCases } from './api-cases-access.ts';
import { peopleCases } from './api-cases-people.ts';
import { listCases } from './api-cases-lists.ts';
import { consentCases } from './api-cases-consents.ts';
import { privacyCases } from './api-cases-privacy.ts';
import { otherCases } from './api-cases-rest.ts';
import { rightsCases } from './api-cases-rights.ts';
import { assessmentCases } from './api-cases-tests.ts';
import { templateCases } from './api-cases-templates.ts';
import { viewCases } from './api-cases-views.ts';
import { webhookCases } from './api-cases-webhooks.ts';

/** Every operation of the API, as a test calls it. */
export const apiCases: Record<string, Case> = {
  ...seminarCases,
  ...deskCases,
  ...peopleCases,
  ...listCases,
  ...accessCases,
  ...importCases,
  ...otherCases,
  ...accountCases,
  ...ownCredentialCases,
  ...delegationCases,
  ...privacyCases,
  ...consentCases,
  ...rightsCases,
  ...webhookCases,
  ...templateCases,
  ...issuingListCases,
  ...growthCases,
  ...offerCases,
  ...planCases,
  ...campaignCases,
  ...frameworkCases,
  ...assessmentCases,
  ...frameworkFileCases,
  ...viewCases,
};

const document = api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Sheberlik', version: '1' } });

export const apiPaths = document.paths ?? {};
/** `GET /people/{personId}` and so on: what the document says there is. */
export const apiOperations = Object.entries(apiPaths).flatMap(([path, item]) => Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`));
