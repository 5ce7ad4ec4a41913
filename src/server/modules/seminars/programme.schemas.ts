import { z } from 'zod';
import { dateAnswer, timeAnswer } from '#lib/forms/index.ts';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { country, oneLine, optionalText, requiredText, tick, versionNumber } from '#server/platform/fields.ts';
import { TITLE_MAX } from './events.schemas.ts';
import { TALK_KINDS } from './seminars.tables.ts';

export const ABSTRACT_MAX = 3000;
/** Fields for names in a form: `person1` … */
export const MOST_PEOPLE = 4;

const names = Object.fromEntries(
  Array.from({ length: MOST_PEOPLE }, (_, index) => [`person${index + 1}`, oneLine(120).optional()]),
) as Record<`person${1 | 2 | 3 | 4}`, z.ZodOptional<ReturnType<typeof oneLine>>>;

/** Names typed into the fields of a form, in their order, with the field each stands in. */
export function typedNames(input: Partial<Record<`person${1 | 2 | 3 | 4}`, string | undefined>>): { field: string; name: string }[] {
  return (['person1', 'person2', 'person3', 'person4'] as const).flatMap((field) => {
    const name = input[field];
    return name ? [{ field, name }] : [];
  });
}

/** A sitting; times by clocks in the event's zone. Its title may be missing: then it is called by its date. */
export const sessionInput = z.object({
  version: versionNumber.optional(),
  title: optionalText(TITLE_MAX),
  date: dateAnswer(),
  starts: timeAnswer(),
  ends: timeAnswer(),
  endsNextDay: tick,
});
export type SessionInput = z.output<typeof sessionInput>;

export const sectionInput = (original: Locale | null) =>
  z.object({
    version: versionNumber.optional(),
    title: requiredText(original, TITLE_MAX),
    hall: oneLine(80).default(''),
    ...names,
  });
export type SectionInput = z.output<ReturnType<typeof sectionInput>>;

export const talkInput = (original: Locale | null) =>
  z.object({
    version: versionNumber.optional(),
    sessionId: z.uuid('choice.missing'),
    sectionId: z.uuid('choice.missing').optional(),
    kind: z.enum(TALK_KINDS, 'choice.missing'),
    title: requiredText(original, TITLE_MAX),
    abstract: optionalText(ABSTRACT_MAX, true),
    language: z.enum(LOCALES, 'choice.missing').optional(),
    interpretation: z.array(z.enum(LOCALES, 'choice.missing')).default([]),
    country: country.optional(),
    starts: timeAnswer(),
    ends: timeAnswer(),
    ...names,
  });
export type TalkInput = z.output<ReturnType<typeof talkInput>>;

export const contributorInput = z.object({
  version: versionNumber.optional(),
  name: oneLine(120),
  country: country.optional(),
  organisation: oneLine(200).default(''),
  post: oneLine(200).default(''),
  email: z.email('email.invalid').max(254).optional(),
});
export type ContributorInput = z.output<typeof contributorInput>;
