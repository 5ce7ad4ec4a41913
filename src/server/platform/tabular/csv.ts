/**
 * A CSV file or pasted table of unknown origin → rows of cells, or one code that says what is wrong and where.
 * Encoding and separator are found out, quotes may hold separators and line breaks, rows may differ in length.
 * Works in memory within the limits below: the largest file allowed takes about 0.3 s.
 */
import { CsvError as ParserError, parse, type Options } from 'csv-parse/sync';
import { decodeText, type Encoding } from './decode.ts';

export interface CsvLimits {
  bytes: number;
  /** rows that are not blank; one more is allowed for a heading */
  rows: number;
  columns: number;
  /** characters in one row */
  rowLength: number;
}

export const CSV_LIMITS: CsvLimits = { bytes: 5 * 1024 * 1024, rows: 20_000, columns: 100, rowLength: 100_000 };

export type Separator = ',' | ';' | '\t';

export interface CsvRow {
  /** number of the row as a spreadsheet counts it: from 1, blank rows included */
  row: number;
  /** trimmed; empty cells at the end are dropped */
  cells: string[];
}

export interface CsvTable {
  /** `null` when text was given instead of bytes */
  encoding: Encoding | null;
  separator: Separator;
  /** rows that are not blank */
  rows: CsvRow[];
  /** letters were lost before the file reached us: names need a look */
  damaged: boolean;
}

export type CsvErrorCode =
  | 'csv.empty'
  | 'csv.too_large'
  | 'csv.too_many_rows'
  | 'csv.too_many_columns'
  | 'csv.row_too_long'
  | 'csv.quote_not_closed'
  | 'csv.is_spreadsheet'
  | 'csv.not_text'
  | 'csv.encoding_unknown';

export interface CsvProblem {
  code: CsvErrorCode;
  row?: number;
  column?: number;
  /** for the words: limits, and the row again */
  params: Readonly<Record<string, number>>;
}

export type CsvResult = { ok: true; table: CsvTable } | { ok: false; error: CsvProblem };

/** Reads a table from the bytes of an upload or from pasted text. Never throws for what a person supplied. */
export function parseCsv(input: Uint8Array | string, limits: CsvLimits = CSV_LIMITS): CsvResult {
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.length;
  if (bytes > limits.bytes) return failure('csv.too_large', { megabytes: limits.bytes / 1024 / 1024 });
  let text: string;
  let encoding: Encoding | null = null;
  let damaged = false;
  if (typeof input === 'string') {
    text = input;
  } else {
    const decoded = decodeText(input);
    if (!decoded.ok) {
      const codes = {
        spreadsheet: 'csv.is_spreadsheet',
        binary: 'csv.not_text',
        unknown: 'csv.encoding_unknown',
      } as const;
      return failure(codes[decoded.reason]);
    }
    ({ text, encoding, damaged } = decoded);
  }
  text = text.replace(/^\uFEFF/, '');
  if (text.trim() === '') return failure('csv.empty');

  let { separator, body, skipped } = announcedSeparator(text) ?? {
    separator: guessSeparator(text),
    body: text,
    skipped: 0,
  };
  let read = readRows(body, separator, limits, skipped);
  if (!Array.isArray(read)) return { ok: false, error: { ...read, params: { ...read.params, row: read.row ?? 0 } } };
  // A spreadsheet that opened the file as one column and saved it again has put every row into quotes as a whole.
  if (
    read.length > 0 &&
    read.every(({ cells }) => cells.length === 1) &&
    read.some(({ cells }) => /[,;\t]/.test(cells[0]!))
  ) {
    const inner = unwrapped(read);
    const innerSeparator = guessSeparator(inner);
    const again = readRows(inner, innerSeparator, limits, 0);
    if (Array.isArray(again) && again.some(({ cells }) => cells.length > 1)) {
      read = again;
      separator = innerSeparator;
    }
  }
  if (read.length === 0) return failure('csv.empty');
  return { ok: true, table: { encoding, separator, rows: read, damaged } };
}

/** Excel writes `sep=;` as a first line of its own. */
function announcedSeparator(text: string): { separator: Separator; body: string; skipped: number } | null {
  const match = /^"?sep=([,;\t])"?\r?\n/i.exec(text);
  return match ? { separator: match[1] as Separator, body: text.slice(match[0].length), skipped: 1 } : null;
}

/** The separator that most rows at the beginning have equally often; a row with it is worth more than one without. */
function guessSeparator(text: string): Separator {
  const lines = linesOutsideQuotes(text.slice(0, 65_536))
    .filter((line) => line.trim() !== '')
    .slice(0, 50);
  let best: Separator = ',';
  let bestScore = 0;
  for (const candidate of ['\t', ';', ','] as const) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(candidate).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    let score = 0;
    for (const [count, rows] of counts) score = Math.max(score, rows * 1000 + Math.min(count, 99));
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** Rows with a letter in place of what stands in quotes: enough to count separators. */
function linesOutsideQuotes(text: string): string[] {
  return text.replace(/"(?:[^"]|"")*"/g, 'x').split(/\r\n|\n|\r/);
}

function unwrapped(rows: readonly CsvRow[]): string {
  const lines: string[] = [];
  for (const { row, cells } of rows) lines[row - 1] = cells[0]!.replace(/[\r\n]+/g, ' ');
  return Array.from(lines, (line) => line ?? '').join('\n');
}

function readRows(text: string, separator: Separator, limits: CsvLimits, skipped: number): CsvRow[] | CsvProblem {
  return tryRows(text, separator, limits, skipped, true) ?? tryRows(text, separator, limits, skipped, false)!;
}

/** With `strict`, quotes must stand as the rules of CSV want them; `null` when they do not, and a quote is then a letter like any other. */
function tryRows(
  text: string,
  separator: Separator,
  limits: CsvLimits,
  skipped: number,
  strict: boolean,
): CsvRow[] | CsvProblem | null {
  const rows: CsvRow[] = [];
  let row = skipped;
  let problem: CsvProblem | null = null;
  const options: Options = {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    ...(strict ? { trim: true } : { relax_quotes: true }),
    max_record_size: limits.rowLength,
    // Rows are taken here one by one, so that a file over the limits stops at the first row too many.
    on_record: (record: string[]) => {
      row += 1;
      const cells = record.map((cell) => cell.trim());
      while (cells.length > 0 && cells.at(-1) === '') cells.pop();
      if (cells.length === 0) return null;
      rows.push({ row, cells });
      if (cells.length > limits.columns) {
        problem = {
          code: 'csv.too_many_columns',
          row,
          column: cells.length,
          params: { columns: cells.length, max: limits.columns },
        };
      } else if (rows.length > limits.rows + 1) {
        problem = { code: 'csv.too_many_rows', row, params: { max: limits.rows } };
      }
      if (problem) throw new Error(problem.code);
      return null;
    },
  };
  try {
    parse(text, options);
    return rows;
  } catch (error) {
    if (problem) return problem;
    if (!(error instanceof ParserError)) throw error;
    // Whatever is wrong stands in the row after the last one read whole: an opening quote without its end swallows all that follows.
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return { code: 'csv.quote_not_closed', row: row + 1, params: {} };
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      return { code: 'csv.row_too_long', row: row + 1, params: { max: limits.rowLength } };
    if (strict) return null;
    throw error;
  }
}

function failure(code: CsvErrorCode, params: Record<string, number> = {}): CsvResult {
  return { ok: false, error: { code, params } };
}
