import { describe, expect, it } from 'vitest';
import { authenticatorUri, base32, codeOf, matchingStep, newSecret, stepOf } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('codes of an authenticator', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('are those of RFC 6238, appendix B, at second %i', (second, code) => expect(codeOf(SECRET, stepOf(new Date(second * 1000)), 8)).toBe(code));

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('have their secret written in the letters of RFC 4648: %j', (text, letters) => expect(base32(Buffer.from(text))).toBe(letters));

  it('fit for half a minute before and after, and no longer', () => {
    const secret = newSecret();
    const now = new Date('2026-05-18T04:00:10Z');
    const at = (seconds: number) => codeOf(secret, stepOf(new Date(now.getTime() + seconds * 1000)));
    expect([at(-30), at(0), at(30)].map((code) => matchingStep(secret, code, now))).toEqual([stepOf(now) - 1, stepOf(now), stepOf(now) + 1]);
    expect(matchingStep(secret, at(-60), now)).toBeNull();
    expect(matchingStep(secret, at(60), now)).toBeNull();
    for (const odd of ['', '12345', '1234567', 'abcdef', '12 456']) expect(matchingStep(secret, odd, now)).toBeNull();
  });

  it('are set up from an address that names the account', () => {
    expect(authenticatorUri(SECRET, 'a@b.kz')).toBe('otpauth://totp/Sheberlik%3Aa%40b.kz?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sheberlik&algorithm=SHA1&digits=6&period=30');
  });
});
