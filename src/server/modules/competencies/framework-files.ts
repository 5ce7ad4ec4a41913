import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { readTable, type TableLimits } from '#server/platform/tabular/workbook.ts';
import { readPackageHere } from './case-package-file.ts';
import { CONTENT_LIMITS, type Origin } from './framework-content.ts';
import { Findings, type ReadContent } from './framework-reading.ts';
import { fromTable } from './framework-table.rule.ts';
import { fromDigcomp, isDigcomp } from './digcomp.rule.ts';

export interface BroughtFile {
  name: string;
  bytes: Uint8Array;
}

/** As large as a form may be, with its envelope. */
export const FILES_MOST_BYTES = 5_000_000;
export const FILES_MOST = 5;
/** What a packed package may become: fifty thousand items, described in two languages. */
const UNPACKED = 50_000_000;
/** Up to this size a package is read at once: some thirty milliseconds. */
const HERE = 300_000;
const MOST_HEAP_MB = 768;
const MOST_MS = 60_000;
let last: Promise<unknown> = Promise.resolve();
const LIMITS: TableLimits = { bytes: UNPACKED, unpacked: 40_000_000, rows: CONTENT_LIMITS.items + 100, columns: 600, cell: 20_000 };

/** What files hold: a CASE package (also packed by gzip), a table, or the files of DigComp. Throws nothing for what they say. */
export async function readFiles(files: readonly BroughtFile[], now: Date): Promise<ReadContent & { origin: Origin }> {
  const [first] = files;
  if (!first) return { ...new Findings().nothing('import.nothing_given'), origin: 'case' };
  if (files.length > 1) return { ...(await readDigcompFiles(files)), origin: 'digcomp' };
  const bytes = unpacked(first.bytes);
  if (!bytes) return { ...new Findings().nothing('framework.file_large', { megabytes: UNPACKED / 1_000_000 }), origin: 'case' };
  if (looksLikeJson(bytes)) return { ...(await readPackage(bytes, now)), origin: 'case' };
  const read = await readTable(bytes, { limits: LIMITS });
  if (!read.ok) return { ...new Findings().nothing(read.error.code, { ...read.error.params }, read.error.row), origin: 'table' };
  const rows = read.table.rows.map(({ cells }) => cells.map(({ text }) => text));
  if (isDigcomp(rows)) return { ...fromDigcomp([rows]), origin: 'digcomp' };
  return { ...fromTable(read.table, basename(first.name).replace(/\.[a-z]{2,4}$/i, '')), origin: 'table' };
}

async function readDigcompFiles(files: readonly BroughtFile[]): Promise<ReadContent> {
  const tables: string[][][] = [];
  for (const { name, bytes } of files) {
    const read = await readTable(bytes, { limits: LIMITS });
    const rows = read.ok ? read.table.rows.map(({ cells }) => cells.map(({ text }) => text)) : [];
    if (!isDigcomp(rows)) return new Findings().nothing('framework.files_mixed', { file: basename(name).slice(0, 80) });
    tables.push(rows);
  }
  return fromDigcomp(tables);
}

/** Null: it would unpack to more than anybody's framework is. */
function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length > UNPACKED) return null;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: UNPACKED });
  } catch {
    return null;
  }
}

const looksLikeJson = (bytes: Uint8Array): boolean => /^(?:\u00ef\u00bb\u00bf)?\s*[{[]/.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1'));

/** Small ones here; larger ones in a thread with a memory limit of its own, one at a time, so that they hold up nobody. */
function readPackage(bytes: Uint8Array, now: Date): Promise<ReadContent> {
  if (bytes.length <= HERE) return Promise.resolve(readPackageHere(bytes, now));
  const read = last.then(() => inThread(bytes, now));
  last = read.catch(() => {});
  return read;
}

function inThread(bytes: Uint8Array, now: Date): Promise<ReadContent> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./case-thread.ts', import.meta.url), { workerData: { bytes, now }, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: 16 } });
    const tooLarge = (): ReadContent => new Findings().nothing('framework.file_large', { megabytes: UNPACKED / 1_000_000 });
    const finish = (content: ReadContent) => {
      clearTimeout(deadline);
      // Its memory must be back before the next package is read.
      void worker.terminate().then(() => resolve(content));
    };
    const deadline = setTimeout(() => finish(tooLarge()), MOST_MS);
    worker.once('message', finish);
    worker.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(deadline);
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(tooLarge());
      else reject(error);
    });
  });
}
