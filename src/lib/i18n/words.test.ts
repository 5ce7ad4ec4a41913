import { describe, expect, it } from 'vitest';
import { isMessageKey, isPlainMessageKey, LOCALES, negotiate, segments, translator, type MessageKey } from './index.ts';

describe('a translator', () => {
  it('says a message in its language, with its parameters', () => {
    expect(translator('ru')('ui.button.save')).toBe('Сохранить');
    expect(translator('kk')('ui.button.save')).toBe('Сақтау');
    expect(translator('ru')('ui.table.count', { count: 22 })).toBe('22 записи');
    expect(translator('be')('ui.table.count', { count: 5 })).toBe('5 запісаў');
    expect(translator('hy')).toBe(translator('hy'));
  });

  it('throws on a key that no catalogue has, also on those that every object has', () => {
    for (const key of ['ui.nothing', 'constructor', 'toString']) {
      expect(() => translator('ru')(key as 'ui.button.save')).toThrow(key);
      expect(isMessageKey(key)).toBe(false);
    }
  });

  it('tells which keys there are and which need no parameters', () => {
    expect(isMessageKey('ui.table.count')).toBe(true);
    expect(isPlainMessageKey('ui.table.count')).toBe(false);
    expect(isPlainMessageKey('ui.button.save')).toBe(true);
    const known: MessageKey = 'ui.button.save';
    for (const locale of LOCALES) expect(translator(locale)(known)).not.toBe('');
  });

  it('is refused by the type checker what the message does not take', () => {
    const t = translator('ru');
    // @ts-expect-error the parameter is missing
    expect(() => t('ui.table.count')).toThrow(TypeError);
    // @ts-expect-error a number is wanted
    expect(t('ui.table.count', { count: '5' })).toContain('запис');
    // @ts-expect-error the message takes no parameters
    expect(t('ui.button.save', { count: 5 })).toBe('Сохранить');
  });
});

describe('the choice of a language', () => {
  it.each<[string | null, string]>([
    ['kk', 'kk'],
    ['ru-KZ,ru;q=0.9,en;q=0.8', 'ru'],
    ['de,ky;q=0.3,hy;q=0.7', 'hy'],
    ['de-DE,de', 'be'],
    ['*', 'be'],
    ['ru;q=0,en;q=0.1', 'en'],
    ['EN-us', 'en'],
    ['', 'be'],
    [null, 'be'],
    [';;;q=x,,', 'be'],
    ['ru;q=5', 'ru'],
    ['kk;q=0.9;x=y, ru ; q=1.0', 'ru'],
  ])('for %s is %s', (header, expected) => {
    expect(negotiate(header, LOCALES, 'be')).toBe(expected);
  });

  it('stays among the languages of the network', () => {
    expect(negotiate('hy,ru;q=0.5', ['kk', 'ru'], 'kk')).toBe('ru');
    expect(negotiate('hy', ['kk', 'ru'], 'kk')).toBe('kk');
  });

  it('does not read a header of any length', () => {
    const started = performance.now();
    expect(negotiate('x-'.repeat(1_000_000) + ',ru', LOCALES, 'kk')).toBe('kk');
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('marks in a message', () => {
  it('cut a sentence so that a link can stand in the middle', () => {
    expect(segments('Согласие: <policy>политика</policy> и <terms>условия</terms>.', 'policy', 'terms')).toEqual([
      { text: 'Согласие: ', mark: null },
      { text: 'политика', mark: 'policy' },
      { text: ' и ', mark: null },
      { text: 'условия', mark: 'terms' },
      { text: '.', mark: null },
    ]);
  });

  it('that were not asked for stay text', () => {
    expect(segments('<b>x</b>', 'link')).toEqual([{ text: '<b>x</b>', mark: null }]);
    expect(segments('<link>x', 'link')).toEqual([{ text: '<link>x', mark: null }]);
    expect(segments('x')).toEqual([{ text: 'x', mark: null }]);
    expect(segments('')).toEqual([]);
  });
});
