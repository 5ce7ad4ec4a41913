import { z } from 'zod';
import { numberAnswer } from '#lib/forms/index.ts';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { oneLine, optionalText, tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

export const ITEM_TYPES = ['single', 'multiple', 'order', 'match', 'numeric', 'case'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];
export const MOST_OPTIONS = 10;
export const MOST_CRITERIA = 6;
export const FRAMEWORK = 'library-specialist';

/** What an item asks and what counts, as a version keeps it. */
export interface ItemContent {
  stem: LocalizedText;
  explanation: LocalizedText;
  /** single, multiple: what can be ticked; order: the lines in their right order. */
  options: readonly { text: LocalizedText; right: boolean }[];
  pairs: readonly { left: LocalizedText; right: LocalizedText }[];
  answer: number | null;
  tolerance: number;
  unit: LocalizedText;
  criteria: readonly { text: LocalizedText; points: number }[];
}

/** The competency that the caller names, as plain data. */
export interface Competency {
  framework: string;
  code: string;
  title: LocalizedText | null;
  lineageId: string | null;
}

const empty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const words = (max: number, multiline = false) => z.preprocess((value) => (empty(value) ? undefined : value), optionalText(max, multiline));
const filled = (text: LocalizedText) => Object.keys(text).length > 0;
/** Programs send lists, forms fields that are numbered. */
const listed = <S extends z.ZodType>(one: S, most: number) =>
  z.preprocess((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Array.from({ length: most }, (_, at) => (value as Record<string, unknown>)[String(at)] ?? {}) : value), z.array(one).max(most).default([]));

export const CompetencyInput = z.object({
  framework: oneLine(60).min(1, 'field.required').default(FRAMEWORK),
  code: oneLine(20).min(1, 'field.required'),
  title: words(200).transform((text) => (filled(text) ? text : null)),
  lineageId: z.preprocess((value) => (value === '' ? null : value), z.uuid('choice.missing').nullable().default(null)),
});

const number = (min: number, max: number) => numberAnswer().pipe(z.number().min(min).max(max));
const fields = z.object({
  code: oneLine(40).min(1, 'field.required'),
  competency: CompetencyInput.prefault({} as never),
  type: z.enum(ITEM_TYPES, 'choice.missing'),
  step: wholeNumber(1, 4),
  stem: words(3000, true),
  explanation: words(2000, true),
  options: listed(z.object({ text: words(500), right: tick }), MOST_OPTIONS),
  /** The one right option of `single`, as forms name it. */
  rightOption: z.coerce.number().int().min(0).max(MOST_OPTIONS).optional(),
  pairs: listed(z.object({ left: words(300), right: words(300) }), MOST_OPTIONS),
  answer: number(-1e12, 1e12).optional(),
  tolerance: number(0, 1e12).default(0),
  unit: words(40),
  criteria: listed(z.object({ text: words(500), points: wholeNumber(1, 100).optional() }), MOST_CRITERIA),
});
type Fields = z.output<typeof fields>;

/** Everything of one item that has to be in a language for the item to be complete in it. */
export function textsOf(type: ItemType, content: ItemContent): LocalizedText[] {
  const parts = [content.stem, content.explanation];
  if (type === 'single' || type === 'multiple' || type === 'order') parts.push(...content.options.map(({ text }) => text));
  if (type === 'match') parts.push(...content.pairs.flatMap(({ left, right }) => [left, right]));
  if (type === 'case') parts.push(...content.criteria.map(({ text }) => text));
  return parts.filter((text, at) => at !== 1 || filled(text));
}

export const languagesOf = (texts: readonly LocalizedText[]): Locale[] => LOCALES.filter((locale) => texts.length > 0 && texts.every((text) => text[locale] !== undefined));

/** The content out of what was sent: empty lines fall out, what does not belong to the type is forgotten. */
export function contentOf(input: Omit<Fields, 'code' | 'competency' | 'step'>): ItemContent {
  const { type } = input;
  const chosen = type === 'single' || type === 'multiple' || type === 'order';
  const options = input.options.map((option, at) => ({ text: option.text, right: type === 'order' ? false : type === 'single' && input.rightOption !== undefined ? at === input.rightOption : option.right }));
  return {
    stem: input.stem,
    explanation: input.explanation,
    options: chosen ? options.filter(({ text }) => filled(text)) : [],
    pairs: type === 'match' ? input.pairs.filter(({ left, right }) => filled(left) || filled(right)) : [],
    answer: type === 'numeric' ? (input.answer ?? null) : null,
    tolerance: type === 'numeric' ? input.tolerance : 0,
    unit: type === 'numeric' ? input.unit : {},
    criteria: type === 'case' ? input.criteria.flatMap(({ text, points }) => (filled(text) && points !== undefined ? [{ text, points }] : [])) : [],
  };
}

/** What stands against an item, each beside its field. Two lines that read alike in a language could not be told apart. */
function check(input: Fields, context: z.RefinementCtx): void {
  const refuse = (message: string, path: (string | number)[], params: Record<string, number> = {}) => context.addIssue({ code: 'custom', message, path, params });
  const content = contentOf(input);
  if (!filled(input.stem)) refuse('field.required', ['stem']);
  const twice = (texts: readonly LocalizedText[]) => LOCALES.some((locale) => new Set(texts.flatMap((text) => text[locale]?.text ?? [])).size < texts.filter((text) => text[locale]).length);
  const right = content.options.filter((option) => option.right).length;
  if (input.type === 'single' || input.type === 'multiple' || input.type === 'order') {
    if (content.options.length < 2) refuse('item.too_few_options', ['options']);
    else if (twice(content.options.map(({ text }) => text))) refuse('item.same_twice', ['options']);
    else if (input.type === 'single' && right !== 1) refuse('item.one_right', ['options']);
    else if (input.type === 'multiple' && (right === 0 || right === content.options.length)) refuse('item.some_right', ['options']);
  }
  if (input.type === 'match') {
    const half = content.pairs.findIndex(({ left, right: other }) => !filled(left) || !filled(other));
    if (content.pairs.length < 2) refuse('item.too_few_pairs', ['pairs']);
    else if (half !== -1) refuse('item.half_pair', ['pairs', half, filled(content.pairs[half]?.left ?? {}) ? 'right' : 'left']);
    else if (twice(content.pairs.map(({ left }) => left)) || twice(content.pairs.map((pair) => pair.right))) refuse('item.same_twice', ['pairs']);
  }
  if (input.type === 'numeric' && content.answer === null) refuse('field.required', ['answer']);
  if (input.type === 'case' && content.criteria.length === 0) refuse('item.no_criteria', ['criteria']);
  if (languagesOf(textsOf(input.type, content)).length === 0 && filled(input.stem)) refuse('item.no_language', ['stem']);
}

export const NewItem = fields.superRefine(check);
export type NewItem = z.output<typeof NewItem>;
export const EditItem = fields.extend({ version: versionNumber }).superRefine(check);
export type EditItem = z.output<typeof EditItem>;

const chosen = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined);
export const ItemFilter = z.object({
  q: z.string().trim().min(1).max(120).optional().catch(undefined),
  competency: z.string().trim().min(1).max(20).optional().catch(undefined),
  type: chosen(ITEM_TYPES),
  step: chosen(['1', '2', '3', '4']),
  state: chosen(['draft', 'in_use', 'retired']),
  after: z.string().max(400).optional().catch(undefined),
  before: z.string().max(400).optional().catch(undefined),
});
export type ItemFilter = z.output<typeof ItemFilter>;
