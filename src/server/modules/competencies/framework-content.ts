import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** A framework outside the database: the one form through which shipped texts, imports and exports pass. */

export const ORIGINS = ['shipped', 'own', 'case', 'table', 'digcomp'] as const;
export type Origin = (typeof ORIGINS)[number];

export const ASSOCIATION_KINDS = ['exact', 'near', 'broader', 'narrower', 'related', 'replaced_by'] as const;
export type AssociationKind = (typeof ASSOCIATION_KINDS)[number];

export interface ScaleStep {
  step: number;
  label: LocalizedText;
  /** What the step means for every competency of the framework; may be missing. */
  text: LocalizedText;
}

/** Descriptors for one age or the like. */
export interface Variant {
  code: string;
  title: LocalizedText;
}

export interface Source {
  title: string;
  url: string | null;
  licence: string | null;
}

export interface ContentItem {
  code: string;
  /** Code of the item it stands in; null: at the top. */
  parent: string | null;
  kind: 'area' | 'competency';
  title: LocalizedText;
  description: LocalizedText;
  /** By variant (`''` where the framework has none) and step. */
  levels: Readonly<Record<string, Readonly<Record<number, LocalizedText>>>>;
  /** The identifier in CASE, where it comes with one. */
  identifier: string | null;
  isRetired: boolean;
}

export interface ContentAssociation {
  from: string;
  /** Code of an item of the same framework, or what stands outside. */
  to: { code: string } | { uri: string; title: string | null };
  kind: AssociationKind;
  note: string | null;
  identifier: string | null;
}

export interface FrameworkContent {
  key: string;
  title: LocalizedText;
  description: LocalizedText;
  notes: LocalizedText;
  sources: readonly Source[];
  creator: string | null;
  licence: string | null;
  sourceUrl: string | null;
  identifier: string | null;
  /** The first is the language of the original. */
  languages: readonly Locale[];
  unreadLanguages: readonly Locale[];
  variants: readonly Variant[];
  scale: readonly ScaleStep[];
  /** Parents before children, in their order. */
  items: readonly ContentItem[];
  associations: readonly ContentAssociation[];
}

export const VARIANT_CODE = /^[\p{L}\p{N}][\p{L}\p{N} .–-]{0,19}$/u;
/** Words that every object of the language knows name no variant. */
export const isVariantCode = (text: string): boolean => VARIANT_CODE.test(text) && !(text in Object.prototype);

type Levels = Record<string, Record<number, LocalizedText>>;
/** Descriptors to be gathered: the variants that files name are its keys, so it inherits nothing. */
export const noLevels = (): Levels => Object.create(null) as Levels;
export function putLevel(levels: Levels, variant: string, step: number, text: LocalizedText): void {
  (levels[variant] ??= {})[step] = text;
}
/** The descriptors of an item for one variant, whatever the variant is called. */
export const levelsOf = ({ levels }: Pick<ContentItem, 'levels'>, variant: string): Readonly<Record<number, LocalizedText>> => (Object.hasOwn(levels, variant) ? (levels[variant] ?? {}) : {});

/** What is wrong with a content, by the item it is about; `row` where it came from a table. */
export interface ContentProblem {
  code: string;
  item: string | null;
  row?: number;
  params: Readonly<Record<string, string | number>>;
}

export const CONTENT_LIMITS = { items: 50_000, depth: 8, steps: 20, variants: 10, associations: 100_000 };

/** Cycles, orphans, doubled codes, too deep or too many. Empty: it can be stored. Pure. */
export function contentProblems(content: FrameworkContent): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const say = (code: string, item: string | null, params: Record<string, string | number> = {}) => void problems.push({ code, item, params });
  if (content.items.length === 0) say('framework.empty', null);
  if (content.items.length > CONTENT_LIMITS.items) say('framework.too_many_items', null, { max: CONTENT_LIMITS.items });
  if (content.associations.length > CONTENT_LIMITS.associations) say('framework.too_many_associations', null, { max: CONTENT_LIMITS.associations });
  if (content.scale.length < 2) say('framework.scale_short', null);
  if (content.scale.length > CONTENT_LIMITS.steps + 1) say('framework.scale_long', null, { max: CONTENT_LIMITS.steps + 1 });
  if (new Set(content.scale.map(({ step }) => step)).size < content.scale.length) say('framework.step_doubled', null);
  for (const { code } of content.variants) if (!isVariantCode(code)) say('framework.variant_malformed', null);
  const known = new Map<string, ContentItem>();
  const identifiers = new Set<string>();
  for (const item of content.items) {
    if (known.has(item.code)) say('framework.code_doubled', item.code);
    else known.set(item.code, item);
    if (item.identifier === null) continue;
    if (identifiers.has(item.identifier)) say('case.identifier_doubled', item.code, { identifier: item.identifier });
    identifiers.add(item.identifier);
  }
  const depths = depthsOf(known);
  const steps = new Set(content.scale.map(({ step }) => step));
  const variants = new Set(content.variants.length > 0 ? content.variants.map(({ code }) => code) : ['']);
  for (const item of content.items) {
    if (item.parent !== null && !known.has(item.parent)) say('framework.orphan', item.code, { parent: item.parent });
    else if (depths.get(item.code) === null) say('framework.cycle', item.code);
    else if ((depths.get(item.code) ?? 0) > CONTENT_LIMITS.depth) say('framework.too_deep', item.code, { max: CONTENT_LIMITS.depth });
    for (const [variant, levels] of Object.entries(item.levels)) {
      if (!variants.has(variant)) say('framework.variant_unknown', item.code, { variant });
      for (const step of Object.keys(levels)) if (!steps.has(Number(step))) say('framework.step_unknown', item.code, { step });
    }
  }
  for (const { from, to } of content.associations) {
    if (!known.has(from)) say('framework.association_unknown', from);
    if ('code' in to && !known.has(to.code)) say('framework.association_unknown', to.code);
  }
  return problems;
}

/** How deep each item lies, 1 at the top; null: its parents go round in a circle. Every item is walked once, however deep somebody nests them. */
function depthsOf(known: ReadonlyMap<string, ContentItem>): Map<string, number | null> {
  const depths = new Map<string, number | null>();
  for (const begun of known.values()) {
    const trail: string[] = [];
    const seen = new Set<string>();
    let at: ContentItem | undefined = begun;
    while (at && !depths.has(at.code) && !seen.has(at.code)) {
      seen.add(at.code);
      trail.push(at.code);
      at = at.parent === null ? undefined : known.get(at.parent);
    }
    let depth: number | null = at ? (depths.get(at.code) ?? null) : 0;
    for (const code of trail.reverse()) depths.set(code, (depth = depth === null ? null : depth + 1));
  }
  return depths;
}

/** Items in such an order that every parent stands before its children, siblings in the order given. Only for contents without problems. */
export function inTreeOrder<T extends { code: string; parent: string | null }>(items: readonly T[]): T[] {
  const children = new Map<string | null, T[]>();
  for (const item of items) {
    const beside = children.get(item.parent);
    if (beside) beside.push(item);
    else children.set(item.parent, [item]);
  }
  const order: T[] = [];
  const walk = (parent: string | null): void => {
    for (const item of children.get(parent) ?? []) {
      order.push(item);
      walk(item.code);
    }
  };
  walk(null);
  return order;
}
