/**
 * A name as it shall be printed on a certificate: what must be changed before it can be, and what the person is asked to look at again.
 * Names of people are hers to decide: only what cannot be printed or read is an error; everything else is an offer.
 */
import { scriptOf, scriptsOf, unmixed, type NameScript } from './name-letters.ts';

export type NameErrorCode =
  | 'name.empty'
  | 'name.too_short'
  | 'name.too_long'
  | 'name.no_letter'
  | 'name.emoji'
  | 'name.control'
  | 'name.direction'
  | 'name.script'
  | 'name.digits'
  | 'name.link'
  | 'name.symbol';

export type NameWarningCode = 'name.all_capitals' | 'name.no_capital' | 'name.mixed_scripts' | 'name.one_word';

export interface NameError {
  code: NameErrorCode;
  /** `max` and `length` for too long; `char` where one character is the reason */
  params: { max?: number; length?: number; char?: string };
}

export interface NameWarning {
  code: NameWarningCode;
  /** what to print instead, if the person agrees */
  suggestion?: string;
  /** the word it is about */
  word?: string;
}

export interface PrintedName {
  ok: boolean;
  /** without invisible characters, spaces in order, letters composed; what was typed stays in the form, this is what is stored */
  value: string;
  errors: NameError[];
  warnings: NameWarning[];
  /** scripts of its letters, the most frequent first */
  scripts: NameScript[];
}

export const LONGEST_NAME = 120;
const FEWEST_LETTERS = 2;

/** Invisible marks that come along when one copies from a web page or a word processor: dropped in silence, they mean nothing in a name. */
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
/** Marks that turn the direction of writing: they can make a certificate show another text than its register holds. */
const DIRECTION = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3]/u;
const LINK =
  /@|:\/\/|\bwww\.|[\p{L}\p{N}]{3,}\.(?:com|net|org|info|ru|kz|by|kg|am|su|рф|қаз|бел|հայ)(?![\p{L}\p{N}])/iu;
const ALLOWED_SIGNS = /[\s.'’ʼ‘՚֊‐‑-]/;

/** Checks a name. All errors are reported, each code once. */
export function checkPrintedName(raw: string): PrintedName {
  const value = tidy(raw);
  const scripts = scriptsOf(value).map(([script]) => script);
  const errors = errorsOf(value);
  return { ok: errors.length === 0, value, errors, warnings: errors.length === 0 ? warningsOf(value) : [], scripts };
}

function tidy(raw: string): string {
  return raw
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[\u2012-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/ ?- ?/g, '-')
    .trim();
}

function errorsOf(value: string): NameError[] {
  if (value === '') return [{ code: 'name.empty', params: {} }];
  const errors = new Map<NameErrorCode, NameError>();
  const add = (code: NameErrorCode, params: NameError['params'] = {}) => {
    if (!errors.has(code)) errors.set(code, { code, params });
  };
  const length = [...value].length;
  if (length > LONGEST_NAME) add('name.too_long', { max: LONGEST_NAME, length });
  // A whole page pasted into the field: looking at each of its letters would help nobody.
  if (length > LONGEST_NAME * 10) return [...errors.values()];
  if (LINK.test(value)) add('name.link');
  let letters = 0;
  let marks = 0;
  for (const char of value) {
    if (/\p{L}/u.test(char)) {
      letters += 1;
      marks = 0;
      if (RIGHT_TO_LEFT.test(char)) add('name.direction', { char });
      else if (scriptOf(char) === null || !isPlainLetter(char)) add('name.script', { char });
    } else if (/\p{M}/u.test(char)) {
      marks += 1;
      if (EMOJI.test(char)) add('name.emoji');
      else if (letters === 0 || marks > 2) add('name.symbol', { char: `◌${char}` });
    } else if (DIRECTION.test(char)) add('name.direction');
    else if (EMOJI.test(char)) add('name.emoji', { char });
    else if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u.test(char)) add('name.control');
    else if (/\p{N}/u.test(char)) add('name.digits', { char });
    else if (!ALLOWED_SIGNS.test(char) && !(errors.has('name.link') && /[@:/]/.test(char)))
      add('name.symbol', { char });
  }
  if (letters === 0) add('name.no_letter');
  else if (letters < FEWEST_LETTERS) add('name.too_short');
  return [...errors.values()];
}

/** Letters of our alphabets as type, not the mathematical, full-width or ligature forms that imitate them and that search would not find. */
function isPlainLetter(char: string): boolean {
  return char === 'և' || char.normalize('NFKC') === char;
}

function warningsOf(value: string): NameWarning[] {
  const warnings: NameWarning[] = [];
  const letters = value.replace(/[^\p{L}]/gu, '');
  const words = value.split(/[\s-]+/).filter((word) => /\p{L}{2}/u.test(word));
  if (
    words.length > 0 &&
    letters.length >= 4 &&
    letters === letters.toUpperCase() &&
    letters !== letters.toLowerCase()
  ) {
    warnings.push({ code: 'name.all_capitals', suggestion: inTitleCase(value) });
  } else if (letters === letters.toLowerCase()) {
    warnings.push({ code: 'name.no_capital', suggestion: inTitleCase(value) });
  }
  for (const word of words) {
    const scripts = scriptsOf(word);
    if (scripts.length < 2) continue;
    const whole = unmixed(word);
    warnings.push(
      whole === null
        ? { code: 'name.mixed_scripts', word }
        : { code: 'name.mixed_scripts', word, suggestion: value.replace(word, whole) },
    );
  }
  if (value.split(/[\s.]+/).filter(Boolean).length === 1) warnings.push({ code: 'name.one_word' });
  return warnings;
}

/** Words that stay small inside a name: whose son, whose daughter. */
const SMALL_WORDS = /^(?:уулу|кызы|қызы|ұлы|улы|оглы|оғлы|uulu|kyzy|qyzy|uly|ulu|oglu|de|da|van|von|der)$/u;

/** Each word with a capital first letter; apostrophes do not begin a word, hyphens do. */
function inTitleCase(value: string): string {
  return value.replace(/[\p{L}\p{M}'’ʼ‘՚]+/gu, (word, at: number) => {
    const small = word.toLowerCase();
    return at > 0 && SMALL_WORDS.test(small) ? small : capital(word);
  });
}

function capital(word: string): string {
  const [first = '', ...others] = [...word];
  // İ of Turkic names becomes i without a dot over the dot; in Armenian ԵՎ inside a word is the one letter և, at the beginning it stays two.
  const rest = others.join('').toLowerCase().replaceAll('i\u0307', 'i').replaceAll('եվ', 'և');
  return first.toUpperCase() + rest;
}
