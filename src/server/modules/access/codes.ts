import { randomBytes } from 'node:crypto';

/** Letters that are not taken for one another: 32 of them, five bits each. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export const randomCode = (length: number): string => [...randomBytes(length)].map((byte) => LETTERS[byte & 31]).join('');

/** In groups, as it is read out and typed. */
export const shownCode = (code: string, group: number): string => (code.match(new RegExp(`.{1,${group}}`, 'g')) ?? []).join('-');

/** Cyrillic letters that look like those of a code, for who types on a keyboard of her language. */
const ALIKE: Readonly<Record<string, string>> = { А: 'A', В: 'B', С: 'C', Е: 'E', Н: 'H', К: 'K', М: 'M', Р: 'P', Т: 'T', Х: 'X', У: 'Y' };

/** A code as it was typed, without hyphens and spaces. */
export const plainCode = (typed: string): string => [...typed.toUpperCase().replaceAll(/[\s–—-]/g, '')].map((letter) => ALIKE[letter] ?? letter).join('');
