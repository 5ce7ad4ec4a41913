/** Below this many people a figure may point at somebody. */
export const SMALLEST_CELL = 5;

export interface CellRow {
  id: string;
  /** People by class; the classes of a row exclude one another. */
  cells: readonly number[];
  /** The reader knows these people by their records: nothing is hidden from her, and nothing can hide behind it. */
  own: boolean;
  /** Of the cells of a row that is not hers, the people whose records she keeps all the same: she can take them away. */
  known?: readonly number[];
}

export interface Suppressed {
  hidden: Set<string>;
  totalHidden: boolean;
}

const small = (cell: number): boolean => cell > 0 && cell < SMALLEST_CELL;
const sum = (cells: readonly number[]): number => cells.reduce((all, cell) => all + cell, 0);
const sums = (rows: readonly (readonly number[])[]): number[] => (rows[0] ?? []).map((_, at) => sum(rows.map((cells) => cells[at] ?? 0)));

/** Whether a small cell of one of these rows follows from their sizes and the sums of the classes, both of which anybody can reckon. */
function isReckoned(rows: readonly (readonly number[])[]): boolean {
  const classes = sums(rows);
  const all = sum(classes);
  return rows.some((cells) => {
    const size = sum(cells);
    return cells.some((cell, at) => small(cell) && Math.max(0, size - (all - (classes[at] ?? 0))) === Math.min(size, classes[at] ?? 0));
  });
}

/**
 * Which rows of a table of people are hidden so that no class of fewer than five people whom the reader does not know can be read, nor
 * reckoned as the total without the rows that are shown, nor from the sizes of the rows. A hidden row is hidden whole; hidden rows are at
 * least two, and their sums, which anybody can reckon, are no small figures themselves. Where that cannot be had the total is hidden, too.
 * `also`: rows that are hidden for another reason.
 */
export function suppress(rows: readonly CellRow[], also: ReadonlySet<string> = new Set()): Suppressed {
  const strangers = rows.filter(({ own }) => !own).map(({ id, cells, known }) => ({ id, cells: cells.map((cell, at) => cell - (known?.[at] ?? 0)) }));
  const hidden = new Set(strangers.filter(({ id, cells }) => also.has(id) || cells.some(small)).map(({ id }) => id));
  const protects = (): boolean => {
    const members = strangers.filter(({ id }) => hidden.has(id)).map(({ cells }) => cells);
    return members.length === 0 || (members.length > 1 && !sums(members).some(small) && !isReckoned(members));
  };
  while (!protects()) {
    const [next] = strangers.filter(({ id }) => !hidden.has(id)).toSorted((a, b) => sum(a.cells) - sum(b.cells) || (a.id < b.id ? -1 : 1));
    if (!next) return { hidden, totalHidden: true };
    hidden.add(next.id);
  }
  return { hidden, totalHidden: sums(strangers.map(({ cells }) => cells)).some(small) };
}
