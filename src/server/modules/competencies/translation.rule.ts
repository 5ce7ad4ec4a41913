import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { VersionRow } from './frameworks.queries.ts';
import type { DescriptorRow, ItemRow } from './items.queries.ts';
import { treeLines } from './tree.rule.ts';

/** A text of a version that somebody has to put into a language, and what it says in the language of the original. */
export interface MissingText {
  /** `head/title`, `scale/<step>/label`, `item/<id>/title`, `level/<id>/<step>/<variant>`: what the answer names it by. */
  key: string;
  part: 'title' | 'description' | 'notes' | 'step_label' | 'step_text' | 'level';
  /** Null: of the version itself. */
  code: string | null;
  step: number | null;
  variant: string;
  text: string;
}

/** A full stop divides the parts of a field's name. */
const fieldKey = (variant: string) => variant.replaceAll('.', '_');

/** The texts that a language lacks, in reading order. Pure. */
export function missingTexts(version: Pick<VersionRow, 'title' | 'description' | 'notes' | 'languages' | 'steps'>, items: readonly ItemRow[], descriptors: readonly DescriptorRow[], to: Locale): MissingText[] {
  const [original] = version.languages;
  const missing: MissingText[] = [];
  const ask = (key: string, part: MissingText['part'], text: LocalizedText, at: Partial<MissingText> = {}) => {
    const said = original && text[original]?.text;
    if (said && !text[to]) missing.push({ key, part, code: null, step: null, variant: '', text: said, ...at });
  };
  for (const part of ['title', 'description', 'notes'] as const) ask(`head/${part}`, part, version[part]);
  for (const { step, label, text } of version.steps) {
    ask(`scale/${step}/label`, 'step_label', label, { step });
    ask(`scale/${step}/text`, 'step_text', text, { step });
  }
  const levels = Map.groupBy(descriptors, ({ itemId }) => itemId);
  for (const { item } of treeLines(items)) {
    if (item.retiredAt !== null) continue;
    ask(`item/${item.id}/title`, 'title', item.title, { code: item.code });
    ask(`item/${item.id}/description`, 'description', item.description, { code: item.code });
    for (const { step, variant, text } of levels.get(item.id) ?? []) ask(`level/${item.id}/${step}/${fieldKey(variant)}`, 'level', text, { code: item.code, step, variant });
  }
  return missing;
}
