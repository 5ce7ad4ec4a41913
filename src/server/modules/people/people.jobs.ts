import type { Platform } from '#server/platform/platform.ts';
import { forgetBulkChanges } from './bulk-changes.service.ts';
import { registerImportJobs } from './imports.jobs.ts';
import { sweepPhotos } from './photos.service.ts';
import { refreshTurningPosts } from './standing.ts';

/** Each night (UTC): posts that begin or end by themselves. */
export function registerPeopleJobs(platform: Platform): void {
  platform.jobs.handleTask('people.refresh_standing', (_ids, at) => refreshTurningPosts(at));
  platform.jobs.schedule('people.refresh_standing', '20 18 * * *');
  platform.jobs.handleTask('people.sweep_photos', (_ids, at) => sweepPhotos(at));
  platform.jobs.schedule('people.sweep_photos', '40 18 * * *');
  platform.jobs.handleTask('people.forget_bulk_changes', async (_ids, at) => void (await forgetBulkChanges(at)));
  platform.jobs.schedule('people.forget_bulk_changes', '55 18 * * *');
  registerImportJobs(platform);
}
