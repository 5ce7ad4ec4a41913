import { registerHousekeeping } from './platform/housekeeping.ts';
import { registerPersonalData } from './platform/personal-data.ts';
import { platformData } from './platform/platform-data.ts';
import type { Platform } from './platform/platform.ts';
import { registerErasing } from './flows/erasing.ts';
import { peopleTasks } from './flows/people-tasks.ts';
import { registerRetention } from './flows/retention.ts';
import { registerLiveGate } from './http/live-access.ts';
import { accessData, mailTasks, registerAccessMails, registerTaskSource } from './modules/access/index.ts';
import { credentialsData, registerCredentials } from './modules/credentials/index.ts';
import { peopleData, registerPanelSource, registerPeopleJobs } from './modules/people/index.ts';
import { openDesk, registerRoomJobs, roomsData } from './modules/rooms/index.ts';
import { registerIssuingJobs, registerRegistrations, registerSeminarRooms, seminarPanels, seminarsData, seminarTasks } from './modules/seminars/index.ts';

/** The one place where modules are tied together: mails, jobs, ports. */
export function registerModules(platform: Platform): void {
  platform.jobs.handleTask('platform.send_mail', async (ids, at) => at.mailer.send(ids.mailId ?? ''));
  registerHousekeeping(platform);
  registerPeopleJobs(platform);
  registerAccessMails(platform);
  registerCredentials(platform);
  registerRoomJobs(platform);
  registerLiveGate('desk', openDesk);
  registerSeminarRooms();
  registerRegistrations(platform);
  registerIssuingJobs(platform);
  registerErasing(platform);
  registerRetention(platform);
  registerTaskSource(seminarTasks);
  registerTaskSource(mailTasks);
  registerTaskSource(peopleTasks);
  registerPanelSource(seminarPanels);
  for (const source of [peopleData, accessData, seminarsData, roomsData, credentialsData, platformData]) registerPersonalData(source);
}
