import type { Api } from '#server/api/env.ts';
import { registerAnnouncementApi } from './announcement.api.ts';
import { registerAskingNamesApi } from './asking-names.api.ts';
import { registerCollectivesApi } from './collectives.api.ts';
import { registerEventsApi } from './events.api.ts';
import { registerProgrammeApi } from './programme.api.ts';
import { registerOwnRegistrationApi } from './registrations.api.ts';
import { registerRegistrationDeskApi } from './registration-desk.api.ts';
import { registerResultsApi } from './results.api.ts';

/** Everything that pages do with events, for programs: the same services, schemas and rights. */
export function registerSeminarsApi(api: Api): void {
  registerAnnouncementApi(api);
  registerOwnRegistrationApi(api);
  registerEventsApi(api);
  registerProgrammeApi(api);
  registerRegistrationDeskApi(api);
  registerCollectivesApi(api);
  registerResultsApi(api);
  registerAskingNamesApi(api);
}
