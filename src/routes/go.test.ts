import { describe, expect, it } from 'vitest';
import { localisePath } from '#lib/i18n/index.ts';
import { safeNext } from './go.ts';

describe('where somebody is led after signing in', () => {
  it.each<[string | null, string]>([
    ['/people?q=x', '/people?q=x'],
    ['/ru/people?q=x', '/people?q=x'],
    ['/ru', '/'],
    ['/kk/n/minsk/people', '/people'],
    ['/ru//evil.example', '/'],
    ['/ru/kk//evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/people\r\nset-cookie: a=b', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    [`/${'a'.repeat(600)}`, '/'],
    ['', '/'],
    [null, '/'],
  ])('%j leads to %s', (next, path) => {
    expect(safeNext(next)).toBe(path);
    // Never an address that cannot be made, after which the session just opened would be an error page.
    expect(localisePath(safeNext(next), { locale: 'kk' })).toMatch(/^\/kk/);
  });
});
