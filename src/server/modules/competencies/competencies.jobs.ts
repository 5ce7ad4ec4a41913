import { networksOf } from '#server/modules/people/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { followPlaces, recountAll } from './summary.service.ts';

/** Follows the registry every five minutes: who moved, came or left is counted where she works now. At night all sums are counted anew. */
export function registerCompetencyJobs(platform: Platform): void {
  platform.jobs.handleTask('competencies.follow_places', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await followPlaces(systemCtx(at, id, 'competencies.follow_places'));
  });
  platform.jobs.schedule('competencies.follow_places', '*/5 * * * *');
  platform.jobs.handleTask('competencies.recount_sums', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await recountAll(systemCtx(at, id, 'competencies.recount_sums'));
  });
  platform.jobs.schedule('competencies.recount_sums', '20 2 * * *');
}
