/** A table of unknown origin, whatever it came from: a workbook, a CSV file or the clipboard. */
import type { Encoding } from './decode.ts';

export interface TableCell {
  /** as a person reads it, trimmed; '' where nothing stands. Text that begins with = is text: nothing is ever computed. */
  text: string;
  /** YYYY-MM-DD where the cell holds a date of a spreadsheet, not text that looks like one */
  date?: string;
  /** where the cell holds a number of a spreadsheet (a date has none) */
  number?: number;
}

export interface TableRow {
  /** number of the row as the spreadsheet shows it, from 1 */
  row: number;
  /** hidden by hand, by a filter or in a folded group */
  hidden: boolean;
  /** empty cells at the end are dropped */
  cells: TableCell[];
}

export interface Table {
  source: 'xlsx' | 'csv' | 'pasted';
  /** names of the visible sheets in their order; empty unless `xlsx` */
  sheets: string[];
  /** the sheet that was read */
  sheet: string | null;
  /** rows that are not blank */
  rows: TableRow[];
  /** numbers, from 0, of columns that the spreadsheet hides */
  hiddenColumns: number[];
  /** of text files: in what they were written */
  encoding: Encoding | null;
  /** letters were lost before the file reached us: names need a look */
  damaged: boolean;
}

export type TableErrorCode =
  | 'table.empty'
  | 'table.too_large'
  | 'table.unpacks_too_large'
  | 'table.too_many_rows'
  | 'table.too_many_columns'
  | 'table.cell_too_long'
  | 'table.row_too_long'
  | 'table.quote_not_closed'
  | 'table.encoding_unknown'
  | 'table.not_a_table'
  | 'table.damaged'
  | 'table.locked'
  | 'table.macros'
  | 'table.old_excel'
  | 'table.binary_excel'
  | 'table.open_document'
  | 'table.numbers'
  | 'table.word'
  | 'table.pdf'
  | 'table.web_page'
  | 'table.sheet_missing'
  | 'table.all_hidden';

export interface TableProblem {
  code: TableErrorCode;
  row?: number;
  column?: number;
  /** for the words: limits, and row and column again */
  params: Readonly<Record<string, number | string>>;
}

export type TableResult = { ok: true; table: Table } | { ok: false; error: TableProblem };

export interface TableLimits {
  /** bytes of the file as it came */
  bytes: number;
  /** bytes of all parts of a workbook, unpacked */
  unpacked: number;
  /** rows that are not blank; one more is allowed for a heading */
  rows: number;
  columns: number;
  /** characters in one cell */
  cell: number;
}

const MEGABYTE = 1024 * 1024;
export const TABLE_LIMITS: TableLimits = {
  bytes: 10 * MEGABYTE,
  unpacked: 100 * MEGABYTE,
  rows: 20_000,
  columns: 100,
  cell: 2_000,
};

/** What the reader throws inside; never leaves this folder. */
export class TableRefusal extends Error {
  readonly problem: TableProblem;
  constructor(code: TableErrorCode, at: { row?: number; column?: number } = {}, params: Record<string, number | string> = {}) {
    super(code);
    this.problem = { code, ...at, params: { ...at, ...params } };
  }
}

/** 0 → A, 25 → Z, 26 → AA: how a spreadsheet names its columns. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
