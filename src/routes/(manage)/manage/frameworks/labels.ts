import type { T } from '#lib/i18n/index.ts';

/** Fields of a framework by name, for the summary of errors. */
export const headLabels = (t: T): Record<string, string> => ({
  organisationId: t('frameworks.own_organisation'),
  key: t('frameworks.key'),
  scaleOf: t('frameworks.scale_of'),
  title: t('ui.field.title'),
  description: t('ui.field.description'),
  notes: t('frameworks.notes'),
  languages: t('frameworks.languages'),
  creator: t('frameworks.creator'),
  licence: t('frameworks.licence'),
  sourceUrl: t('frameworks.source_url'),
  sources: t('frameworks.sources'),
});

/** Fields of an item. */
export const itemLabels = (t: T): Record<string, string> => ({
  code: t('frameworks.part.code'),
  title: t('ui.field.title'),
  description: t('ui.field.description'),
  parentId: t('frameworks.parent'),
  levels: t('frameworks.descriptors'),
});
