/**
 * A list of people as a contact person types or pastes it, one on each line → people with what is wrong beside each.
 * Numbers and bullets in front, columns by tab or semicolon, a heading, blank lines and e-mail addresses anywhere are understood.
 * Nothing typed is lost: a line that cannot be used is still in the result, with the reason.
 */
import { nameKey } from './names.ts';
import { checkPrintedName, type NameErrorCode, type NameWarningCode } from './printed-name.ts';
import { checkEmail, type EmailErrorCode } from './email-check.ts';
import {
  ADDRESS,
  isNumberHeading,
  looksLikeName,
  rolesByHeading,
  rolesByLook,
  type ColumnRole,
} from './name-list-columns.ts';

export const NAME_LIST_LIMITS = { lines: 5000, characters: 1_000_000, position: 200 };

export interface ListProblem {
  code:
    | NameErrorCode
    | NameWarningCode
    | EmailErrorCode
    | 'email.likely_slip'
    | 'position.too_long'
    /** the same name stands in line `params.line` */
    | 'list.duplicate';
  field: 'name' | 'position' | 'email';
  /** an error keeps the line from being registered, a warning asks to look again */
  severity: 'error' | 'warning';
  params: Readonly<Record<string, string | number>>;
  suggestion?: string;
}

export interface ListedPerson {
  /** number of the line as typed, from 1 */
  line: number;
  name: string;
  position?: string;
  email?: string;
  problems: ListProblem[];
}

export type NameList =
  | { ok: true; people: ListedPerson[]; blankLines: number; headingLine: number | null }
  | { ok: false; code: 'list.empty' | 'list.too_long' | 'list.too_large'; params: { lines?: number; max?: number } };

interface Line {
  line: number;
  cells: string[];
}

/** A tab after a number parts columns and stays: see `dropNumberColumn`. */
const BULLET = /^[^\S\t]*(?:[-–—•·*▪◦●○‣►☐☑✓✔>]+|\[[ xх]?\])[^\S\t]*/iu;
const NUMBER =
  /^[^\S\t]*(?:№[^\S\t]*)?\(?\d{1,4}(?:\.\d{1,3})*[^\S\t]*(?:[.):\]]+[^\S\t]*(?![\t;])|[-–—][^\S\t]+|[^\S\t]+(?=\p{Lu}))/u;

/** Reads a list. Over 5,000 lines with text, or a million characters, are refused whole: such a list is a file to import. */
export function parseNameList(text: string): NameList {
  const { lines: max, characters } = NAME_LIST_LIMITS;
  if (text.length > characters) return { ok: false, code: 'list.too_large', params: { max: characters } };
  const typed = text.replace(/\uFEFF/g, '').split(/\r\n|[\n\r\v\u0085\u2028\u2029]/);
  const separator = commaSeparated(typed) ? ',' : null;
  let lines: Line[] = typed
    .map((raw, index) => ({ line: index + 1, cells: cellsOf(raw, separator) }))
    .filter(({ cells }) => cells.length > 0);
  dropNumberColumn(lines);
  const blankLines = typed.length - lines.length;
  if (lines.length === 0) return { ok: false, code: 'list.empty', params: {} };
  if (lines.length > max) return { ok: false, code: 'list.too_long', params: { lines: lines.length, max } };

  let headingLine: number | null = null;
  let roles = rolesByHeading(lines[0]!.cells);
  if (roles || isTitle(lines[0]!.cells)) {
    headingLine = lines[0]!.line;
    lines = lines.slice(1);
  }
  lines = lines.flatMap(oneLineOfNames(lines.length));
  // A heading of one word over lines of several columns says nothing about the others.
  if (!roles || (roles.length === 1 && lines.some(({ cells }) => cells.length > 1)))
    roles = rolesByLook(lines.map(({ cells }) => cells));
  const people = lines.map((line) => personOf(line, roles));
  markDuplicates(people);
  return { ok: true, people, blankLines, headingLine };
}

/** Commas part columns only where the heading says so: in a list of people they stand before a position more often. */
function commaSeparated(typed: readonly string[]): boolean {
  const heading = (typed.find((raw) => raw.trim() !== '') ?? '').split(',').map((cell) => cell.trim());
  if (heading.length < 2 || typed.some((raw) => /[\t;]/.test(raw))) return false;
  // «Фамилия, имя, отчество» is the heading of one column.
  return (rolesByHeading(heading) ?? []).some((role) => role === 'position' || role === 'email');
}

/** The cells of a line without its number or bullet; empty when nothing but these was typed. */
function cellsOf(raw: string, comma: ',' | null): string[] {
  const text = raw.replace(BULLET, '').replace(NUMBER, '').replace(BULLET, '');
  const separator = comma ?? (text.includes('\t') ? '\t' : ';');
  const cells = text.split(separator).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/^[\s,;]+|[\s,;]+$/g, ''),
  );
  while (cells.length > 0 && cells.at(-1) === '') cells.pop();
  return /[\p{L}\p{N}\p{S}]/u.test(cells.join('')) && !/^\d{1,4}[.)]?$/.test(cells.join('')) ? cells : [];
}

/** The column of row numbers, where the list has one: its heading and the rows without a number lose the cell too. */
function dropNumberColumn(lines: readonly Line[]): void {
  const tables = lines.filter(({ cells }) => cells.length > 1);
  const isNumber = (cell = '') => /^(?:№\s*)?\d{1,4}[.)]?$/.test(cell) || isNumberHeading(cell);
  const numbered = tables.filter(({ cells }) => isNumber(cells[0])).length;
  for (const { cells } of tables) {
    if (isNumber(cells[0]) || (cells[0] === '' && numbered * 2 >= tables.length)) cells.shift();
  }
}

function isTitle(cells: readonly string[]): boolean {
  return cells.length === 1 && /:$/.test(cells[0]!) && !cells[0]!.includes('@');
}

/** The only line holds several names between semicolons: each is a person of line 1. */
function oneLineOfNames(count: number): (line: Line) => Line[] {
  return (line) =>
    count === 1 && line.cells.length > 1 && line.cells.every(looksLikeName)
      ? line.cells.map((cell) => ({ line: line.line, cells: [cell] }))
      : [line];
}

function personOf({ line, cells }: Line, roles: readonly ColumnRole[]): ListedPerson {
  const parts: Partial<Record<ColumnRole, string>> = {};
  const stray: string[] = [];
  cells.forEach((cell, column) => {
    const role = roles[column] ?? 'ignored';
    const address = role === 'email' ? null : ADDRESS.exec(cell);
    if (address && parts.email === undefined) {
      parts.email = address[0].replace(/^[<(]|[>)]$/g, '');
      const rest = (cell.slice(0, address.index) + cell.slice(address.index + address[0].length)).replace(
        /^[\s,–—-]+|[\s,–—-]+$/g,
        '',
      );
      if (rest !== '') parts[role] = rest;
    } else if (cell !== '') {
      if (parts[role] === undefined) parts[role] = cell;
      else stray.push(cell);
    }
  });
  const together = [parts.lastName, parts.firstName, parts.middleName].filter(Boolean).join(' ');
  const typedName = parts.name ?? together;
  const { name, position } =
    parts.position === undefined ? splitPosition(typedName) : { name: typedName, position: parts.position };
  const person: ListedPerson = { line, name, problems: [] };
  if (position) person.position = position.replace(/\s+/g, ' ');
  if (parts.email) person.email = parts.email;
  examine(person);
  return person;
}

/** «Касымова Айгуль, библиотекарь», «Касымова Айгуль — заведующая», «Касымова Айгуль (библиотекарь)», "Smith, John". */
function splitPosition(text: string): { name: string; position?: string } {
  const match = /^([^,()]+?)\s*(?:,\s*|\s[-–—]+\s+|\()(.+?)\)?$/u.exec(text);
  if (!match) return { name: text };
  const [, head = '', rest = ''] = match;
  if (looksLikeName(head)) return { name: head, position: rest };
  if (/,/.test(text) && looksLikeName(`${head} ${rest}`)) return { name: `${head} ${rest}` };
  return { name: text };
}

function examine(person: ListedPerson): void {
  const checked = checkPrintedName(person.name);
  if (checked.ok) person.name = checked.value;
  for (const { code, params } of checked.errors)
    person.problems.push({ code, field: 'name', severity: 'error', params: params as Record<string, string | number> });
  for (const { code, suggestion, word } of checked.warnings) {
    person.problems.push({
      code,
      field: 'name',
      severity: 'warning',
      params: word === undefined ? {} : { word },
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  const max = NAME_LIST_LIMITS.position;
  if (person.position && [...person.position].length > max) {
    person.problems.push({ code: 'position.too_long', field: 'position', severity: 'error', params: { max } });
  }
  if (person.email === undefined) return;
  const email = checkEmail(person.email);
  const offer = email.suggestion === null ? {} : { suggestion: email.suggestion };
  if (!email.ok) {
    person.problems.push({
      code: email.code,
      field: 'email',
      severity: 'error',
      params: email.params as Record<string, string | number>,
      ...offer,
    });
    return;
  }
  person.email = email.email;
  if (email.suggestion !== null)
    person.problems.push({ code: 'email.likely_slip', field: 'email', severity: 'warning', params: {}, ...offer });
}

/** The second and every later line of one name points at the first; spelling and order of words do not count. */
function markDuplicates(people: readonly ListedPerson[]): void {
  const first = new Map<string, number>();
  for (const person of people) {
    const key = nameKey(person.name);
    if (key === '') continue;
    const line = first.get(key);
    if (line === undefined) first.set(key, person.line);
    else person.problems.push({ code: 'list.duplicate', field: 'name', severity: 'warning', params: { line } });
  }
}
