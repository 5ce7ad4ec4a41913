/** A name in one cell → its parts, family name first. Whose name is how long is nobody's rule: what does not fit stays together. */
import { unmixed } from './name-letters.ts';

export interface ReadParts {
  familyName: string;
  givenName: string | null;
  patronymic: string | null;
}

export type NameDoubt = 'initials' | 'one_word' | 'many_words' | 'brackets' | 'mixed_scripts';

export type ReadNameResult = { ok: true; name: ReadParts; doubts: NameDoubt[] } | { ok: false; reason: 'missing' | 'digits' | 'signs' | 'too_long' };

/** Small words that belong to the father's name before them. */
const MARKER = /^(?:қызы|кызы|кизи|ұлы|улы|уулу|оглы|оғлы|углы|огли|гызы|кыз|uulu|kyzy|qyzy|uly|uli|ogly|oglu|kizi)$/iu;
const LONGEST = 120;

/** «КАСЫМОВА» and «касымова» → «Касымова»; what has capitals and small letters is as its owner writes it. */
function tidyWord(word: string): string {
  const whole = unmixed(word) ?? word;
  if (MARKER.test(whole)) return whole.toLowerCase();
  const letters = whole.replace(/[^\p{L}]/gu, '');
  const flat = letters.length > 1 && (letters === letters.toUpperCase() || letters === letters.toLowerCase());
  if (!flat || /^\p{L}\.\p{L}?\.?$/u.test(whole)) return whole;
  return whole.toLowerCase().replace(/(^|[-‐‑'’])(\p{L})/gu, (_, before: string, letter: string) => before + (/['’]/.test(before) ? letter : letter.toUpperCase()));
}

/** Signs put in order; the doubts are for the person to look at. */
function tidy(text: string): { words: string[]; doubts: NameDoubt[]; reason: 'missing' | 'digits' | 'signs' | 'too_long' | null } {
  const doubts: NameDoubt[] = [];
  let bare = text.normalize('NFC').replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '');
  if (/[([].*[)\]]/.test(bare)) {
    doubts.push('brackets');
    bare = bare.replace(/[([].*?[)\]]/g, ' ');
  }
  bare = bare
    .replace(/^\s*(?:№\s*)?\d{1,4}\s*[.)]\s*/, '')
    .replace(/[,;*]+/g, ' ')
    .replace(/[–—−]/g, '-')
    .replace(/ ?- ?/g, '-')
    // «Касымова А.Б.» and «А.Б.Касымова»: initials are words.
    .replace(/(\p{L}\.)(?=\p{L})/gu, '$1 ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/\p{L}/u.test(bare)) return { words: [], doubts, reason: /\d/.test(bare) ? 'digits' : 'missing' };
  if (/\d/.test(bare)) return { words: [], doubts, reason: 'digits' };
  if (/[^\p{L}\p{M}\s.'’ʼ‘`՚֊‐‑-]/u.test(bare)) return { words: [], doubts, reason: 'signs' };
  if (bare.length > LONGEST) return { words: [], doubts, reason: 'too_long' };
  const raw = bare.split(' ');
  if (raw.some((word) => unmixed(word) !== null && unmixed(word) !== word)) doubts.push('mixed_scripts');
  return { words: raw.map(tidyWord), doubts, reason: null };
}

const INITIAL = /^\p{L}\.$/u;

/** One cell with the whole name. */
export function readFullName(text: string): ReadNameResult {
  const { words, doubts, reason } = tidy(text);
  if (reason) return { ok: false, reason };
  const groups: string[] = [];
  for (const word of words) {
    if (MARKER.test(word) && groups.length > 0) groups[groups.length - 1] += ` ${word}`;
    else groups.push(word);
  }
  // «А. Б. Касымова»: the surname stands where no initial does.
  while (groups.length > 1 && INITIAL.test(groups[0]!) && groups.some((group) => !INITIAL.test(group))) groups.push(groups.shift()!);
  if (groups.some((group) => INITIAL.test(group))) doubts.push('initials');
  if (groups.length === 1) doubts.push('one_word');
  if (groups.length > 3) doubts.push('many_words');
  let [familyName = '', givenName = null, ...rest] = groups;
  // «Айгуль Асан кызы»: who has no surname is called by her own name; the father's stands for the surname.
  if (groups.length === 2 && givenName !== null && MARKER.test(givenName.split(' ').at(-1)!) && givenName.includes(' ') && !familyName.includes(' ')) [familyName, givenName] = [givenName, familyName];
  return { ok: true, name: { familyName, givenName, patronymic: rest.join(' ') || null }, doubts };
}

/** Cells of their own for each part: what stands there stays there. */
export function readNameParts(parts: { familyName: string; givenName: string; patronymic: string }): ReadNameResult {
  const doubts = new Set<NameDoubt>();
  const read = (text: string): string | null | Extract<ReadNameResult, { ok: false }> => {
    if (/^[\s–—-]*$/.test(text)) return null;
    const { words, doubts: found, reason } = tidy(text);
    if (reason) return { ok: false, reason };
    found.forEach((doubt) => doubts.add(doubt));
    if (words.some((word) => INITIAL.test(word))) doubts.add('initials');
    return words.join(' ');
  };
  const [familyName, givenName, patronymic] = [read(parts.familyName), read(parts.givenName), read(parts.patronymic)];
  for (const part of [familyName, givenName, patronymic]) if (typeof part === 'object' && part !== null) return part;
  if (familyName === null && givenName === null) return { ok: false, reason: 'missing' };
  if (familyName === null || givenName === null) doubts.add('one_word');
  return {
    ok: true,
    // Who has only one name has it as the one that must be there.
    name: { familyName: (familyName ?? givenName) as string, givenName: (familyName === null ? null : givenName) as string | null, patronymic: patronymic as string | null },
    doubts: [...doubts],
  };
}
