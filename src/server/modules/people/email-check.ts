/**
 * An e-mail address as people type it → an address one can send to, or the reason why not, with the address that was probably meant.
 * A suggestion is an offer beside the field; what was typed is never replaced in silence.
 */
import { domainToASCII } from 'node:url';
import { meantDomain, providerAtEnd } from './email-domains.ts';

export type EmailErrorCode =
  | 'email.empty'
  | 'email.too_long'
  | 'email.several'
  | 'email.no_at'
  | 'email.several_at'
  | 'email.no_name'
  | 'email.no_domain'
  | 'email.spaces'
  | 'email.look_alike'
  | 'email.keyboard'
  | 'email.comma'
  | 'email.double_dot'
  | 'email.dot_at_edge'
  | 'email.no_dot'
  | 'email.character'
  | 'email.domain_invalid';

export type EmailCheck =
  /** `email` has its domain in lower case (an alphabet of its own as punycode); `suggestion`: a likely slip, to be offered */
  | { ok: true; email: string; suggestion: string | null }
  | { ok: false; code: EmailErrorCode; params: { char?: string; max?: number }; suggestion: string | null };

/** RFC 5321: 64 for the name, 254 for all */
const LONGEST = 254;
const LONGEST_NAME = 64;

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const NAME_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const OWN_ALPHABET = /^(?:рф|рус|бел|қаз|հայ|онлайн|сайт|орг|дети|москва)$/;

const LOOK_ALIKES = new Map(
  [...'аеорсухіѕјһкмтвнАЕОРСУХІЅЈКМТВН'].map((char, at) => [char, 'aeopcyxisjhkmtbhAEOPCYXISJKMTBH'[at]!]),
);
const TOP_IN_CYRILLIC: Readonly<Record<string, string>> = {
  ру: 'ru',
  кз: 'kz',
  бу: 'by',
  бай: 'by',
  кг: 'kg',
  ам: 'am',
  ком: 'com',
  нет: 'net',
  орг: 'org',
};
/** keys of the Russian keyboard and what they give in English */
const KEYS = new Map(
  [...'йцукенгшщзхъфывапролджэячсмитьбю"'].map((char, at) => [char, `qwertyuiop[]asdfghjkl;'zxcvbnm,.@`[at]!]),
);

/** Checks one address. Surrounding spaces, `mailto:` and "Name <address>" are understood. */
export function checkEmail(raw: string): EmailCheck {
  const typed = bare(raw);
  if (typed === '') return { ok: false, code: 'email.empty', params: {}, suggestion: null };
  if (typed.length > LONGEST * 4)
    return { ok: false, code: 'email.too_long', params: { max: LONGEST }, suggestion: null };
  const found = problemOf(typed);
  if (found) return { ok: false, ...found, suggestion: found.code === 'email.several' ? null : repaired(typed) };
  const { name, domain } = parts(typed);
  const meant = meantDomain(domain);
  return { ok: true, email: `${name}@${domain}`, suggestion: meant ? `${name}@${meant}` : null };
}

function bare(raw: string): string {
  const text = raw.normalize('NFC').replace(INVISIBLE, '').trim();
  const inBrackets = /<([^<>]*@[^<>]*)>[\s.,;]*$/.exec(text);
  return (inBrackets?.[1] ?? text)
    .replace(/^mailto:\s*/i, '')
    .replace(/^["'«(]+|["'»).,;:]+$/g, '')
    .trim();
}

function parts(address: string): { name: string; domain: string } {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  return { name: address.slice(0, at), domain: /[^\u0000-\u007F]/.test(domain) ? domainToASCII(domain) : domain };
}

type Problem = { code: EmailErrorCode; params: { char?: string; max?: number } };

function problemOf(typed: string): Problem | null {
  const problem = (code: EmailErrorCode, params: Problem['params'] = {}): Problem => ({ code, params });
  const ats = typed.split('@').length - 1;
  const words = typed.split(/[\s,;]+/).filter(Boolean);
  if (ats > 1)
    return problem(
      words.length > 1 && words.every((word) => word.includes('@')) ? 'email.several' : 'email.several_at',
    );
  if (ats === 0) return problem(byKeyboard(typed) ? 'email.keyboard' : 'email.no_at');
  const [name = '', domain = ''] = typed.split('@').map((part) => part.trim());
  if (name === '') return problem('email.no_name');
  if (domain === '') return problem('email.no_domain');
  if (/\s/.test(typed)) return problem('email.spaces');
  const foreign =
    [...name].find((char) => char > '\u007F') ??
    (isOwnAlphabet(domain) ? undefined : [...domain].find((char) => char > '\u007F'));
  if (foreign) {
    if (fromLookAlikes(typed)) return problem('email.look_alike', { char: foreign });
    return byKeyboard(typed) ? problem('email.keyboard') : problem('email.character', { char: foreign });
  }
  if (typed.includes(',')) return problem('email.comma');
  if (typed.includes('..')) return problem('email.double_dot');
  if (/^\.|\.$/.test(name) || /^\.|\.$/.test(domain)) return problem('email.dot_at_edge');
  if (!NAME_PART.test(name))
    return problem('email.character', { char: [...name].find((char) => !NAME_PART.test(char) && char !== '.') ?? '' });
  if (name.length > LONGEST_NAME || typed.length > LONGEST)
    return problem('email.too_long', { max: typed.length > LONGEST ? LONGEST : LONGEST_NAME });
  if (!domain.includes('.')) return problem('email.no_dot');
  const ascii = parts(typed).domain;
  const labels = ascii.split('.');
  const top = labels.at(-1)!;
  if (!labels.every((label) => LABEL.test(label)) || !/^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(top))
    return problem('email.domain_invalid');
  return null;
}

/** почта.рф is a domain like any other; mаil.ru with a Cyrillic а is none. */
function isOwnAlphabet(domain: string): boolean {
  const labels = domain.toLowerCase().split('.');
  return (
    OWN_ALPHABET.test(labels.at(-1) ?? '') &&
    labels.every((label) => /^[\p{Script=Cyrillic}\d-]+$|^[\p{Script=Armenian}\d-]+$|^[a-z\d-]+$/u.test(label))
  );
}

/** The address with everything mended that can be; `null` when that gives none either. */
function repaired(typed: string): string | null {
  const withAt = typed.includes('@') ? typed : insertAt(typed);
  for (const candidate of [withAt, withAt && fromLookAlikes(withAt), byKeyboard(typed)]) {
    if (!candidate) continue;
    const at = candidate.lastIndexOf('@');
    const name = mended(candidate.slice(0, at).replaceAll('@', ''));
    const typedDomain = mended(candidate.slice(at + 1)).toLowerCase();
    const address = `${name}@${meantDomain(typedDomain) ?? typedDomain}`;
    if (!problemOf(address)) return address;
  }
  return null;
}

function mended(part: string): string {
  return part
    .replace(/\s+/g, '')
    .replace(/[,;:]/g, '.')
    .replace(/\.{2,}/g, '.')
    .replace(/^\.|\.$/g, '');
}

function insertAt(typed: string): string | null {
  const spoken = typed.replace(/\s*(?:\(at\)|\[at\]|\(собака\)|\ssobaka\s|\sсобака\s|\sat\s)\s*/i, '@');
  if (spoken.includes('@')) return spoken;
  const joined = typed.replace(/\s+/g, '');
  const provider = providerAtEnd(joined.toLowerCase());
  return provider ? `${joined.slice(0, -provider.length).replace(/[.,]$/, '')}@${provider}` : null;
}

/** Cyrillic letters that look Latin, as Latin; `null` when one has no Latin twin, or none is there. */
function fromLookAlikes(typed: string): string | null {
  const at = typed.lastIndexOf('@');
  const dot = typed.lastIndexOf('.');
  const top = dot > at ? TOP_IN_CYRILLIC[typed.slice(dot + 1).toLowerCase()] : undefined;
  const latin = [...(top ? typed.slice(0, dot + 1) + top : typed)]
    .map((char) => LOOK_ALIKES.get(char) ?? char)
    .join('');
  return latin !== typed && !/[^\u0000-\u007F]/.test(latin) ? latin : null;
}

/** What the same keys give on an English keyboard, when that is an address: `фшпгд"ьфшдюкг` is aigul@mail.ru. */
function byKeyboard(typed: string): string | null {
  if (!/^[\u0400-\u04FF\d"@._-]+$/.test(typed) || !/[\u0400-\u04FF]{3}/.test(typed)) return null;
  const latin = [...typed.toLowerCase()].map((char) => KEYS.get(char) ?? char).join('');
  return /^[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(latin) ? latin : null;
}
