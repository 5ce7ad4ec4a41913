import { networksOf } from '#server/modules/people/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { keepMonths } from './months.service.ts';
import { closePlansOfLeavers } from './plans.service.ts';
import { JUDGE_FRAMEWORK_JOB, runJudging } from './rule.service.ts';
import { followPlaces, recountAll } from './summary.service.ts';

/**
 * Judges anew after a change of a rule; follows the registry every five minutes: who moved, came or left is counted where she works now. At night all
 * sums are counted anew, and plans of who left are closed; at the end of a month sums are written down.
 */
export function registerCompetencyJobs(platform: Platform): void {
  platform.jobs.handleJob(JUDGE_FRAMEWORK_JOB, runJudging);
  platform.jobs.handleTask('competencies.follow_places', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await followPlaces(systemCtx(at, id, 'competencies.follow_places'));
  });
  platform.jobs.schedule('competencies.follow_places', '*/5 * * * *');
  platform.jobs.handleTask('competencies.keep_months', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await keepMonths(systemCtx(at, id, 'competencies.keep_months'));
  });
  // Months end at another hour in each zone.
  platform.jobs.schedule('competencies.keep_months', '20 * * * *');
  platform.jobs.handleTask('competencies.recount_sums', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await recountAll(systemCtx(at, id, 'competencies.recount_sums'));
  });
  platform.jobs.schedule('competencies.recount_sums', '20 2 * * *');
  platform.jobs.handleTask('competencies.close_plans', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await closePlansOfLeavers(systemCtx(at, id, 'competencies.close_plans'));
  });
  platform.jobs.schedule('competencies.close_plans', '40 2 * * *');
}
