import { crc32, inflateSync } from 'node:zlib';

/** Open Badges 3.0 §5.3: the credential as text in an iTXt chunk of the picture. */
const KEYWORD = 'openbadgecredential';
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A credential is 3 KB; what unpacks to more is not one. */
const MOST_BYTES = 200_000;

/** The picture with the credential in it, right behind its head. */
export function bakePng(png: Uint8Array, credential: string): Buffer {
  const bytes = Buffer.from(png);
  if (!isPng(bytes)) throw new Error('a badge is baked into a PNG picture');
  const data = Buffer.concat([Buffer.from(`${KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(credential, 'utf8')]);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write('iTXt', 4, 'latin1');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
  // 8 bytes of signature and 25 of IHDR.
  return Buffer.concat([bytes.subarray(0, 33), head, data, sum, bytes.subarray(33)]);
}

export const isPng = (bytes: Buffer): boolean => bytes.length > 33 && bytes.subarray(0, 8).equals(SIGNATURE);

/** The credential in a picture somebody sent; null when there is none, or the picture is broken. */
export function unbakePng(png: Uint8Array): string | null {
  const bytes = Buffer.from(png);
  if (!isPng(bytes)) return null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return null;
    if (bytes.toString('latin1', at + 4, at + 8) === 'iTXt') {
      const text = textOf(bytes.subarray(at + 8, at + 8 + length));
      if (text !== null) return text;
    }
    at += 12 + length;
  }
  return null;
}

function textOf(data: Buffer): string | null {
  const end = data.indexOf(0);
  if (end === -1 || data.toString('latin1', 0, end) !== KEYWORD) return null;
  const isPacked = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  if (translated === -1) return null;
  const body = data.subarray(translated + 1);
  try {
    const text = isPacked ? inflateSync(body, { maxOutputLength: MOST_BYTES }) : body;
    return text.length > MOST_BYTES ? null : text.toString('utf8');
  } catch {
    return null;
  }
}
