import { describe, expect, it } from 'vitest';
import { NewItem } from './items.schemas.ts';
import { shippedItems, shippedRows, shippedTests } from './shipped.ts';

const LANGUAGES = ['kk', 'ru', 'en'] as const;

describe('shipped items', () => {
  it('are 65, thirteen for each of five competencies, each with a code of its own', () => {
    const files = shippedItems();
    expect(files.map(({ competency, items }) => [competency, items.length])).toEqual([['B1', 13], ['C2', 13], ['E1', 13], ['H3', 13], ['M4', 13]]);
    const codes = files.flatMap(({ competency, items }) => items.map(({ code }) => (code.startsWith(`${competency}-`) ? code : `${competency} ${code}`)));
    expect(new Set(codes).size).toBe(65);
    expect(codes.filter((code) => !/^[A-Z]\d-\d\d$/.test(code))).toEqual([]);
  });

  it('hold as an editor would have to make them', () => {
    const faults = shippedItems().flatMap(({ framework, competency, items }) =>
      items.flatMap((item) => {
        const read = NewItem.safeParse({ ...Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)), competency: { framework, code: competency } });
        return read.success ? [] : read.error.issues.map((issue) => `${item.code} ${issue.path.join('.')} ${issue.message}`);
      }),
    );
    expect(faults).toEqual([]);
  });

  it('are complete in Kazakh, Russian and English, with an explanation', () => {
    expect(shippedRows().filter(({ languages }) => !LANGUAGES.every((locale) => languages.includes(locale))).map(({ code }) => code)).toEqual([]);
    expect(shippedRows().filter(({ content }) => !LANGUAGES.every((locale) => content.explanation[locale])).map(({ code }) => code)).toEqual([]);
  });

  it('have every type and every step, in every competency', () => {
    for (const { competency, items } of shippedItems()) {
      expect([competency, [...new Set(items.map(({ step }) => step))].sort()]).toEqual([competency, [1, 2, 3, 4]]);
      expect([competency, [...new Set(items.map(({ type }) => type))].sort()]).toEqual([competency, ['case', 'match', 'multiple', 'numeric', 'order', 'single']]);
    }
  });

  it('do not tell the right option by its place: it stands now here, now there', () => {
    const places = shippedRows().filter(({ type }) => type === 'single').map(({ content }) => content.options.findIndex(({ right }) => right));
    expect(new Set(places).size).toBeGreaterThanOrEqual(3);
  });
});

describe('shipped tests', () => {
  it('are three, of items that are there and of their competency, complete in three languages', () => {
    const known = new Map(shippedRows().map((row) => [row.code, row]));
    expect(shippedTests().map(({ code, items }) => [code, items.length])).toEqual([['B1-TEST-2', 7], ['H3-TEST-3', 8], ['M4-TEST-4', 6]]);
    for (const { competency, items, settings } of shippedTests()) {
      expect(items.filter((code) => known.get(code)?.competency.code !== competency.code)).toEqual([]);
      expect(items.filter((code) => (known.get(code)?.step ?? 9) > settings.step)).toEqual([]);
      for (const locale of LANGUAGES) expect([settings.title[locale]?.text, settings.introduction[locale]?.text].every(Boolean)).toBe(true);
    }
  });
});
