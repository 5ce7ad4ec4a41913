import type { JobState } from '#server/modules/access/index.ts';
import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

/** What a job does: `seminars.issue_certificates` → the message `seminars.job.issue_certificates`. */
export function jobKind(t: T, kind: string): string {
  const [module = '', name = ''] = kind.split('.');
  const key = `${module}.job.${name}`;
  return isPlainMessageKey(key) ? t(key) : t('settings.jobs.other');
}

/** The page of what a job does, where it has one beside the list of jobs. */
export function jobPlace({ kind, params }: Pick<JobState, 'kind' | 'params'>): string | null {
  const { eventId, runId, importId, listId, frameworkImportId } = params;
  if (typeof frameworkImportId === 'string') return `/manage/frameworks/import/${frameworkImportId}`;
  if (typeof importId === 'string') return `/manage/imports/${importId}`;
  if (kind === 'credentials.issue_list' && typeof listId === 'string') return `/manage/register/lists/${listId}`;
  if (typeof eventId !== 'string') return null;
  if (kind === 'seminars.issue_certificates' && typeof runId === 'string') return `/manage/seminars/${eventId}/results/runs/${runId}`;
  return `/manage/seminars/${eventId}`;
}

export const JOB_BADGE = { waiting: 'wait', running: 'wait', done: 'ok', failed: 'bad', stopped: 'neutral' } as const;
