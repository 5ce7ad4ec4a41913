import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { entryOf, listOf, localeOf, numberOf, oursIn, stringOf, targetOf, textsOf, type Raw } from './case-reading.ts';
import { CONTENT_LIMITS, isVariantCode, noLevels, putLevel, type ScaleStep, type Variant } from './framework-content.ts';
import type { Findings } from './framework-reading.ts';
import { cleanLine, cleanText, plainText } from './plain-text.rule.ts';

const LONGEST = 4000;

export interface ReadRubrics {
  scale: ScaleStep[];
  variants: Variant[];
  /** By the id of the item, variant and step. */
  levels: Map<string, Record<string, Record<number, LocalizedText>>>;
}

interface Around {
  first: Locale;
  isOwn: boolean;
  /** Variants that an own package says it has. */
  declared: readonly Variant[];
  known: (itemId: string) => boolean;
}

/** Scale and descriptors of a package. Rubrics of others give the scale by what their levels are called. Pure. */
export function readRubrics(rubrics: readonly Raw[], around: Around, found: Findings): ReadRubrics {
  const { first, isOwn, declared, known } = around;
  const codes = new Set(declared.length > 0 ? declared.map(({ code }) => code) : ['']);
  const levels: ReadRubrics['levels'] = new Map();
  const steps = new Map<number, ScaleStep>();
  const variants = isOwn ? [] : foreignVariants(rubrics, around);
  let differs = false;
  rubrics.forEach((rubric, index) => {
    const variant = isOwn ? stringOf(oursIn(rubric).variant) : (variants[index]?.code ?? '');
    if (isOwn && !codes.has(variant)) {
      found.problem('framework.variant_unknown', null, { variant: cleanLine(variant).slice(0, 40) || '—' });
      return;
    }
    for (const criterion of listOf(rubric.CFRubricCriteria)) {
      const itemId = targetOf(criterion.CFItemURI).id;
      const raws = listOf(criterion.CFRubricCriterionLevels);
      const numbers = stepsOf(raws);
      raws.forEach((raw, at) => {
        const step = numbers[at] ?? at;
        const text = textOf(raw, around);
        if (Object.values(text).some((entry) => entry.text.length > LONGEST)) found.problem('framework.text_long', null, { max: LONGEST });
        const label = plainText(stringOf(raw.quality)).replace(/\s+/g, ' ').slice(0, 100);
        const before = steps.get(step);
        if (!before) steps.set(step, { step, label: { [first]: entryOf(label || String(step), first, first) }, text: itemId === '' ? text : {} });
        else {
          if (label !== '' && before.label[first]?.text !== label) differs = true;
          if (itemId === '' && Object.keys(before.text).length === 0) before.text = text;
        }
        if (itemId === '' || Object.keys(text).length === 0) return;
        if (!known(itemId)) return;
        const own = levels.get(itemId) ?? noLevels();
        levels.set(itemId, own);
        putLevel(own, variant, step, text);
      });
    }
  });
  if (differs && !isOwn) found.note('case.scale_differs', null);
  return { scale: [...steps.values()].sort((a, b) => a.step - b.step), variants, levels };
}

/** Points where they tell the levels apart and fit our steps, else the places. */
function stepsOf(raws: readonly Raw[]): number[] {
  const fit = (values: readonly (number | null)[]): values is number[] =>
    values.every((value) => value !== null && Number.isInteger(value) && value >= 0 && value <= CONTENT_LIMITS.steps) && new Set(values).size === values.length;
  const scores = raws.map(({ score }) => numberOf(score));
  if (fit(scores)) return scores;
  const positions = raws.map(({ position }) => numberOf(position));
  return fit(positions) ? positions : raws.map((_, index) => index + 1);
}

function textOf(raw: Raw, { first, isOwn }: Around): LocalizedText {
  const said = isOwn ? oursIn(raw) : {};
  const locale = localeOf(stringOf(said.language)) ?? first;
  const native = isOwn ? cleanText(stringOf(raw.description)) : plainText(stringOf(raw.description));
  return { ...textsOf(said.texts), ...(native === '' ? {} : { [locale]: entryOf(native, locale, first, said.status) }) };
}

/** Rubrics that describe the same items over again are for different people; others share one set. */
function foreignVariants(rubrics: readonly Raw[], { first }: Around): Variant[] {
  const seen = new Set<string>();
  let isDoubled = false;
  for (const rubric of rubrics) {
    const here = new Set(listOf(rubric.CFRubricCriteria).map(({ CFItemURI }) => targetOf(CFItemURI).id).filter(Boolean));
    for (const id of here) {
      if (seen.has(id)) isDoubled = true;
      seen.add(id);
    }
  }
  if (!isDoubled) return [];
  const taken = new Set<string>();
  return rubrics.map((rubric, index) => {
    const title = plainText(stringOf(rubric.title)).replace(/\s+/g, ' ').slice(0, 100) || String(index + 1);
    const short = title.replace(/[^\p{L}\p{N} .–-]/gu, '').slice(0, 20).trim();
    const code = isVariantCode(short) && !taken.has(short) ? short : `R${index + 1}`;
    taken.add(code);
    return { code, title: { [first]: entryOf(title, first, first) } };
  });
}
