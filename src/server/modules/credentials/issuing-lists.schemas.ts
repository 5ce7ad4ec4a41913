import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { pastedNames } from '#server/modules/people/index.ts';
import { oneLine, tick } from '#server/platform/fields.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';
import { QUALIFICATIONS, type Qualification } from './legal-status.rule.ts';

/** People of one list: what is more is parted into two. */
export const LONGEST_ISSUING_LIST = 2000;
/** For how long mails of certificates may wait: at once, a quarter of an hour, an hour, a day. */
export const DELIVERIES = [0, 15, 60, 1440] as const;
const MOST_COMPETENCIES = 30;

/** What stands on every paper of a list. */
export interface ListWords {
  locale: Locale;
  /** The language of the other half of a paper in two, with the title in it. */
  second: { locale: Locale; title: string } | null;
  eventKind: string | null;
  from: string;
  to: string;
  hours: number | null;
  qualification: Qualification | null;
  gained: readonly string[];
  rule: string | null;
  signatory: { post: string; name: string } | null;
  /** `null`: our own design; undefined: what the organisation chose for the kind. */
  templateId?: string | null;
  minors: boolean;
  issuedOn: string;
  validUntil: string | null;
}

const printed = (max: number) =>
  oneLine(max).superRefine((text, context) => {
    const signs = unprintable(text);
    if (signs.length > 0) context.addIssue({ code: 'custom', message: 'issuing.unprintable', params: { signs: signs.slice(0, 10).join(' ') } });
  });
const none = (value: unknown) => (value === '' || value === null ? undefined : value);
const maybe = <T extends z.ZodType>(schema: T) => z.preprocess(none, schema.optional());

const fields = z.object({
  organisationId: z.uuid('choice.missing'),
  kind: z.enum(CREDENTIAL_KINDS, 'choice.missing'),
  language: z.enum(LOCALES, 'choice.missing'),
  title: printed(300).min(1, 'field.required'),
  secondLanguage: maybe(z.enum(LOCALES, 'choice.missing')),
  secondTitle: maybe(printed(300)),
  eventKind: maybe(printed(200)),
  from: dateAnswer(),
  to: maybe(dateAnswer()),
  hours: maybe(numberAnswer().pipe(z.number().int('number.whole').min(1).max(10_000))),
  qualification: maybe(z.enum(QUALIFICATIONS, 'choice.missing')),
  /** One on a line. */
  competencies: maybe(z.union([z.string().max(8000), z.array(z.string().max(250)).max(MOST_COMPETENCIES)])),
  rule: maybe(printed(300)),
  months: maybe(numberAnswer().pipe(z.number().int('number.whole').min(1).max(120))),
  signatoryName: maybe(printed(120)),
  signatoryPost: maybe(printed(250)),
  /** A template by its id; `own`: our design; nothing: the one that the organisation chose for the kind. */
  template: maybe(z.union([z.literal('own'), z.uuid('choice.missing')])),
  minors: tick,
  deliver: z.preprocess((value) => (value === undefined || value === '' ? '15' : String(value)), z.enum(['0', '15', '60', '1440'], 'choice.missing')).transform((minutes) => Number(minutes) as (typeof DELIVERIES)[number]),
  names: pastedNames(),
  leaveOut: tick,
  tidy: tick,
  /** Made by whoever sends: sent twice, it is issued once. */
  key: maybe(z.uuid()),
});

export const NewIssuingList = fields.transform((input, context) => {
  const refuse = (field: string, message: string, params: Record<string, string | number> = {}) => context.addIssue({ code: 'custom', message, path: [field], params });
  const typed = Array.isArray(input.competencies) ? input.competencies : (input.competencies ?? '').split(/\r\n|[\n\r]/);
  const gained = typed.map((text) => text.trim().replace(/^[-–—•]\s*/, '')).filter((text) => text !== '');
  const signs = unprintable(gained.join(' '));
  if (signs.length > 0) refuse('competencies', 'issuing.unprintable', { signs: signs.slice(0, 10).join(' ') });
  if (gained.length > MOST_COMPETENCIES) refuse('competencies', 'list.too_long', { lines: gained.length, max: MOST_COMPETENCIES });
  if (gained.some((text) => text.length > 250)) refuse('competencies', 'text.too_long', { max: 250 });
  if (input.to && input.to < input.from) refuse('to', 'date.before_start');
  if (input.secondLanguage && input.secondLanguage === input.language) refuse('secondLanguage', 'template.same_language');
  if (input.secondLanguage && !input.secondTitle) refuse('secondTitle', 'field.required');
  if (input.secondTitle && !input.secondLanguage) refuse('secondLanguage', 'choice.missing');
  if (input.signatoryName && !input.signatoryPost) refuse('signatoryPost', 'field.required');
  if (input.signatoryPost && !input.signatoryName) refuse('signatoryName', 'field.required');
  return { ...input, gained };
});
export type NewIssuingList = z.output<typeof NewIssuingList>;
