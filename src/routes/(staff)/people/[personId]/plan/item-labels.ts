import type { T } from '#lib/i18n/index.ts';

/** Labels of the fields of an item, for the summary of what is wrong. */
export const itemLabels = (t: T) => ({
  competencyId: t('plans.field.item'),
  title: t('plans.field.own_words'),
  toStep: t('plans.field.to_step'),
  reason: t('plans.field.reason'),
  measure: t('plans.field.measure'),
  action: t('plans.field.action'),
  hours: t('plans.field.hours'),
  dueOn: t('plans.field.due'),
  doneOn: t('plans.field.done_on'),
  result: t('plans.field.result'),
  evidence: t('plans.evidence.tick'),
  words: t('plans.field.drop_reason'),
});
