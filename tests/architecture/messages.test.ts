import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/locales.ts';
import { compileMessages } from '../../scripts/messages.ts';
import { json, message, MESSAGES, realCatalogue } from './messages-catalogue.ts';
import { buttonFaults, styleFaults } from './messages-style.ts';

interface Allowance {
  readonly key: string;
  readonly locale: Locale;
  readonly reason: string;
}
type Terms = { readonly terms: Readonly<Record<string, Readonly<Record<Locale, string>>>> };

const catalogue = realCatalogue();
const keys = [...catalogue.en.keys()];
const allowances = json<readonly Allowance[]>('allow-equal.json');
const { terms } = json<Terms>('terms.json');

const has = (pattern: RegExp, text: string) => pattern.test(text);
const source = (locale: Locale, key: string) => catalogue[locale].get(key) ?? '';
const at = (locale: Locale, key: string) => message(locale, key, source(locale, key));
const allowed = (key: string, locale: Locale) =>
  allowances.some((entry) => entry.key === key && entry.locale === locale);
/** "Модератор: {names}" → "модератор" */
const bare = (text: string) => text.toLowerCase().replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
const termWords = (locale: Locale) => new Set(Object.values(terms).map((term) => bare(term[locale])));

describe('the catalogue of messages', () => {
  it('is whole in six languages', () => {
    expect(keys.length).toBeGreaterThan(250);
    expect(compileMessages(MESSAGES).problems).toEqual([]);
  });

  it('does not leave Russian or English standing in another language', () => {
    const faults = (['kk', 'ky', 'be', 'hy'] as const).flatMap((locale) => {
      const known = termWords(locale);
      return keys
        .filter((key) => !known.has(bare(at(locale, key).words.join(' '))) && !allowed(key, locale))
        .filter((key) => has(/\p{L}/u, at(locale, key).words.join('')))
        .filter((key) => (['ru', 'en'] as const).some((other) => source(locale, key) === source(other, key)))
        .map((key) => `${locale} ${key}: ${source(locale, key)}`);
    });
    expect(
      faults,
      'where the word is rightly the same, say so in messages/allow-equal.json; do not bend the word',
    ).toEqual([]);
  });

  it('writes Armenian in Armenian letters', () => {
    const faults = keys
      .filter((key) => !allowed(key, 'hy'))
      .filter(
        (key) =>
          has(/\p{L}/u, at('hy', key).words.join('')) && !has(/\p{Script=Armenian}/u, at('hy', key).words.join('')),
      )
      .map((key) => `${key}: ${source('hy', key)}`);
    expect(faults).toEqual([]);
  });

  it.each(LOCALES)('keeps the letters, signs and sentence ends of the language: %s', (locale) => {
    const faults = keys.flatMap((key) =>
      styleFaults(at(locale, key), at('en', key), at('ru', key)).map(
        (reason) => `${key}: ${reason} (${source(locale, key)})`,
      ),
    );
    expect(faults).toEqual([]);
  });

  it.each(LOCALES)('names buttons by the rule of the language: %s', (locale) => {
    const known = new Set(
      Object.entries(terms)
        .filter(([key]) => key.startsWith('btn.'))
        .map(([, term]) => term[locale]),
    );
    const faults = keys
      .filter((key) => key.includes('.button.') && !known.has(source(locale, key)) && !allowed(key, locale))
      .flatMap((key) => buttonFaults(at(locale, key)).map((reason) => `${key}: ${reason} (${source(locale, key)})`));
    expect(faults).toEqual([]);
  });

  it('allows only what is there and needs it', () => {
    for (const { key, locale, reason } of allowances) {
      expect(keys, key).toContain(key);
      expect(LOCALES).toContain(locale);
      expect(reason.length, `${key} ${locale}`).toBeGreaterThan(10);
    }
  });
});
