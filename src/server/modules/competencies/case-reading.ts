import type { Locale } from '#lib/i18n/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import type { LocalizedText, TextEntry, TextStatus } from '#server/platform/text/index.ts';
import { usualStatus } from './case-package.rule.ts';
import { CONTENT_LIMITS, isVariantCode, type Source, type ScaleStep, type Variant } from './framework-content.ts';
import { cleanLine, cleanText } from './plain-text.rule.ts';

/** Values of a package that anybody may have made: each is what it says or nothing. */

export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
export const listOf = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
export const idOf = (value: unknown): string => stringOf(value).trim().toLowerCase();
export const targetOf = (value: unknown): { id: string; uri: string; title: string } => {
  const raw = isRaw(value) ? value : {};
  return { id: idOf(raw.identifier), uri: stringOf(raw.uri).trim(), title: cleanLine(stringOf(raw.title)) };
};
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
/** What we ourselves have put into `extensions`; empty for packages of others. */
export function oursIn(entity: Raw): Raw {
  const extensions = Array.isArray(entity.extensions) ? listOf(entity.extensions)[0] : entity.extensions;
  return isRaw(extensions) && isRaw(extensions.sheberlik) ? extensions.sheberlik : {};
}

/** An address that may stand in a link. */
export function webAddress(text: string): string | null {
  const url = text.length <= 1000 ? URL.parse(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? text : null;
}

export const localeOf = (tag: string): Locale | null => LOCALES.find((locale) => tag.toLowerCase().split(/[-_]/, 1)[0] === locale) ?? null;
export const statusOf = (value: unknown): TextStatus | null => (value === 'original' || value === 'machine' || value === 'reviewed' ? value : null);
export const entryOf = (text: string, locale: Locale, first: Locale, status?: unknown): TextEntry => ({ text, status: statusOf(status) ?? usualStatus(locale, first) });

/** A text by language as our own packages carry it. */
export function textsOf(value: unknown): LocalizedText {
  const raw = isRaw(value) ? value : {};
  return Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const entry = raw[locale];
      const text = isRaw(entry) ? cleanText(stringOf(entry.text)) : '';
      return text === '' || !isRaw(entry) ? [] : [[locale, { text, status: statusOf(entry.status) ?? 'reviewed' }]];
    }),
  );
}

/** Whoever changed the standard's field with another program has changed the text, whatever our copy beside it says. */
export function nativeFirst(texts: LocalizedText, native: string, first: Locale): LocalizedText {
  const known = texts[first]?.text ?? Object.values(texts)[0]?.text ?? '';
  return native === '' || native === known ? texts : { ...texts, [first]: { text: native, status: 'original' } };
}

export const localesOf = (value: unknown): Locale[] => [...new Set(Array.isArray(value) ? value.flatMap((one) => LOCALES.find((locale) => locale === one) ?? []) : [])];

export function sourcesOf(value: unknown): Source[] {
  return listOf(value)
    .slice(0, 60)
    .flatMap(({ title, url, licence }) => {
      const name = cleanLine(stringOf(title)).slice(0, 500);
      return name === '' ? [] : [{ title: name, url: webAddress(stringOf(url)), licence: cleanLine(stringOf(licence)).slice(0, 200) || null }];
    });
}

export function variantsOf(value: unknown): Variant[] {
  return listOf(value).slice(0, CONTENT_LIMITS.variants).flatMap(({ code, title }) => (isVariantCode(stringOf(code)) ? [{ code: stringOf(code), title: textsOf(title) }] : []));
}

export function scaleOf(value: unknown): ScaleStep[] {
  return listOf(value)
    .slice(0, CONTENT_LIMITS.steps + 2)
    .flatMap(({ step, label, text }) => {
      const number = numberOf(step);
      return number !== null && Number.isInteger(number) && number >= 0 && number <= CONTENT_LIMITS.steps ? [{ step: number, label: textsOf(label), text: textsOf(text) }] : [];
    });
}
