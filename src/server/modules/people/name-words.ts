import { coarseOf, looseOf, skeletonOf } from './name-letters.ts';

export interface NameWord {
  /** lower case without apostrophes, ё as е: what remains of the word in its own script */
  fold: string;
  /** Latin skeleton, and two coarser ones */
  key: string;
  coarse: string;
  loose: string;
  initial: boolean;
  /** ends as a patronymic does */
  patronymic: boolean;
  /** the father's name in a patronymic, so far as its ending shows it; otherwise the key */
  father: string;
  /** the letters of the key as bits, for a quick look whether two words can be alike at all */
  letters: number;
}

export interface ReadName {
  /** without the words that only say whose child */
  words: NameWord[];
  /** "ulu", "kizi" or both for uulu, kyzy, ұлы, қызы, оглы; empty without */
  markers: string;
  /** all words as typed, folded and sorted */
  fold: string;
  /** all words in skeleton, sorted; empty when the name holds no letter */
  key: string;
  /** holds a surname in -yan: Armenian names reach Latin and Cyrillic by two roads */
  armenian: boolean;
}

const APOSTROPHES = /['’ʼ‘`´ʹ′՚]/g;
const SON = new Set(['ulu', 'uli', 'oglu', 'ogli']);
const DAUGHTER = new Set(['kizi', 'gizi', 'kiz']);
const CHILD_SUFFIX = /^(.{3,})(uli|ulu|ogli|oglu|kizi|gizi)$/;
const PATRONYMIC = /(?:[oae]?viC|[oae][vu]na|iC|iCna)$/;
const MOST_WORDS = 8;

/** The words of a name. Hyphens, dots and commas part words; what holds no letter is dropped. */
export function readName(name: string): ReadName {
  const words: NameWord[] = [];
  const markers = new Set<string>();
  const folds: string[] = [];
  const bare = name.normalize('NFC').replace(APOSTROPHES, '');
  for (const match of bare.matchAll(/(\p{L}[\p{L}\p{M}]*)(\.?)/gu)) {
    if (words.length === MOST_WORDS) break;
    const [, letters = '', dot] = match;
    const key = skeletonOf(letters);
    if (key === '') continue;
    const fold = letters.toLowerCase().replaceAll('ё', 'е');
    const length = [...fold].length;
    const initial = length === 1 || (dot === '.' && length === 2);
    const marker = initial ? null : markerOf(key);
    // «Болатұлы» and «Болат ұлы» are one patronymic.
    const suffix = initial || marker ? null : CHILD_SUFFIX.exec(key);
    if (marker ?? suffix) markers.add(marker ?? markerOf(suffix![2]!)!);
    if (!marker) words.push(wordOf(fold, suffix?.[1] ?? key, initial));
    folds.push(marker ?? fold);
  }
  const known = [...markers].toSorted();
  return {
    words,
    markers: known.join(' '),
    fold: folds.toSorted().join(' '),
    key: [...words.map(({ key }) => key), ...known].toSorted().join(' '),
    armenian: words.some(({ key }) => /.{3}ian$/.test(key)),
  };
}

function markerOf(key: string): string | null {
  if (SON.has(key)) return 'ulu';
  return DAUGHTER.has(key) ? 'kizi' : null;
}

function wordOf(fold: string, key: string, initial: boolean): NameWord {
  const coarse = coarseOf(key);
  const stem = key.replace(PATRONYMIC, '');
  let letters = 0;
  for (const char of key) letters |= 1 << (char.charCodeAt(0) % 32);
  return {
    fold,
    key,
    coarse,
    loose: looseOf(coarse),
    initial,
    patronymic: stem !== key,
    father: stem.length >= 3 ? stem : key,
    letters,
  };
}
