import type { Locale } from '#lib/i18n/index.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { newId } from '#server/platform/ids.ts';
import { nameKey, type CountryProfile } from '#server/modules/people/index.ts';
import { parseNameList, type ListedPerson, type ListProblem, type NameList } from './name-list.ts';
import type { NewRegistration } from './registrations.queries.ts';
import { searchKey } from './search-key.ts';
import type { RegistrationState } from './seminars.tables.ts';

/** Lists above this size wait for an organiser, whatever the event says. */
export const LIST_WITHOUT_APPROVAL = 30;
/** Names of one reading room. */
export const LONGEST_LIST = 5000;

export interface ReadList {
  /** Lines that can be registered, each name once. */
  people: ListedPerson[];
  /** Lines that cannot: with an error. */
  refused: ListedPerson[];
  /** Lines whose name stands above already, or in the list that is there. */
  duplicates: ListedPerson[];
  blankLines: number;
}

/** A pasted list parted into what can be registered and what not. `known`: keys of names that the list holds already. */
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

/** A line of a list as it is stored. */
export function memberRow(
  person: ListedPerson,
  list: { id: string; country: string; organisation: string; certificateLocale: Locale; mailLocale: Locale },
  at: { state: RegistrationState; line: number; toldSequence: number },
  profile: Pick<CountryProfile, 'defaultZone' | 'retentionDays'>,
): NewRegistration {
  const email = person.email ?? null;
  return {
    id: newId(),
    state: at.state,
    collectiveId: list.id,
    name: person.name,
    nameKey: nameKey(person.name),
    searchKey: searchKey({ name: person.name, organisation: list.organisation }),
    email,
    country: list.country,
    organisation: list.organisation,
    position: person.position ?? '',
    role: 'listener',
    certificateLocale: list.certificateLocale,
    mailLocale: list.mailLocale,
    timeZone: profile.defaultZone.value,
    noticeVersion: null,
    retentionDays: profile.retentionDays.value,
    toldSequence: at.toldSequence,
    listLine: at.line,
    key: null,
  };
}
