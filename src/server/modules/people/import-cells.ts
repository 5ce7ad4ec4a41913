import type { TableRow } from '#server/platform/tabular/workbook.ts';
import type { StoredCell } from './imports.tables.ts';

/** A row as the reader of tables gave it, from how it is kept. */
export function tableRow(stored: { row_number: number; is_hidden: boolean; cells: StoredCell[] }): TableRow {
  return {
    row: stored.row_number,
    hidden: stored.is_hidden,
    cells: stored.cells.map((cell) => {
      if (typeof cell === 'string') return { text: cell };
      const [text, date, number] = cell;
      return { text, ...(date === null ? {} : { date }), ...(number === null ? {} : { number }) };
    }),
  };
}
