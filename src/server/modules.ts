import { registerHousekeeping } from './platform/housekeeping.ts';
import type { Platform } from './platform/platform.ts';
import { peopleTasks } from './flows/people-tasks.ts';
import { registerLiveGate } from './http/live-access.ts';
import { mailTasks, registerAccessMails, registerTaskSource, registerWebhookEvents, registerWebhookJobs, registerWebhookMails, webhookTasks } from './modules/access/index.ts';
import { credentialEvents, registerCredentials } from './modules/credentials/index.ts';
import { peopleEvents, registerPanelSource, registerPeopleJobs } from './modules/people/index.ts';
import { openDesk, registerRoomJobs, roomEvents } from './modules/rooms/index.ts';
import { registerIssuingJobs, registerRegistrations, registerSeminarRooms, seminarEvents, seminarPanels, seminarTasks } from './modules/seminars/index.ts';

/** The one place where modules are tied together: mails, jobs, ports. */
export function registerModules(platform: Platform): void {
  platform.jobs.handleTask('platform.send_mail', async (ids, at) => at.mailer.send(ids.mailId ?? ''));
  registerHousekeeping(platform);
  registerPeopleJobs(platform);
  registerAccessMails(platform);
  registerWebhookMails(platform);
  registerWebhookJobs(platform);
  registerWebhookEvents([...peopleEvents, ...roomEvents, ...credentialEvents, ...seminarEvents]);
  registerCredentials(platform);
  registerRoomJobs(platform);
  registerLiveGate('desk', openDesk);
  registerSeminarRooms();
  registerRegistrations(platform);
  registerIssuingJobs(platform);
  registerTaskSource(seminarTasks);
  registerTaskSource(mailTasks);
  registerTaskSource(peopleTasks);
  registerTaskSource(webhookTasks);
  registerPanelSource(seminarPanels);
}
