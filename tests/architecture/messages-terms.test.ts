import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/locales.ts';
import { json, message, realCatalogue, ROOT } from './messages-catalogue.ts';

type Words = Readonly<Record<Locale, string>>;
interface Usage {
  /** message key → the term it shows */
  readonly uses: Readonly<Record<string, string>>;
  /** terms held to in every message whose English text names them; stems where the language inflects */
  readonly everywhere: readonly {
    readonly term: string;
    readonly english: string;
    readonly stems: Omit<Words, 'en'>;
  }[];
  /** words for which the glossary has another, as the beginning of a word (a pattern) */
  readonly avoid: readonly { readonly locale: Locale; readonly word: string; readonly instead: string }[];
  readonly exceptions: readonly { readonly key: string; readonly term: string; readonly reason: string }[];
}

interface Glossary {
  readonly terms: Readonly<Record<string, Words>>;
  readonly unconfirmed: Readonly<Record<string, readonly string[]>>;
}
const { terms, unconfirmed } = json<Glossary>('terms.json');
const usage = json<Usage>('term-usage.json');
const catalogue = realCatalogue();
const others = LOCALES.filter((locale) => locale !== 'en') as Exclude<Locale, 'en'>[];
// Belarusian writes ў for у after a vowel: "удзельнік", "картка ўдзельніка".
const lower = (locale: Locale, text: string) =>
  locale === 'be' ? text.toLowerCase().replaceAll('ў', 'у') : text.toLowerCase();
const words = (locale: Locale, key: string) =>
  lower(locale, message(locale, key, catalogue[locale].get(key) ?? '').words.join(' '));
const excepted = (key: string, term: string) =>
  usage.exceptions.some((entry) => entry.key === key && entry.term === term);

/** "сертификат участника" → itself; "A / B" → either; what stands in brackets explains and need not be shown. */
function forms(term: string): string[] {
  return term
    .toLowerCase()
    .replaceAll(/\s*\([^)]*\)/g, '')
    .split(' / ');
}

describe('the words of the field', () => {
  it('stand in the messages that are said to show them', () => {
    const faults = Object.entries(usage.uses).flatMap(([key, termKey]) => {
      const term = terms[termKey];
      if (!term || !catalogue.en.has(key)) return [`${key}: no such message or no such term ${termKey}`];
      return LOCALES.filter(
        (locale) => !forms(term[locale]).some((form) => words(locale, key).includes(lower(locale, form))),
      ).map((locale) => `${locale} ${key}: "${term[locale]}" expected, found "${catalogue[locale].get(key)}"`);
    });
    expect(faults).toEqual([]);
  });

  it.each(usage.everywhere)('are the same in every message: $term', ({ term, english, stems }) => {
    const pattern = new RegExp(`(?<![\\p{L}@-])(?:${english})(?![\\p{L}-])`, 'iu');
    const concerned = [...catalogue.en.keys()].filter((key) => pattern.test(words('en', key)) && !excepted(key, term));
    const faults = concerned.flatMap((key) =>
      others
        .filter((locale) => !words(locale, key).includes(lower(locale, stems[locale])))
        .map((locale) => `${locale} ${key}: "${stems[locale]}…" expected, found "${catalogue[locale].get(key)}"`),
    );
    expect(faults).toEqual([]);
  });

  it('are not mixed with rivals that say the same', () => {
    const faults = usage.avoid.flatMap(({ locale, word, instead }) => {
      const pattern = new RegExp(`(?<!\\p{L})(?:${word})`, 'iu');
      return [...catalogue[locale].keys()]
        .filter((key) => pattern.test(message(locale, key, catalogue[locale].get(key) ?? '').words.join('\n')))
        .map((key) => `${locale} ${key}: ${instead} instead of "${word}" in "${catalogue[locale].get(key)}"`);
    });
    expect(faults).toEqual([]);
  });

  it('have stems that are the beginning of the term itself', () => {
    for (const { term, english, stems } of usage.everywhere) {
      const row = terms[term];
      expect(row, term).toBeDefined();
      if (!row) continue;
      expect(row.en.toLowerCase()).toMatch(new RegExp(english, 'i'));
      for (const locale of others)
        expect(
          forms(row[locale]).some((form) => form.includes(stems[locale])),
          `${term} ${locale}`,
        ).toBe(true);
    }
  });

  it('are excepted only with a reason and only where the rule would speak', () => {
    for (const { key, term, reason } of usage.exceptions) {
      const rule = usage.everywhere.find((entry) => entry.term === term);
      expect(rule, term).toBeDefined();
      expect(new RegExp(rule?.english ?? '$^', 'i').test(words('en', key)), key).toBe(true);
      expect(reason.length, key).toBeGreaterThan(10);
    }
  });

  it('of which nobody has seen a public use are terms we have', () => {
    for (const [locale, keys] of Object.entries(unconfirmed)) {
      expect(LOCALES).toContain(locale);
      expect(keys.filter((key) => terms[key] === undefined)).toEqual([]);
    }
  });

  const glossary = join(ROOT, '../shared/docs/terms.csv');
  it.skipIf(!existsSync(glossary))(
    'equal the glossary of the project (skipped where the glossary is not beside the repository)',
    () => {
      const rows = parse(readFileSync(glossary, 'utf8'), { columns: true }) as (Words & { key: string })[];
      const expected = Object.fromEntries(
        rows.map((row) => [row.key, Object.fromEntries(LOCALES.map((locale) => [locale, row[locale]]))]),
      );
      expect(terms).toEqual(expected);
    },
  );
});
