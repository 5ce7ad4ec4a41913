import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALLEST_CELL, suppress, type CellRow } from './suppression.rule.ts';

const row = (id: string, cells: number[], own = false, known?: number[]): CellRow => ({ id, cells, own, ...(known ? { known } : {}) });
const hiddenOf = (rows: CellRow[]) => [...suppress(rows).hidden].sort().join('');

describe('what is hidden of a table of people', () => {
  it.each<[string, CellRow[], string, boolean]>([
    ['nothing where every figure is large or nought', [row('a', [10, 0]), row('b', [7, 12])], '', false],
    ['a row with a small figure, and another, or it could be reckoned', [row('a', [10, 3]), row('b', [70, 80]), row('c', [20, 30])], 'ac', false],
    ['a third one where two together are still small', [row('a', [10, 1]), row('b', [9, 1]), row('c', [20, 30]), row('d', [50, 60])], 'abc', false],
    ['everything and the total where there is nobody else', [row('a', [10, 3])], 'a', true],
    ['nothing of the rows the reader keeps herself', [row('a', [2, 1], true), row('b', [70, 80])], '', false],
    // By the sizes of the rows, which are shown: everybody of both is of one class.
    ['a third one where the sizes of two tell the figures', [row('a', [4, 0]), row('b', [6, 0]), row('c', [20, 30])], 'abc', false],
    ['what is small without the people the reader keeps', [row('a', [6, 20], false, [3, 0]), row('b', [70, 80]), row('c', [20, 30])], 'ac', false],
    ['nothing that is small only because she keeps all of it', [row('a', [3, 20], false, [3, 0]), row('b', [70, 80])], '', false],
    ['the total, where it is small itself', [row('a', [10, 2]), row('b', [20, 1])], 'ab', true],
  ])('%s', (_, rows, hidden, total) => {
    expect(hiddenOf(rows)).toBe(hidden);
    expect(suppress(rows).totalHidden).toBe(total);
  });

  it('withstands whoever takes what is shown from the total, her own rows known', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((classes) =>
      fc.array(fc.record({ cells: fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 })), { minLength: classes, maxLength: classes }), own: fc.boolean() }), { minLength: 1, maxLength: 9 }),
    );
    fc.assert(
      fc.property(table, (given) => {
        const rows = given.map((one, at) => row(String(at), one.cells, one.own));
        const { hidden, totalHidden } = suppress(rows);
        const shown = rows.filter(({ id }) => !hidden.has(id));
        const isSmall = (cell: number) => cell > 0 && cell < SMALLEST_CELL;
        // Nothing small is read of people she does not keep.
        for (const one of shown) if (!one.own) expect(one.cells.some(isSmall)).toBe(false);
        if (totalHidden) return;
        const total = rows[0]!.cells.map((_, at) => rows.reduce((sum, one) => sum + one.cells[at]!, 0));
        const rest = total.map((sum, at) => sum - shown.reduce((known, one) => known + one.cells[at]!, 0));
        expect(rest.some(isSmall)).toBe(false);
        // What is left is never one row alone.
        expect(hidden.size).not.toBe(1);
        // Nor is a small figure left when only her own rows are taken from the total.
        if (hidden.size === rows.filter(({ own }) => !own).length) expect(rest.some(isSmall)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('withstands who knows the sizes of the rows', () => {
    const cell = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 }));
    const table = fc.integer({ min: 2, max: 4 }).chain((classes) => fc.array(fc.array(cell, { minLength: classes, maxLength: classes }), { minLength: 1, maxLength: 7 }));
    const sum = (cells: readonly number[]) => cells.reduce((all, one) => all + one, 0);
    fc.assert(
      fc.property(table, (given) => {
        const rows = given.map((cells, at) => row(String(at), cells));
        const { hidden, totalHidden } = suppress(rows);
        if (totalHidden) return;
        const members = rows.filter(({ id }) => hidden.has(id));
        const columns = (members[0]?.cells ?? []).map((_, at) => sum(members.map(({ cells }) => cells[at] ?? 0)));
        for (const { cells } of members) {
          for (const [at, one] of cells.entries()) {
            const least = Math.max(0, sum(cells) - (sum(columns) - (columns[at] ?? 0)));
            const most = Math.min(sum(cells), columns[at] ?? 0);
            if (one > 0 && one < SMALLEST_CELL) expect(most).toBeGreaterThan(least);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});
