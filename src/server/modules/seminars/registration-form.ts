import type { Locale } from '#lib/i18n/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { checkEmail, checkPrintedName, fieldsAsked, profileOf, scriptOfLanguage, type PersonalField } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** The steps of the public form, in their order. */
export const FORM_STEPS = ['country', 'person', 'work', 'notice', 'check'] as const;
export type FormStep = (typeof FORM_STEPS)[number];

/** What was answered so far. It lies sealed in the visitor's own browser until the last step. */
export interface FormDraft {
  /** Makes sending the last step twice harmless. */
  key: string;
  country?: string;
  name?: string;
  email?: string;
  organisation?: string;
  position?: string | undefined;
  role?: string | undefined;
  certificateLocale?: Locale;
  mailLocale?: Locale | undefined;
  noticeVersion?: string;
}

/** The furthest step that the answers lead to: nobody skips a question, and nobody answers one twice. */
export function furthestStep(draft: FormDraft): FormStep {
  if (!draft.country) return 'country';
  if (!draft.name || !draft.email) return 'person';
  if (!draft.organisation || !draft.certificateLocale) return 'work';
  return draft.noticeVersion ? 'check' : 'notice';
}

/** The step asked for, unless it lies behind an unanswered question. */
export function openStep(asked: string | null, draft: FormDraft): FormStep {
  const furthest = furthestStep(draft);
  const step = FORM_STEPS.find((one) => one === asked) ?? furthest;
  return FORM_STEPS.indexOf(step) > FORM_STEPS.indexOf(furthest) ? furthest : step;
}

/** Another country asks other things: what it does not ask is forgotten, and its own notice has to be read. */
export function withCountry(draft: FormDraft, country: string, host: string): FormDraft {
  const { noticeVersion: _read, ...rest } = draft;
  const asked = fieldsAsked(country, host);
  const keep = (field: PersonalField) => asked.includes(field);
  return {
    ...rest,
    country,
    position: keep('position') ? rest.position : undefined,
    role: keep('role') ? rest.role : undefined,
    mailLocale: keep('mailLocale') ? rest.mailLocale : undefined,
    ...(country === draft.country && draft.noticeVersion ? { noticeVersion: draft.noticeVersion } : {}),
  };
}

/** Languages for certificate and mails: those of the country first, the reader's before them. */
export const languagesInOrder = (first: readonly Locale[], reader: Locale): Locale[] => [...new Set([reader, ...first, ...LOCALES])];

/** The languages to choose from for somebody from `country`, as the network's profile of it orders them. */
export async function languagesFor(ctx: Ctx, country: string): Promise<Locale[]> {
  return languagesInOrder((await profileOf(ctx, country)).languages.value, ctx.locale);
}

/** Something a person should look at again before it is printed or written to. Never forced. */
export interface Offer {
  /** `name.all_capitals`, `email.likely_slip` …; words are chosen at the page. */
  code: string;
  word: string | null;
  /** What could be meant; null: only to be looked at. */
  suggestion: string | null;
}

/** What to look at again in a name. */
export function nameOffer(typed: string): Offer | null {
  const [first] = checkPrintedName(typed).warnings;
  return first ? { code: first.code, word: first.word ?? null, suggestion: first.suggestion ?? null } : null;
}

/** The address that was probably meant, for one that can be written to and for one that cannot. */
export function emailOffer(typed: string): Offer | null {
  const { suggestion } = checkEmail(typed);
  return suggestion === null ? null : { code: 'email.likely_slip', word: null, suggestion };
}

/** Whether a reader of the certificate's language may stumble over the script of the name. */
export function isOtherScript(name: string, locale: Locale): boolean {
  const { scripts } = checkPrintedName(name);
  return scripts.length > 0 && !scripts.includes(scriptOfLanguage(locale));
}
