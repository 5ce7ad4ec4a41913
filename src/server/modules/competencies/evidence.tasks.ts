import type { TaskSource } from '#server/modules/access/index.ts';
import { evidenceWaiting } from './evidence.service.ts';

const WEEK_MS = 7 * 86_400_000;

/** Evidence that waits, on the day of whoever reviews it: one line however much it is. */
export const evidenceTasks: TaskSource = {
  name: 'evidence',
  async tasksFor(ctx) {
    const { count, first } = await evidenceWaiting(ctx);
    if (count === 0 || first === null) return [];
    return [{ id: 'competencies.evidence', what: { key: 'evidence.task' as const, params: { count } }, about: null, path: '/evidence', until: new Date(first.getTime() + WEEK_MS), minutes: Math.min(60, 5 * count), timeZone: null }];
  },
  appointmentsFor: () => Promise.resolve([]),
};
