import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '#lib/i18n/index.ts';
import { exportFile } from '#server/platform/tabular/export.ts';
import { readTable } from '#server/platform/tabular/workbook.ts';
import { itemsAsJson, itemsAsTable, readItemsJson, readItemsTable } from './item-files.ts';
import type { ItemRow } from './items.queries.ts';
import { contentOf, ITEM_TYPES, NewItem, type ItemContent, type ItemType } from './items.schemas.ts';

/** A bank that goes out and comes in again asks the same and takes the same answers for right. */
const PARTS = ['*', '* ', '**', '=>', ' => ', '=', '>', '\\', '\\\\', '\\*', '\\=>', "'", '"', ';', ',', '-', '+', '@', '_x0041_', 'я', 'қ', 'слово', '1', '😀', ' ', '—', '<b>', '&amp;', '{0}', '#'];
const nasty = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('').replace(/ +/g, ' ').trim() || 'я');
const lines = fc.array(nasty, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const inLanguages = (text: fc.Arbitrary<string>) => fc.record({ ru: text }).chain(({ ru }) => fc.record({ kk: fc.option(text, { nil: undefined }), en: fc.option(text, { nil: undefined }) }).map((more) => ({ ru, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)) })));
const number = fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(1e-7, -3.5e-9, 0.1 + 0.2)).map((value) => (Object.is(value, -0) || Math.abs(value) < 1e-20 ? 0 : value));
const distinct = (text: fc.Arbitrary<string>, most: number) => fc.uniqueArray(text, { minLength: 2, maxLength: most });

const inputs: fc.Arbitrary<NewItem> = fc
  .record({ type: fc.constantFrom(...ITEM_TYPES), stem: inLanguages(lines), explanation: fc.option(inLanguages(lines), { nil: {} }), texts: distinct(nasty, 4), others: distinct(nasty, 4), more: fc.array(fc.option(nasty, { nil: undefined }), { minLength: 4, maxLength: 4 }), right: fc.nat({ max: 3 }), answer: number, tolerance: number.map(Math.abs), unit: fc.option(inLanguages(fc.constantFrom('%', 'мм', '=1', "'")), { nil: {} }), points: fc.integer({ min: 1, max: 100 }) })
  .map(({ type, stem, explanation, texts, others, more, right, answer, tolerance, unit, points }) => {
    // The second language lacks some lines, and has each once.
    const text = (ru: string, at: number) => ({ ru, ...(more[at] === undefined || more.indexOf(more[at]) !== at ? {} : { en: more[at] }) });
    const options = texts.map((one, at) => ({ text: text(one, at), right: at === right % texts.length }));
    const pairs = texts.slice(0, others.length).map((one, at) => ({ left: text(one, at), right: { ru: others[at] } }));
    const of = { single: { options }, multiple: { options }, order: { options: options.map((one) => ({ ...one, right: false })) }, match: { pairs }, numeric: { answer, tolerance, unit }, case: { criteria: texts.map((one, at) => ({ text: text(one, at), points: ((points + at) % 100) + 1 })) } }[type];
    return { code: 'X-1', competency: { framework: 'library-specialist', code: 'B1' }, type, step: 2, stem, explanation, ...of };
  })
  .map((given) => NewItem.safeParse(given).data)
  .filter((input) => input !== undefined);

const rowOf = (input: NewItem): ItemRow => ({ id: '1', code: input.code, framework: input.competency.framework, competency: input.competency.code, competency_title: null, lineage_id: null, state: 'draft', number: 1, version_id: '1', type: input.type, step: input.step, content: contentOf(input), languages: ['ru'], created_at: new Date(0), changed_at: new Date(0), version: 1 });
const ORDER: Locale[] = ['kk', 'ru', 'en'];
const plain = (content: ItemContent) => JSON.parse(JSON.stringify(content, (_, part: unknown) => (typeof part === 'object' && part !== null && ORDER.some((locale) => locale in part) ? Object.fromEntries(ORDER.map((locale) => [locale, (part as Record<string, { text: string }>)[locale]?.text])) : part))) as ItemContent;

describe('a bank as a file', () => {
  it.each([['csv', 'ru'], ['csv', 'en'], ['xlsx', 'ru']] as const)('goes out as %s (%s) and comes in the same, whatever stands in it', async (format, locale) => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const { bytes } = await exportFile(itemsAsTable([rowOf(input)], 'bank'), format, locale);
        const read = await readTable(bytes, { limits: { bytes: 3_000_000, unpacked: 40_000_000, rows: 100, columns: 40, cell: 8000 } });
        const { items, problems } = readItemsTable(read.ok ? read.table.rows : []);
        expect(problems).toEqual([]);
        expect(items.map((item) => plain(contentOf(item.input)))).toEqual([plain(contentOf(input))]);
      }),
      { numRuns: format === 'csv' ? 40 : 15 },
    );
  });

  it('goes out as JSON and comes in the same', () => {
    fc.assert(fc.property(inputs, (input) => void expect(readItemsJson(JSON.stringify(itemsAsJson([rowOf(input)]))).items.map((item) => plain(contentOf(item.input)))).toEqual([plain(contentOf(input))])), { numRuns: 150 });
  });

  const table = (type: ItemType, name: string, cell: string) => readItemsTable([['code', 'competency', 'type', 'step', 'language', 'stem', name], ['X', 'B1', type, '1', 'ru', 'Что?', cell]].map((cells, row) => ({ row: row + 1, hidden: false, cells: cells.map((text) => ({ text })) })));
  it('takes a star with or without a space for the mark, and one with a backslash for a star', () => {
    const { items } = table('multiple', 'options', '*да\n* и это\n\\* нет\nC:\\папка');
    expect(items[0]?.input.options.map(({ text, right }) => [text.ru?.text, right])).toEqual([['да', true], ['и это', true], ['* нет', false], ['C:\\папка', false]]);
    expect(table('case', 'criteria', 'Верно ли a\\=>b => 3').items[0]?.input.criteria).toMatchObject([{ text: { ru: { text: 'Верно ли a=>b' } }, points: 3 }]);
  });

  it('with half of a sign is told so beside its field', () => {
    const half = String.fromCharCode(0xd800);
    expect(readItemsJson(JSON.stringify({ competency: 'B1', items: [{ code: 'X', type: 'numeric', step: 1, stem: { ru: `Сколько${half}?` }, answer: 1 }] }))).toMatchObject({ items: [], problems: [{ row: 1, field: 'stem.ru', code: 'text.hidden_characters' }] });
  });
});
