import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

/** What a job does: `seminars.issue_certificates` → the message `seminars.job.issue_certificates`. */
export function jobKind(t: T, kind: string): string {
  const [module = '', name = ''] = kind.split('.');
  const key = `${module}.job.${name}`;
  return isPlainMessageKey(key) ? t(key) : t('settings.jobs.other');
}

export const JOB_BADGE = { waiting: 'wait', running: 'wait', done: 'ok', failed: 'bad', stopped: 'neutral' } as const;
