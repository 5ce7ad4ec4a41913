import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { numberAnswer } from '#lib/forms/index.ts';
import { oneLine, optionalText, requiredText, tick, versionNumber } from '#server/platform/fields.ts';
import { ASSOCIATION_KINDS, CONTENT_LIMITS, isVariantCode, VARIANT_CODE } from './framework-content.ts';

const none = (value: unknown) => (value === '' ? undefined : value);
const maybe = <T extends z.ZodType>(schema: T) => z.preprocess(none, schema.nullable().optional()).transform((value) => value ?? null);
const webAddress = z.url({ protocol: /^https?$/, error: 'url.invalid' }).max(1000);

const MOST_ROWS = 200;
const isBlank = (row: unknown) => row === undefined || (typeof row === 'object' && row !== null && Object.values(row).every((text) => text === ''));

/** Programs send a list, forms rows that are numbered: a row left empty says nothing, and the others keep their numbers, by which they are told what is wrong. */
function numbered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((row: unknown) => (isBlank(row) ? undefined : row));
  const at = Object.keys(value).map(Number).filter((index) => Number.isInteger(index) && index >= 0 && index < MOST_ROWS);
  return Array.from({ length: Math.max(-1, ...at) + 1 }, (_, index) => (value as Record<string, unknown>)[String(index)]);
}
const rows = <T extends z.ZodType>(row: T, most: number, check: (given: readonly (z.output<T> | undefined)[], context: z.RefinementCtx) => void = () => {}) =>
  z.preprocess(numbered, z.array(row.optional()).max(most).default([]).superRefine((given, context) => check(given as readonly (z.output<T> | undefined)[], context))).transform((given) => given.filter((one): one is Exclude<typeof one, undefined> => one !== undefined));

const source = z.object({ title: oneLine(500).min(1, 'field.required'), url: maybe(webAddress), licence: maybe(oneLine(200)) });
const sources = rows(source, 60);

const head = z.object({
  title: requiredText(null, 300),
  description: optionalText(4000, true),
  notes: optionalText(8000, true),
  sources,
  creator: maybe(oneLine(300)),
  licence: maybe(oneLine(300)),
  sourceUrl: maybe(webAddress),
  languages: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.enum(LOCALES, 'choice.missing')).min(1, 'choice.missing').max(LOCALES.length)).transform((languages) => [...new Set(languages)]),
});

export const FrameworkHead = head.extend({ revision: versionNumber });
export type FrameworkHead = z.output<typeof FrameworkHead>;

const step = z.object({ step: numberAnswer().pipe(z.number().int('number.whole').min(0).max(CONTENT_LIMITS.steps)), label: requiredText(null, 100), text: optionalText(1000, true) });
export const ScaleInput = z.object({
  revision: versionNumber,
  steps: rows(step, CONTENT_LIMITS.steps + 1, (steps, context) => {
    if (steps.filter((one) => one !== undefined).length < 2) context.addIssue({ code: 'custom', message: 'framework.scale_short' });
    const seen = new Set<number>();
    steps.forEach((one, index) => {
      if (one && seen.has(one.step)) context.addIssue({ code: 'custom', message: 'framework.step_doubled', path: [index, 'step'] });
      if (one) seen.add(one.step);
    });
  }),
});
export type ScaleInput = z.output<typeof ScaleInput>;

export const NewFramework = head.extend({
  organisationId: z.uuid('choice.missing'),
  key: oneLine(80).regex(/^[a-z0-9][a-z0-9-]{1,79}$/, 'framework.key_malformed'),
  /** The scale of the house, or a copy of another framework's. */
  scaleOf: z.preprocess(none, z.uuid('choice.missing').optional()),
  isOpen: tick,
});
export type NewFramework = z.output<typeof NewFramework>;

const variantCode = z.string().regex(VARIANT_CODE, { error: 'framework.variant_malformed', abort: true }).refine(isVariantCode, 'framework.variant_malformed');
export const VariantsInput = z.object({
  revision: versionNumber,
  variants: rows(z.object({ code: variantCode, title: requiredText(null, 100) }), CONTENT_LIMITS.variants, (variants, context) => {
    variants.forEach((one, index) => {
      if (one && variants.findIndex((other) => other?.code === one.code) !== index) context.addIssue({ code: 'custom', message: 'framework.variant_doubled', path: [index, 'code'] });
    });
  }),
});
export type VariantsInput = z.output<typeof VariantsInput>;

const code = oneLine(40).min(1, 'field.required');
const levels = z.record(z.string().max(20), z.record(z.string().regex(/^\d{1,2}$/), optionalText(1000, true))).default({});

export const ItemInput = z.object({
  revision: versionNumber,
  code,
  title: requiredText(null, 1000),
  description: optionalText(4000, true),
  /** By variant (`-` where there is one set) and step. */
  levels,
});
export type ItemInput = z.output<typeof ItemInput>;

export const NewItem = ItemInput.extend({ kind: z.enum(['area', 'competency'], 'choice.missing'), parentId: maybe(z.uuid('choice.missing')) });
export type NewItem = z.output<typeof NewItem>;

export const MoveItem = z.object({
  revision: versionNumber,
  parentId: maybe(z.uuid('choice.missing')),
  /** The item after which it stands from now on; null: the first. */
  afterId: maybe(z.uuid('choice.missing')),
});
export type MoveItem = z.output<typeof MoveItem>;

export const MergeItems = z.object({
  revision: versionNumber,
  into: z.uuid('choice.missing'),
  parts: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.uuid('choice.missing')).min(1, 'choice.missing').max(50)),
});
export type MergeItems = z.output<typeof MergeItems>;

export const SplitItem = z.object({
  revision: versionNumber,
  codes: rows(z.object({ code, title: requiredText(null, 1000) }), 10, (codes, context) => {
    if (codes.filter((one) => one !== undefined).length < 2) context.addIssue({ code: 'custom', message: 'framework.split_two' });
  }),
});
export type SplitItem = z.output<typeof SplitItem>;

export const Revised = z.object({ revision: versionNumber });

export const OpenToWorld = z.object({ isOpen: tick });

export const NewAssociation = z.object({
  revision: versionNumber,
  kind: z.enum(ASSOCIATION_KINDS, 'choice.missing'),
  /** A competency of a framework of this network, or else an address outside. */
  competencyId: maybe(z.uuid('choice.missing')),
  uri: maybe(webAddress),
  title: maybe(oneLine(300)),
  note: maybe(oneLine(500)),
}).superRefine(({ competencyId, uri }, context) => {
  if ((competencyId === null) === (uri === null)) context.addIssue({ code: 'custom', message: 'choice.missing', path: ['competencyId'] });
});
export type NewAssociation = z.output<typeof NewAssociation>;

export const TranslatedTexts = z.object({
  revision: versionNumber,
  to: z.enum(LOCALES, 'choice.missing'),
  /** By the key under which the worklist names a text; what is left empty stays as it is. */
  texts: z.record(z.string().max(200), z.string().trim().max(8000)).default({}),
});
export type TranslatedTexts = z.output<typeof TranslatedTexts>;
