/** Below this many people a figure may point at somebody. */
export const SMALLEST_CELL = 5;

export interface CellRow {
  id: string;
  /** People by class; the classes of a row exclude one another. */
  cells: readonly number[];
  /** The reader knows these people by their records: nothing is hidden from her, and nothing can hide behind it. */
  own: boolean;
}

export interface Suppressed {
  hidden: Set<string>;
  totalHidden: boolean;
}

const small = (cell: number): boolean => cell > 0 && cell < SMALLEST_CELL;
const sums = (rows: readonly CellRow[]): number[] => (rows[0]?.cells ?? []).map((_, at) => rows.reduce((sum, row) => sum + (row.cells[at] ?? 0), 0));
const sizeOf = (row: CellRow): number => row.cells.reduce((sum, cell) => sum + cell, 0);

/**
 * Which rows of a table of people are hidden so that no class of fewer than five people can be read, nor reckoned as the total without the
 * rows that are shown. A hidden row is hidden whole; hidden rows are at least two, and their sums, which anybody can reckon, are no small
 * figures themselves. Where that cannot be had the total is hidden, too.
 */
export function suppress(rows: readonly CellRow[]): Suppressed {
  const hidden = new Set(rows.filter((row) => !row.own && row.cells.some(small)).map(({ id }) => id));
  const members = () => rows.filter(({ id }) => hidden.has(id));
  const protects = () => hidden.size === 0 || (hidden.size > 1 && !sums(members()).some(small));
  while (!protects()) {
    const [next] = rows.filter((row) => !row.own && !hidden.has(row.id)).toSorted((a, b) => sizeOf(a) - sizeOf(b) || (a.id < b.id ? -1 : 1));
    if (!next) return { hidden, totalHidden: true };
    hidden.add(next.id);
  }
  return { hidden, totalHidden: rows.some(({ own }) => !own) && sums(rows).some(small) };
}
