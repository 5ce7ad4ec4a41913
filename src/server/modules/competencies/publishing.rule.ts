import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { VersionRow } from './frameworks.queries.ts';
import type { DescriptorRow, ItemRow } from './items.queries.ts';

/** What stands against publishing, by the item it is about. */
export interface VersionProblem {
  code: 'framework.empty' | 'framework.scale_short' | 'framework.title_missing' | 'framework.descriptor_missing' | 'framework.area_empty';
  item: { id: string; code: string } | null;
  locale: Locale | null;
  /** Steps without a descriptor. */
  steps: number[];
}

/** Descriptors of a step or variant that a draft has no more are kept while it is one, for whoever takes it back; they count for nothing. Pure. */
export function countedDescriptors<T extends Pick<DescriptorRow, 'step' | 'variant'>>(version: Pick<VersionRow, 'steps' | 'variants'>, descriptors: readonly T[]): T[] {
  const steps = new Set(version.steps.map(({ step }) => step));
  const variants = new Set(version.variants.length > 0 ? version.variants.map(({ code }) => code) : ['']);
  return descriptors.filter(({ step, variant }) => steps.has(step) && variants.has(variant));
}

const without = (text: LocalizedText, languages: readonly Locale[]) => languages.filter((locale) => !text[locale]);

/** A scale, titles in every language of the version, and a descriptor of every competency for every step and variant in the first language. Pure. */
export function publishProblems(version: Pick<VersionRow, 'steps' | 'languages' | 'variants'>, items: readonly ItemRow[], descriptors: readonly DescriptorRow[]): VersionProblem[] {
  const problems: VersionProblem[] = [];
  const inUse = items.filter(({ retiredAt }) => retiredAt === null);
  const [original] = version.languages;
  if (version.steps.length < 2) problems.push({ code: 'framework.scale_short', item: null, locale: null, steps: [] });
  if (!inUse.some(({ kind }) => kind === 'competency')) problems.push({ code: 'framework.empty', item: null, locale: null, steps: [] });
  const texts = new Map(descriptors.map(({ itemId, variant, step, text }) => [`${itemId} ${variant} ${step}`, text]));
  const variants = version.variants.length > 0 ? version.variants.map(({ code }) => code) : [''];
  const parents = new Set(inUse.map(({ parentId }) => parentId));
  for (const item of inUse) {
    const at = { id: item.id, code: item.code };
    for (const locale of without(item.title, version.languages)) problems.push({ code: 'framework.title_missing', item: at, locale, steps: [] });
    if (item.kind === 'area' && !parents.has(item.id)) problems.push({ code: 'framework.area_empty', item: at, locale: null, steps: [] });
    if (item.kind !== 'competency' || original === undefined) continue;
    const missing = variants.flatMap((variant) => version.steps.filter(({ step }) => !texts.get(`${item.id} ${variant} ${step}`)?.[original]).map(({ step }) => step));
    if (missing.length > 0) problems.push({ code: 'framework.descriptor_missing', item: at, locale: original, steps: [...new Set(missing)] });
  }
  return problems;
}
