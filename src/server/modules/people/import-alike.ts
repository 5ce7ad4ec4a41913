/** Who of the registry a row of a list may be. Names decide together with birth dates and places; an equal name alone is a question. */
import { readName, type ReadName } from './name-words.ts';
import { matchRead } from './names.ts';
import type { StaffDraft } from './import-staff.ts';
import type { Candidate } from './imports.tables.ts';

export interface KnownPerson {
  id: string;
  /** the name in every spelling that is known */
  names: readonly string[];
  /** the words of these in Latin skeleton */
  words: readonly string[];
  birthDate: string | null;
  /** organisations she works or worked in, with all above */
  organisations: readonly string[];
}

/** Names are read when somebody is first compared with: most are not. */
export interface Prepared extends KnownPerson {
  read(): readonly ReadName[];
}

export function prepared(person: KnownPerson): Prepared {
  let read: readonly ReadName[] | undefined;
  return { ...person, read: () => (read ??= person.names.map(readName)) };
}

export type Alike = { kind: 'certain'; id: string } | { kind: 'question'; candidates: Candidate[] } | { kind: 'nobody' };

const MOST_CANDIDATES = 5;

export function findAlike(draft: Pick<StaffDraft, 'name' | 'birthDate' | 'post'>, known: Iterable<Prepared>): Alike {
  const name = readName([draft.name.familyName, draft.name.givenName, draft.name.patronymic].filter(Boolean).join(' '));
  const certain: Candidate[] = [];
  const doubtful: Candidate[] = [];
  for (const person of known) {
    const match = person.read().map((read) => matchRead(name, read)).reduce((best, one) => (one.score > best.score ? one : best));
    if (match.kind === 'no') continue;
    const strong = match.kind === 'equal' || match.kind === 'variant';
    const bothBorn = draft.birthDate !== null && person.birthDate !== null;
    const sameBirthDate = bothBorn && draft.birthDate === person.birthDate;
    const samePlace = person.organisations.includes(draft.post.organisationId);
    const candidate: Candidate = { id: person.id, likeness: match.score, sameBirthDate, samePlace };
    // Two dates that differ are two people, unless it is one library and one name: there a slip of the pen is likelier.
    if (bothBorn && !sameBirthDate && !(strong && samePlace)) continue;
    if ((strong && (sameBirthDate || (samePlace && !bothBorn))) || (match.doubt === 'patronymic' && sameBirthDate && samePlace)) certain.push(candidate);
    else if (strong || sameBirthDate || samePlace || match.score >= 0.85) doubtful.push(candidate);
  }
  if (certain.length === 1) return { kind: 'certain', id: certain[0]!.id };
  const all = [...certain, ...doubtful].toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST_CANDIDATES);
  return all.length === 0 ? { kind: 'nobody' } : { kind: 'question', candidates: all };
}

const weight = ({ likeness, sameBirthDate, samePlace }: Candidate) => likeness + (sameBirthDate ? 1 : 0) + (samePlace ? 0.5 : 0);
