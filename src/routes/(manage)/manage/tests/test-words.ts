import type { T } from '#lib/i18n/index.ts';

/** How the fields of a test are called in the summary of errors. */
export const testLabels = (t: T): Record<string, string> => ({
  title: t('ui.field.title'),
  introduction: t('assessment.introduction'),
  competency: t('assessment.competency'),
  step: t('assessment.test_step'),
  passMark: t('assessment.pass_mark'),
  minutes: t('assessment.minutes'),
  attempts: t('assessment.attempts_allowed'),
  pauseDays: t('assessment.pause_days'),
  items: t('assessment.items_in_test'),
});
