/** What is wrong with a row: where, what stands there, and why as a code that pages word in the reader's language (`imports.error.<code>`). */
import { columnLetters, type TableCell, type TableRow } from '#server/platform/tabular/workbook.ts';
import type { ImportField } from './import-fields.ts';
import type { ImportColumn } from './import-header.ts';

export type ProblemCode =
  | 'cell.name_missing' | 'cell.name_digits' | 'cell.name_signs' | 'cell.name_too_long'
  | 'cell.name_initials' | 'cell.name_one_word' | 'cell.name_many_words' | 'cell.name_brackets' | 'cell.name_mixed_scripts'
  | 'cell.formula_failed' | 'cell.date_unreadable' | 'cell.date_year_only' | 'cell.date_impossible' | 'cell.date_in_future' | 'cell.date_before_birth' | 'cell.date_before_start'
  | 'cell.date_missing' | 'cell.rate_unreadable' | 'cell.word_unknown' | 'cell.year_impossible' | 'cell.email_unreadable' | 'cell.phone_unreadable' | 'cell.text_too_long'
  | 'cell.organisation_missing' | 'cell.organisation_unknown' | 'cell.organisation_several' | 'cell.organisation_nearly' | 'cell.organisation_closed' | 'cell.organisation_not_yours'
  | 'cell.position_missing' | 'cell.position_new' | 'cell.reason_noted'
  | 'cell.code_unreadable' | 'cell.code_made' | 'cell.code_twice' | 'cell.title_missing' | 'cell.parent_unknown' | 'cell.parent_several' | 'cell.parent_circle' | 'cell.parent_differs'
  | 'cell.point_unreadable' | 'cell.website_unreadable' | 'row.twice_in_file' | 'row.main_post_twice' | 'row.changed_since'; // prettier-ignore

export interface ImportProblem {
  /** as the spreadsheet numbers it */
  row: number;
  /** null: the row as a whole */
  column: { index: number; letters: string; heading: string } | null;
  value: string;
  code: ProblemCode;
  /** an error keeps the row out; a warning only asks for a look, and the cell in question may stay out */
  severity: 'error' | 'warning';
  params: Readonly<Record<string, string | number>>;
}

export interface RowReader {
  row: TableRow;
  /** whether a column is there for the field */
  has(field: ImportField): boolean;
  /** empty where nothing stands; dashes that mean nothing are nothing */
  cell(field: ImportField): TableCell;
  text(field: ImportField): string;
  /** reads a cell if something stands in it; null and a problem when it cannot be read */
  read<Value>(field: ImportField, read: (cell: TableCell) => Value | null, code: ProblemCode, severity?: 'error' | 'warning'): Value | null;
  /** a text no longer than this */
  short(field: ImportField, most: number): string | null;
  problem(field: ImportField | null, code: ProblemCode, severity?: 'error' | 'warning', params?: ImportProblem['params']): void;
  problems: ImportProblem[];
}

const NOTHING: TableCell = { text: '' };
const FAILED = /^#(?:REF!|N\/A|Н\/Д|VALUE!|ЗНАЧ!|NAME\?|ИМЯ\?|DIV\/0!|ДЕЛ\/0!|NULL!|ПУСТО!|NUM!|ЧИСЛО!|ССЫЛКА!|SPILL!)$/i;

export function rowReader(row: TableRow, columns: readonly ImportColumn[]): RowReader {
  const places = new Map(columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])));
  const problems: ImportProblem[] = [];
  const failed = new Set<ImportField>();
  const raw = (field: ImportField) => row.cells[places.get(field)?.index ?? -1] ?? NOTHING;
  const reader: RowReader = {
    row,
    problems,
    has: (field) => places.has(field),
    cell(field) {
      const cell = raw(field);
      if (FAILED.test(cell.text)) {
        if (!failed.has(field)) reader.problem(field, 'cell.formula_failed');
        failed.add(field);
        return NOTHING;
      }
      return /^[\s–—_.-]+$/.test(cell.text) ? NOTHING : cell;
    },
    text: (field) => reader.cell(field).text,
    read(field, read, code, severity = 'warning') {
      const cell = reader.cell(field);
      if (cell.text === '') return null;
      const value = read(cell);
      if (value === null) reader.problem(field, code, severity);
      return value;
    },
    short(field, most) {
      const text = reader.text(field).replace(/\s+/g, ' ');
      if (text.length > most) reader.problem(field, 'cell.text_too_long', 'error', { max: most });
      return text === '' || text.length > most ? null : text;
    },
    problem(field, code, severity = 'error', params = {}) {
      const column = field === null ? undefined : places.get(field);
      problems.push({
        row: row.row,
        column: column ? { index: column.index, letters: columnLetters(column.index), heading: column.heading } : null,
        value: field === null ? '' : raw(field).text.slice(0, 200),
        code,
        severity,
        params,
      });
    },
  };
  return reader;
}
