/** The small parts of a workbook: which sheets it has, its words and its formats. */
import { formatKind, type FormatKind } from './serial-dates.ts';
import { TableRefusal } from './table.ts';
import { attribute, isOn, readXml } from './xml.ts';
import type { Zip, ZipPart } from './zip.ts';

export interface SheetEntry {
  name: string;
  visible: boolean;
  part: ZipPart;
}

export interface WorkbookParts {
  sheets: SheetEntry[];
  epoch1904: boolean;
  strings: ZipPart | undefined;
  styles: ZipPart | undefined;
}

const MOST_SHEETS = 500;
/** A workbook names at most 64,000 formats of cells. */
const MOST_FORMATS = 65_000;

/** Follows the relations from the root of the package: programs put the parts where they like. */
export async function findParts(zip: Zip): Promise<WorkbookParts> {
  const book = [...(await relations(zip, '')).values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  const part = zip.parts.get(book);
  if (!part) throw new TableRefusal('table.not_a_table');
  const related = await relations(zip, book);
  const listed: { name: string; visible: boolean; relation: string }[] = [];
  let epoch1904 = false;
  let isWorkbook = false;
  await readXml(zip.stream(part), {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') epoch1904 = isOn(attribute(attributes, 'date1904'));
      if (name !== 'sheet') return;
      if (listed.length === MOST_SHEETS) throw new TableRefusal('table.damaged');
      // `id` by its prefix: `sheetId` and `r:id` stand side by side.
      listed.push({
        name: (attribute(attributes, 'name') ?? '').slice(0, 100),
        visible: !/hidden/i.test(attribute(attributes, 'state') ?? ''),
        relation: attributes['r:id'] ?? attribute(attributes, 'id') ?? '',
      });
    },
  });
  if (!isWorkbook) throw new TableRefusal('table.not_a_table');
  const sheets = listed.flatMap(({ name, visible, relation }) => {
    const found = related.get(relation);
    const sheet = found?.type.endsWith('/worksheet') ? zip.parts.get(found.target) : undefined;
    return sheet ? [{ name, visible, part: sheet }] : [];
  });
  const byType = (type: string) => {
    const found = [...related.values()].find((relation) => relation.type.endsWith(`/${type}`));
    return found && zip.parts.get(found.target);
  };
  return { sheets, epoch1904, strings: byType('sharedStrings'), styles: byType('styles') };
}

async function relations(zip: Zip, source: string): Promise<Map<string, { type: string; target: string }>> {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const part = zip.parts.get(`${folder}_rels/${source.slice(folder.length)}.rels`);
  const found = new Map<string, { type: string; target: string }>();
  if (!part) return found;
  await readXml(zip.stream(part), {
    open(name, attributes) {
      const target = attribute(attributes, 'Target') ?? '';
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
      found.set(attribute(attributes, 'Id') ?? '', { type: attribute(attributes, 'Type') ?? '', target: resolved(folder, target) });
    },
  });
  return found;
}

/** `../x` and `/xl/x` as names of parts; a path out of the package names no part, so it finds nothing. */
function resolved(folder: string, target: string): string {
  const segments: string[] = [];
  for (const segment of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** What Excel writes for signs that XML forbids: `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text;

/** The words of the workbook, each once. `most`: no cell may be longer, so what stands beyond is cut off and refused where it is used. */
export async function readStrings(zip: Zip, part: ZipPart | undefined, most: number): Promise<string[]> {
  const strings: string[] = [];
  if (!part) return strings;
  let text = '';
  let inText = false;
  let phonetic = 0;
  await readXml(zip.stream(part), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') inText = phonetic === 0;
    },
    text(chunk) {
      if (inText && text.length <= most) text += chunk.slice(0, most + 1);
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

/** What each format of cells makes of a number. */
export async function readFormats(zip: Zip, part: ZipPart | undefined): Promise<FormatKind[]> {
  const formats: FormatKind[] = [];
  if (!part) return formats;
  const codes = new Map<number, string>();
  let inCells = false;
  await readXml(zip.stream(part), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells && formats.length < MOST_FORMATS) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        formats.push(formatKind(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}
