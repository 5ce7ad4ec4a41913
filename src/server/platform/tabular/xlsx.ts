/**
 * XLSX → rows of cells. Read part by part as a stream, never computed: of a formula only the stored result counts.
 * Runs in a thread of its own (see workbook.ts); here is only the reading.
 */
import { serialDate, type FormatKind } from './serial-dates.ts';
import { columnLetters, TableRefusal, type Table, type TableCell, type TableLimits, type TableRow } from './table.ts';
import { findParts, readFormats, readStrings, unescaped, type SheetEntry } from './xlsx-parts.ts';
import { attribute, isOn, readXml } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

const EMPTY: TableCell = { text: '' };
const LAST_ROW = 1_048_576;
const MOST_MERGES = 20_000;
/** A table of the largest size holds so many cells: merges that lie over one another would fill them for ever. */
const MOST_FILLED = 2_000_000;

interface Book {
  zip: Zip;
  strings: string[];
  formats: FormatKind[];
  epoch1904: boolean;
  limits: TableLimits;
}

/** The sheet of this name, or the first visible one that holds a table. Throws a `TableRefusal`. */
export async function readXlsx(bytes: Uint8Array, wanted: string | null, limits: TableLimits): Promise<Table> {
  const zip = openZip(bytes, limits.unpacked);
  refuseOthers(zip);
  const { sheets, epoch1904, strings, styles } = await findParts(zip);
  const visible = sheets.filter((sheet) => sheet.visible);
  if (visible.length === 0) throw new TableRefusal(sheets.length > 0 ? 'table.all_hidden' : 'table.empty');
  const chosen = wanted === null ? visible : visible.filter(({ name }) => name === wanted);
  if (chosen.length === 0) throw new TableRefusal('table.sheet_missing', {}, { sheet: wanted! });
  const book = { zip, epoch1904, limits, strings: await readStrings(zip, strings, limits.cell), formats: await readFormats(zip, styles) };
  let best: { sheet: SheetEntry; read: SheetContent } | null = null;
  for (const sheet of chosen) {
    const read = await readSheet(book, sheet);
    if (read.rows.length > (best?.read.rows.length ?? 0)) best = { sheet, read };
    if (isTable(read.rows)) {
      best = { sheet, read };
      break;
    }
  }
  if (!best) throw new TableRefusal('table.empty');
  return {
    source: 'xlsx',
    sheets: visible.map(({ name }) => name),
    sheet: best.sheet.name,
    rows: best.read.rows,
    hiddenColumns: best.read.hiddenColumns,
    encoding: null,
    damaged: false,
  };
}

function refuseOthers(zip: Zip): void {
  const names = [...zip.parts.keys()];
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/vbaProject\.bin$|^xl\/macrosheets\//i)) throw new TableRefusal('table.macros');
  if (has(/^xl\/workbook\.bin$/)) throw new TableRefusal('table.binary_excel');
  if (has(/^word\//)) throw new TableRefusal('table.word');
  if (has(/^content\.xml$/)) throw new TableRefusal('table.open_document');
  if (has(/^Index\/.*\.iwa$|^Index\.zip$/)) throw new TableRefusal('table.numbers');
  if (!has(/^xl\//) && !has(/^_rels\/\.rels$/)) throw new TableRefusal('table.not_a_table');
}

/** Two rows with two filled cells: a title page or a remark is none. */
const isTable = (rows: readonly TableRow[]) => rows.filter(({ cells }) => cells.filter(({ text }) => text !== '').length >= 2).length >= 2;

interface SheetContent {
  rows: TableRow[];
  hiddenColumns: number[];
}

interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

async function readSheet(book: Book, sheet: SheetEntry): Promise<SheetContent> {
  const { limits } = book;
  const rows: TableRow[] = [];
  const hiddenColumns: number[] = [];
  const merges: Merge[] = [];
  let row: TableRow = { row: 0, hidden: false, cells: [] };
  let column = -1;
  let type = 'n';
  let format: FormatKind | undefined;
  let value = '';
  let taking = false;
  let phonetic = 0;
  await readXml(book.zip.stream(sheet.part), {
    open(name, attributes) {
      if (name === 'c') {
        const reference = attributes['r'];
        column = reference === undefined ? column + 1 : columnOf(reference);
        type = attributes['t'] ?? 'n';
        format = attributes['s'] === undefined ? undefined : book.formats[Number(attributes['s'])];
        value = '';
      } else if (name === 'row') {
        const number = attributes['r'] === undefined ? row.row + 1 : Number(attributes['r']);
        if (!Number.isInteger(number) || number <= row.row || number > LAST_ROW) throw new TableRefusal('table.damaged');
        row = { row: number, hidden: isOn(attributes['hidden']) || Number(attributes['ht'] ?? 1) === 0, cells: [] };
        column = -1;
      } else if (name === 'rPh') phonetic += 1;
      // A formula stands in <f>, beside its stored result.
      else if (name === 'v' || name === 't') taking = phonetic === 0;
      else if (name === 'mergeCell' && merges.length < MOST_MERGES) merges.push(mergeOf(attribute(attributes, 'ref') ?? ''));
      else if (name === 'col' && isOn(attributes['hidden'])) {
        for (let at = Number(attributes['min']); at <= Math.min(Number(attributes['max']), limits.columns); at += 1) hiddenColumns.push(at - 1);
      }
    },
    text(chunk) {
      if (taking && value.length <= limits.cell) value += chunk;
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c') {
        const cell = cellOf(book, type, format, value);
        if (cell.text === '') return;
        if (column >= limits.columns) throw new TableRefusal('table.too_many_columns', { row: row.row, column: column + 1 }, { max: limits.columns });
        if (cell.text.length > limits.cell) throw new TableRefusal('table.cell_too_long', { row: row.row, column: column + 1 }, { max: limits.cell, letters: columnLetters(column) });
        while (row.cells.length < column) row.cells.push(EMPTY);
        row.cells[column] = cell;
      } else if (name === 'row' && row.cells.length > 0) {
        rows.push(row);
        if (rows.length > limits.rows + 1) throw new TableRefusal('table.too_many_rows', { row: row.row }, { max: limits.rows });
      }
    },
  });
  fillMerged(rows, merges, limits.columns);
  return { rows, hiddenColumns };
}

function cellOf(book: Book, type: string, format: FormatKind | undefined, raw: string): TableCell {
  if (raw === '') return EMPTY;
  if (type === 's') return textCell(book.strings[Number(raw)] ?? '');
  if (type === 'str' || type === 'inlineStr') return textCell(unescaped(raw));
  if (type === 'b') return { text: raw.trim() === '1' ? 'TRUE' : 'FALSE' };
  if (type === 'e') return { text: raw.trim() };
  if (type === 'd') return isoCell(raw);
  const number = Number(raw);
  if (!Number.isFinite(number)) return textCell(raw);
  if (format?.kind === 'date') {
    const day = serialDate(number, book.epoch1904);
    if (day) return { text: shown(day.date, day.time), date: day.date };
  }
  if (format?.kind === 'zeros' && Number.isInteger(number) && number >= 0) return { text: String(number).padStart(format.width, '0'), number };
  // Spreadsheets count with fifteen digits: 0.1 + 0.2 is 0.3 there.
  const exact = Number(number.toPrecision(15));
  return { text: String(exact), number: exact };
}

const shown = (date: string, time: string | null) => date.split('-').reverse().join('.') + (time ? ` ${time}` : '');

function isoCell(raw: string): TableCell {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?/.exec(raw.trim());
  return match ? { text: shown(match[1]!, match[2] === '00:00' ? null : (match[2] ?? null)), date: match[1]! } : textCell(raw);
}

function textCell(text: string): TableCell {
  const trimmed = text.trim();
  return trimmed === '' ? EMPTY : { text: trimmed };
}

/** A → 0, AB12 → 27. */
function columnOf(reference: string): number {
  let index = 0;
  let letters = 0;
  for (; letters < reference.length; letters += 1) {
    const code = reference.charCodeAt(letters);
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  if (letters === 0 || letters > 3) throw new TableRefusal('table.damaged');
  return index - 1;
}

function mergeOf(reference: string): Merge {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!match) throw new TableRefusal('table.damaged');
  return { left: columnOf(match[1]!), top: Number(match[2]), right: columnOf(match[3]!), bottom: Number(match[4]) };
}

/** Each cell of a merged area says what its first cell says. Rows that hold nothing else stay blank. */
function fillMerged(rows: readonly TableRow[], merges: readonly Merge[], mostColumns: number): void {
  if (merges.length === 0) return;
  const byNumber = new Map(rows.map((row, index) => [row.row, index]));
  let filled = 0;
  for (const { top, left, bottom, right } of merges) {
    const first = byNumber.get(top);
    const cell = first === undefined ? undefined : rows[first]!.cells[left];
    if (first === undefined || !cell || cell.text === '') continue;
    for (let index = first; index < rows.length && rows[index]!.row <= bottom; index += 1) {
      const { cells } = rows[index]!;
      filled += right - left + 1;
      if (filled > MOST_FILLED) throw new TableRefusal('table.damaged');
      for (let column = left; column <= Math.min(right, mostColumns - 1); column += 1) {
        while (cells.length <= column) cells.push(EMPTY);
        cells[column] = cell;
      }
    }
  }
}
