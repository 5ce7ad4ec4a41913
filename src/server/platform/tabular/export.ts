import writeExcelFile from 'write-excel-file/node';
import type { Locale } from '#lib/i18n/index.ts';

/** A cell of an exported list. null is an empty cell, which is not 0; `date` is a calendar day, `instant` is shown in `zone`. */
export type ExportCell = string | number | { date: string } | { instant: Date; zone: string } | null;

export interface ExportTable {
  /** Name of the sheet and of the file, in the reader's language. */
  title: string;
  columns: readonly { title: string; width?: number }[];
  rows: readonly (readonly ExportCell[])[];
}

export type ExportFormat = 'csv' | 'xlsx';

export interface ExportedFile {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  /** For `Content-Disposition`; made by `attachment()`. */
  disposition: string;
}

/** An exported list as a file. At most some 20,000 rows: the whole file is made in memory. */
export async function exportFile(table: ExportTable, format: ExportFormat, locale: Locale): Promise<ExportedFile> {
  const bytes = format === 'csv' ? toCsv(table, locale) : await toXlsx(table);
  const contentType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { bytes, contentType, disposition: attachment(`${table.title}.${format}`) };
}

/** `Content-Disposition` of a file that is always saved, never shown; the name may be in any script (RFC 6266). */
export function attachment(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  const ascii = safe.normalize('NFKD').replace(/[^\x20-\x7e]+/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(safe).replace(/['()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/**
 * CSV that a spreadsheet opens rightly by a double click: a mark of UTF-8, CRLF, and the separator that spreadsheets of the language
 * expect (a semicolon where the comma is the decimal sign). Text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export function toCsv(table: ExportTable, locale: Locale): Uint8Array<ArrayBuffer> {
  const separator = locale === 'en' ? ',' : ';';
  const quoted = (text: string) => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells: readonly ExportCell[]) => cells.map((cell) => quoted(csvText(cell, locale))).join(separator);
  const lines = [table.columns.map(({ title }) => title), ...table.rows].map(line);
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}

function csvText(cell: ExportCell, locale: Locale): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return locale === 'en' ? String(cell) : String(cell).replace('.', ',');
  // One that has apostrophes of its own before such a sign gets one more, so that reading takes away what was put there and nothing else.
  if (typeof cell === 'string') return /^\s*[\t\r]|^[\s']*[=+\-@]/.test(cell) ? `'${cell}` : cell;
  return 'date' in cell ? cell.date.split('-').reverse().join('.') : wallText(cell.instant, cell.zone);
}

/** `18.05.2026 09:00` by the clocks of the zone. */
function wallText(instant: Date, zone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(wall.day)}.${two(wall.month)}.${wall.year} ${two(wall.hour)}:${two(wall.minute)}`;
}

/** XLSX with a frozen, bold head. Text stays text whatever it begins with; days are true dates. */
export async function toXlsx(table: ExportTable): Promise<Uint8Array<ArrayBuffer>> {
  return toWorkbook([table]);
}

/** Several tables as one file, a sheet each in this order; `title` names the file. */
export async function exportWorkbook(title: string, tables: readonly ExportTable[]): Promise<ExportedFile> {
  return {
    bytes: await toWorkbook(tables),
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    disposition: attachment(`${title}.xlsx`),
  };
}

async function toWorkbook(tables: readonly ExportTable[]): Promise<Uint8Array<ArrayBuffer>> {
  const names = new Set<string>();
  const sheets = tables.map((table) => ({
    data: [
      table.columns.map(({ title }) => ({ value: clean(title), type: String, fontWeight: 'bold' as const })),
      ...table.rows.map((row) => row.map(xlsxCell)),
    ],
    sheet: freeName(sheetName(table.title), names),
    columns: table.columns.map(({ title, width }) => ({ width: width ?? Math.min(60, Math.max(10, title.length + 2)) })),
    stickyRowsCount: 1,
  }));
  return new Uint8Array(await writeExcelFile(sheets).toBuffer());
}

/** Two sheets of one name make a file that no program opens. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name.slice(0, 31 - String(i).length - 1)} ${i}`;
  taken.add(free.toLowerCase());
  return free;
}

function xlsxCell(cell: ExportCell) {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'string') return { value: clean(cell), type: String };
  if ('date' in cell) return { value: new Date(`${cell.date}T00:00:00Z`), type: Date, format: 'dd.mm.yyyy' };
  // A spreadsheet knows no zones: the wall time is what people compare.
  const wall = Temporal.Instant.fromEpochMilliseconds(cell.instant.getTime()).toZonedDateTimeISO(cell.zone).toPlainDateTime();
  return { value: new Date(`${wall.toString({ smallestUnit: 'second' })}Z`), type: Date, format: 'dd.mm.yyyy hh:mm' };
}

/** XML refuses control characters, and a cell ends at 32,767. What looks like an escaped sign (`_x000D_`) is written so that it is read as it stands. */
function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').slice(0, 32_767);
}

function sheetName(title: string): string {
  return title.replace(/[[\]:*?/\\\s]+/g, ' ').replace(/^'|'$/g, '').trim().slice(0, 31) || 'Sheet';
}
