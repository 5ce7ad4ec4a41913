/** What a picture says of itself before anything of it is unpacked. */
export interface PictureHeader {
  kind: 'jpeg' | 'png';
  width: number;
  height: number;
  /** How the camera was held, 1 (upright) to 8, as EXIF numbers it. */
  orientation: number;
}

const PNG_MARK = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads the head of a JPEG or PNG, by its bytes and not by its name; null: neither, or broken. */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (file.subarray(0, 8).equals(PNG_MARK)) {
      if (file.toString('latin1', 12, 16) !== 'IHDR') return null;
      return { kind: 'png', width: file.readUInt32BE(16), height: file.readUInt32BE(20), orientation: 1 };
    }
    return file.readUInt16BE(0) === 0xffd8 ? readJpeg(file) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readJpeg(file: Buffer): PictureHeader | null {
  let orientation = 1;
  for (let at = 2; at < file.length; ) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = file.readUInt16BE(at + 2);
    // Start of a frame, of whatever coding; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { kind: 'jpeg', width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5), orientation };
    }
    if (marker === 0xda || marker === 0xd9 || length < 2) return null;
    if (marker === 0xe1) orientation = readOrientation(file.subarray(at + 4, at + 2 + length)) ?? orientation;
    at += 2 + length;
  }
  return null;
}

function readOrientation(segment: Buffer): number | null {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0' || segment.length < 20) return null;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const four = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const first = four(4);
  if (first + 2 > tiff.length) return null;
  for (let entry = first + 2, left = two(first); left > 0 && entry + 12 <= tiff.length; entry += 12, left -= 1) {
    if (two(entry) !== 0x0112) continue;
    const value = two(entry + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
