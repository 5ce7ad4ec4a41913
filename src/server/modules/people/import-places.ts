/** Which organisation a cell means: by its code, by its name in any language, by a name that is nearly it. Several that fit are a question, never a choice of ours. */
import type { LocalizedText } from '#server/platform/text/index.ts';
import { searchWords } from './search-words.ts';

export interface KnownPlace {
  id: string;
  code: string;
  name: LocalizedText;
  settlement: LocalizedText | null;
  /** ids from the root to itself */
  path: readonly string[];
  closed: boolean;
}

export type FoundPlace = { found: 'one'; id: string; nearly: boolean } | { found: 'several'; ids: string[] } | { found: 'none' };

export type PlaceFinder = (text: string, district?: string) => FoundPlace;

const MOST_CANDIDATES = 5;
const NEAR_ENOUGH = 0.6;
const CLEARLY_BETTER = 0.12;

/** Look-alikes typed with the wrong keyboard: codes are Latin letters and figures. */
const TO_LATIN: Readonly<Record<string, string>> = { А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', І: 'I', Ѕ: 'S', Ј: 'J' };
export const plainCode = (text: string): string => [...text.toUpperCase().replace(/[\s._–-]+/g, '')].map((char) => TO_LATIN[char] ?? char).join('');

/** Words that say what kind of place it is: they weigh little, and are written in many ways. */
const KIND_WORDS = new Set(
  searchWords('библиотека библиотеки библиотечная кітапхана кітапханасы китепкана китепканасы бібліятэка library գրադարան филиал филиалы філіял branch сельская ауылдық айылдык rural village село ауыл ауылы айыл городская қалалық шаардык районная аудандық', 'райондук центральная орталық борбордук имени им атындағы атындагы имя цбс окж имені с б ф г кгу гу мку мбу мкук государственное учреждение коммунальное'),
);

interface Indexed extends KnownPlace {
  words: Set<string>;
  figures: string;
}

const figuresOf = (words: Iterable<string>) => [...words].filter((word) => /^\d+$/.test(word)).toSorted().join(' ');

export function placeFinder(places: readonly KnownPlace[]): PlaceFinder {
  const byCode = new Map<string, KnownPlace>();
  const byName = new Map<string, Set<KnownPlace>>();
  const indexed: Indexed[] = [];
  const known = new Map(places.map((place) => [place.id, place]));
  for (const place of places) {
    byCode.set(plainCode(place.code), place);
    const settlement = Object.values(place.settlement ?? {}).map(({ text }) => text);
    for (const { text } of Object.values(place.name)) {
      const key = keyOf(text);
      const same = byName.get(key) ?? new Set();
      byName.set(key, same.add(place));
      const words = new Set(searchWords(text));
      indexed.push({ ...place, words: new Set([...words, ...searchWords(...settlement)]), figures: figuresOf(words) });
    }
  }
  const answers = new Map<string, FoundPlace>();
  return (text, district = '') => {
    const key = `${text}\u0000${district}`;
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = find(text, district)));
    return answer;
  };

  function find(text: string, district: string): FoundPlace {
    const code = byCode.get(plainCode(text));
    if (code) return { found: 'one', id: code.id, nearly: false };
    const named = [...(byName.get(keyOf(text)) ?? [])];
    if (named.length > 0) return chosen(named.map((place) => place.id), district, false);
    const words = new Set(searchWords(text));
    const telling = [...words].filter((word) => !KIND_WORDS.has(word));
    const figures = figuresOf(words);
    if (telling.length === 0) return { found: 'none' };
    const scores = new Map<string, number>();
    for (const place of indexed) {
      // № 3 is not № 4, however alike the rest.
      if (figures !== place.figures && (figures !== '' || place.figures !== '')) continue;
      const own = [...place.words].filter((word) => !KIND_WORDS.has(word));
      const shared = telling.filter((word) => place.words.has(word) || own.some((other) => alike(word, other))).length;
      if (shared === 0) continue;
      const kinds = [...words].filter((word) => KIND_WORDS.has(word) && place.words.has(word)).length;
      const score = (2 * shared) / (telling.length + Math.max(shared, Math.min(own.length, telling.length + 1))) + kinds * 0.04;
      scores.set(place.id, Math.max(scores.get(place.id) ?? 0, score));
    }
    const ranked = [...scores].filter(([, score]) => score >= NEAR_ENOUGH).toSorted((a, b) => b[1] - a[1]);
    if (ranked.length === 0) return { found: 'none' };
    return chosen(ranked.filter(([, score]) => score > ranked[0]![1] - CLEARLY_BETTER).map(([id]) => id), district, true);
  }

  /** Of several the one that lies in the district named in another column; open ones before closed ones. */
  function chosen(ids: readonly string[], district: string, nearly: boolean): FoundPlace {
    let left = [...ids];
    if (left.length > 1 && district !== '') {
      const within = find(district, '');
      const inside = within.found === 'one' ? left.filter((id) => known.get(id)!.path.includes(within.id)) : [];
      if (inside.length > 0) left = inside;
    }
    const open = left.filter((id) => !known.get(id)!.closed);
    if (open.length > 0) left = open;
    return left.length === 1 ? { found: 'one', id: left[0]!, nearly } : { found: 'several', ids: left.slice(0, MOST_CANDIDATES) };
  }
}

/** The same, with what somebody has chosen for a text before all else. */
export const withChosen =
  (find: PlaceFinder, chosen: Readonly<Record<string, string>> = {}): PlaceFinder =>
  (text, district) => {
    const id = Object.hasOwn(chosen, text) ? chosen[text] : undefined;
    return id ? { found: 'one', id, nearly: false } : find(text, district);
  };

const keyOf = (text: string) => searchWords(text).toSorted().join(' ');

/** Endings of cases and one slip of the finger: Аксу, Аксуская, Ақсулық. */
function alike(a: string, b: string): boolean {
  if (/\d/.test(a) || /\d/.test(b)) return false;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  let same = 0;
  while (same < shorter && a[same] === b[same]) same += 1;
  return same >= Math.max(4, shorter - 2);
}
