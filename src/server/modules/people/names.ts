/**
 * Are these two the same name? Across scripts, transliterations, order of words, initials and missing patronymics.
 * Nothing here decides about people: equal names are a reason to look, and only `equal` and `variant` are strong enough to act upon.
 */
import { distance } from '#server/platform/text/distance.ts';
import { scriptsOf } from './name-letters.ts';
import { readName, type NameWord, type ReadName } from './name-words.ts';

export type NameMatchKind = 'equal' | 'variant' | 'likely' | 'no';

export interface NameMatch {
  /** 0–1; for `no` at most 0.5, still good for ranking candidates */
  score: number;
  kind: NameMatchKind;
  /** of `likely`: what stands between this and certainty; `patronymic`: everything agrees, one side only leaves the patronymic out */
  doubt: 'patronymic' | 'words' | 'initials' | 'spelling' | null;
}

const NOTHING: NameMatch = { score: 0, kind: 'no', doubt: null };

/**
 * One string for all spellings of a name: words in Latin skeleton, sorted. Two names with one key are the same name but for spelling.
 * Empty when the name holds no letter.
 */
export function nameKey(name: string): string {
  return readName(name).key;
}

/** How alike two names are. Symmetric. */
export function matchNames(a: string, b: string): NameMatch {
  return matchRead(readName(a), readName(b));
}

/** `matchNames` for names read before, where one is compared with many. */
export function matchRead(a: ReadName, b: ReadName): NameMatch {
  if (a.key === '' || b.key === '') return NOTHING;
  if (a.fold === b.fold) return { score: 1, kind: 'equal', doubt: null };
  if (a.key === b.key) return { score: 0.97, kind: 'variant', doubt: null };

  const pairs = alignment(a.words, b.words, a.armenian || b.armenian);
  if (pairs.length === 0) return NOTHING;
  const full = pairs.filter(({ by }) => by !== 'initial');
  const solid = full.filter(({ by }) => by === 'same');

  // Words left over on both sides contradict each other: Сериковна is not Болатовна. Nor is a son a daughter.
  const leftOver = a.words.length > pairs.length && b.words.length > pairs.length;
  if (leftOver || (a.markers !== '' && b.markers !== '' && a.markers !== b.markers)) {
    const weight = full.reduce((sum, { strength }) => sum + strength, 0) / Math.max(a.words.length, b.words.length);
    return { score: round(Math.min(0.5, weight * 0.6)), kind: 'no', doubt: null };
  }

  const mean = pairs.reduce((sum, { strength }) => sum + strength, 0) / pairs.length;
  const sameMarkers = a.markers === b.markers;
  const rest = [...a.words, ...b.words].filter((word) => !pairs.some((pair) => pair.a === word || pair.b === word));
  if (rest.length === 0 && sameMarkers && solid.length === pairs.length && solid.length >= 2) {
    return { score: round(mean), kind: 'variant', doubt: null };
  }
  const shortened = rest.reduce((score, word) => score * (word.patronymic ? 0.93 : 0.9), mean);
  const score = round(Math.min(0.95, shortened) * (sameMarkers ? 1 : 0.96));
  const enough = solid.length >= 1 && (full.length >= 2 || pairs.length > full.length);
  if (!enough) return { score: Math.min(0.5, score), kind: 'no', doubt: null };
  let doubt: NameMatch['doubt'] = 'words';
  if (full.length < pairs.length) doubt = 'initials';
  else if (solid.length < pairs.length) doubt = 'spelling';
  else if (rest.length === 1 && leavesOutPatronymic(a.words.length > b.words.length ? a : b, rest[0]!, pairs))
    doubt = 'patronymic';
  return { score, kind: 'likely', doubt };
}

/** The one word left over is the longer name's patronymic: by its ending or by қызы beside it, and no other word is one already. */
function leavesOutPatronymic(longer: ReadName, left: NameWord, pairs: readonly Pair[]): boolean {
  return (left.patronymic || longer.markers !== '') && !pairs.some(({ a, b }) => a.patronymic || b.patronymic);
}

interface Pair {
  a: NameWord;
  b: NameWord;
  strength: number;
  by: 'same' | 'close' | 'initial';
}

/** Pairs words of both names, the strongest first; ties by spelling, so that both directions agree. */
function alignment(a: readonly NameWord[], b: readonly NameWord[], armenian: boolean): Pair[] {
  const possible: (Pair & { tie: string })[] = [];
  for (const one of a) {
    for (const other of b) {
      const found = likeness(one, other, armenian);
      if (found) possible.push({ a: one, b: other, ...found, tie: [one.key, other.key].toSorted().join('|') });
    }
  }
  possible.sort((x, y) => y.strength - x.strength || (x.tie < y.tie ? -1 : x.tie > y.tie ? 1 : 0));
  const taken = new Set<NameWord>();
  const pairs: Pair[] = [];
  for (const pair of possible) {
    if (taken.has(pair.a) || taken.has(pair.b)) continue;
    taken.add(pair.a).add(pair.b);
    pairs.push(pair);
  }
  return pairs;
}

function likeness(a: NameWord, b: NameWord, armenian: boolean): Pick<Pair, 'strength' | 'by'> | null {
  if (a.initial || b.initial) {
    const agrees = a.initial ? beginsWith(b, a) : beginsWith(a, b);
    return agrees ? { strength: 0.75, by: 'initial' } : null;
  }
  if (a.key === b.key) return { strength: 1, by: 'same' };
  // Иванов and Иванова, Александр and Александра: one letter, two people.
  if (a.key === `${b.key}a` || b.key === `${a.key}a`) return null;
  if (a.coarse === b.coarse && a.coarse.length >= 3) return { strength: 0.92, by: armenian ? 'same' : 'close' };
  if (a.loose === b.loose && a.loose.length >= 4) return { strength: 0.8, by: 'close' };
  // Болатұлы and Болатович: one father, two languages.
  if (a.father === b.father) return { strength: 0.85, by: 'close' };
  const shorter = Math.min(a.key.length, b.key.length);
  const allowed = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0;
  if (allowed === 0 || lettersApart(a.letters, b.letters) > 2 * allowed) return null;
  const steps = distance(a.key, b.key, allowed);
  return steps <= allowed ? { strength: steps === 1 ? 0.8 : 0.75, by: 'close' } : null;
}

/** How many letters one of the words has and the other has not: each step of `distance` changes at most two. */
function lettersApart(a: number, b: number): number {
  let count = 0;
  for (let bits = a ^ b; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** One Latin letter may stand for several sounds: "S." for Шынар, "Z." for Жанар, "K." for Хасан, "Y." for Юлия. */
const SOUNDS: Readonly<Record<string, string>> = {
  s: 'sS',
  z: 'zJ',
  k: 'kh',
  t: 'tT',
  d: 'dJ',
  J: 'Ji',
  i: 'i',
  h: 'h',
  g: 'gJ',
  v: 'v',
};

function beginsWith(word: NameWord, initial: NameWord): boolean {
  if (word.key.startsWith(initial.key)) return true;
  const latin = scriptsOf(initial.fold)[0]?.[0] === 'latin';
  return latin && (SOUNDS[initial.key] ?? '').includes(word.key[0]!);
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
