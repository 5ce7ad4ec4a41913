import { registerHousekeeping } from './platform/housekeeping.ts';
import type { Platform } from './platform/platform.ts';
import { registryNames } from './flows/audit-names.ts';
import { peopleTasks } from './flows/people-tasks.ts';
import { registryPolicies } from './flows/policies.ts';
import { registerLiveGate } from './http/live-access.ts';
import { accessPolicies, mailTasks, registerAccessMails, registerAuditNames, registerDigest, registerPolicies, registerTaskSource } from './modules/access/index.ts';
import { credentialPolicies, registerCredentials } from './modules/credentials/index.ts';
import { registerPanelSource, registerPeopleJobs } from './modules/people/index.ts';
import { openDesk, registerRoomJobs } from './modules/rooms/index.ts';
import { registerIssuingJobs, registerRegistrations, registerSeminarRooms, seminarNames, seminarPanels, seminarPolicies, seminarTasks } from './modules/seminars/index.ts';

/** The one place where modules are tied together: mails, jobs, ports. */
export function registerModules(platform: Platform): void {
  platform.jobs.handleTask('platform.send_mail', async (ids, at) => at.mailer.send(ids.mailId ?? ''));
  registerHousekeeping(platform);
  registerPeopleJobs(platform);
  registerAccessMails(platform);
  registerDigest(platform);
  registerCredentials(platform);
  registerRoomJobs(platform);
  registerLiveGate('desk', openDesk);
  registerSeminarRooms();
  registerRegistrations(platform);
  registerIssuingJobs(platform);
  registerTaskSource(seminarTasks);
  registerTaskSource(mailTasks);
  registerTaskSource(peopleTasks);
  registerPanelSource(seminarPanels);
  registerAuditNames(registryNames);
  registerAuditNames(seminarNames);
  for (const source of [accessPolicies, registryPolicies, credentialPolicies, seminarPolicies]) registerPolicies(source);
}
