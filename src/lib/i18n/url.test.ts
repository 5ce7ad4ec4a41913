import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from './locales.ts';
import { inLanguage, localisePath, stripPrefix } from './url.ts';

describe('an address', () => {
  it.each<[string, string | null, string]>([
    ['/', null, '/kk'],
    ['/seminars', null, '/kk/seminars'],
    ['/seminars?page=2#top', null, '/kk/seminars?page=2#top'],
    ['/?x=1', null, '/kk?x=1'],
    ['/#x', null, '/kk#x'],
    ['/seminars', 'karaganda', '/kk/n/karaganda/seminars'],
    ['/', 'karaganda', '/kk/n/karaganda'],
  ])('%s of network %s becomes %s', (path, network, expected) => {
    expect(localisePath(path, { locale: 'kk', network })).toBe(expected);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'seminars', '', '/ru/seminars', '/ru'])(
    'refuses %s',
    (path) => {
      expect(() => localisePath(path, { locale: 'kk' })).toThrow();
    },
  );

  it.each<[string, string | null, string | null, string]>([
    ['/kk', 'kk', null, '/'],
    ['/kk/', 'kk', null, '/'],
    ['/kk/seminars?x=1', 'kk', null, '/seminars?x=1'],
    ['/kk/n/kar/seminars', 'kk', 'kar', '/seminars'],
    ['/kk/n/kar', 'kk', 'kar', '/'],
    ['/kk/n/Kar%2F', 'kk', null, '/n/Kar%2F'],
    ['/kk/n', 'kk', null, '/n'],
    ['/seminars/kk', null, null, '/seminars/kk'],
    ['/de/seminars', null, null, '/de/seminars'],
    ['/kkk', null, null, '/kkk'],
    ['/', null, null, '/'],
  ])('%s is read as language %s, network %s, path %s', (pathname, locale, network, path) => {
    expect(stripPrefix(pathname)).toEqual({ locale, network, path });
  });

  it('comes back from its localised form as it was', () => {
    const segment = fc
      .stringMatching(/^[a-z0-9-]{1,12}$/)
      .filter((text) => !(LOCALES as readonly string[]).includes(text) && text !== 'n');
    const slug = fc.option(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/), { nil: null });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), fc.constantFrom(...LOCALES), slug, (parts, locale, network) => {
        const path = `/${parts.join('/')}`;
        expect(stripPrefix(localisePath(path, { locale, network }))).toEqual({ locale, network, path });
      }),
    );
  });

  it('is the same page in another language', () => {
    expect(inLanguage('/kk/n/kar/seminars?x=1', 'hy')).toBe('/hy/n/kar/seminars?x=1');
    expect(inLanguage('/', 'ru')).toBe('/ru');
  });
});
