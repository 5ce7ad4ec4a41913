/** Rows of a list of organisations → a tree that may hang on the one there is. Parents may stand below their children in the file. */
import type { Locale } from '#lib/i18n/locales.ts';
import { LOCALES } from '#lib/i18n/locales.ts';
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ImportColumn } from './import-header.ts';
import type { OrganisationField } from './import-fields.ts';
import { plainCode, type PlaceFinder } from './import-places.ts';
import { rowReader, type ImportProblem, type RowReader } from './import-problems.ts';
import { readChoice, readDegrees, readEmail, readPhone, readPoint } from './import-values.ts';
import { KINDS } from './import-words.data.ts';
import type { OrganisationKind } from './people.tables.ts';
import { searchWords } from './search-words.ts';

/** Null: the row does not say. */
export interface OrganisationDraft {
  code: string;
  /** the row gives no code: one was made of the name */
  codeMade: boolean;
  name: Partial<Record<Locale, string>>;
  kind: OrganisationKind | null;
  parent: { existing: string } | { row: number } | null;
  settlement: string | null;
  address: string | null;
  founder: string | null;
  latitude: number | null;
  longitude: number | null;
  phone: string | null;
  email: string | null;
  website: string | null;
}

export interface OrganisationContext {
  columns: readonly ImportColumn[];
  /** of columns that name no language */
  locale: Locale;
  find: PlaceFinder;
  placeName(id: string): string;
  codes: ReadonlySet<string>;
  /** for rows that name none */
  parentId: string | null;
}

export interface ReadOrganisation {
  row: number;
  draft: OrganisationDraft | null;
  problems: ImportProblem[];
}

const NAME_MAX = 250;
const NAMES: readonly (readonly [OrganisationField, Locale])[] = LOCALES.map((locale) => [`name${locale[0]!.toUpperCase()}${locale[1]}` as OrganisationField, locale]);

export function readOrganisationRows(rows: readonly TableRow[], context: OrganisationContext): ReadOrganisation[] {
  const taken = new Set([...context.codes].map(plainCode));
  const inFile = new Map<string, number>();
  const readers = rows.map((row) => rowReader(row, context.columns));
  const codes = readers.map((reader) => {
    const code = plainCode(reader.text('code'));
    if (code === '') return null;
    const before = inFile.get(code);
    if (!/^[A-Z0-9]{2,10}$/.test(code)) reader.problem('code', 'cell.code_unreadable');
    else if (before !== undefined) reader.problem('code', 'cell.code_twice', 'error', { row: before });
    else inFile.set(code, reader.row.row);
    return code;
  });
  for (const code of inFile.keys()) taken.add(code);
  const byName = new Map<string, number[]>();
  const read = readers.map((reader, index): ReadOrganisation => {
    const name = namesOf(reader, context.locale);
    if (Object.keys(name).length === 0) reader.problem(nameField(reader), 'cell.title_missing');
    for (const text of Object.values(name)) byName.set(keyOf(text), [...(byName.get(keyOf(text)) ?? []), reader.row.row]);
    return { row: reader.row.row, problems: reader.problems, draft: { ...restOf(reader), code: codes[index] ?? '', codeMade: false, name, parent: null } };
  });
  readers.forEach((reader, index) => {
    const { draft } = read[index]!;
    draft!.parent = parentOf(reader, context, inFile, byName);
    if (codes[index] === null) {
      // A code that is there under this very name is no new one.
      const known = Object.values(draft!.name).map((text) => context.find(text)).find((answer) => answer.found === 'one' && !answer.nearly);
      if (known) return;
      draft!.code = madeCode(Object.values(draft!.name)[0] ?? '', taken);
      draft!.codeMade = true;
      taken.add(draft!.code);
      reader.problem(reader.has('code') ? 'code' : nameField(reader), 'cell.code_made', 'warning', { code: draft!.code });
    }
  });
  findCircles(read);
  return read.map((one) => (one.problems.some(({ severity }) => severity === 'error') ? { ...one, draft: null } : one));
}

const keyOf = (text: string) => searchWords(text).toSorted().join(' ');
const nameField = (reader: RowReader): OrganisationField => (['name', ...NAMES.map(([field]) => field)] as OrganisationField[]).find((field) => reader.has(field)) ?? 'name';

function namesOf(reader: RowReader, locale: Locale): OrganisationDraft['name'] {
  const name: OrganisationDraft['name'] = {};
  for (const [field, language] of [...NAMES, ['name', locale] as const]) {
    const text = reader.short(field, NAME_MAX);
    if (text !== null) name[language] ??= text;
  }
  return name;
}

function restOf(reader: RowReader): Omit<OrganisationDraft, 'code' | 'codeMade' | 'name' | 'parent'> {
  const together = reader.read('coordinates', ({ text }) => readPoint(text), 'cell.point_unreadable');
  const latitude = reader.read('latitude', (cell) => readDegrees(cell, 90), 'cell.point_unreadable');
  const longitude = reader.read('longitude', (cell) => readDegrees(cell, 180), 'cell.point_unreadable');
  const apart = latitude !== null && longitude !== null ? { latitude, longitude } : null;
  return {
    kind: reader.read('kind', ({ text }) => readChoice(KINDS, text), 'cell.word_unknown', 'error'),
    settlement: reader.short('settlement', 120),
    address: reader.short('address', 300),
    founder: reader.short('founder', NAME_MAX),
    latitude: (apart ?? together)?.latitude ?? null,
    longitude: (apart ?? together)?.longitude ?? null,
    phone: reader.read('phone', ({ text }) => readPhone(text), 'cell.phone_unreadable'),
    email: reader.read('email', ({ text }) => readEmail(text), 'cell.email_unreadable'),
    website: reader.read('website', ({ text }) => readWebsite(text), 'cell.website_unreadable'),
  };
}

function readWebsite(text: string): string | null {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return address.length <= 300 && URL.canParse(address) && /^https?:\/\/[^/]+\.[^/]+/i.test(address) ? address : null;
}

/** The file itself first, by code and by name; then what the registry holds. */
function parentOf(reader: RowReader, context: OrganisationContext, inFile: ReadonlyMap<string, number>, byName: ReadonlyMap<string, number[]>): OrganisationDraft['parent'] {
  const text = reader.text('parent');
  if (text === '') return context.parentId ? { existing: context.parentId } : null;
  const own = reader.row.row;
  const byCode = inFile.get(plainCode(text));
  if (byCode !== undefined && byCode !== own) return { row: byCode };
  const named = (byName.get(keyOf(text)) ?? []).filter((row) => row !== own);
  if (named.length === 1) return { row: named[0]! };
  const answer = context.find(text);
  if (answer.found === 'one') {
    if (answer.nearly) reader.problem('parent', 'cell.organisation_nearly', 'warning', { organisation: context.placeName(answer.id) });
    return { existing: answer.id };
  }
  if (answer.found === 'several' || named.length > 1) {
    const candidates = answer.found === 'several' ? answer.ids.map(context.placeName) : named.map((row) => String(row));
    reader.problem('parent', 'cell.parent_several', 'error', { candidates: candidates.join('; ') });
  } else reader.problem('parent', 'cell.parent_unknown');
  return null;
}

/** Latin letters of the name that are not words of its kind, and a figure while it is taken. */
function madeCode(name: string, taken: ReadonlySet<string>): string {
  const letters = searchWords(name)
    .filter((word) => !/^(?:bibl|kitap|librar|filial|sels|sel|auil|aul|im|imeni|gor|rai)/.test(word))
    .join('')
    .replace(/[^a-zA-Z0-9]/g, '')
    .toUpperCase();
  const stem = (letters || 'LIB').slice(0, 6);
  for (let figure = 1; ; figure += 1) {
    const code = figure === 1 && stem.length >= 2 ? stem : `${stem}${figure}`;
    if (!taken.has(code)) return code;
  }
}

/** Whoever is her own ancestor hangs nowhere: every row of the circle says so. */
function findCircles(read: readonly ReadOrganisation[]): void {
  const byRow = new Map(read.map((one) => [one.row, one]));
  for (const one of read) {
    let at: ReadOrganisation | undefined = one;
    for (let steps = 0; at?.draft?.parent && 'row' in at.draft.parent && steps <= read.length; steps += 1) {
      at = byRow.get(at.draft.parent.row);
      if (at !== one) continue;
      one.problems.push({ row: one.row, column: null, value: '', code: 'cell.parent_circle', severity: 'error', params: {} });
      break;
    }
  }
}

/** A text in the language of the list, as the registry keeps it. */
export const inLanguage = (text: string | null, locale: Locale): LocalizedText | null => (text === null ? null : { [locale]: { text, status: 'original' } });
