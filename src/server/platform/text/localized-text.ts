import { z } from 'zod';
import { LOCALES, type Locale } from '#lib/i18n/locales.ts';

/** original: written by its author; machine: translated by a program and not read by anybody; reviewed: a person answers for it. */
export type TextStatus = 'original' | 'machine' | 'reviewed';
export interface TextEntry {
  readonly text: string;
  readonly status: TextStatus;
}
/** Stored as jsonb. Holds at least one language. */
export type LocalizedText = { readonly [L in Locale]?: TextEntry };

export interface Picked {
  readonly text: string;
  /** The language the text is in. */
  readonly locale: Locale;
  /** True when that is not the reader's language: the page must then put lang={locale} on the element. */
  readonly isFallback: boolean;
  readonly status: TextStatus;
}

/** What a reader of one language most probably reads next. */
const RELATED: Readonly<Record<Locale, readonly Locale[]>> = {
  kk: ['ru', 'ky', 'en', 'be', 'hy'],
  ru: ['be', 'kk', 'ky', 'en', 'hy'],
  en: ['ru', 'kk', 'ky', 'be', 'hy'],
  ky: ['ru', 'kk', 'en', 'be', 'hy'],
  be: ['ru', 'en', 'kk', 'ky', 'hy'],
  hy: ['ru', 'en', 'kk', 'ky', 'be'],
};

/** The languages in the order in which a reader of one is offered them. */
export const readingOrder = (locale: Locale): readonly [Locale, ...Locale[]] => [locale, ...RELATED[locale]];

/**
 * The text for a reader: in her language; else, along the chain (by default related languages), what a person wrote or reviewed;
 * else what a machine made. Throws on a map without any text, which the schema does not let in.
 */
export function pick(text: LocalizedText, locale: Locale, fallbackChain: readonly Locale[] = RELATED[locale]): Picked {
  const own = text[locale];
  if (own) return { ...own, locale, isFallback: false };
  const order = [...new Set([...fallbackChain, ...LOCALES])];
  // A machine's translation in a near language must not hide the author's words in another one that the reader may know.
  const candidates = [...order.filter((l) => text[l] && text[l].status !== 'machine'), ...order.filter((l) => text[l])];
  const found = candidates[0];
  const entry = found === undefined ? undefined : text[found];
  if (found === undefined || entry === undefined) throw new Error('localised text without a language');
  return { ...entry, locale: found, isFallback: true };
}

/** `localized('ru', 'Чтение')` or `localized({ ru: 'Чтение', kk: 'Оқу' })`: the first is the original, the others are reviewed translations. */
export function localized(locale: Locale, text: string): LocalizedText;
export function localized(texts: Partial<Record<Locale, string>>): LocalizedText;
export function localized(first: Locale | Partial<Record<Locale, string>>, text?: string): LocalizedText {
  if (typeof first === 'string') return { [first]: { text: text ?? '', status: 'original' } };
  return Object.fromEntries(
    Object.entries(first).map(([locale, value], index) => [
      locale,
      { text: value, status: index === 0 ? 'original' : 'reviewed' },
    ]),
  );
}

/** The map with one language set; an empty text takes the language out. */
export function withText(map: LocalizedText, locale: Locale, text: string, status: TextStatus): LocalizedText {
  const { [locale]: _replaced, ...rest } = map;
  return text.trim() === '' ? rest : { ...rest, [locale]: { text: text.trim(), status } };
}

interface Limits {
  /** Greatest number of characters of one language; 300 by default. */
  readonly max?: number;
  /** Whether line breaks may stand in it; no by default, as for titles. */
  readonly multiline?: boolean;
  /** Languages that must be there, whatever others are. */
  readonly required?: readonly Locale[];
}

/**
 * The schema of a localised text as a form or the API gives it: texts are trimmed, empty languages fall out, one language at least.
 * A plain string stands for an original. Issues carry problem codes as messages and the language as path.
 */
export function localizedText({ max = 300, multiline = false, required = [] }: Limits = {}) {
  const hidden = multiline ? CONTROL : CONTROL_OR_BREAK;
  const entry = z.union([
    z.string(),
    z.strictObject({ text: z.string(), status: z.enum(['original', 'machine', 'reviewed']).default('original') }),
  ]);
  // Lengths are checked here and not on the strings inside the union, because a union reports only that none of its members fits.
  return z.partialRecord(z.enum(LOCALES), entry).transform((map, context): LocalizedText => {
    const result: Partial<Record<Locale, TextEntry>> = {};
    const refuse = (message: string, path: Locale[], params: Record<string, number> = {}) =>
      context.addIssue({ code: 'custom', message, path, params });
    for (const locale of LOCALES) {
      const given = map[locale];
      const { text, status } = typeof given === 'object' ? given : { text: given ?? '', status: 'original' as const };
      const value = text.trim();
      if ([...value].length > max) refuse('text.too_long', [locale], { max });
      // Half of a pair of signs stands for nothing, and no database holds it.
      else if (hidden.test(value) || !value.isWellFormed()) refuse('text.hidden_characters', [locale]);
      else if (value === '' && required.includes(locale)) refuse('field.required', [locale]);
      if (value !== '') result[locale] = { text: value, status };
    }
    if (Object.keys(result).length === 0 && required.length === 0) refuse('language.required', []);
    return result;
  });
}

// C0 and C1 controls without tab; with \n and \r only where lines are allowed. Directional overrides can make a text read as another.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
const CONTROL_OR_BREAK = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

/** The words in the reader's language or the nearest one, as plain text; empty when nothing was written yet. */
export function textIn(text: LocalizedText | null | undefined, locale: Locale): string {
  return text && Object.keys(text).length > 0 ? pick(text, locale).text : '';
}

/** The language a text was first written in; the fallback when it holds none. */
export function originalOf(text: LocalizedText | null | undefined, fallback: Locale): Locale {
  const found = LOCALES.filter((locale) => text?.[locale]);
  return found.find((locale) => text?.[locale]?.status === 'original') ?? found[0] ?? fallback;
}
