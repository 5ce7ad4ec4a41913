import { z } from 'zod';
import { dateAnswer, timeAnswer } from '#lib/forms/index.ts';
import { isZone, LOCALES, type Locale } from '#lib/i18n/index.ts';
import { country, oneLine, optionalText, requiredText, tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { EVENT_FORMS } from './seminars.tables.ts';

export const TITLE_MAX = 250;
export const SUMMARY_MAX = 500;
export const DESCRIPTION_MAX = 10_000;

/** The form of an event. Times are wall times in the event's zone. `original` null: the caller asks for the words in it (`originalIn`). */
export function eventInput(original: Locale | null) {
  return z.object({
    version: versionNumber.optional(),
    form: z.enum(EVENT_FORMS, 'choice.missing'),
    organisationId: z.uuid('choice.missing'),
    title: requiredText(original, TITLE_MAX),
    summary: optionalText(SUMMARY_MAX),
    description: optionalText(DESCRIPTION_MAX, true),
    aim: optionalText(DESCRIPTION_MAX, true),
    requirements: optionalText(DESCRIPTION_MAX, true),
    timeZone: z.string('choice.missing').refine(isZone, 'zone.unknown'),
    languages: z.array(z.enum(LOCALES, 'choice.missing'), 'choice.missing').min(1, 'choice.missing'),
    countries: z.array(country, 'choice.missing').min(1, 'choice.missing').max(60),
    capacity: wholeNumber(1, 100_000).optional(),
    opensDate: dateAnswer().optional(),
    opensTime: timeAnswer().optional(),
    closesDate: dateAnswer().optional(),
    closesTime: timeAnswer().optional(),
    approvalRequired: tick,
    percent: wholeNumber(1, 100).optional(),
    minutes: wholeNumber(1, 100_000).optional(),
    codes: wholeNumber(1, 50).optional(),
    combine: z.enum(['all_of', 'any_of']).default('all_of'),
    certificateMonths: wholeNumber(1, 120).optional(),
    contactName: oneLine(120).optional(),
    contactEmail: z.email('email.invalid').max(254).optional(),
  });
}

export type EventInput = z.output<ReturnType<typeof eventInput>>;

export const cancelInput = z.object({ reason: oneLine(500).min(3, 'field.required') });

