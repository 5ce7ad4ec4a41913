/** Which rows below the heading hold data. Nothing is dropped in silence: what is left out is counted, and hidden rows are asked about. */
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import type { ImportColumn } from './import-header.ts';
import { isNumbering } from './import-header.ts';

export interface SiftedRows {
  rows: TableRow[];
  /** numbers of rows that were left out, by reason */
  left: { totals: number[]; hidden: number[]; repeatedHeadings: number[]; titles: number[] };
}

const TOTALS =
  /^(?:итого|всего|в том числе|из них|барлығы|жиыны|жалпы саны|барлыгы|бардыгы|жалпы|жыйынтык|жыйынтыгы|усяго|разам|агулам|total|grand total|sum|ընդամենը|գումար|подытог|итог)(?![\p{L}])/iu;

/** What stands under a table: signatures, remarks. */
const FOOT = /^(?:директор|руководитель|исполнитель|исп\.|подпись|м\.\s?п\.|главный бухгалтер|орындаушы|басшы|директоры|аткаруучу|выканаўца|примечание)[\s:.]*(?:_|$|\S+\s*_)/iu;

/** `withHidden`: the person wants rows that the spreadsheet hides. */
export function siftRows(rows: readonly TableRow[], dataFrom: number, columns: readonly ImportColumn[], withHidden: boolean): SiftedRows {
  const left: SiftedRows['left'] = { totals: [], hidden: [], repeatedHeadings: [], titles: [] };
  const headings = new Map(columns.filter(({ heading }) => heading !== '').map(({ index, heading }) => [index, heading.split(': ').at(-1)!]));
  const taken = columns.filter(({ field }) => field !== null);
  const data: TableRow[] = [];
  for (const row of rows.slice(dataFrom)) {
    const filled = row.cells.filter(({ text }) => text !== '');
    const first = filled[0]?.text ?? '';
    const different = new Set(filled.map(({ text }) => text)).size;
    if (isTotals(row)) left.totals.push(row.row);
    else if (repeatsHeading(row, headings) || isNumbering(row)) left.repeatedHeadings.push(row.row);
    // «Ақсу қаласы» over the rows of a district: one text in a table of several columns.
    else if ((taken.length > 2 && different === 1 && filled.every(({ number, date }) => number === undefined && date === undefined)) || FOOT.test(first)) left.titles.push(row.row);
    else if (row.hidden && !withHidden) left.hidden.push(row.row);
    else data.push(row);
  }
  return { rows: data, left };
}

/** «Итого» and the like begin the row, alone or beside figures; a library of that name has more words than figures. */
function isTotals({ cells }: TableRow): boolean {
  const filled = cells.filter(({ text }) => text !== '');
  if (!filled.slice(0, 3).some(({ text }) => TOTALS.test(text))) return false;
  const words = filled.filter(({ text }) => /\p{L}/u.test(text) && !TOTALS.test(text));
  return words.length <= 1;
}

function repeatsHeading({ cells }: TableRow, headings: ReadonlyMap<number, string>): boolean {
  const filled = cells.flatMap(({ text }, index) => (text === '' ? [] : [{ text, index }]));
  return filled.length >= 2 && filled.every(({ text, index }) => headings.get(index)?.toLowerCase() === text.toLowerCase());
}
