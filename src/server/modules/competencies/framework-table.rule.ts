import type { Locale } from '#lib/i18n/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import type { ExportCell, ExportTable } from '#server/platform/tabular/export.ts';
import { columnLetters, type Table, type TableRow } from '#server/platform/tabular/table.ts';
import type { LocalizedText, TextEntry } from '#server/platform/text/index.ts';
import { usualStatus } from './case-package.rule.ts';
import { CONTENT_LIMITS, contentProblems, inTreeOrder, isVariantCode, levelsOf, noLevels, putLevel, type ContentItem, type FrameworkContent, type ScaleStep, type Variant } from './framework-content.ts';
import { Findings, keyOf, type ReadContent } from './framework-reading.ts';
import { cleanLine, cleanText } from './plain-text.rule.ts';

/** A framework as one table: a row for each item, and before them one for each step of the scale and each variant. Headings are for programs and stay in English. */

type Heading =
  | { what: 'code' | 'parent' | 'kind' | 'retired' | 'identifier' }
  | { what: 'title' | 'description'; locale: Locale }
  | { what: 'level'; step: number; variant: string; locale: Locale };

const YES = 'yes';
const languagesIn = (content: FrameworkContent): Locale[] => {
  const used = new Set(content.items.flatMap(({ title, description }) => [...Object.keys(title), ...Object.keys(description)]));
  return [...content.languages, ...LOCALES.filter((locale) => used.has(locale) && !content.languages.includes(locale))];
};
const heading = (column: Heading): string => {
  if (column.what === 'level') return ['level', column.step, ...(column.variant === '' ? [] : [column.variant]), column.locale].join(':');
  return 'locale' in column ? `${column.what}:${column.locale}` : column.what;
};

function columnsFor(content: FrameworkContent): Heading[] {
  const languages = languagesIn(content);
  const variants = content.variants.length > 0 ? content.variants.map(({ code }) => code) : [''];
  return [
    ...(['code', 'parent', 'kind'] as const).map((what) => ({ what })),
    ...(['title', 'description'] as const).flatMap((what) => languages.map((locale) => ({ what, locale }))),
    ...variants.flatMap((variant) => content.scale.flatMap(({ step }) => languages.map((locale) => ({ what: 'level' as const, step, variant, locale })))),
    ...(['retired', 'identifier'] as const).map((what) => ({ what })),
  ];
}

/** A content as a table; `title` names the file. Associations, notes and sources have no place in it. Pure. */
export function frameworkTable(content: FrameworkContent, title: string): ExportTable {
  const columns = columnsFor(content);
  const row = (code: string, kind: string, text: { title: LocalizedText; description: LocalizedText }, item?: ContentItem): ExportCell[] =>
    columns.map((column): ExportCell => {
      if (column.what === 'title' || column.what === 'description') return text[column.what][column.locale]?.text ?? null;
      if (column.what === 'level') return (item && levelsOf(item, column.variant)[column.step]?.[column.locale]?.text) ?? null;
      if (column.what === 'code') return code;
      if (column.what === 'kind') return kind;
      if (column.what === 'retired') return item?.isRetired ? YES : null;
      return item?.[column.what] ?? null;
    });
  return {
    title,
    columns: columns.map((column) => ({ title: heading(column), width: column.what === 'level' || column.what === 'description' ? 40 : column.what === 'title' ? 30 : 14 })),
    rows: [
      ...content.scale.map(({ step, label, text }) => row(String(step), 'step', { title: label, description: text })),
      ...content.variants.map(({ code, title: name }) => row(code, 'variant', { title: name, description: {} })),
      ...content.items.map((item) => row(item.code, item.kind, item, item)),
    ],
  };
}

interface InLanguage {
  index: number;
  locale: Locale;
}
interface LevelColumns {
  variant: string;
  step: number;
  columns: InLanguage[];
}

/** Says where in the table something is wrong; rows as the spreadsheet numbers them. */
class Cells {
  readonly #headings: readonly (Heading | null)[];
  readonly #first: Locale;
  /** Gathered once: hundreds of columns are not looked through for each other in each of thousands of rows. */
  readonly #levels: readonly LevelColumns[];
  readonly found: Findings;
  constructor(headings: readonly (Heading | null)[], first: Locale, found: Findings) {
    this.#headings = headings;
    this.#first = first;
    this.found = found;
    const groups = new Map<string, LevelColumns>();
    headings.forEach((column, index) => {
      if (column?.what !== 'level') return;
      const { variant, step, locale } = column;
      const group = groups.get(`${step} ${variant}`) ?? { variant, step, columns: [] };
      groups.set(`${step} ${variant}`, group);
      group.columns.push({ index, locale });
    });
    this.#levels = [...groups.values()];
  }
  textAt(row: TableRow, index: number): string {
    return row.cells[index]?.text ?? '';
  }
  plain(row: TableRow, what: Heading['what']): { text: string; index: number } {
    const index = this.#headings.findIndex((column) => column?.what === what);
    return { text: index < 0 ? '' : cleanLine(this.textAt(row, index)), index };
  }
  texts(row: TableRow, what: 'title' | 'description', max: number): LocalizedText {
    return this.#textsAt(row, this.#headings.flatMap((column, index) => (column?.what === what ? [{ index, locale: column.locale }] : [])), max);
  }
  #textsAt(row: TableRow, columns: readonly InLanguage[], max: number): LocalizedText {
    const texts: { [L in Locale]?: TextEntry } = {};
    for (const { index, locale } of columns) {
      const text = cleanText(this.textAt(row, index));
      if (text.length > max) this.wrong('framework.text_long', row, index, { max });
      if (text !== '') texts[locale] = { text, status: usualStatus(locale, this.#first) };
    }
    return texts;
  }
  levels(row: TableRow): ContentItem['levels'] {
    const levels = noLevels();
    for (const { variant, step, columns } of this.#levels) {
      const text = this.#textsAt(row, columns, 4000);
      if (Object.keys(text).length > 0) putLevel(levels, variant, step, text);
    }
    return levels;
  }
  wrong(code: string, row: TableRow, index: number, params: Record<string, string | number> = {}): void {
    this.found.problem(code, null, { ...params, ...(index < 0 ? {} : { column: columnLetters(index), value: cleanLine(this.textAt(row, index)).slice(0, 80) }) }, row.row);
  }
}

function readHeadings(head: TableRow, found: Findings): (Heading | null)[] {
  const seen = new Set<string>();
  return head.cells.map(({ text }, index): Heading | null => {
    if (text.trim() === '') return null;
    const read = readHeading(text);
    const at = { column: columnLetters(index), value: cleanLine(text).slice(0, 80) };
    if (!read) found.problem('framework.column_unknown', null, at, head.row);
    else if (seen.has(heading(read))) found.problem('framework.column_doubled', null, at, head.row);
    else {
      seen.add(heading(read));
      return read;
    }
    return null;
  });
}

function readHeading(text: string): Heading | null {
  const parts = text.split(':').map((part) => part.trim());
  const what = parts[0]?.toLowerCase() ?? '';
  const locale = LOCALES.find((one) => one === parts.at(-1)?.toLowerCase());
  if (parts.length === 1) return what === 'code' || what === 'parent' || what === 'kind' || what === 'retired' || what === 'identifier' ? { what } : null;
  if (!locale) return null;
  if (parts.length === 2) return what === 'title' || what === 'description' ? { what, locale } : null;
  const [step, variant] = [Number(parts[1]), parts.length === 4 ? (parts[2] ?? '') : ''];
  const fits = what === 'level' && parts.length <= 4 && /^\d{1,2}$/.test(parts[1] ?? '') && step <= CONTENT_LIMITS.steps && (variant === '' || isVariantCode(variant));
  return fits ? { what, step, variant, locale } : null;
}

const KINDS = new Set(['area', 'competency', 'step', 'variant']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A table as content; `name` is what the file is called. Problems name row, column and value. Pure. */
export function fromTable(table: Pick<Table, 'rows'>, name: string): ReadContent {
  const found = new Findings();
  const [head, ...rows] = table.rows;
  if (!head) return found.nothing('framework.empty');
  const headings = readHeadings(head, found);
  const languages = [...new Set(headings.flatMap((column) => (column?.what === 'title' ? [column.locale] : [])))];
  for (const what of ['code', 'kind'] as const) if (!headings.some((column) => column?.what === what)) found.problem('framework.column_missing', null, { heading: what }, head.row);
  const [first] = languages;
  if (!first) return found.nothing('framework.column_missing', { heading: 'title:ru' }, head.row);
  const cells = new Cells(headings, first, found);
  const [scale, variants, items]: [ScaleStep[], Variant[], ContentItem[]] = [[], [], []];
  const rowOf = new Map<string, number>();
  for (const row of rows) {
    const [code, kind, parent] = [cells.plain(row, 'code'), cells.plain(row, 'kind'), cells.plain(row, 'parent')];
    const word = kind.text.toLowerCase();
    if (code.text === '') cells.wrong('framework.code_missing', row, code.index);
    else if (code.text.length > 40) cells.wrong('framework.code_long', row, code.index, { max: 40 });
    if (!KINDS.has(word)) {
      if (kind.index >= 0) cells.wrong('framework.kind_unknown', row, kind.index);
      continue;
    }
    const title = cells.texts(row, 'title', 1000);
    const description = cells.texts(row, 'description', 20_000);
    if (Object.keys(title).length === 0) cells.wrong('framework.title_missing', row, headings.findIndex((column) => column?.what === 'title'));
    if (word === 'step') {
      if (/^\d{1,2}$/.test(code.text) && Number(code.text) <= CONTENT_LIMITS.steps) scale.push({ step: Number(code.text), label: title, text: description });
      else cells.wrong('framework.step_malformed', row, code.index, { max: CONTENT_LIMITS.steps });
    } else if (word === 'variant') {
      if (isVariantCode(code.text)) variants.push({ code: code.text, title });
      else cells.wrong('framework.variant_malformed', row, code.index);
    } else {
      rowOf.set(code.text, row.row);
      const identifier = cells.plain(row, 'identifier');
      if (identifier.text !== '' && !UUID.test(identifier.text.toLowerCase())) cells.wrong('framework.identifier_malformed', row, identifier.index);
      items.push({
        ...{ code: code.text, parent: parent.text || null, kind: word === 'area' ? 'area' : 'competency', title, description },
        levels: cells.levels(row),
        identifier: UUID.test(identifier.text.toLowerCase()) ? identifier.text.toLowerCase() : null,
        isRetired: cells.plain(row, 'retired').text.toLowerCase() === YES,
      });
    }
  }
  const isWrong = contentProblems({ ...EMPTY, items, scale, variants }).some(({ code }) => code === 'framework.cycle' || code === 'framework.orphan' || code === 'framework.code_doubled' || code === 'framework.too_deep');
  // Named in headings only: they are called by their code.
  const used = new Set(headings.flatMap((column) => (column?.what === 'level' && column.variant !== '' ? [column.variant] : [])));
  if (variants.length === 0) for (const code of used) variants.push({ code, title: { [first]: { text: code, status: 'original' } } });
  const content: FrameworkContent = { ...EMPTY, key: keyOf(name), title: { [first]: { text: cleanLine(name).slice(0, 300) || 'CSV', status: 'original' } }, languages, variants, scale: scale.sort((a, b) => a.step - b.step), items: isWrong ? items : inTreeOrder(items) };
  return found.read(content, contentProblems, (code) => rowOf.get(code));
}

const EMPTY: FrameworkContent = { key: '', title: {}, description: {}, notes: {}, sources: [], creator: null, licence: null, sourceUrl: null, identifier: null, languages: [], unreadLanguages: [], variants: [], scale: [], items: [], associations: [] };

/** The same columns with two rows that show how they are filled in. */
export function templateContent(languages: readonly Locale[], scale: readonly ScaleStep[]): FrameworkContent {
  const item = (code: string, parent: string | null, kind: ContentItem['kind']): ContentItem => ({ code, parent, kind, title: {}, description: {}, levels: {}, identifier: null, isRetired: false });
  return { ...EMPTY, languages, scale, items: [item('A', null, 'area'), item('A1', 'A', 'competency')] };
}
