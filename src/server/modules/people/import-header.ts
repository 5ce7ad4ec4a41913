/**
 * Where the table begins and what stands in which column. Titles above, headings of two lines with merged cells, a line that numbers the
 * columns: nobody who brings a spreadsheet is asked to tidy it first. Everything guessed here can be corrected by hand.
 */
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import { LANGUAGES } from './import-words.data.ts';
import { readChoice } from './import-values.ts';
import { fieldsOf, HEADINGS, NOT_TAKEN, type ImportField, type ImportKind, type NotTaken } from './import-fields.ts';

export interface ImportColumn {
  /** from 0, as in the cells of a row */
  index: number;
  /** '' where nothing stands above */
  heading: string;
  /** null: not taken */
  field: ImportField | null;
  /** a heading we know and leave out on purpose */
  leftOut: NotTaken | null;
  /** 0–1: how sure the guess is; 0 without one */
  certainty: number;
}

export interface ImportHeader {
  kind: ImportKind;
  /** the rows, by the numbers of the spreadsheet, that hold the heading; empty when there is none */
  rows: number[];
  /** the first row that may hold data, as an index into the rows of the table */
  dataFrom: number;
  columns: ImportColumn[];
}

const SEARCHED = 40;
const MOST_COLUMNS = 100;

/** A heading without its signs: «Ф.И.О. *» → "ф и о". */
export function plainHeading(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}№#]+/gu, ' ')
    .trim();
}

/** «Название на казахском», «қазақша атауы», «name (ru)»: a name and a language. */
const NAME_IN = /(?:^|\s)(?:название|наименование|атауы|аталышы|назва|name|անվանում)(?=\s|$)/u;

interface Known {
  what: ImportField | NotTaken;
  certainty: number;
}

/** Whole headings first, then those that begin alike. «Имя» is a given name, «Имя файла» nothing we know. */
const { whole, beginnings } = (() => {
  const exact = new Map<string, ImportField | NotTaken>();
  const open: [string, ImportField | NotTaken][] = [];
  for (const [what, words] of HEADINGS) {
    for (const word of words) {
      const plain = plainHeading(word.replace('*', ''));
      if (!exact.has(plain)) exact.set(plain, what);
      if (word.endsWith('*')) open.push([plain, what]);
    }
  }
  return { whole: exact, beginnings: open };
})();

function knownHeading(text: string): Known | null {
  const plain = plainHeading(text);
  if (plain === '' || plain.length > 80) return null;
  const named = NAME_IN.exec(plain);
  const language = named && readChoice(LANGUAGES, plain.replace(named[0], ' ').replace(/(?:^|\s)(?:на|in|тілінде|тілде|тилинде)(?=\s|$)/gu, ' ').trim());
  if (language) return { what: `name${language[0]!.toUpperCase()}${language[1]}` as ImportField, certainty: 1 };
  const exact = whole.get(plain);
  if (exact) return { what: exact, certainty: 1 };
  // The longest beginning decides: «дата рождения (полностью)» is no «дата».
  let best: [string, ImportField | NotTaken] | null = null;
  for (const open of beginnings) if (plain.startsWith(`${open[0]} `) && open[0].length > (best?.[0].length ?? 2)) best = open;
  return best ? { what: best[1], certainty: 0.8 } : null;
}

const textsOf = (row: TableRow | undefined): string[] => (row?.cells ?? []).map(({ text }) => text.replace(/\s+/g, ' '));

/** One text over the whole line, merged or alone: a title. */
const isTitle = (texts: readonly string[]) => new Set(texts.filter(Boolean)).size <= 1 && texts.length > 1;

/** 1 2 3 4, or А Б 1 2: a line that numbers the columns. */
export function isNumbering(row: TableRow | undefined): boolean {
  const texts = textsOf(row).filter(Boolean);
  const figures = texts.filter((text) => /^\d{1,2}$/.test(text)).map(Number);
  return (
    texts.length >= 3 &&
    figures.length >= texts.length - 2 &&
    texts.every((text) => /^\d{1,2}$/.test(text) || /^[А-ЯA-Z]$/i.test(text)) &&
    figures.every((figure, index) => index === 0 || figure === figures[index - 1]! + 1) &&
    (figures[0] === 1 || figures[0] === 2)
  );
}

interface Candidate {
  at: number;
  lines: number;
  headings: string[];
  known: (Known | null)[];
  score: number;
}

function candidateOf(at: number, lines: number, headings: string[], known: (Known | null)[]): Candidate {
  const fields = new Set(known.flatMap((one) => (one ? [one.what] : [])));
  const filled = headings.filter(Boolean).length;
  // What nobody knows counts against the line a little: a line of data holds mostly such.
  return { at, lines, headings, known, score: fields.size - (filled - fields.size) * 0.2 - (lines - 1) * 0.1 };
}

/** One line, or two of which the upper one spans columns of the lower. */
function candidatesAt(rows: readonly TableRow[], at: number): Candidate[] {
  const top = textsOf(rows[at]);
  if (isTitle(top)) return [];
  const single = candidateOf(at, 1, top, top.map(knownHeading));
  const bottom = textsOf(rows[at + 1]);
  if (rows[at + 1]?.row !== rows[at]!.row + 1 || isTitle(bottom) || isNumbering(rows[at + 1])) return [single];
  const width = Math.max(top.length, bottom.length);
  const headings: string[] = [];
  const known: (Known | null)[] = [];
  for (let column = 0; column < width; column += 1) {
    const below = bottom[column] ?? '';
    // Without merged cells, as in CSV, the words of a span stand over its first column only.
    let above = top[column] ?? '';
    if (above === '' && below !== '') for (let left = column - 1; left >= 0 && above === '' && (bottom[left] ?? '') !== ''; left -= 1) above = top[left] ?? '';
    const parts = above === below || below === '' ? [above] : above === '' ? [below] : [above, below];
    headings.push(parts.join(': '));
    known.push(parts.length === 2 ? (knownHeading(`${parts[0]} ${parts[1]}`) ?? knownHeading(below) ?? null) : knownHeading(parts[0]!));
    // «ФИО: Имя» begins as a full name does and is a given name.
    if (parts.length === 2 && knownHeading(below)) known[column] = knownHeading(below);
  }
  return [single, candidateOf(at, 2, headings, known)];
}

/** Finds the heading and reads it. `kind`: what the person has said the table holds; else the headings tell. */
export function readHeader(rows: readonly TableRow[], kind?: ImportKind): ImportHeader {
  let best: Candidate | null = null;
  for (let at = 0; at < Math.min(rows.length, SEARCHED); at += 1)
    for (const candidate of candidatesAt(rows, at)) if (candidate.score > (best?.score ?? 0.9)) best = candidate;
  const width = Math.min(MOST_COLUMNS, rows.reduce((most, { cells }) => Math.max(most, cells.length), 0));
  if (!best) return { kind: kind ?? 'staff', rows: [], dataFrom: 0, columns: columnsByLook(rows, width) };
  let dataFrom = best.at + best.lines;
  if (isNumbering(rows[dataFrom])) dataFrom += 1;
  const found = kind ?? kindOf(best.known);
  const columns = Array.from({ length: width }, (_, index): ImportColumn => {
    const known = best.known[index] ?? null;
    return { index, heading: best.headings[index] ?? '', ...settled(known, found) };
  });
  return { kind: found, rows: rows.slice(best.at, dataFrom).map(({ row }) => row), dataFrom, columns: onlyOnce(columns) };
}

/** Tables of organisations speak of types, founders and parents; tables of staff of posts and births. */
function kindOf(known: readonly (Known | null)[]): ImportKind {
  const has = (...fields: (ImportField | NotTaken)[]) => known.filter((one) => one && fields.includes(one.what)).length;
  const staff = has('fullName', 'familyName', 'givenName', 'patronymic') * 3 + has('position', 'birthDate', 'sex', 'rate', 'hiredOn', 'educationLevel', 'category', 'age', 'tenure');
  const organisations = has('kind', 'parent', 'founder', 'coordinates', 'latitude', 'staffUnits') * 2 + has('nameKk', 'nameRu', 'name', 'settlement', 'address', 'code', 'website');
  return organisations > staff ? 'organisations' : 'staff';
}

/** The same words mean another thing in the other kind of table: «код» is the library's code in a list of staff. */
const ELSEWHERE: Readonly<Record<ImportKind, Partial<Record<ImportField, ImportField>>>> = {
  staff: { code: 'organisationCode', name: 'organisation', nameRu: 'organisation', parent: 'organisation', settlement: 'district' },
  organisations: { organisation: 'name', organisationCode: 'code', district: 'parent', fullName: 'name' },
};

function settled(known: Known | null, kind: ImportKind): Pick<ImportColumn, 'field' | 'leftOut' | 'certainty'> {
  if (!known) return { field: null, leftOut: null, certainty: 0 };
  if ((NOT_TAKEN as readonly string[]).includes(known.what)) return { field: null, leftOut: known.what as NotTaken, certainty: known.certainty };
  const own = fieldsOf(kind).includes(known.what as ImportField);
  const field = own ? (known.what as ImportField) : (ELSEWHERE[kind][known.what as ImportField] ?? null);
  return { field, leftOut: null, certainty: field === null ? 0 : own ? known.certainty : 0.6 };
}

/** Of two columns that claim one field the surer one has it, else the left one. Names in parts leave the whole name aside. */
function onlyOnce(columns: ImportColumn[]): ImportColumn[] {
  const holder = new Map<ImportField, ImportColumn>();
  for (const column of columns) {
    const other = column.field && holder.get(column.field);
    if (!column.field) continue;
    if (!other || column.certainty > other.certainty) holder.set(column.field, column);
  }
  const parts = holder.has('familyName') && holder.has('givenName');
  // A surname alone is a whole name, and so is a given name alone: «Аты» heads many a list.
  const alone = !holder.has('fullName') && (holder.has('familyName') !== holder.has('givenName'));
  return columns.map((column) => {
    if (column.field === null || holder.get(column.field) !== column || (parts && column.field === 'fullName')) return { ...column, field: null, certainty: 0 };
    if (alone && !holder.has('patronymic') && (column.field === 'familyName' || column.field === 'givenName')) return { ...column, field: 'fullName', certainty: 0.6 };
    return column;
  });
}

/** Without a heading: what the cells look like. Only what cannot be mistaken; the rest is for the person to say. */
function columnsByLook(rows: readonly TableRow[], width: number): ImportColumn[] {
  const sample = rows.slice(0, 200);
  const share = (index: number, looks: RegExp) => {
    const filled = sample.map(({ cells }) => cells[index]?.text ?? '').filter(Boolean);
    return filled.length === 0 ? 0 : filled.filter((text) => looks.test(text)).length / filled.length;
  };
  const columns = Array.from({ length: width }, (_, index): ImportColumn => {
    const guess = (field: ImportField): ImportColumn => ({ index, heading: '', field, leftOut: null, certainty: 0.5 });
    if (share(index, /^\S+@\S+\.\S+$/) > 0.6) return guess('email');
    if (share(index, /^\+?[78][\d\s()-]{9,}$/) > 0.6) return guess('phone');
    if (share(index, /^\p{Lu}[\p{L}\p{M}'’-]+(?: \p{L}[\p{L}\p{M}'’.-]*){1,3}$/u) > 0.7) return guess('fullName');
    return { index, heading: '', field: null, leftOut: null, certainty: 0 };
  });
  return onlyOnce(columns);
}

/** By what a table of the same make is known again: its headings in their order. */
export const headerSignature = (header: Pick<ImportHeader, 'kind' | 'columns'>): string => `${header.kind}:${header.columns.map(({ heading }) => plainHeading(heading)).join('|')}`;
