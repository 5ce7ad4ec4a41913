import { z } from 'zod';
import { invalid, InvalidInput } from '#server/platform/errors.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { nameKey } from './names.ts';
import { NAME_LIST_LIMITS, parseNameList, type ListedPerson, type ListProblem, type NameList } from './name-list.ts';

/** A list as it was typed or pasted. */
export const pastedNames = () => z.string('list.empty').max(NAME_LIST_LIMITS.characters, 'list.too_large');

export interface ReadList {
  /** Lines that can be taken, each name once. */
  people: ListedPerson[];
  /** Lines that cannot: with an error. */
  refused: ListedPerson[];
  /** Lines whose name stands above already, or in the list that is there. */
  duplicates: ListedPerson[];
  blankLines: number;
}

/** A pasted list parted into what can be taken and what not. `known`: keys of names that the list holds already. */
export function readList(text: string, options: { tidy: boolean; known?: ReadonlySet<string> }): Extract<NameList, { ok: false }> | ({ ok: true } & ReadList) {
  const list = parseNameList(text);
  if (!list.ok) return list;
  const people: ListedPerson[] = [];
  const refused: ListedPerson[] = [];
  const duplicates: ListedPerson[] = [];
  for (const person of list.people) {
    const read = options.tidy ? tidied(person) : person;
    const [missing] = read.problems.some(isError) ? [] : unprintable(read.name);
    if (missing !== undefined) read.problems.push({ code: 'name.script', field: 'name', severity: 'error', params: { char: missing } });
    if (read.problems.some(isError)) refused.push(read);
    else if (read.problems.some(({ code }) => code === 'list.duplicate')) duplicates.push(read);
    else if (options.known?.has(nameKey(read.name))) duplicates.push({ ...read, problems: [...read.problems, { code: 'list.duplicate', field: 'name', severity: 'warning', params: { line: 0 } }] });
    else people.push(read);
  }
  return { ok: true, people, refused, duplicates, blankLines: list.blankLines };
}

const isError = (problem: ListProblem) => problem.severity === 'error';

/** The line with what was offered taken: capitals, letters of one script, the address that was meant. */
function tidied(person: ListedPerson): ListedPerson {
  const offers = (field: ListProblem['field']) => person.problems.find((one) => one.field === field && one.suggestion !== undefined)?.suggestion;
  const name = offers('name');
  const email = offers('email');
  if (name === undefined && email === undefined) return person;
  const taken = (one: ListProblem) => one.suggestion !== undefined && (one.field === 'name' || one.field === 'email');
  return {
    ...person,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    problems: person.problems.filter((one) => !taken(one)),
  };
}

/** So many lines of each sort are shown; the rest is counted. */
const MOST_SHOWN = 100;

export interface PreviewLine {
  line: number;
  /** As it was read. */
  name: string;
  problems: { code: string; params: Record<string, string | number>; suggestion: string | null }[];
}

/** What would become of a list, before anything is stored. Each part holds the first hundred lines; the numbers count all. */
export interface NamesPreview {
  people: { line: number; name: string; position: string; email: string }[];
  count: number;
  /** Cannot be taken. */
  refused: PreviewLine[];
  refusedCount: number;
  /** Left out: the name stands above, or in the list that is there. */
  duplicates: PreviewLine[];
  duplicateCount: number;
  /** To be looked at again; with a suggestion where there is one. */
  offers: PreviewLine[];
  /** Lines for which something is offered that can be taken with one tick. */
  offerCount: number;
  blankLines: number;
}

const lineOf = (person: ListedPerson): PreviewLine => ({
  line: person.line,
  name: person.name,
  problems: person.problems.map(({ code, params, suggestion }) => ({ code, params: { ...params }, suggestion: suggestion ?? null })),
});

/** Reads a pasted list for the page. `known`: keys of names that the list holds already. Errors beside `names`: `list.empty`, `list.too_long`, `list.too_large`. */
export function previewNames(text: string, options: { tidy: boolean; known?: ReadonlySet<string> }): NamesPreview {
  const read = readOrRefuse(text, options);
  const asTyped = options.tidy ? readOrRefuse(text, { ...options, tidy: false }) : read;
  const toLookAt = asTyped.people.filter((person) => person.problems.length > 0);
  return {
    people: read.people.slice(0, MOST_SHOWN).map(({ line, name, position, email }) => ({ line, name, position: position ?? '', email: email ?? '' })),
    count: read.people.length,
    refused: read.refused.slice(0, MOST_SHOWN).map(lineOf),
    refusedCount: read.refused.length,
    duplicates: read.duplicates.slice(0, MOST_SHOWN).map(lineOf),
    duplicateCount: read.duplicates.length,
    offers: toLookAt.slice(0, MOST_SHOWN).map(lineOf),
    offerCount: toLookAt.filter((person) => person.problems.some((problem) => problem.suggestion !== undefined)).length,
    blankLines: read.blankLines,
  };
}

/** A list that may be taken, or why not, beside `names`: `list.has_errors`, `list.nobody`. */
export function refuseUnusable(preview: Pick<NamesPreview, 'refusedCount' | 'count'>, options: { leaveOut: boolean }): void {
  if (preview.refusedCount > 0 && !options.leaveOut) throw invalid('names', 'list.has_errors', { count: preview.refusedCount });
  if (preview.count === 0) throw invalid('names', 'list.nobody');
}

/** The same, or why it cannot be read, beside `names`. */
export function readOrRefuse(text: string, options: { tidy: boolean; known?: ReadonlySet<string> }): ReadList {
  const list = readList(text, options);
  if (!list.ok) throw new InvalidInput([{ field: 'names', code: list.code, params: { ...list.params } }]);
  return list;
}
