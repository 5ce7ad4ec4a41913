import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { oneLine, tick } from '#server/platform/fields.ts';
import { IMPORT_KINDS, ORGANISATION_FIELDS, STAFF_FIELDS } from './import-fields.ts';

const field = z.enum([...new Set([...STAFF_FIELDS, ...ORGANISATION_FIELDS])] as [string, ...string[]]);

export const Mapping = z.object({
  kind: z.enum(IMPORT_KINDS, 'choice.missing'),
  /** field by number of the column; a column that is not named is not taken */
  columns: z.record(z.string().regex(/^\d{1,2}$/), field).default({}),
  withHidden: tick,
  /** of texts whose heading names no language */
  locale: z.enum(LOCALES, 'choice.missing').optional(),
  organisationId: z.uuid('choice.missing').optional(),
  postsFrom: dateAnswer().optional(),
  /** keeps the columns under this name for the next list of the same make */
  template: oneLine(80).optional(),
});
export type Mapping = z.output<typeof Mapping>;

export const ChooseSheet = z.object({ sheet: z.string().max(100) });

/** What organisation a text of the cells means; those left open stay as they are. */
export const ChoosePlaces = z.object({ place: z.record(z.string().regex(/^\d{1,3}$/), z.object({ text: z.string().min(1, 'field.required').max(500), organisationId: z.uuid('choice.missing').optional() })) });

/** `new`, or the id of whoever it is, by the number of the row. */
export const Decisions = z.object({ row: z.record(z.string().regex(/^\d{1,7}$/), z.union([z.literal('new'), z.uuid('choice.missing')])).default({}), rest: z.enum(['new', 'likeliest']).optional() });

export const RunImport = z.object({ how: z.enum(['all', 'good'], 'choice.missing') });
