import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { fieldOf, type ItemDetail, type ItemRow } from '#server/modules/competencies/index.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';

/** The fields of the descriptors of one variant. */
export interface LevelSet {
  field: string;
  /** Null where there is one set only. */
  title: string | null;
  steps: { step: number; label: string; text: LocalizedText | null }[];
}

type Version = ItemDetail['version'];

export function levelSets(version: Version, descriptors: ItemDetail['descriptors'], locale: Locale): LevelSet[] {
  const variants = version.variants.length > 0 ? version.variants.map(({ code, title }) => ({ code, title: textIn(title, locale) || code })) : [{ code: '', title: null }];
  return variants.map(({ code, title }) => ({
    field: fieldOf(code),
    title,
    steps: [...version.steps].sort((a, b) => a.step - b.step).map(({ step, label }) => ({ step, label: textIn(label, locale), text: descriptors.find((one) => one.variant === code && one.step === step)?.text ?? null })),
  }));
}

/** The languages of the version, and those in which something is written all the same: what is not shown would be lost by saving. */
export function languagesOf(version: Version, item: Pick<ItemRow, 'title' | 'description'> | null, descriptors: ItemDetail['descriptors']): Locale[] {
  const texts = [...(item ? [item.title, item.description] : []), ...descriptors.map(({ text }) => text)];
  return [...version.languages, ...LOCALES.filter((locale) => !version.languages.includes(locale) && texts.some((text) => text[locale]))];
}
