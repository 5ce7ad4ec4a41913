import { registerHousekeeping } from './platform/housekeeping.ts';
import { registerPersonalData } from './platform/personal-data.ts';
import { platformData } from './platform/platform-data.ts';
import type { Platform } from './platform/platform.ts';
import { registryNames } from './flows/audit-names.ts';
import { registerConsentMails } from './flows/consents.ts';
import { registerErasing } from './flows/erasing.ts';
import { peopleTasks } from './flows/people-tasks.ts';
import { registryPolicies } from './flows/policies.ts';
import { registerRetention } from './flows/retention.ts';
import { registerTestsAsEvidence } from './flows/tests-as-evidence.ts';
import { registerLiveGate } from './http/live-access.ts';
import {
  accessData,
  accessPolicies,
  mailTasks,
  registerAccessMails,
  registerAuditNames,
  registerDigest,
  registerPolicies,
  registerTaskSource,
  registerWebhookEvents,
  registerWebhookJobs,
  registerWebhookMails,
  webhookTasks,
} from './modules/access/index.ts';
import { assessmentData, assessmentEvents, assessmentPolicies, assessmentTasks, registerAssessmentJobs } from './modules/assessment/index.ts';
import { certificateSearch, credentialEvents, credentialPolicies, credentialsData, expiryTasks, registerCredentials } from './modules/credentials/index.ts';
import { competenciesData, competencyPolicies, competencySearch, evidenceTasks, registerCompetencyJobs, registerFrameworkJobs, sheetTasks, planTasks, campaignTasks, registerCampaignJobs } from './modules/competencies/index.ts';
import { peopleData, peopleEvents, registerPanelSource, registerPeopleJobs, registerSearchSource } from './modules/people/index.ts';
import { openDesk, registerRoomJobs, roomEvents, roomsData } from './modules/rooms/index.ts';
import {
  registerIssuingJobs,
  registerRegistrations,
  registerSeminarRooms,
  seminarEvents,
  seminarNames,
  seminarPanels,
  seminarPolicies,
  seminarsData,
  seminarSearch,
  seminarTasks,
} from './modules/seminars/index.ts';

/** The one place where modules are tied together: mails, jobs, ports. */
export function registerModules(platform: Platform): void {
  platform.jobs.handleTask('platform.send_mail', async (ids, at) => at.mailer.send(ids.mailId ?? ''));
  registerHousekeeping(platform);
  registerPeopleJobs(platform);
  registerAccessMails(platform);
  registerDigest(platform);
  registerConsentMails(platform);
  registerWebhookMails(platform);
  registerWebhookJobs(platform);
  registerWebhookEvents([...peopleEvents, ...roomEvents, ...credentialEvents, ...assessmentEvents, ...seminarEvents]);
  registerCredentials(platform);
  registerAssessmentJobs(platform);
  registerCompetencyJobs(platform);
  registerCampaignJobs(platform);
  registerFrameworkJobs(platform);
  registerRoomJobs(platform);
  registerLiveGate('desk', openDesk);
  registerSeminarRooms();
  registerRegistrations(platform);
  registerIssuingJobs(platform);
  registerErasing(platform);
  registerRetention(platform);
  registerTestsAsEvidence(platform);
  registerTaskSource(seminarTasks);
  registerTaskSource(mailTasks);
  registerTaskSource(peopleTasks);
  registerTaskSource(expiryTasks);
  registerTaskSource(sheetTasks);
  registerTaskSource(evidenceTasks);
  registerTaskSource(planTasks);
  registerTaskSource(campaignTasks);
  registerTaskSource(webhookTasks);
  registerTaskSource(assessmentTasks);
  registerPanelSource(seminarPanels);
  registerSearchSource(seminarSearch);
  registerSearchSource(certificateSearch);
  registerSearchSource(competencySearch);
  for (const source of [peopleData, accessData, seminarsData, roomsData, credentialsData, competenciesData, assessmentData, platformData]) registerPersonalData(source);
  registerAuditNames(registryNames);
  registerAuditNames(seminarNames);
  for (const source of [accessPolicies, registryPolicies, credentialPolicies, competencyPolicies, assessmentPolicies, seminarPolicies]) registerPolicies(source);
}
