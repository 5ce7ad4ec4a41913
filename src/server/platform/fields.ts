import { z } from 'zod';
import { numberAnswer } from '#lib/forms/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { localizedText, type LocalizedText } from './text/index.ts';

/** Schemas of fields that forms of all modules share. */

/** A text whose original language must be there; null: in whatever language. */
export const requiredText = (original: Locale | null, max: number, multiline = false) =>
  localizedText({ max, multiline, required: original ? [original] : [] }).prefault({});

/** A text that may be missing altogether. */
export const optionalText = (max: number, multiline = false) =>
  z
    .optional(localizedText({ max, multiline }))
    .transform((text): LocalizedText => text ?? {});

export const wholeNumber = (min: number, max: number) => numberAnswer().pipe(z.number().int('number.whole').min(min).max(max));
export const versionNumber = z.coerce.number().int().min(1);

/** Forms say `yes` or nothing, programs also true or false. */
export const tick = z
  .union([z.literal('yes'), z.boolean()], 'choice.missing')
  .optional()
  .transform((value) => value === 'yes' || value === true);

/** Half of a pair of signs stands for nothing, and no database holds it: programs that cut texts by bytes send one. */
const isWhole = (text: string): boolean => text.isWellFormed();

export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u, 'text.hidden_characters')
    .refine(isWhole, 'text.hidden_characters');

/** Words in several lines, as plain text: nothing hidden in it, and nothing that turns the order of what is read. */
export const severalLines = (max: number, missing = 'field.required') =>
  z
    .string({ error: missing })
    .trim()
    .max(max, 'text.too_long')
    .regex(/^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]*$/, 'text.hidden_characters')
    .refine(isWhole, 'text.hidden_characters');

export const country = z.string().regex(/^[A-Z]{2}$/, 'choice.missing');

/** The query of a list: what cannot be meant is left out, so that a shortened address still opens. */
export const orNothing = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** A button without fields. */
export const plainInput = z.object({});
