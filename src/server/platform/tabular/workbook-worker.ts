import { parentPort, workerData } from 'node:worker_threads';
import { readTableHere, type TableRequest } from './read-table.ts';
import type { Table, TableProblem, TableRow } from './table.ts';

// Runs only as a thread of workbook.ts: one table, sent back in small pieces so that the main thread never copies for long.

export type WorkerMessage =
  | { kind: 'rows'; rows: TableRow[] }
  | { kind: 'done'; table: Omit<Table, 'rows'> }
  | { kind: 'refused'; error: TableProblem };

const ROWS_A_MESSAGE = 250;

const result = await readTableHere(workerData as TableRequest);
const post = (message: WorkerMessage) => parentPort!.postMessage(message);
if (result.ok) {
  const { rows, ...table } = result.table;
  for (let at = 0; at < rows.length; at += ROWS_A_MESSAGE) {
    post({ kind: 'rows', rows: rows.slice(at, at + ROWS_A_MESSAGE) });
    // The pieces posted may be taken away one by one.
    await new Promise((resolve) => setImmediate(resolve));
  }
  post({ kind: 'done', table });
} else post({ kind: 'refused', error: result.error });
