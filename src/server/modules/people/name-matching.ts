/**
 * Rows of a participant report → registrations. A machine decides only where nothing else is possible; the rest waits for a person, with the
 * most likely registrations on top. Rural libraries share one mailbox, so an e-mail alone is never taken for a person where several have it.
 */
import { readName, type NameWord, type ReadName } from './name-words.ts';
import { matchRead, nameKey, type NameMatch, type NameMatchKind } from './names.ts';

export interface ReportPerson {
  /** whatever the caller calls the row by */
  row: number;
  name: string;
  otherNames?: readonly string[];
  email: string | null;
}

export interface RegisteredPerson {
  id: string;
  /** the name as printed and in other scripts or languages, as far as given */
  names: readonly string[];
  email: string | null;
}

export interface MatchCandidate {
  registrationId: string;
  /** 0–1, of the name alone */
  score: number;
  kind: NameMatchKind;
  doubt: NameMatch['doubt'];
  sameEmail: boolean;
}

export type ParticipantMatch = {
  row: number;
  /** equal for all rows of one human as far as the report shows: decide once, apply to all */
  personKey: string;
} & (
  | {
      decision: 'matched';
      registrationId: string;
      by: 'email' | 'email_and_name' | 'name';
      score: number;
      kind: NameMatchKind;
      /** matched by e-mail although the name is another (a device, a library, a nickname): worth a look */
      nameDiffers: boolean;
    }
  /** several are possible, or one that is not certain; at most five, the best first */
  | { decision: 'undecided'; candidates: MatchCandidate[] }
  /** nobody registered resembles this row */
  | { decision: 'unknown' }
);

const MOST_CANDIDATES = 5;
const WORTH_SHOWING = 0.3;
const COMES_NEAR = 0.6;
/** a word more people than this have in their names says little by itself */
const FREQUENT = 50;

/** Matches every row. The result depends neither on the order of rows nor on that of registrations. */
export function matchParticipants(
  rows: readonly ReportPerson[],
  registrations: readonly RegisteredPerson[],
): ParticipantMatch[] {
  return rows.map(participantMatcher(registrations));
}

/**
 * The same, row by row, for a job that has to breathe between rows: about 0.1 ms a row among 400 registrations,
 * 1 ms among 5,000.
 */
export function participantMatcher(
  registrations: readonly RegisteredPerson[],
): (row: ReportPerson) => ParticipantMatch {
  const index = indexOf(registrations);
  const decided = new Map<string, Decision>();
  return (row) => {
    const names = [row.name, ...(row.otherNames ?? [])];
    const email = foldEmail(row.email);
    const key = JSON.stringify([email, names]);
    let decision = decided.get(key);
    if (!decision) {
      decision = decide(names.map(readName), email, index);
      decided.set(key, decision);
    }
    return {
      row: row.row,
      personKey: JSON.stringify([email, ...names.map(nameKey).filter(Boolean).toSorted()]),
      ...decision,
    };
  };
}

type Decision =
  | {
      decision: 'matched';
      registrationId: string;
      by: 'email' | 'email_and_name' | 'name';
      score: number;
      kind: NameMatchKind;
      nameDiffers: boolean;
    }
  | { decision: 'undecided'; candidates: MatchCandidate[] }
  | { decision: 'unknown' };

interface Known {
  id: string;
  email: string | null;
  names: ReadName[];
}

interface Index {
  byEmail: Map<string, Known[]>;
  byKey: Map<string, Set<Known>>;
  /** by the loosest skeleton of each word: whoever shares none resembles in nothing */
  byWord: Map<string, Set<Known>>;
}

function indexOf(registrations: readonly RegisteredPerson[]): Index {
  const index: Index = { byEmail: new Map(), byKey: new Map(), byWord: new Map() };
  for (const { id, names, email } of registrations) {
    const known: Known = { id, email: foldEmail(email), names: names.map(readName) };
    if (known.email) index.byEmail.set(known.email, [...(index.byEmail.get(known.email) ?? []), known]);
    for (const { key, words } of known.names) {
      if (key !== '') addTo(index.byKey, key, known);
      for (const word of words) if (!word.initial) addTo(index.byWord, word.loose, known);
    }
  }
  return index;
}

function addTo(map: Map<string, Set<Known>>, key: string, known: Known): void {
  const found = map.get(key);
  if (found) found.add(known);
  else map.set(key, new Set([known]));
}

function decide(names: readonly ReadName[], email: string | null, index: Index): Decision {
  const owners = (email ? index.byEmail.get(email) : undefined) ?? [];
  const sameKey = new Set(names.flatMap(({ key }) => [...(index.byKey.get(key) ?? [])]));
  // Whoever bears the very name is asked for first. Only Armenian names may be the same under two keys.
  const whole = sameKey.size === 0 || names.some(({ armenian }) => armenian);
  const named = candidatesAmong(whole ? namesakes(names, index) : [...sameKey], names, email);
  const strong = named.filter(({ kind }) => isStrong(kind));

  if (owners.length > 0) {
    const ours = candidatesAmong(owners, names, email);
    const [best] = ours;
    const strongOurs = ours.filter(({ kind }) => isStrong(kind));
    if (owners.length === 1 && best) {
      // The mailbox is one person's, the name another registered person's: one of the two is a guest at the other's computer.
      const stranger = strong.some(({ registrationId }) => registrationId !== best.registrationId);
      if (!stranger || isStrong(best.kind)) return matched(best, 'email', best.kind === 'no' && best.score < 0.5);
    } else if (strongOurs.length === 1) {
      return matched(strongOurs[0]!, 'email_and_name', false);
    } else if (strongOurs.length === 0) {
      const likely = ours.filter(({ kind }) => kind === 'likely');
      if (likely.length === 1 && !strong.some(({ registrationId }) => registrationId !== likely[0]!.registrationId))
        return matched(likely[0]!, 'email_and_name', false);
    }
    return undecided([
      ...ours,
      ...named.filter(({ registrationId }) => !ours.some((own) => own.registrationId === registrationId)),
    ]);
  }

  if (strong.length === 1) return matched(strong[0]!, 'name', false);
  // In a meeting people leave the patronymic out. Where surname and given name agree and nobody else comes near, that is she.
  const [first, second] = named;
  if (first?.doubt === 'patronymic' && (!second || second.score < COMES_NEAR)) return matched(first, 'name', false);
  return undecided(named.filter(({ score }) => score >= WORTH_SHOWING));
}

/**
 * Registrations that may resemble the row. One word in common is enough when it is rare; a given name that hundreds have must be joined by
 * another word that at least begins alike, or a large list would be compared with itself.
 */
function namesakes(names: readonly ReadName[], index: Index): Known[] {
  const all = names.flatMap(({ words }) => words);
  const words = [...new Set(all.filter(({ initial }) => !initial).map(({ loose }) => loose))];
  const shared = new Map<Known, string>();
  const found = new Set<Known>();
  for (const loose of words) {
    const same = index.byWord.get(loose);
    if (!same) continue;
    for (const known of same) {
      if (same.size <= FREQUENT || shared.has(known)) found.add(known);
      else shared.set(known, loose);
    }
  }
  const anyway = words.length === 1 || all.some(({ initial }) => initial);
  for (const [known, loose] of shared) {
    if (found.has(known)) continue;
    const beginsAlike = (word: NameWord) =>
      word.initial || (word.loose !== loose && words.some((own) => own !== loose && own[0] === word.loose[0]));
    if (anyway || known.names.some((registered) => registered.words.some(beginsAlike))) found.add(known);
  }
  return [...found];
}

/** The best match of any name of the row with any name of each registration, the best first. */
function candidatesAmong(known: readonly Known[], names: readonly ReadName[], email: string | null): MatchCandidate[] {
  return known
    .map(({ id, names: registered, email: own }) => {
      let best: NameMatch = { score: 0, kind: 'no', doubt: null };
      for (const name of names) {
        for (const other of registered) {
          const match = matchRead(name, other);
          if (rank(match) > rank(best)) best = match;
        }
      }
      return { registrationId: id, ...best, sameEmail: email !== null && own === email };
    })
    .toSorted((a, b) => rank(b) - rank(a) || (a.registrationId < b.registrationId ? -1 : 1));
}

const KIND_RANK: Readonly<Record<NameMatchKind, number>> = { no: 0, likely: 1, variant: 2, equal: 3 };

function rank({ kind, score }: NameMatch): number {
  return KIND_RANK[kind] + score / 2;
}

function isStrong(kind: NameMatchKind): boolean {
  return kind === 'equal' || kind === 'variant';
}

function matched(
  { registrationId, score, kind }: MatchCandidate,
  by: 'email' | 'email_and_name' | 'name',
  nameDiffers: boolean,
): Decision {
  return { decision: 'matched', registrationId, by, score, kind, nameDiffers };
}

function undecided(candidates: MatchCandidate[]): Decision {
  return candidates.length === 0
    ? { decision: 'unknown' }
    : { decision: 'undecided', candidates: candidates.slice(0, MOST_CANDIDATES) };
}

function foldEmail(email: string | null): string | null {
  return email?.trim().toLowerCase() || null;
}
