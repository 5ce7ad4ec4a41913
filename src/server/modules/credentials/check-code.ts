import { createHash, randomBytes } from 'node:crypto';
import { latinised } from './numbers.rule.ts';

/**
 * The code in the QR: 128 random bits and 12 bits of check sum in 28 signs of Crockford's alphabet (no I, L, O, U), read aloud and typed
 * in groups of four. The check sum tells a slip of the pen from a code that never existed: the reader is sent back to the paper
 * instead of calling the holder a forger.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS = 28;

export function newCheckCode(): string {
  const bytes = randomBytes(16);
  return grouped(signsOf(BigInt(`0x${bytes.toString('hex')}`), bytes));
}

function signsOf(value: bigint, bytes: Buffer): string {
  let rest = (value << 12n) | BigInt(checkSum(bytes));
  let signs = '';
  for (let i = 0; i < SIGNS; i++) {
    signs = ALPHABET.charAt(Number(rest & 31n)) + signs;
    rest >>= 5n;
  }
  return signs;
}

function checkSum(bytes: Buffer): number {
  return createHash('sha256').update('sheberlik check code').update(bytes).digest().readUInt16BE(0) >> 4;
}

function grouped(signs: string): string {
  return signs.replace(/(.{4})(?=.)/g, '$1-');
}

export type ReadCode = { code: string } | { problem: 'code.incomplete' | 'code.mistyped' };

/**
 * What was typed, pasted or scanned → the code as printed. O is 0, I and L are 1, Cyrillic look-alikes are the letters they look like,
 * spaces and dashes do not count, and a whole address of a check page is as good as the code at its end.
 */
export function readCheckCode(text: string): ReadCode {
  const last = text.trim().slice(0, 500).replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
  const signs = latinised(last).replace(/[\s-]+/g, '').replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('З', '3');
  if (signs.length !== SIGNS) return { problem: 'code.incomplete' };
  let value = 0n;
  for (const sign of signs) {
    const digit = ALPHABET.indexOf(sign);
    if (digit === -1) return { problem: 'code.mistyped' };
    value = (value << 5n) | BigInt(digit);
  }
  const bytes = Buffer.from((value >> 12n).toString(16).padStart(32, '0'), 'hex');
  return checkSum(bytes) === Number(value & 0xfffn) ? { code: grouped(signs) } : { problem: 'code.mistyped' };
}

/** Whether it is meant as a code rather than a number: a number has its year and three-letter kind. */
export function looksLikeCode(text: string): boolean {
  return /check\//i.test(text) || latinised(text).replace(/[\s-]+/g, '').length >= 22;
}
