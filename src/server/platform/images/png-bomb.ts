import { inflateSync } from 'node:zlib';

/**
 * pngjs believes whichever head comes last, and unpacks an interlaced picture however much comes out: 5 MB are 5 GB then, and the machine is
 * that of the database. What is more than the first head announces is refused before.
 */
export function refuseBomb(file: Buffer, { width, height }: { width: number; height: number }): void {
  const packed: Buffer[] = [];
  let heads = 0;
  for (let at = 8; at + 8 <= file.length; at += file.readUInt32BE(at) + 12) {
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') break;
    if (type === 'IHDR') heads += 1;
    if (type === 'IDAT') packed.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  if (heads !== 1) throw new Error('several pictures in one');
  // Eight bytes a pixel at most; the seven passes have some two rows for each row of the picture, each begins with a byte and may end with half a one.
  if (file[28] !== 0) inflateSync(Buffer.concat(packed), { maxOutputLength: 8 * width * height + 4 * height + 64 });
}
