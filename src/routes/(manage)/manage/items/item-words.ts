import type { T } from '#lib/i18n/index.ts';

export const ITEM_TYPES = ['single', 'multiple', 'order', 'match', 'numeric', 'case'] as const;
export const ITEM_STATES = ['draft', 'in_use', 'retired'] as const;
export const OPTION_PLACES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export const CRITERION_PLACES = [0, 1, 2, 3, 4, 5] as const;

/** How the fields of an item are called in the summary of errors. */
export const itemLabels = (t: T): Record<string, string> => ({
  code: t('ui.field.code'),
  competency: t('assessment.competency'),
  type: t('assessment.type'),
  step: t('assessment.step'),
  stem: t('assessment.stem'),
  explanation: t('assessment.explanation'),
  options: t('assessment.options'),
  pairs: t('assessment.pairs'),
  answer: t('assessment.right_number'),
  tolerance: t('assessment.tolerance'),
  unit: t('assessment.unit'),
  criteria: t('assessment.criteria'),
  language: t('ui.field.language'),
});
