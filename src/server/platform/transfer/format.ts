import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import type { RowSum } from './checksum.ts';
import type { TransferSequence, TransferTable } from './catalogue.ts';

/**
 * The format: blocks of one type byte, four bytes of length and the content.
 * `H` header, then for each table `T` its name and columns, any number of `D` with COPY text, `E` its row sum; at last `Z` the sums of all.
 */
export interface TransferHeader {
  format: 'sheberlik-export';
  version: 1;
  exportedAt: string;
  postgres: string;
  migrations: string[];
  sequences: TransferSequence[];
}

export type Block =
  | { type: 'H'; header: TransferHeader }
  | { type: 'T'; table: TransferTable }
  | { type: 'D'; data: Buffer }
  | { type: 'E'; sum: RowSum }
  | { type: 'Z'; tables: number; rows: number };

const MAGIC = Buffer.from('SHEBERLIK-EXPORT\n');
const LARGEST = 64 * 1024 * 1024;
const SLICE = 4 * 1024 * 1024;
const DAMAGED = 'The export is damaged or was cut short';

/** Writes blocks and waits whenever the reader is slower. */
export function createBlockWriter(sink: Writable): { write(block: Block): Promise<void> } {
  let begun = false;
  const put = async (bytes: Buffer): Promise<void> => {
    if (sink.destroyed) throw sink.errored ?? new Error('The receiver of the export went away.');
    if (!sink.write(bytes)) await once(sink, 'drain');
  };
  const frame = async (type: string, content: Buffer): Promise<void> => {
    const head = Buffer.alloc(5);
    head.write(type, 'latin1');
    head.writeUInt32BE(content.length, 1);
    await put(head);
    if (content.length > 0) await put(content);
  };
  return {
    async write(block) {
      if (!begun) await put(MAGIC);
      begun = true;
      if (block.type === 'D') {
        for (let start = 0; start < block.data.length; start += SLICE)
          await frame('D', block.data.subarray(start, start + SLICE));
        return;
      }
      const { type, ...content } = block;
      await frame(type, Buffer.from(JSON.stringify(content)));
    },
  };
}

/** Reads blocks; throws a sentence when the stream is no export, is damaged, or ends before its last block. */
export async function* readBlocks(source: Readable): AsyncGenerator<Block> {
  const bytes = createByteReader(source);
  const magic = await bytes.take(MAGIC.length);
  if (!magic?.equals(MAGIC)) throw new Error('This is not an export of Sheberlik.');
  for (;;) {
    const head = await bytes.take(5);
    if (!head) throw new Error(`${DAMAGED}: its last block is missing.`);
    const length = head.readUInt32BE(1);
    if (length > LARGEST) throw new Error(`${DAMAGED}: a block claims ${length} bytes.`);
    const content = await bytes.take(length);
    if (!content) throw new Error(`${DAMAGED}: it ends inside a block.`);
    const block = parseBlock(head.toString('latin1', 0, 1), content);
    yield block;
    if (block.type === 'Z') {
      if (await bytes.take(1)) throw new Error(`${DAMAGED}: something follows its end.`);
      return;
    }
  }
}

function parseBlock(type: string, content: Buffer): Block {
  if (type === 'D') return { type, data: content };
  if (!['H', 'T', 'E', 'Z'].includes(type)) throw new Error(`${DAMAGED}: unknown block.`);
  try {
    return { type, ...(JSON.parse(content.toString('utf8')) as object) } as Block;
  } catch (cause) {
    throw new Error(`${DAMAGED}: a block cannot be read.`, { cause });
  }
}

/** Takes exact numbers of bytes from a stream; undefined when it ended before. */
function createByteReader(source: Readable): { take(length: number): Promise<Buffer | undefined> } {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  return {
    async take(length) {
      const parts = [rest];
      let size = rest.length;
      while (size < length) {
        const next = await chunks.next().catch((cause: Error) => {
          throw new Error(`${DAMAGED}: ${cause.message}.`, { cause });
        });
        if (next.done) return undefined;
        parts.push(next.value);
        size += next.value.length;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts, size);
      rest = all.subarray(length);
      return all.subarray(0, length);
    },
  };
}
