import { describe, expect, it } from 'vitest';
import { mayJoin } from './sign-on.policy.ts';

const DOMAINS = ['lib.example.kz', 'example.kz'];

describe('whether an identity may join the account of its address', () => {
  it.each([
    ['a verified address of a trusted domain', 'anna@lib.example.kz', true, null],
    ['in capitals', 'Anna@LIB.example.kz', true, null],
    ['an unverified one', 'anna@lib.example.kz', false, 'unverified'],
    ['a verified address of another domain', 'anna@gmail.example', true, 'untrusted'],
    ['a domain below a trusted one', 'anna@evil.example.kz', true, 'untrusted'],
    ['a domain that ends like a trusted one', 'anna@notexample.kz', true, 'untrusted'],
    ['two signs', 'anna@evil.kz@example.kz', true, 'unverified'],
    ['no address', null, true, 'unverified'],
  ] as const)('%s', (_, email, emailVerified, reason) => {
    expect(mayJoin({ email, emailVerified }, DOMAINS)).toBe(reason);
  });

  it('never without trusted domains', () => expect(mayJoin({ email: 'anna@example.kz', emailVerified: true }, [])).toBe('untrusted'));
});
