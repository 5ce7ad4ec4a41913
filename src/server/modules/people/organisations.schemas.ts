import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { isZone, LOCALES, type Locale } from '#lib/i18n/index.ts';
import { country, oneLine, optionalText, requiredText, versionNumber } from '#server/platform/fields.ts';
import { ORGANISATION_KINDS } from './people.tables.ts';

export const NAME_MAX = 250;

export const phone = z.string().trim().max(40).regex(/^[+\d][\d\s().,;-]{3,39}$/, 'phone.invalid');
const webAddress = z.string().trim().max(300).transform((typed) => (/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)).pipe(z.url({ protocol: /^https?$/, error: 'address.invalid' }));
const degrees = (most: number) => numberAnswer().pipe(z.number().min(-most).max(most));

/** What whoever works with the organisation may change. `original`: the language in which its name must be there; null: any. */
const details = (original: Locale | null) => ({
  version: versionNumber.optional(),
  /** The language the texts were written in; without it the reader's where the name is in it. */
  original: z.enum(LOCALES).optional(),
  name: requiredText(original, NAME_MAX),
  settlement: optionalText(120),
  address: optionalText(300),
  founder: optionalText(NAME_MAX),
  timeZone: z.string('choice.missing').refine(isZone, 'zone.unknown'),
  languages: z.array(z.enum(LOCALES, 'choice.missing')).max(LOCALES.length).default([]),
  phone: phone.optional(),
  contactEmail: z.email('email.invalid').max(254).optional(),
  website: webAddress.optional(),
  latitude: degrees(90).optional(),
  longitude: degrees(180).optional(),
  signatoryName: oneLine(120).optional(),
  signatoryPost: optionalText(120),
});
export const OrganisationInput = z.object(details(null));
export type OrganisationInput = z.output<typeof OrganisationInput>;

/** What figures and register numbers hang on; the centre changes it. */
export const Arrangement = z.object({
  kind: z.enum(ORGANISATION_KINDS, 'choice.missing'),
  code: z
    .string('field.required')
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{2,10}$/, 'code.invalid'),
  mapArea: z.string().regex(/^[a-z0-9-]{1,40}$/, 'choice.missing').optional(),
});

export const editOrganisation = (original: Locale | null) => z.object({ ...details(original), arrangement: Arrangement.optional() });
export type EditOrganisation = z.output<ReturnType<typeof editOrganisation>>;
export const newOrganisation = (original: Locale | null) => z.object({ ...details(original), country, parentId: z.uuid('choice.missing').optional(), ...Arrangement.shape });
export type NewOrganisation = z.output<ReturnType<typeof newOrganisation>>;

export const MoveOrganisation = z.object({
  version: versionNumber,
  /** Absent: it becomes a root of the network. */
  parentId: z.uuid('choice.missing').optional(),
  movedOn: dateAnswer(),
  reason: oneLine(500).optional(),
});
export const CloseOrganisation = z.object({ closedOn: dateAnswer() });
