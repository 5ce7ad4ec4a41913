/**
 * The one way in for tables that people bring: XLSX, CSV or text pasted from a spreadsheet → rows of cells, or one code that says what is wrong.
 * Reading happens in a thread with a memory limit of its own: it neither holds up requests nor takes the process down, whatever the file holds.
 */
import { Worker } from 'node:worker_threads';
import type { TableRequest } from './read-table.ts';
import { TABLE_LIMITS, type TableLimits, type TableResult, type TableRow } from './table.ts';
import type { WorkerMessage } from './workbook-worker.ts';

export { columnLetters, TABLE_LIMITS, type Table, type TableCell, type TableErrorCode, type TableLimits, type TableProblem, type TableResult, type TableRow } from './table.ts';

/** The largest table allowed takes some five seconds on an old machine. */
const MOST_MS = 60_000;
const MOST_HEAP_MB = 256;

/** One at a time: a table may take as much memory as everything else together. */
let last: Promise<unknown> = Promise.resolve();

/** Never throws for what a person supplied. `sheet`: another sheet than the first that holds a table. */
export function readTable(input: Uint8Array | string, options: { sheet?: string | null; limits?: TableLimits } = {}): Promise<TableResult> {
  const limits = options.limits ?? TABLE_LIMITS;
  // Told before a thread is started and the bytes are copied.
  if (input.length > limits.bytes)
    return Promise.resolve({ ok: false, error: { code: 'table.too_large', params: { megabytes: Math.round(limits.bytes / 1024 / 1024) } } });
  const read = last.then(() => inThread({ input, sheet: options.sheet ?? null, limits }));
  last = read.catch(() => {});
  return read;
}

function inThread(request: TableRequest): Promise<TableResult> {
  return new Promise((resolve, reject) => {
    const rows: TableRow[] = [];
    const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
      workerData: request,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: 8 },
    });
    const deadline = setTimeout(() => finish({ ok: false, error: { code: 'table.damaged', params: {} } }), MOST_MS);
    const finish = (result: TableResult) => {
      clearTimeout(deadline);
      // Its memory must be back before the next table is read.
      void worker.terminate().then(() => resolve(result));
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'rows') for (const row of message.rows) rows.push(row);
      else if (message.kind === 'refused') finish({ ok: false, error: message.error });
      else finish({ ok: true, table: { ...message.table, rows } });
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') finish({ ok: false, error: { code: 'table.unpacks_too_large', params: { megabytes: MOST_HEAP_MB } } });
      else {
        clearTimeout(deadline);
        reject(error);
      }
    });
  });
}
