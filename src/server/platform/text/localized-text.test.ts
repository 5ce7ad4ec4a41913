import { describe, expect, it } from 'vitest';
import { localized, localizedText, pick, withText, type LocalizedText } from './index.ts';

const text = (entries: Record<string, [string, 'original' | 'machine' | 'reviewed']>): LocalizedText =>
  Object.fromEntries(Object.entries(entries).map(([locale, [value, status]]) => [locale, { text: value, status }]));

describe('the text for a reader', () => {
  it('is in her language when there is one, whoever made it', () => {
    const title = text({ ru: ['Чтение', 'original'], kk: ['Оқу', 'machine'] });
    expect(pick(title, 'kk')).toEqual({ text: 'Оқу', locale: 'kk', isFallback: false, status: 'machine' });
  });

  it.each([
    ['kk', ['hy', 'en', 'ru'], 'ru'],
    ['kk', ['hy', 'be', 'en'], 'en'],
    ['ky', ['kk', 'en', 'ru'], 'ru'],
    ['ky', ['kk', 'en'], 'kk'],
    ['be', ['kk', 'ru', 'en'], 'ru'],
    ['hy', ['kk', 'en'], 'en'],
    ['en', ['hy'], 'hy'],
  ] as const)('falls back for %s among %s to %s and says so', (reader, available, expected) => {
    const map = Object.fromEntries(available.map((locale) => [locale, { text: locale, status: 'reviewed' as const }]));
    expect(pick(map, reader)).toEqual({ text: expected, locale: expected, isFallback: true, status: 'reviewed' });
  });

  it('is rather a person’s in a further language than a machine’s in a nearer one', () => {
    const title = text({ ru: ['машинный', 'machine'], hy: ['բնագիր', 'original'] });
    expect(pick(title, 'kk').locale).toBe('hy');
    expect(pick(text({ ru: ['машинный', 'machine'] }), 'kk').locale).toBe('ru');
  });

  it('follows the chain of the caller first', () => {
    expect(pick(localized({ ru: 'а', en: 'b' }), 'kk', ['en']).locale).toBe('en');
    expect(pick(localized('hy', 'բ'), 'kk', ['en']).locale).toBe('hy');
  });

  it('cannot be taken from an empty map', () => {
    expect(() => pick({}, 'ru')).toThrow();
  });
});

describe('building a text', () => {
  it('marks the first language as the original', () => {
    expect(localized('ru', 'Чтение')).toEqual({ ru: { text: 'Чтение', status: 'original' } });
    expect(localized({ kk: 'Оқу', ru: 'Чтение' })).toEqual({
      kk: { text: 'Оқу', status: 'original' },
      ru: { text: 'Чтение', status: 'reviewed' },
    });
  });

  it('sets, replaces and removes one language', () => {
    const title = localized('ru', 'Чтение');
    expect(withText(title, 'kk', ' Оқу ', 'machine').kk).toEqual({ text: 'Оқу', status: 'machine' });
    expect(withText(title, 'ru', '  ', 'original')).toEqual({});
    expect(title).toEqual(localized('ru', 'Чтение'));
  });
});

describe('the schema of a text', () => {
  const issues = (value: unknown, schema = localizedText()) => {
    const result = schema.safeParse(value);
    return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('takes plain strings and entries, trims them and leaves empty languages out', () => {
    expect(localizedText().parse({ ru: ' Чтение ', kk: '', en: { text: 'Reading', status: 'machine' } })).toEqual({
      ru: { text: 'Чтение', status: 'original' },
      en: { text: 'Reading', status: 'machine' },
    });
  });

  it('wants one language at least, and those that are required', () => {
    expect(issues({})).toEqual([': language.required']);
    expect(issues({ ru: '   ' })).toEqual([': language.required']);
    expect(issues({ ru: 'x' }, localizedText({ required: ['kk'] }))).toEqual(['kk: field.required']);
  });

  it('refuses an unknown language, a wrong standing and what is not text', () => {
    expect(issues({ de: 'x' })).not.toEqual([]);
    expect(issues({ ru: { text: 'x', status: 'perfect' } })).not.toEqual([]);
    expect(issues({ ru: 5 })).not.toEqual([]);
    expect(issues('x')).not.toEqual([]);
  });

  it('counts characters as readers do and names the limit in its issue', () => {
    const schema = localizedText({ max: 3 });
    expect(issues({ ru: 'абв' }, schema)).toEqual([]);
    expect(issues({ ru: '📚📚📚' }, schema)).toEqual([]);
    expect(issues({ ru: 'абвг' }, schema)).toEqual(['ru: text.too_long']);
    expect(schema.safeParse({ ru: 'абвг' }).error?.issues[0]).toMatchObject({ params: { max: 3 } });
  });

  it('refuses hidden signs, and line breaks where there is one line', () => {
    for (const bad of ['a\u0000b', 'a\u202Eb', 'a\u0085b', 'a\nb', 'a\u2028b'])
      expect(issues({ ru: bad }), JSON.stringify(bad)).toEqual(['ru: text.hidden_characters']);
    const lines = localizedText({ multiline: true });
    expect(issues({ ru: 'a\nb\tc\r\nd' }, lines)).toEqual([]);
    expect(issues({ ru: 'a\u0007b' }, lines)).toEqual(['ru: text.hidden_characters']);
  });
});
