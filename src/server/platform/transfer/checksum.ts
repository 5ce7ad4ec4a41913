import { createHash } from 'node:crypto';

/** What proves that two tables hold the same rows: their number and a sum over all rows that does not depend on their order. */
export interface RowSum {
  rows: number;
  checksum: string;
}

/**
 * Sums the rows of a COPY text stream, where a newline ends a row and never stands inside one. Each row is hashed (SHA-256) and the hashes
 * are added, so that two servers may deliver the rows in different order.
 */
export function createRowSummer(): { add(chunk: Uint8Array): void; result(): RowSum } {
  const lanes = new Uint32Array(8);
  let rows = 0;
  let open: Buffer[] = [];
  return {
    add(chunk) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let start = 0;
      for (let end = buffer.indexOf(10); end !== -1; end = buffer.indexOf(10, start)) {
        const hash = createHash('sha256');
        for (const part of open) hash.update(part);
        const digest = hash.update(buffer.subarray(start, end)).digest();
        for (let lane = 0; lane < 8; lane++) lanes[lane] = (lanes[lane] ?? 0) + digest.readUInt32BE(lane * 4);
        open = [];
        rows += 1;
        start = end + 1;
      }
      // The sender may use its memory again, so what stays open is copied.
      if (start < buffer.length) open.push(Buffer.from(buffer.subarray(start)));
    },
    result() {
      if (open.length > 0) throw new Error('The rows of a table end in the middle of one.');
      return { rows, checksum: Buffer.concat([...lanes].map((lane) => uint32(lane))).toString('hex') };
    },
  };
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
