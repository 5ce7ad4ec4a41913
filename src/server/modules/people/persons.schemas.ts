import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { oneLine, tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { phone } from './organisations.schemas.ts';
import { CATEGORIES, EDUCATION_LEVELS, EMPLOYMENT_KINDS, LANGUAGE_LEVELS, LEAVING_REASONS, SEXES } from './registry.tables.ts';

const namePart = oneLine(120).regex(/\p{L}/u, 'name.no_letters');
const email = z.email('email.invalid').max(254);

/** A name in another language than the main one: complete, or not given. */
const otherName = z.object({ familyName: namePart, givenName: namePart.optional(), patronymic: namePart.optional() });
const otherNames = z.partialRecord(z.enum(LOCALES), otherName).default({});
/** A level for each language somebody speaks. */
const languages = z.partialRecord(z.enum(LOCALES), z.enum(LANGUAGE_LEVELS)).default({});

/** What a person may change in her own record at once. */
export const OwnDetails = z.object({
  version: versionNumber,
  email: email.optional(),
  phone: phone.optional(),
  preferredLocale: z.enum(LOCALES, 'choice.missing').optional(),
  languages,
  names: otherNames,
});
export type OwnDetails = z.output<typeof OwnDetails>;

/** Fields that only whoever keeps the record changes; the person herself asks for it. */
export const KeptDetails = z.object({
  familyName: namePart,
  givenName: namePart.optional(),
  patronymic: namePart.optional(),
  birthDate: dateAnswer().optional(),
  sex: z.enum(SEXES, 'choice.missing').optional(),
  librarySince: dateAnswer().optional(),
  professionSince: dateAnswer().optional(),
});
export type KeptDetails = z.output<typeof KeptDetails>;

export const PersonInput = KeptDetails.extend({ nameLocale: z.enum(LOCALES, 'choice.missing').optional(), ...OwnDetails.shape, version: versionNumber.optional() });
export type PersonInput = z.output<typeof PersonInput>;

const rate = numberAnswer().pipe(z.number().min(0.05).max(2));

export const PostInput = z.object({
  version: versionNumber.optional(),
  organisationId: z.uuid('choice.missing'),
  positionId: z.uuid('choice.missing').optional(),
  /** The post in other words than the classifier's. */
  title: oneLine(200).optional(),
  kind: z.enum(EMPLOYMENT_KINDS, 'choice.missing').default('main'),
  isMainPersonnel: tick,
  rate: rate.default(1),
  fromDate: dateAnswer(),
  toDate: dateAnswer().optional(),
  leavingReason: z.enum(LEAVING_REASONS, 'choice.missing').optional(),
  leavingNote: oneLine(300).optional(),
});
export type PostInput = z.output<typeof PostInput>;

/** A new person begins with the post she works at. */
export const NewPerson = PersonInput.extend({ post: PostInput });
export type NewPerson = z.output<typeof NewPerson>;

export const EndPost = z.object({
  version: versionNumber,
  toDate: dateAnswer(),
  leavingReason: z.enum(LEAVING_REASONS, 'choice.missing').optional(),
  leavingNote: oneLine(300).optional(),
});

export const EducationInput = z.object({
  version: versionNumber.optional(),
  level: z.enum(EDUCATION_LEVELS, 'choice.missing'),
  /** Absent: nobody has said, which is not the same as no. */
  libraryProfile: z.enum(['yes', 'no']).optional(),
  institution: oneLine(300).optional(),
  speciality: oneLine(300).optional(),
  graduatedYear: wholeNumber(1930, 2100).optional(),
});
export type EducationInput = z.output<typeof EducationInput>;

export const AttestationInput = z.object({
  version: versionNumber.optional(),
  category: z.enum(CATEGORIES, 'choice.missing'),
  heldOn: dateAnswer().optional(),
  dueOn: dateAnswer().optional(),
  note: oneLine(300).optional(),
});
export type AttestationInput = z.output<typeof AttestationInput>;

export const Decline = z.object({ reason: oneLine(500).min(3, 'field.required') });
