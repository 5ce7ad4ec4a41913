import type { T } from '#lib/i18n/index.ts';

export interface Column {
  readonly key: string;
  readonly text: string;
  /** What stands in the head where room is scarce; `text` is what is read, and must be found beside the table. */
  readonly short?: string | undefined;
  /** Right-aligned with tabular figures. */
  readonly numeric?: boolean | undefined;
  /** The cell that names its row; at most one column. */
  readonly names?: boolean | undefined;
  /** Address of this list sorted by this column (the other way when it is sorted already). Absent: not sortable. */
  readonly sortHref?: string | undefined;
  readonly sorted?: 'ascending' | 'descending' | undefined;
  /** A column of buttons: its head is read but not shown. */
  readonly acts?: boolean | undefined;
}

export interface Export {
  readonly format: 'xlsx' | 'csv';
  readonly href: string;
}

export interface Pages {
  readonly startHref?: string | undefined;
  readonly previousHref?: string | undefined;
  readonly nextHref?: string | undefined;
}

/** What is read after the head of a sorted column; the arrow beside it is for the eye only. */
export function sortWord(t: T, column: Column): string {
  if (column.sorted === undefined) return '';
  return t(column.sorted === 'ascending' ? 'ui.table.sorted_ascending' : 'ui.table.sorted_descending');
}

/** The address that sorts by `key`, keeping every other filter and going back to the first page. Sorting twice turns the order. */
export function sortHref(address: string, key: string, sorted: Column['sorted']): string {
  const [path = '', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('after');
  parameters.delete('before');
  parameters.set('sort', sorted === 'ascending' ? `-${key}` : key);
  return `${path}?${parameters.toString()}`;
}
