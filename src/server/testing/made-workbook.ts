import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file as tests want it, sound or not. */
export function makeZip(parts: Readonly<Record<string, string | Buffer>>, options: { declared?: number; flags?: number } = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(options.flags ?? 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(options.declared ?? raw.length, 18);
    head.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, title, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), head, place, title]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface MadeWorkbook {
  /** what stands in `<worksheet>`, sheet by sheet */
  sheets: readonly { name: string; xml: string; state?: 'hidden' | 'veryHidden' }[];
  /** the words of the workbook: each the inside of `<si>` */
  strings?: readonly string[];
  /** formats of cells by their number: a built-in one or a code */
  formats?: readonly (number | string)[];
  epoch1904?: boolean;
  more?: Readonly<Record<string, string>>;
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook, to be zipped as they are or spoiled before. */
export function workbookParts({ sheets, strings = [], formats = [], epoch1904 = false, more = {} }: MadeWorkbook): Record<string, string> {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const relations = (list: readonly [string, string][]) =>
    `<Relationships>${list.map(([type, target], index) => `<Relationship Id="r${index}" Type="${REL}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns:r="${REL}"><workbookPr date1904="${epoch1904 ? 1 : 0}"/><sheets>${sheets
      .map(({ name, state }, index) => `<sheet name="${escape(name)}" sheetId="${index + 7}"${state ? ` state="${state}"` : ''} r:id="r${index}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]), ['sharedStrings', '/xl/sharedStrings.xml'], ['styles', 'styles.xml']]),
    'xl/sharedStrings.xml': `<sst>${strings.map((inside) => `<si>${inside}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats.map((format, index) => (typeof format === 'string' ? `<numFmt numFmtId="${164 + index}" formatCode="${escape(format)}"/>` : '')).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
      .map((format, index) => `<xf numFmtId="${typeof format === 'string' ? 164 + index : format}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map(({ xml }, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet>${xml}</worksheet>`])),
    ...more,
  };
}

export const makeWorkbook = (workbook: MadeWorkbook): Buffer => makeZip(workbookParts(workbook));

/** Rows of plain words as a sheet. */
export function sheetOf(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) =>
    value === null ? '<c/>' : typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  return `<sheetData>${rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData>`;
}
