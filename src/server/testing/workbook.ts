import { inflateRawSync } from 'node:zlib';

/** The parts of a zip file by their names. */
export function unzip(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes);
  const parts = new Map<string, string>();
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006') + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength, extra, comment, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    parts.set(zip.toString('utf8', at + 46, at + 46 + nameLength), (method === 8 ? inflateRawSync(data) : data).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

const unescape = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

/** A → 0, Z → 25, AA → 26 */
const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** A workbook as a person sees it: the rows of each sheet by the sheet's name, every cell as text. */
export function readWorkbook(bytes: Uint8Array): Map<string, string[][]> {
  const parts = unzip(bytes);
  const strings = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, item = '']) =>
    unescape([...item.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text).join('')),
  );
  const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name = '']) => unescape(name));
  return new Map(
    names.map((name, index) => {
      const sheet = parts.get(`xl/worksheets/sheet${index + 1}.xml`) ?? '';
      const rows = [...sheet.matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)].map(([, row = '']) => {
        const cells: string[] = [];
        for (const [, reference = '', attributes = '', cell = ''] of row.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
          const value = /<v>([\s\S]*?)<\/v>/.exec(cell)?.[1] ?? '';
          // Empty cells are left out of the file.
          while (cells.length < columnOf(reference)) cells.push('');
          cells.push(attributes.includes('t="s"') ? (strings[Number(value)] ?? '') : unescape(value));
        }
        return cells;
      });
      return [name, rows];
    }),
  );
}
