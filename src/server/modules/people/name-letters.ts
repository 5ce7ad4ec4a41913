/**
 * Letters of names in the scripts of our countries → one Latin skeleton, so that Қасымова, Касымова, Kasymova and Kassymova meet.
 * The skeleton is for comparing only and is never shown. Capital letters stand for sounds that Latin writes with several letters:
 * S sh, C ch, J zh/dzh/j, T ts.
 *
 * It follows how passports of the five countries are written (Russian GOST R 52535, the Kazakh alphabets of 2017–2021, the Belarusian
 * instruction of 2000, the Kyrgyz and Armenian practice), and folds together what these write differently.
 */

export type NameScript = 'cyrillic' | 'latin' | 'armenian';

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', ә: 'a', ӑ: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'e', є: 'e', э: 'e', ж: 'J', җ: 'J', ҷ: 'J',
  з: 'z', ҙ: 'z', и: 'i', і: 'i', ї: 'i', й: 'i', ӣ: 'i', ы: 'i', к: 'k', қ: 'k', ҡ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', ҥ: 'n',
  о: 'o', ө: 'o', ӧ: 'o', п: 'p', р: 'r', с: 's', ҫ: 's', т: 't', у: 'u', ұ: 'u', ү: 'u', ӯ: 'u', ӱ: 'u', ў: 'u', ф: 'f', х: 'h',
  һ: 'h', ҳ: 'h', ц: 'T', ч: 'C', ш: 'S', щ: 'S', ъ: '', ь: '', ю: 'iu', я: 'ia', ј: 'J', ѕ: 's',
}; // prettier-ignore

const ARMENIAN: Readonly<Record<string, string>> = {
  ա: 'a', բ: 'b', գ: 'g', դ: 'd', ե: 'e', զ: 'z', է: 'e', ը: 'i', թ: 't', ժ: 'J', ի: 'i', լ: 'l', խ: 'h', ծ: 'T', կ: 'k', հ: 'h',
  ձ: 'dz', ղ: 'g', ճ: 'C', մ: 'm', յ: 'i', ն: 'n', շ: 'S', ո: 'o', չ: 'C', պ: 'p', ջ: 'J', ռ: 'r', ս: 's', վ: 'v', տ: 't', ր: 'r',
  ց: 'T', ւ: 'v', փ: 'p', ք: 'k', և: 'ev', օ: 'o', ֆ: 'f',
}; // prettier-ignore

/** Longest first: "shch" before "sh". */
const LATIN_GROUPS: readonly (readonly [string, string])[] = [
  ['shch', 'S'], ['tsch', 'C'], ['sch', 'S'], ['tch', 'C'], ['dzh', 'J'], ['sh', 'S'], ['ch', 'C'], ['zh', 'J'], ['kh', 'h'],
  ['gh', 'g'], ['ts', 'T'], ['tz', 'T'], ['dj', 'J'], ['ph', 'f'], ['th', 't'], ['ck', 'k'], ['ce', 'Te'], ['ci', 'Ti'], ['cy', 'Ti'],
]; // prettier-ignore

const LATIN: Readonly<Record<string, string>> = {
  c: 'k', j: 'J', q: 'k', w: 'v', x: 'ks', y: 'i', š: 'S', ş: 'S', ș: 'S', ś: 'S', č: 'C', ç: 'C', ć: 'C', ž: 'J', ź: 'z', ı: 'i', ə: 'a',
  ß: 's', ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 't', æ: 'e', œ: 'e', ŭ: 'u',
}; // prettier-ignore

/** Pairs that look alike in print: what a person with the wrong keyboard types without seeing it. */
const LOOK_ALIKE_CYRILLIC = 'АВЕКМНОРСТУХІЈЅаеорсухіјѕһә';
const LOOK_ALIKE_LATIN = 'ABEKMHOPCTYXIJSaeopcyxijshə';
const TO_LATIN = new Map([...LOOK_ALIKE_CYRILLIC].map((char, index) => [char, LOOK_ALIKE_LATIN[index]!]));
const TO_CYRILLIC = new Map([...LOOK_ALIKE_LATIN].map((char, index) => [char, LOOK_ALIKE_CYRILLIC[index]!]));

/** The script of a letter; `null` for what is no letter of the three. */
export function scriptOf(char: string): NameScript | null {
  if (/\p{Script=Cyrillic}/u.test(char)) return 'cyrillic';
  if (/\p{Script=Latin}/u.test(char)) return 'latin';
  if (/\p{Script=Armenian}/u.test(char)) return 'armenian';
  return null;
}

/** The scripts in a word with how many letters each has, the most frequent first. */
export function scriptsOf(word: string): [NameScript, number][] {
  const counts = new Map<NameScript, number>();
  for (const char of word) {
    const script = /\p{L}/u.test(char) ? scriptOf(char) : null;
    if (script) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A word of Cyrillic and Latin look-alikes written in one script, the more frequent; `null` when it is not mixed or a letter has no twin. */
export function unmixed(word: string): string | null {
  const scripts = scriptsOf(word);
  if (scripts.length !== 2 || scripts.some(([script]) => script === 'armenian')) return null;
  // The script whose letters have no twin must stay; otherwise the more frequent one.
  for (const [script] of scripts) {
    const twins = script === 'cyrillic' ? TO_CYRILLIC : TO_LATIN;
    const whole = [...word].map((char) => {
      const own = scriptOf(char);
      return own === null || own === script ? char : (twins.get(char) ?? null);
    });
    if (!whole.includes(null)) return whole.join('');
  }
  return null;
}

/** The Latin skeleton of one word. Case, accents, apostrophes and soft signs, doubled letters do not count. */
export function skeletonOf(word: string): string {
  const lower = (unmixed(word) ?? word).normalize('NFC').toLowerCase();
  let result = '';
  for (let at = 0; at < lower.length;) {
    const char = String.fromCodePoint(lower.codePointAt(at)!);
    if (lower.startsWith('ու', at)) {
      result += 'u';
      at += 2;
    } else if (char in ARMENIAN) {
      // At the beginning ո is read "vo" (and is so written in passports), but not before վ.
      result += char === 'ո' && at === 0 && lower[1] !== 'վ' ? 'vo' : ARMENIAN[char];
      at += 1;
    } else if (lower.startsWith('дж', at)) {
      result += 'J';
      at += 2;
    } else if (char in CYRILLIC) {
      result += CYRILLIC[char];
      at += 1;
    } else {
      const group = LATIN_GROUPS.find(([letters]) => lower.startsWith(letters, at));
      result += group ? group[1] : latinOf(char);
      at += group ? group[0].length : char.length;
    }
  }
  return settle(result);
}

function latinOf(char: string): string {
  const own = LATIN[char];
  if (own !== undefined) return own;
  const plain = char.normalize('NFD').replace(/\p{M}/gu, '');
  return LATIN[plain] ?? CYRILLIC[plain] ?? (/^[a-z]$/.test(plain) ? plain : '');
}

/** Spellings of one sound that remain: Aliyev and Aliev, Fyodorov and Fedorov, Mariya and Maria. */
function settle(skeleton: string): string {
  return skeleton
    .replace(/(.)\1+/g, '$1')
    .replace(/i[eo]/g, 'e')
    .replace(/(.)\1+/g, '$1');
}

/**
 * A coarser skeleton in which voiced and voiceless consonants are one and h is silent: Հակոբյան, Hakobyan and Акопян; Վարդանյան and Вартанян;
 * Ләззат and Ляззат; Жаңабергенова and Zhangabergenova. Too coarse to decide alone, except for Armenian surnames.
 */
export function coarseOf(skeleton: string): string {
  const twins: Readonly<Record<string, string>> = { b: 'p', d: 't', g: 'k', h: '' };
  return skeleton
    .replace(/^(?:hovhan|ogan|ovan)[ei]s/, 'ovanis')
    .replaceAll('ng', 'n')
    .replace(/[bdgh]/g, (char) => twins[char]!)
    .replace(/i(?=[au])/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** Coarser still, with a, e and o as one vowel and v as u: Сергей Ковтун and Сяргей Каўтун. Good for finding candidates only. */
export function looseOf(coarse: string): string {
  return coarse
    .replace(/[eo]/g, 'a')
    .replaceAll('v', 'u')
    .replace(/(.)\1+/g, '$1');
}
