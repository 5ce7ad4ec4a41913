import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';

/**
 * The compiler also looks at the fonts of the machine and may prefer them. With families named by us the machine's own
 * Noto of some other version can never slip into a document, and equal input gives equal bytes on every server.
 */
export const SERIF = 'Sheberlik Serif';
export const SANS = 'Sheberlik Sans';
export const SERIF_ARMENIAN = 'Sheberlik Serif Armenian';
export const SANS_ARMENIAN = 'Sheberlik Sans Armenian';

interface FontFile {
  family: string;
  style: 'Regular' | 'SemiBold';
  file: string;
}

/** Only the weights that the templates use: each Noto file costs half a megabyte of memory in the child. */
const FONT_FILES: readonly FontFile[] = [
  { family: SERIF, style: 'Regular', file: '@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf' },
  { family: SERIF, style: 'SemiBold', file: '@expo-google-fonts/noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf' },
  { family: SANS, style: 'Regular', file: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf' },
  { family: SANS, style: 'SemiBold', file: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf' },
  ...armenian(SERIF_ARMENIAN, 'noto-serif-armenian'),
  ...armenian(SANS_ARMENIAN, 'noto-sans-armenian'),
];

function armenian(family: string, name: string): FontFile[] {
  const file = (weight: number): string => `@fontsource/${name}/files/${name}-armenian-${weight}-normal.woff`;
  return [
    { family, style: 'Regular', file: file(400) },
    { family, style: 'SemiBold', file: file(600) },
  ];
}

interface Table {
  tag: string;
  data: Buffer;
}

/** The fonts of all templates as TrueType, converted and renamed in memory: nothing is written to disk, so nothing can be swapped there. */
export function loadFonts(): Buffer[] {
  return FONT_FILES.map(({ family, style, file }) => {
    const { flavour, tables } = readTables(readPackageFile(file));
    const renamed = tables.map((table) =>
      table.tag === 'name' ? { tag: 'name', data: nameTable(family, style) } : table,
    );
    return writeSfnt(flavour, renamed);
  });
}

/** Invisible signs that turn the direction of writing: on paper they would let a name pass for another. */
const TURNS_TEXT = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

let covered: Set<number> | undefined;

/**
 * The characters of `text` that none of the fonts can print, each once, in order; empty when all is well.
 * Ask before accepting a name that shall be printed: the renderer refuses a document with a missing letter.
 */
export function unprintable(text: string): string[] {
  covered ??= new Set(
    FONT_FILES.filter(({ style }) => style === 'Regular')
      .map(({ file }) => codePoints(readTables(readPackageFile(file)).tables))
      // A character is fine only when both the serif and the sans (or their Armenian companions) have it.
      .reduce<Set<number>[]>((pairs, set, index) => {
        const pair = pairs[index >> 1];
        if (pair) pairs[index >> 1] = pair.intersection(set);
        else pairs.push(set);
        return pairs;
      }, [])
      .flatMap((set) => [...set]),
  );
  const known = covered;
  return [...new Set(text.normalize('NFC'))].filter((character) => {
    const point = character.codePointAt(0) ?? 0;
    return point >= 0x20 && (!known.has(point) || TURNS_TEXT.test(character));
  });
}

/** Signs that no font of ours holds (an emoji in a title) are left out: a paper without them is better than none. */
export function printable<D>(data: D): D {
  return JSON.parse(JSON.stringify(data), (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const missing = unprintable(value.replace(/\s/g, ' '));
    return missing.length === 0 ? value : missing.reduce((text, sign) => text.replaceAll(sign, ''), value).trim();
  }) as D;
}

function readPackageFile(file: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(file)));
}

/** Reads the tables of a TrueType file or of a WOFF 1.0 file (the same tables, each deflated on its own). */
function readTables(file: Buffer): { flavour: number; tables: Table[] } {
  if (file.toString('latin1', 0, 4) === 'wOFF') {
    const count = file.readUInt16BE(12);
    const tables = Array.from({ length: count }, (_, index) => {
      const entry = 44 + 20 * index;
      const start = file.readUInt32BE(entry + 4);
      const stored = file.subarray(start, start + file.readUInt32BE(entry + 8));
      const length = file.readUInt32BE(entry + 12);
      return {
        tag: file.toString('latin1', entry, entry + 4),
        data: stored.length < length ? inflateSync(stored, { maxOutputLength: length }) : stored,
      };
    });
    return { flavour: file.readUInt32BE(4), tables };
  }
  const count = file.readUInt16BE(4);
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = 12 + 16 * index;
    const start = file.readUInt32BE(entry + 8);
    return {
      tag: file.toString('latin1', entry, entry + 4),
      data: file.subarray(start, start + file.readUInt32BE(entry + 12)),
    };
  });
  return { flavour: file.readUInt32BE(0), tables };
}

function writeSfnt(flavour: number, tables: readonly Table[]): Buffer {
  const sorted = [...tables].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const power = Math.floor(Math.log2(sorted.length));
  const head = Buffer.alloc(12 + 16 * sorted.length);
  head.writeUInt32BE(flavour, 0);
  head.writeUInt16BE(sorted.length, 4);
  head.writeUInt16BE(16 << power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(16 * sorted.length - (16 << power), 10);
  const parts = [head];
  let offset = head.length;
  sorted.forEach(({ tag, data }, index) => {
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    data.copy(padded);
    const entry = 12 + 16 * index;
    head.write(tag, entry, 'latin1');
    head.writeUInt32BE(checksum(padded), entry + 4);
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(data.length, entry + 12);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

/** A `name` table with the names a compiler looks up: family, style, unique id, full name, PostScript name. */
function nameTable(family: string, style: string): Buffer {
  const full = `${family} ${style}`;
  const names: [id: number, text: string][] = [
    [1, family],
    [2, style],
    [3, full],
    [4, full],
    [6, full.replaceAll(' ', '')],
  ];
  const storage = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  const head = Buffer.alloc(6 + 12 * names.length);
  head.writeUInt16BE(names.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  names.forEach(([id], index) => {
    const length = storage[index]?.length ?? 0;
    // Windows platform, Unicode BMP, English.
    [3, 1, 0x409, id, length, offset].forEach((value, field) => head.writeUInt16BE(value, 6 + 12 * index + 2 * field));
    offset += length;
  });
  return Buffer.concat([head, ...storage]);
}

/** The code points that a font maps to a glyph: subtables of format 4 and 12, which all our fonts use. */
function codePoints(tables: readonly Table[]): Set<number> {
  const found = new Set<number>();
  const cmap = tables.find(({ tag }) => tag === 'cmap')?.data;
  if (!cmap) return found;
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    const format = table.readUInt16BE(0);
    if (format === 12) {
      for (let group = 0; group < table.readUInt32BE(12); group += 1) {
        const last = table.readUInt32BE(16 + 12 * group + 4);
        for (let point = table.readUInt32BE(16 + 12 * group); point <= last; point += 1) found.add(point);
      }
    } else if (format === 4) {
      const segments = table.readUInt16BE(6);
      for (let segment = 0; segment < segments; segment += 2) {
        const last = table.readUInt16BE(14 + segment);
        for (let point = table.readUInt16BE(16 + segments + segment); point <= last; point += 1) {
          if (point !== 0xffff) found.add(point);
        }
      }
    }
  }
  return found;
}

/** A text without the signs that no font of ours holds: titles of organisers may have them, printed names were checked when they were given. */
export function withoutUnprintable(text: string): string {
  return unprintable(text).reduce((rest, sign) => rest.replaceAll(sign, ''), text).trim();
}
