import { z } from 'zod';
import { COUNTRIES, isZone, LOCALES } from '#lib/i18n/index.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { checkEmail, checkPrintedName, NAME_LIST_LIMITS, pastedNames } from '#server/modules/people/index.ts';
import { oneLine, versionNumber } from '#server/platform/fields.ts';

export const ORGANISATION_MAX = 200;
export const POSITION_MAX = NAME_LIST_LIMITS.position;
export const SETTLEMENT_MAX = 120;
export const REASON_MAX = 500;

/** How people say they take part; who is an organiser is decided by organisers. */
export const PUBLIC_ROLES = ['listener', 'speaker', 'moderator'] as const;
export const ROLES = [...PUBLIC_ROLES, 'organiser'] as const;

type Params = Record<string, string | number>;
const issue = (code: string, params: Params) => ({ code: 'custom' as const, message: code, params });

/** A name as it shall be printed, given back as it is stored. Every problem is told, each once: `name.*`. */
export const printedName = () =>
  z.string('name.empty').transform((typed, context) => {
    const checked = checkPrintedName(typed);
    for (const { code, params } of checked.errors) context.addIssue(issue(code, { ...params }));
    const [missing] = checked.ok ? unprintable(checked.value) : [];
    if (missing !== undefined) context.addIssue(issue('name.script', { char: missing }));
    return checked.ok && missing === undefined ? checked.value : z.NEVER;
  });

/** An address one can send to, its domain in lower case: `email.*`. A likely slip is no error: it is offered beside the field. */
export const emailAddress = () =>
  z.string('email.empty').transform((typed, context) => {
    const checked = checkEmail(typed);
    if (checked.ok) return checked.email;
    context.addIssue(issue(checked.code, { ...checked.params }));
    return z.NEVER;
  });

/** ISO 3166-1 alpha-2, one of the countries that lists offer. */
export const countryCode = z.enum(COUNTRIES as [string, ...string[]], 'choice.missing');
export const localeAnswer = z.enum(LOCALES, 'choice.missing');
export const organisationName = oneLine(ORGANISATION_MAX);
const zone = z.string().refine(isZone, 'zone.unknown');
const reason = z.string('reason.missing').trim().min(3, 'reason.missing').max(REASON_MAX);

/**
 * A registration as the last step of the form and the API send it. What is not asked of people from that country is dropped by the service.
 * `noticeVersion` is the notice that was read and agreed to.
 */
export const RegistrationInput = z.object({
  country: countryCode,
  name: printedName(),
  email: emailAddress(),
  organisation: organisationName.min(1, 'field.required'),
  position: oneLine(POSITION_MAX).default(''),
  role: z.enum(PUBLIC_ROLES, 'choice.missing').default('listener'),
  certificateLocale: localeAnswer,
  mailLocale: localeAnswer.optional(),
  timeZone: zone.optional(),
  noticeVersion: z.string('notice.not_agreed').min(1, 'notice.not_agreed').max(60),
});
export type RegistrationInput = z.output<typeof RegistrationInput>;

/** The steps of the public form, each as it is sent. */
export const CountryStep = RegistrationInput.pick({ country: true });
export const PersonStep = RegistrationInput.pick({ name: true, email: true });
export const WorkStep = z.object({
  organisation: organisationName.min(1, 'field.required'),
  position: oneLine(POSITION_MAX).optional(),
  role: z.enum(PUBLIC_ROLES, 'choice.missing').optional(),
  certificateLocale: localeAnswer,
  mailLocale: localeAnswer.optional(),
});
export const NoticeStep = z.object({
  agreed: z.literal('yes', 'notice.not_agreed'),
  noticeVersion: z.string('notice.not_agreed').min(1).max(60),
});

/** What holder and organiser change later. */
export const RegistrationChange = z.object({
  version: versionNumber,
  name: printedName(),
  organisation: organisationName.default(''),
  position: oneLine(POSITION_MAX).default(''),
  certificateLocale: localeAnswer,
  mailLocale: localeAnswer,
  email: emailAddress().optional(),
});
export type RegistrationChange = z.output<typeof RegistrationChange>;

/** Added by hand: somebody who called, or came on paper. The address may be missing. In the order of the form, as errors are told. */
export const OrganiserEntry = z.object({
  name: printedName(),
  country: countryCode,
  email: emailAddress().optional(),
  organisation: organisationName.default(''),
  position: oneLine(POSITION_MAX).default(''),
  role: z.enum(ROLES, 'choice.missing').default('listener'),
  certificateLocale: localeAnswer,
  mailLocale: localeAnswer,
});
export type OrganiserEntry = z.output<typeof OrganiserEntry>;

/** An organiser changes more than the holder, and says why. */
export const OrganiserChange = z.object({ version: versionNumber, ...OrganiserEntry.shape, role: z.enum(ROLES, 'choice.missing'), reason });
export type OrganiserChange = z.output<typeof OrganiserChange>;

export const Reason = z.object({ reason });
export const ZoneChoice = z.object({ timeZone: zone });

/** Who registers a list, and for which reading room. */
export const CollectiveHeadInput = z.object({
  country: countryCode,
  organisation: organisationName.min(1, 'field.required'),
  settlement: oneLine(SETTLEMENT_MAX).min(1, 'field.required'),
  contactName: printedName(),
  contactEmail: emailAddress(),
  certificateLocale: localeAnswer,
  mailLocale: localeAnswer,
});
export const CollectiveInput = CollectiveHeadInput.extend({
  names: pastedNames(),
  rightStated: z.literal('yes', 'right.not_stated'),
  noticeVersion: z.string('notice.not_agreed').min(1, 'notice.not_agreed').max(60),
});
export type CollectiveInput = z.output<typeof CollectiveInput>;

/** The steps of the form for a reading room; names and statement have steps of their own. */
export const RoomStep = CollectiveHeadInput.omit({ country: true });
export const ListNoticeStep = NoticeStep.extend({ rightStated: z.literal('yes', 'right.not_stated') });

/** Names added to a list that stands. */
export const MoreNames = z.object({ names: z.string('list.empty').max(NAME_LIST_LIMITS.characters, 'list.too_large'), rightStated: z.literal('yes', 'right.not_stated') });
/** One name of a list corrected. */
export const ListedName = z.object({ version: versionNumber, name: printedName(), position: oneLine(POSITION_MAX).default(''), email: emailAddress().optional(), certificateLocale: localeAnswer });
export type ListedName = z.output<typeof ListedName>;
