/**
 * The parts of a zip file, each unpacked as a stream and counted while it unpacks: what the file says of its sizes is checked before and not
 * believed after. Only what spreadsheets write is read: stored and deflated parts of one file below 4 GB, without passwords.
 */
import { createInflateRaw } from 'node:zlib';
import { TableRefusal } from './table.ts';

export interface ZipPart {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  /** where its local header begins */
  at: number;
}

export interface Zip {
  parts: ReadonlyMap<string, ZipPart>;
  /** the part in chunks; refuses more than the budget of the whole file allows */
  stream(part: ZipPart): AsyncIterable<Buffer>;
}

const MOST_PARTS = 2_000;
/** Deflate ends at 1,032 : 1; a sheet of equal rows reaches some 60. */
const MOST_RATIO = 300;
const RATIO_FROM = 4 * 1024 * 1024;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const LONGEST_COMMENT = 65_535;

/** Reads the directory. Throws a `TableRefusal` for whatever is not a sound zip file. */
export function openZip(file: Uint8Array, mostUnpacked: number): Zip {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const parts = readDirectory(bytes);
  let declared = 0;
  for (const part of parts.values()) declared += part.unpacked;
  const tooLarge = () => new TableRefusal('table.unpacks_too_large', {}, { megabytes: Math.round(mostUnpacked / 1024 / 1024) });
  if (declared > mostUnpacked) throw tooLarge();
  let spent = 0;
  return {
    parts,
    async *stream(part) {
      const data = dataOf(bytes, part);
      let own = 0;
      for await (const chunk of part.method === 0 ? [data] : inflated(data)) {
        own += chunk.length;
        spent += chunk.length;
        if (spent > mostUnpacked || (own > RATIO_FROM && own > part.packed * MOST_RATIO)) throw tooLarge();
        yield chunk;
      }
      if (own !== part.unpacked) throw new TableRefusal('table.damaged');
    },
  };
}

async function* inflated(data: Buffer): AsyncIterable<Buffer> {
  const inflate = createInflateRaw();
  inflate.end(data);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    // zlib's own codes: the data are cut off or not deflated at all.
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw new TableRefusal('table.damaged');
    throw error;
  }
}

function readDirectory(bytes: Buffer): Map<string, ZipPart> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MOST_PARTS) throw new TableRefusal('table.damaged');
  const parts = new Map<string, ZipPart>();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) throw new TableRefusal('table.damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) throw new TableRefusal('table.damaged');
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/').replace(/^\//, '');
    if (bytes.readUInt16LE(at + 8) & 1) throw new TableRefusal('table.locked');
    const part: ZipPart = {
      name,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    // Two parts of one name: programs disagree which of them counts.
    if (parts.has(name) || (part.method !== 0 && part.method !== 8)) throw new TableRefusal('table.damaged');
    parts.set(name, part);
    at = next;
  }
  return parts;
}

function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - LONGEST_COMMENT; at -= 1)
    if (bytes.readUInt32LE(at) === END && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length) return at;
  throw new TableRefusal('table.damaged');
}

function dataOf(bytes: Buffer, part: ZipPart): Buffer {
  if (part.at + 30 > bytes.length || bytes.readUInt32LE(part.at) !== LOCAL) throw new TableRefusal('table.damaged');
  const start = part.at + 30 + bytes.readUInt16LE(part.at + 26) + bytes.readUInt16LE(part.at + 28);
  if (start + part.packed > bytes.length) throw new TableRefusal('table.damaged');
  return bytes.subarray(start, start + part.packed);
}
