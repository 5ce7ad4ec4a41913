import { readFileSync } from 'node:fs';
import { LOCALES } from '#lib/i18n/index.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { languagesOf, textsOf, type Competency, type ItemContent, type ItemType } from './items.schemas.ts';
import type { NewItemRow } from './items.queries.ts';
import type { TestSettings } from './tests.schemas.ts';

export const SHIPPED_FILES = ['B1', 'C2', 'E1', 'H3', 'M4'] as const;

type Words = Partial<Record<string, string>>;
/** An item as the files and exports hold it. */
export interface WrittenItem {
  code: string;
  type: ItemType;
  step: number;
  stem: Words;
  explanation?: Words;
  options?: { text: Words; right?: boolean }[];
  pairs?: { left: Words; right: Words }[];
  answer?: number | null;
  tolerance?: number;
  unit?: Words | null;
  criteria?: { text: Words; points: number }[];
}
export interface WrittenItems {
  framework: string;
  competency: string;
  title?: Words | null;
  items: WrittenItem[];
}

/** Who wrote which language first says nothing here: the languages of our files are equals. */
export const wordsOf = (words: Words | null | undefined): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (typeof words?.[locale] === 'string' && words[locale].trim() !== '' ? [[locale, { text: words[locale].trim(), status: 'original' as const }]] : [])));

export const contentOfWritten = (item: WrittenItem): ItemContent => ({
  stem: wordsOf(item.stem),
  explanation: wordsOf(item.explanation),
  options: (item.options ?? []).map(({ text, right }) => ({ text: wordsOf(text), right: item.type !== 'order' && right === true })),
  pairs: (item.pairs ?? []).map(({ left, right }) => ({ left: wordsOf(left), right: wordsOf(right) })),
  answer: item.answer ?? null,
  tolerance: item.tolerance ?? 0,
  unit: wordsOf(item.unit),
  criteria: (item.criteria ?? []).map(({ text, points }) => ({ text: wordsOf(text), points })),
});

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`./texts/${name}.json`, import.meta.url), 'utf8'));
const readTests = () => read('tests') as { competencies: Record<string, Words>; tests: WrittenTest[] };
export function shippedItems(): WrittenItems[] {
  const { competencies } = readTests();
  return SHIPPED_FILES.map((name) => {
    const file = read(`items/${name}`) as WrittenItems;
    return { ...file, title: competencies[file.competency] ?? null };
  });
}

const competencyOf = ({ framework, competency, title }: WrittenItems): Competency => ({ framework, code: competency, title: title ? wordsOf(title) : null, lineageId: null });

/** The shipped items as rows of a network; ids are new at each call. */
export const shippedRows = (): NewItemRow[] =>
  shippedItems().flatMap((file) =>
    file.items.map((item) => {
      const content = contentOfWritten(item);
      return { id: newId(), versionId: newId(), code: item.code, competency: competencyOf(file), state: 'in_use' as const, type: item.type, step: item.step, content, languages: languagesOf(textsOf(item.type, content)) };
    }),
  );

export interface ShippedTest {
  code: string;
  competency: Competency;
  settings: TestSettings;
  /** By code, in their order. */
  items: string[];
}

interface WrittenTest extends Omit<TestSettings, 'title' | 'introduction'> {
  code: string;
  competency: string;
  title: Words;
  introduction: Words;
  items: string[];
}

export const shippedTests = (): ShippedTest[] =>
  readTests().tests.map(({ code, competency, items, title, introduction, ...settings }) => {
    const file = shippedItems().find((one) => one.competency === competency);
    if (!file) throw new Error(`the shipped test ${code} names a competency that has no file`);
    return { code, competency: competencyOf(file), items, settings: { ...settings, title: wordsOf(title), introduction: wordsOf(introduction) } };
  });
