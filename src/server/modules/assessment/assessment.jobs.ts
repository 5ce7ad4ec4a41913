import type { Platform } from '#server/platform/platform.ts';
import { handInAllOverdue } from './attempts.service.ts';

/** Every five minutes attempts whose time is over are handed in as they were left. */
export function registerAssessmentJobs(platform: Platform): void {
  platform.jobs.handleTask('assessment.hand_in_overdue', async (_ids, at) => void (await handInAllOverdue(at)));
  platform.jobs.schedule('assessment.hand_in_overdue', '*/5 * * * *');
}
