import { z } from 'zod';
import { LOCALES, isLocale, type Locale } from '#lib/i18n/index.ts';
import { problemsOf } from '#server/http/problems.ts';
import type { FieldProblem } from '#server/platform/errors.ts';
import type { ExportTable } from '#server/platform/tabular/export.ts';
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { FRAMEWORK, NewItem } from './items.schemas.ts';
import type { ItemRow } from './items.queries.ts';
import type { WrittenItem, WrittenItems } from './shipped.ts';

/** Columns of a table of items, as its first row names them: one row for each item and language. */
export const ITEM_COLUMNS = ['code', 'framework', 'competency', 'type', 'step', 'language', 'stem', 'options', 'pairs', 'answer', 'tolerance', 'unit', 'criteria', 'explanation'] as const;
type Column = (typeof ITEM_COLUMNS)[number];
export const MOST_IMPORTED = 500;
const ARROW = ' => ';
const RIGHT = '* ';

/**
 * Lines within a cell. `*` at the start marks what is right, `=>` parts two halves; a text that has them itself is written `\*`, `\=>`, a backslash
 * `\\`, and one that is missing in a language is a backslash alone.
 */
const escaped = (text: string): string => (text === '' ? '\\' : text.replaceAll('\\', '\\\\').replace(/^\*/, '\\*').replaceAll('=>', '\\=>'));
const unescaped = (text: string): string => text.replace(/\\(\\|\*|=>|$)/g, '$1');
const linesOf = (cell: string): string[] => cell.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
function marked(line: string): { text: string; right: boolean } {
  const right = line.startsWith('*');
  return { text: unescaped(right ? line.slice(1).trim() : line), right };
}
function halves(line: string): [string, string] {
  // The first arrow that no backslash stands before; a pair of backslashes is one of the text.
  const [first = ''] = /^(?:\\\\|\\=>|(?!=>)[^])*/.exec(line) ?? [];
  return [unescaped(first.trim()), unescaped(line.slice(first.length + 2).trim())];
}

/** A number as people write it: no powers of ten, which no field takes; text where a spreadsheet would keep fewer digits. */
function plainNumber(value: number): number | string {
  const [digits = '', power] = String(Math.abs(value)).split('e');
  if (power === undefined) return Number(value.toPrecision(15)) === value ? value : String(value);
  const whole = digits.replace('.', '');
  const zeros = -Number(power) - 1;
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(Math.max(0, zeros))}${whole}`;
}

/** Something wrong in a file: its row as a spreadsheet counts it, or the item's place in a list; 0: the file as a whole. */
export interface RowProblem extends FieldProblem {
  row: number;
  item: string;
}
export type ReadItems = { items: { row: number; input: NewItem }[]; problems: RowProblem[] };

const words = (text: LocalizedText): Record<string, string> => Object.fromEntries(LOCALES.flatMap((locale) => (text[locale] ? [[locale, text[locale].text]] : [])));
const has = (text: LocalizedText): boolean => Object.keys(text).length > 0;

/** An item as files hold it: without what does not belong to its type. */
export function writtenItem(row: ItemRow): WrittenItem {
  const { content, type } = row;
  return {
    code: row.code,
    type,
    step: row.step,
    stem: words(content.stem),
    ...(content.options.length > 0 ? { options: content.options.map(({ text, right }) => ({ text: words(text), ...(type === 'order' ? {} : { right }) })) } : {}),
    ...(content.pairs.length > 0 ? { pairs: content.pairs.map(({ left, right }) => ({ left: words(left), right: words(right) })) } : {}),
    ...(type === 'numeric' ? { answer: content.answer, tolerance: content.tolerance, unit: has(content.unit) ? words(content.unit) : null } : {}),
    ...(content.criteria.length > 0 ? { criteria: content.criteria.map(({ text, points }) => ({ text: words(text), points })) } : {}),
    ...(has(content.explanation) ? { explanation: words(content.explanation) } : {}),
  };
}

/** The bank as JSON: one group for each competency, in the shape in which items are shipped. */
export function itemsAsJson(rows: readonly ItemRow[]): WrittenItems[] {
  const groups = new Map<string, WrittenItems>();
  for (const row of rows) {
    const key = `${row.framework} ${row.competency}`;
    const group = groups.get(key) ?? { framework: row.framework, competency: row.competency, ...(row.competency_title ? { title: words(row.competency_title) } : {}), items: [] };
    group.items.push(writtenItem(row));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The bank as a table: a row for each item and language. */
export function itemsAsTable(rows: readonly ItemRow[], title: string): ExportTable {
  const lines = rows.flatMap((row) => {
    const { content, type } = row;
    const texts = [content.stem, content.explanation, content.unit, ...content.options.map(({ text }) => text), ...content.pairs.flatMap(({ left, right }) => [left, right]), ...content.criteria.map(({ text }) => text)];
    return LOCALES.filter((locale) => texts.some((text) => text[locale])).map((locale) => {
      const at = (text: LocalizedText) => text[locale]?.text ?? '';
      const line = (text: LocalizedText) => escaped(at(text));
      return [
        row.code, row.framework, row.competency, type, row.step, locale, at(content.stem),
        content.options.map(({ text, right }) => `${right ? RIGHT : ''}${line(text)}`).join('\n'),
        content.pairs.map(({ left, right }) => `${line(left)}${ARROW}${line(right)}`).join('\n'),
        type === 'numeric' && content.answer !== null ? plainNumber(content.answer) : null, type === 'numeric' ? plainNumber(content.tolerance) : null, at(content.unit),
        content.criteria.map(({ text, points }) => `${line(text)}${ARROW}${points}`).join('\n'), at(content.explanation),
      ]; // prettier-ignore
    });
  });
  return { title, columns: ITEM_COLUMNS.map((name) => ({ title: name })), rows: lines };
}

/** Items as sent → items that hold, and what stands against the others. A code that stands twice in one file is refused at its second place. */
function judge(given: readonly { row: number; item: unknown }[]): ReadItems {
  const items: ReadItems['items'] = [];
  const problems: RowProblem[] = [];
  const seen = new Set<string>();
  for (const { row, item } of given) {
    const read = NewItem.safeParse(item);
    const named = (item as { code?: unknown } | null)?.code;
    const code = typeof named === 'string' ? named.slice(0, 40) : '';
    if (!read.success) problems.push(...problemsOf(read.error).slice(0, 5).map((problem) => ({ ...problem, row, item: code })));
    else if (seen.has(read.data.code)) problems.push({ row, item: code, field: 'code', code: 'item.code_twice' });
    else {
      seen.add(read.data.code);
      items.push({ row, input: read.data });
    }
  }
  return { items, problems };
}

const refused = (code: string, params?: Record<string, number>): ReadItems => ({ items: [], problems: [{ row: 0, item: '', field: '', code, ...(params ? { params } : {}) }] });

const Group = z.object({ framework: z.string().default(FRAMEWORK), competency: z.string(), title: z.unknown().optional(), items: z.array(z.record(z.string(), z.unknown())) });

/** JSON in the shape of the shipped files: one group, or a list of groups. */
export function readItemsJson(text: string): ReadItems {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    return refused('item_file.not_json');
  }
  const groups = z.array(Group).safeParse(Array.isArray(sent) ? sent : [sent]);
  if (!groups.success) return refused('item_file.wrong_shape');
  const given = groups.data.flatMap(({ framework, competency, title, items }) => items.map((item) => ({ ...item, competency: { framework, code: competency, title: title ?? {} } })));
  if (given.length === 0) return refused('item_file.empty');
  if (given.length > MOST_IMPORTED) return refused('item_file.too_many', { max: MOST_IMPORTED });
  // What a file leaves out, a form would not send: null is no answer.
  const plain = given.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)));
  return judge(plain.map((item, at) => ({ row: at + 1, item })));
}

interface Draft extends Record<string, unknown> {
  stem: Record<string, string>;
  explanation: Record<string, string>;
  unit: Record<string, string>;
  options: { text: Record<string, string>; right: boolean }[];
  pairs: { left: Record<string, string>; right: Record<string, string> }[];
  criteria: { text: Record<string, string>; points: string }[];
}

/** A row's words of one language, put to what other rows of the item said. Null: its lists are of another length than in the first language. */
function add(item: Draft, locale: Locale, cell: (name: Column) => string, isFirst: boolean): boolean {
  if (cell('stem')) item.stem[locale] = cell('stem');
  if (cell('explanation')) item.explanation[locale] = cell('explanation');
  if (cell('unit')) item.unit[locale] = cell('unit');
  const lists = { options: linesOf(cell('options')), pairs: linesOf(cell('pairs')), criteria: linesOf(cell('criteria')) };
  if (!isFirst && (['options', 'pairs', 'criteria'] as const).some((name) => lists[name].length !== item[name].length)) return false;
  lists.options.forEach((line, at) => {
    const { text, right } = marked(line);
    const known = (item.options[at] ??= { text: {}, right });
    known.text[locale] = text;
  });
  lists.pairs.forEach((line, at) => {
    const [left, right] = halves(line);
    const known = (item.pairs[at] ??= { left: {}, right: {} });
    known.left[locale] = left;
    known.right[locale] = right;
  });
  lists.criteria.forEach((line, at) => {
    const [text, points] = halves(line);
    const known = (item.criteria[at] ??= { text: {}, points });
    known.text[locale] = text;
  });
  return true;
}

/** A table whose first row names the columns; rows of one code are one item in several languages. */
export function readItemsTable(rows: readonly TableRow[]): ReadItems {
  const [head, ...body] = rows;
  const columns = new Map<string, number>((head?.cells ?? []).map(({ text }, at) => [text.trim().toLowerCase(), at]));
  const missing = (['code', 'competency', 'type', 'step', 'language', 'stem'] as const).filter((name) => !columns.has(name));
  if (missing.length > 0) return refused('item_file.wrong_columns');
  if (body.length === 0) return refused('item_file.empty');
  const drafts = new Map<string, { row: number; item: Draft }>();
  const problems: RowProblem[] = [];
  for (const { row, cells } of body) {
    const cell = (name: Column): string => cells[columns.get(name) ?? -1]?.text.trim() ?? '';
    const amount = (name: Column): string => {
      const number = cells[columns.get(name) ?? -1]?.number;
      return number === undefined ? cell(name) : String(plainNumber(number));
    };
    const code = cell('code');
    const locale = cell('language').toLowerCase();
    if (!isLocale(locale)) {
      problems.push({ row, item: code, field: 'language', code: 'item_file.language_unknown' });
      continue;
    }
    const known = drafts.get(code);
    const item: Draft = known?.item ?? {
      code, competency: { framework: cell('framework') || FRAMEWORK, code: cell('competency') }, type: cell('type').toLowerCase(), step: cell('step'),
      ...(cell('answer') ? { answer: amount('answer') } : {}), ...(cell('tolerance') ? { tolerance: amount('tolerance') } : {}),
      stem: {}, explanation: {}, unit: {}, options: [], pairs: [], criteria: [],
    }; // prettier-ignore
    if (!add(item, locale, cell, !known)) problems.push({ row, item: code, field: 'options', code: 'item_file.lines_differ' });
    else if (!known) drafts.set(code, { row, item });
  }
  if (drafts.size > MOST_IMPORTED) return refused('item_file.too_many', { max: MOST_IMPORTED });
  const read = judge([...drafts.values()]);
  return { items: read.items, problems: [...problems, ...read.problems].sort((a, b) => a.row - b.row) };
}
