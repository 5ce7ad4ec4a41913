/** Bytes or pasted text → a table, or one code that says what is wrong and where. Everything here runs in the thread that `workbook.ts` starts. */
import { parseCsv, type CsvErrorCode, type CsvResult } from './csv.ts';
import { columnLetters, TableRefusal, type Table, type TableCell, type TableErrorCode, type TableLimits, type TableResult } from './table.ts';
import { readXlsx } from './xlsx.ts';

export interface TableRequest {
  /** text when it was pasted */
  input: Uint8Array | string;
  sheet: string | null;
  limits: TableLimits;
}

export async function readTableHere({ input, sheet, limits }: TableRequest): Promise<TableResult> {
  try {
    if (typeof input === 'string') return { ok: true, table: fromText(input, limits) };
    if (input.length > limits.bytes) throw tooLarge(limits);
    if (input.length === 0) throw new TableRefusal('table.empty');
    if (begins(input, 'PK\u0003\u0004') || begins(input, 'PK\u0005\u0006')) return { ok: true, table: await readXlsx(input, sheet, limits) };
    refuseByLook(input);
    return { ok: true, table: fromText(input, limits) };
  } catch (error) {
    if (error instanceof TableRefusal) return { ok: false, error: error.problem };
    throw error;
  }
}

const tooLarge = ({ bytes }: TableLimits) => new TableRefusal('table.too_large', {}, { megabytes: Math.round(bytes / 1024 / 1024) });

const begins = (bytes: Uint8Array, signs: string) => [...signs].every((sign, index) => bytes[index] === sign.charCodeAt(0));

/** What is no text, and text that is another kind of file. Programs of offices save web pages under the name .xls. */
function refuseByLook(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(bytes, '%PDF')) throw new TableRefusal('table.pdf');
  if (begins(bytes, '{\\rtf')) throw new TableRefusal('table.word');
  if (begins(bytes, '\u00d0\u00cf\u0011\u00e0')) {
    // One kind of container for old Excel, old Word and every file locked by a password; the names of its streams tell which.
    const has = (name: string) => file.includes(Buffer.from(name, 'utf16le'));
    throw new TableRefusal(has('EncryptedPackage') ? 'table.locked' : has('WordDocument') ? 'table.word' : 'table.old_excel');
  }
  const start = file.subarray(0, 2048).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').replaceAll('\u0000', '').trimStart();
  if (/^(?:<!doctype html|<html|<table|<meta|<head|mime-version:)/i.test(start)) throw new TableRefusal('table.web_page');
  if (/^<\?xml/i.test(start)) throw new TableRefusal(/schemas-microsoft-com:office:spreadsheet/i.test(file.subarray(0, 8192).toString('latin1')) ? 'table.old_excel' : 'table.web_page');
}

const FROM_CSV: Readonly<Record<CsvErrorCode, TableErrorCode>> = {
  'csv.empty': 'table.empty',
  'csv.too_large': 'table.too_large',
  'csv.too_many_rows': 'table.too_many_rows',
  'csv.too_many_columns': 'table.too_many_columns',
  'csv.row_too_long': 'table.row_too_long',
  'csv.quote_not_closed': 'table.quote_not_closed',
  'csv.is_spreadsheet': 'table.damaged',
  'csv.not_text': 'table.not_a_table',
  'csv.encoding_unknown': 'table.encoding_unknown',
};

function fromText(input: Uint8Array | string, limits: TableLimits): Table {
  const read: CsvResult = parseCsv(input, { bytes: limits.bytes, rows: limits.rows, columns: limits.columns, rowLength: 100_000 });
  if (!read.ok) {
    const { code, row, column, params } = read.error;
    throw new TableRefusal(FROM_CSV[code], { ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) }, { ...params });
  }
  const { rows, encoding, damaged } = read.table;
  const same = new Map<string, TableCell>();
  const cell = (text: string) => {
    let known = same.get(text);
    if (!known) same.set(text, (known = { text }));
    return known;
  };
  return {
    source: typeof input === 'string' ? 'pasted' : 'csv',
    sheets: [],
    sheet: null,
    rows: rows.map(({ row, cells }) => {
      const long = cells.findIndex((text) => text.length > limits.cell);
      if (long !== -1) throw new TableRefusal('table.cell_too_long', { row, column: long + 1 }, { max: limits.cell, letters: columnLetters(long) });
      return { row, hidden: false, cells: cells.map((text) => cell(disarmed(text))) };
    }),
    hiddenColumns: [],
    encoding,
    damaged,
  };
}

/** The apostrophe that our own export puts before text which a spreadsheet would run; so a list exported and read again is the same. */
const disarmed = (text: string) => (/^'[\s']*[=+\-@]/.test(text) ? text.slice(1) : text);
