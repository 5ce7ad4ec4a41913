import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { numberAnswer } from '#lib/forms/index.ts';
import { oneLine, optionalText, requiredText, tick, versionNumber } from '#server/platform/fields.ts';
import { CONTENT_LIMITS } from './framework-content.ts';

const none = (value: unknown) => (value === '' ? undefined : value);
const maybe = <T extends z.ZodType>(schema: T) => z.preprocess(none, schema.nullable().optional()).transform((value) => value ?? null);
const webAddress = z.url({ protocol: /^https?$/, error: 'url.invalid' }).max(1000);

const source = z.object({ title: oneLine(500).min(1, 'field.required'), url: maybe(webAddress), licence: maybe(oneLine(200)) });
/** Empty rows of the form say nothing. */
const sources = z.preprocess((value) => (Array.isArray(value) ? value.filter((row: unknown) => Object.values((row ?? {}) as object).some((text) => text !== '')) : value), z.array(source).max(60).default([]));

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
export const ScaleInput = z.object({ revision: versionNumber, steps: z.array(step).min(2, 'framework.scale_short').max(CONTENT_LIMITS.steps + 1) }).superRefine(({ steps }, context) => {
  const seen = new Set<number>();
  steps.forEach((one, index) => {
    if (seen.has(one.step)) context.addIssue({ code: 'custom', message: 'framework.step_doubled', path: ['steps', index, 'step'] });
    seen.add(one.step);
  });
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

const variantCode = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} .–-]{0,19}$/u, 'framework.variant_malformed');
export const VariantsInput = z.object({ revision: versionNumber, variants: z.array(z.object({ code: variantCode, title: requiredText(null, 100) })).max(CONTENT_LIMITS.variants).default([]) });
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

export const SplitItem = z.object({ revision: versionNumber, codes: z.array(z.object({ code, title: requiredText(null, 1000) })).min(2, 'framework.split_two').max(10) });
export type SplitItem = z.output<typeof SplitItem>;
