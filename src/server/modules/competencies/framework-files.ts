import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeText } from '#server/platform/tabular/decode.ts';
import { readTable, type TableLimits } from '#server/platform/tabular/workbook.ts';
import { fromCase } from './case-import.rule.ts';
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
/** What a packed package may become: some twenty thousand items with their ties. 12 MB took 1.7 s on a machine with five times the work it has cores for; nobody else is served meanwhile. */
const UNPACKED = 12_000_000;
const LIMITS: TableLimits = { bytes: UNPACKED, unpacked: 40_000_000, rows: CONTENT_LIMITS.items + 100, columns: 600, cell: 20_000 };

/** What files hold: a CASE package (also packed by gzip), a table, or the files of DigComp. Throws nothing for what they say. */
export async function readFiles(files: readonly BroughtFile[], now: Date): Promise<ReadContent & { origin: Origin }> {
  const [first] = files;
  if (!first) return { ...new Findings().nothing('import.nothing_given'), origin: 'case' };
  if (files.length > 1) return { ...(await readDigcompFiles(files)), origin: 'digcomp' };
  const bytes = unpacked(first.bytes);
  if (!bytes) return { ...new Findings().nothing('framework.file_large', { megabytes: UNPACKED / 1_000_000 }), origin: 'case' };
  if (looksLikeJson(bytes)) return { ...readPackage(bytes, now), origin: 'case' };
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

function readPackage(bytes: Uint8Array, now: Date): ReadContent {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return new Findings().nothing('framework.json_malformed');
  let value: unknown;
  try {
    value = JSON.parse(decoded.text.replace(/^\uFEFF/, ''));
  } catch {
    return new Findings().nothing('framework.json_malformed');
  }
  return fromCase(value, now);
}
