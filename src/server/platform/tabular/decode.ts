/**
 * Bytes of a text file of unknown origin → text. Excel in our countries writes Windows-1251 or UTF-16, Zoom UTF-8 with and without a mark
 * or UTF-16; nobody who uploads a file can be asked which.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';

export type Decoded =
  | { ok: true; text: string; encoding: Encoding; damaged: boolean }
  /** `spreadsheet`: an XLSX, ODS or XLS under another name; `binary`: no text at all; `unknown`: text in an encoding we do not read */
  | { ok: false; reason: 'spreadsheet' | 'binary' | 'unknown' };

/**
 * Decodes text and tells how. `damaged` says that letters were lost on the way (broken UTF-8, or question marks that an older program
 * wrote for Kazakh letters which Windows-1251 does not have), so that a person looks at the names again.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    return { ok: false, reason: 'spreadsheet' };
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return utf8(bytes.subarray(3)) ?? { ok: false, reason: 'unknown' };
  if (startsWith(bytes, [0xff, 0xfe])) return utf16(bytes.subarray(2), 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return utf16(bytes.subarray(2), 'utf-16be');
  if (hasControls(bytes)) {
    const encoding = utf16Order(bytes);
    return encoding ? utf16(bytes, encoding) : { ok: false, reason: 'binary' };
  }
  return utf8(bytes) ?? windows1251(bytes) ?? { ok: false, reason: 'unknown' };
}

function utf8(bytes: Uint8Array): Decoded | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return hasControls(bytes)
      ? { ok: false, reason: 'binary' }
      : { ok: true, text, encoding: 'utf-8', damaged: text.includes('\uFFFD') };
  } catch {
    // A file cut off in the middle of a letter is still UTF-8: nearly everything beyond ASCII decodes.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    let beyond = 0;
    let broken = 0;
    for (const char of text) {
      if (char === '\uFFFD') broken += 1;
      else if (char > '\u007F') beyond += 1;
    }
    return beyond >= 5 && broken * 50 <= beyond ? { ok: true, text, encoding: 'utf-8', damaged: true } : null;
  }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  );
  return /[\u0000-\u0008\u000E-\u001F]/.test(text)
    ? { ok: false, reason: 'binary' }
    : { ok: true, text, encoding, damaged: text.includes('\uFFFD') };
}

/** UTF-16 without a mark: in our alphabets the high byte of nearly every unit is 00 (Latin), 04 (Cyrillic), 05 (Armenian) or 20 (dashes, quotes). */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const units = Math.min(bytes.length >> 1, 4096);
  if (units === 0) return null;
  let little = 0;
  let big = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (isHighByte(bytes[2 * unit + 1]!)) little += 1;
    if (isHighByte(bytes[2 * unit]!)) big += 1;
  }
  if (Math.max(little, big) < units * 0.9 || little === big) return null;
  return little > big ? 'utf-16le' : 'utf-16be';
}

function isHighByte(byte: number): boolean {
  return byte === 0x00 || byte === 0x04 || byte === 0x05 || byte === 0x20;
}

/** Windows-1251 when what is beyond ASCII is, for the most part, Cyrillic letters standing beside each other. */
function windows1251(bytes: Uint8Array): Decoded | null {
  const text = new TextDecoder('windows-1251').decode(bytes);
  const beyond = text.match(/[^\u0000-\u007F]/gu)?.length ?? 0;
  const cyrillic = text.match(/[А-Яа-яЁёІіЇїЎў]/gu)?.length ?? 0;
  // Western European text read as Windows-1251 has single Cyrillic letters inside Latin words.
  const strayed = text.match(/[A-Za-z][А-Яа-яЁёІіЎў]|[А-Яа-яЁёІіЎў][A-Za-z]/gu)?.length ?? 0;
  if (beyond === 0 || cyrillic < beyond * 0.7 || strayed > cyrillic * 0.2) return null;
  return {
    ok: true,
    text,
    encoding: 'windows-1251',
    damaged: /(?<=\p{L})\?(?=\p{L})|(?:^|[\s,;"])\?(?=\p{Ll})/mu.test(text),
  };
}

function hasControls(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
