import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/locales.ts';
import { runtime } from '#lib/i18n/runtime.ts';
import { compileMessages } from '../../scripts/messages.ts';
import { ROOT } from './messages-catalogue.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'messages-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Partial<Record<Locale, string>>;

/** Writes one file `t.json` per language; languages not named get the English one. */
function write(files: Files & { en: string }, name = 't.json'): void {
  for (const locale of LOCALES) {
    mkdirSync(join(folder, 'messages', locale), { recursive: true });
    writeFileSync(join(folder, 'messages', locale, name), files[locale] ?? files.en);
  }
}
const file = (text: string, key = 't.a.b') => JSON.stringify({ [key]: text });
const problems = () =>
  compileMessages(join(folder, 'messages')).problems.map(({ locale, key, reason }) => `${locale} ${key}: ${reason}`);

/** Compiles one message, the same in every language unless told otherwise, and runs the generated code of one of them. */
function run(locale: Locale, text: string, params: object = {}, others?: Files): string {
  write({ en: file(text), ...others });
  const outcome = compileMessages(join(folder, 'messages'));
  expect(outcome.problems).toEqual([]);
  const code = (outcome.files.get(`${locale}.ts`) ?? '')
    .replaceAll(/^import .*$/gm, '')
    .replace('let c: string;', 'let c;')
    .replace('export const messages: CompiledMessages =', 'return');
  // The product imports this text as a module; here it is run as it is, so that a thousand random messages need no thousand files.
  const table = (
    new Function('runtime', code) as (r: typeof runtime) => Record<string, string | ((p: object) => string)>
  )(runtime);
  const message = table['t.a.b'];
  return typeof message === 'function' ? message(params) : String(message);
}

const RU = '{n, plural, one {# заявка} few {# заявки} many {# заявок} other {# заявки}}';
const TWO = '{n, plural, one {# x} other {# x}}';
const perLanguage: Files = { ru: file(RU), be: file(RU), kk: file(TWO), ky: file(TWO), hy: file(TWO), en: file(TWO) };

describe('the compiler refuses', () => {
  const plural = (options: string) => file(`{n, plural, ${options}}`);
  const four = plural('one {a} few {a} many {a} other {a}');
  const two = plural('one {a} other {a}');
  const whole = { en: two, kk: two, ky: two, hy: two, ru: four, be: four };
  const ordinals = {
    en: file('{n, selectordinal, one {a} two {a} few {a} other {a}}'),
    kk: file('{n, selectordinal, many {a} other {a}}'),
    be: file('{n, selectordinal, few {a} other {a}}'),
    hy: file('{n, selectordinal, one {a} other {a}}'),
    ru: file('{n, selectordinal, other {a}}'),
    ky: file('{n, selectordinal, other {a}}'),
  };

  it.each<[string, Files & { en: string }, string]>([
    ['a missing key', { en: '{"t.a":"x","t.b":"y"}', kk: '{"t.a":"x"}' }, 'kk t.b: missing'],
    ['an extra key', { en: '{"t.a":"x"}', hy: '{"t.a":"x","t.z":"y"}' }, 'hy t.z: extra'],
    ['a key of another file', { en: file('x', 'other.a') }, 'must begin with "t."'],
    ['a key that is not dotted words', { en: file('x', 't.a b') }, 'is not a key'],
    ['a key twice in one file', { en: '{"t.a":"x"}', ru: '{"t.a":"x","t.a":"y"}' }, 'ru t.a: stands twice'],
    ['a value that is not text', { en: '{"t.a":"x"}', ru: '{"t.a":{"b":"x"}}' }, 'ru t.a: text expected'],
    ['a file that is not JSON', { en: '{"t.a":"x"}', ky: '{"t.a":' }, 'ky t.json: is not JSON'],
    ['a file that is not an object', { en: '{"t.a":"x"}', ky: '["x"]' }, 'ky t.json: must be one flat object'],
    ['an empty text', { en: file('x'), be: file(' ') }, 'be t.a.b: is empty'],
    ['a space at the end', { en: file('x'), be: file('x ') }, 'be t.a.b: begins or ends with a space'],
    [
      'broken ICU',
      { en: file('x'), be: file('{x') },
      'be t.a.b: is not ICU MessageFormat: EXPECT_ARGUMENT_CLOSING_BRACE',
    ],
    [
      'a missing cardinal category in Russian',
      { ...whole, ru: plural('one {a} many {a} other {a}') },
      'ru t.a.b: cardinal plural of "n" lacks the category "few"',
    ],
    [
      'a missing cardinal category in Kazakh',
      { ...whole, kk: plural('other {a}') },
      'kk t.a.b: cardinal plural of "n" lacks the category "one"',
    ],
    [
      'a category that the language does not know',
      { ...whole, hy: four },
      'hy t.a.b: cardinal plural of "n" has the category "few"',
    ],
    [
      'a missing category inside another branch',
      { ...whole, be: file('{n, plural, one {a} few {a} many {a} other {{n, plural, one {a} other {a}}}}') },
      'be t.a.b: cardinal plural of "n" lacks the category "many"',
    ],
    [
      'a missing ordinal category in Kazakh',
      { ...ordinals, kk: file('{n, selectordinal, other {a}}') },
      'kk t.a.b: ordinal plural of "n" lacks the category "many"',
    ],
    [
      'a missing ordinal category in English',
      { ...ordinals, en: file('{n, selectordinal, one {a} other {a}}') },
      'en t.a.b: ordinal plural of "n" lacks the category "two"',
    ],
    [
      'a plural without other',
      { ...whole, kk: plural('one {a}') },
      'kk t.a.b: is not ICU MessageFormat: MISSING_OTHER_CLAUSE',
    ],
    [
      'a select without other',
      { en: file('{g, select, f {a} other {b}}'), ru: file('{g, select, f {a}}') },
      'ru t.a.b: is not ICU MessageFormat: MISSING_OTHER_CLAUSE',
    ],
    [
      'a select with other choices',
      { en: file('{g, select, f {a} other {b}}'), ru: file('{g, select, m {a} other {b}}') },
      "ru t.a.b: parameters {g: 'm' | 'other'} differ from English {g: 'f' | 'other'}",
    ],
    [
      'a parameter of another name',
      { en: file('{name}'), hy: file('{nmae}') },
      'hy t.a.b: parameters {nmae: string} differ from English {name: string}',
    ],
    [
      'a parameter of another type',
      { en: file('{x}'), hy: file('{x, number}') },
      'hy t.a.b: parameters {x: number} differ from English {x: string}',
    ],
    ['a parameter left out', { en: file('{x} {y}'), kk: file('{x}') }, 'kk t.a.b: parameters {x: string} differ'],
    [
      'one parameter of two types',
      { en: file('{x, number} {x, select, a {b} other {c}}') },
      "en t.a.b: parameter \"x\" is both number and 'a' | 'other'",
    ],
    [
      'a parameter that is not camelCase',
      { en: file('{user_name}') },
      'en t.a.b: parameter "user_name" must be camelCase',
    ],
    ['a date', { en: file('{x, date, long}') }, 'en t.a.b: dates and times are formatted before'],
    ['an unknown number style', { en: file('{x, number, money}') }, 'en t.a.b: unknown number style "money"'],
    [
      "'#' in a select inside a plural",
      { ...whole, en: plural('one {a} other {{g, select, other {#}}}') },
      "en t.a.b: '#' inside a select",
    ],
    ['a mark that is not closed', { en: file('<link>x') }, 'en t.a.b: <link> is not closed'],
    [
      'a mark closed in another branch',
      { ...whole, en: plural('one {<b>a} other {a</b>}') },
      'en t.a.b: </b> stands where it does not belong',
    ],
    [
      'a mark that one language lacks',
      { en: file('<link>x</link>'), kk: file('x') },
      'kk t.a.b: parameters {} differ from English {<link>: mark}',
    ],
  ])('%s', (_, files, expected) => {
    write(files);
    expect(problems().join('\n')).toContain(expected);
  });

  it('a file that one language lacks, and a stray one', () => {
    write({ en: file('x') });
    rmSync(join(folder, 'messages/be/t.json'));
    writeFileSync(join(folder, 'messages/ru/Notes.txt'), 'x');
    expect(problems()).toContain('be t.json: file is missing in this language');
    expect(problems().join('\n')).toContain('ru Notes.txt: is not a message file');
  });

  it('and then exits with 1, names everything at once and writes nothing', () => {
    write({ en: '{"t.a":"x","t.b":"{"}', kk: '{"t.a":"x"}' });
    const { status, stderr } = spawnSync(process.execPath, ['scripts/messages.ts', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('kk  t.b  missing');
    expect(stderr).toContain('en  t.b  is not ICU');
    expect(() => readdirSync(join(folder, 'src'))).toThrow();
  });
});

describe('the compiler writes', () => {
  it('one module per language and the keys, and touches only what changed', () => {
    write({ en: '{"t.a":"x","t.b":"y {name} {n, number}"}' });
    const compile = () => spawnSync(process.execPath, ['scripts/messages.ts', folder], { cwd: ROOT, encoding: 'utf8' });
    expect(compile().status).toBe(0);
    const out = join(folder, 'src/lib/i18n/compiled');
    expect(readdirSync(out).sort()).toEqual([...LOCALES.map((locale) => `${locale}.ts`), 'keys.ts'].sort());
    expect(readFileSync(join(out, 'keys.ts'), 'utf8')).toContain("'t.a': {};\n  't.b': { n: number; name: string };");
    const before = statSync(join(out, 'ru.ts')).mtimeMs;
    writeFileSync(join(folder, 'messages/kk/t.json'), '{"t.a":"z","t.b":"y {name} {n, number}"}');
    expect(compile().stdout).toContain('1 file(s) written');
    expect(statSync(join(out, 'ru.ts')).mtimeMs).toBe(before);
    expect(readFileSync(join(out, 'kk.ts'), 'utf8')).toContain("'t.a': 'z'");
  });

  it.each<[string, string, object, string]>([
    ['plain text', 'Сохранить', {}, 'Сохранить'],
    ['an apostrophe before a letter', "аб'ява", {}, "аб'ява"],
    ['a doubled apostrophe', "a''b", {}, "a'b"],
    ['quoted braces', "'{'name'}'", {}, '{name}'],
    ['a quoted passage', "'{a} b' {x}", { x: 'y' }, '{a} b y'],
    ['an apostrophe inside a quoted passage', "'{it''s}'", {}, "{it's}"],
    ['a backslash, a back-tick and a dollar', "a\\b `c` $'{d}'", {}, 'a\\b `c` ${d}'],
    ['a bare argument', '{x}: {y}', { x: 'a', y: 'b' }, 'a: b'],
    ['a number', '{x, number}', { x: 1234567.5 }, '1\u00A0234\u00A0567,5'],
    ['a percentage', '{x, number, percent}', { x: 0.45 }, '45\u00A0%'],
    ['an integer', '{x, number, integer}', { x: 2.6 }, '3'],
    ['a skeleton', '{x, number, ::.00}', { x: 2.5 }, '2,50'],
    ['a skeleton with a scale', '{x, number, ::percent scale/100}', { x: 0.5 }, '5\u00A0000\u00A0%'],
    ['a choice', '{g, select, female {она} male {он} other {они}}', { g: 'male' }, 'он'],
    ['the other choice', '{g, select, female {она} male {он} other {они}}', { g: 'other' }, 'они'],
  ])('%s', (_, text, params, expected) => {
    expect(run('ru', text, params)).toBe(expected);
  });

  it.each<[Locale, number, string]>([
    ['ru', 0, '0 заявок'],
    ['ru', 1, '1 заявка'],
    ['ru', 2, '2 заявки'],
    ['ru', 5, '5 заявок'],
    ['ru', 11, '11 заявок'],
    ['ru', 21, '21 заявка'],
    ['ru', 22, '22 заявки'],
    ['ru', 112, '112 заявок'],
    ['ru', 1.5, '1,5 заявки'],
    ['be', 101, '101 заявка'],
    ['hy', 0, '0 x'],
    ['kk', 5, '5 x'],
  ])('the plural of %s for %d', (locale, n, expected) => {
    expect(run(locale, TWO, { n }, perLanguage)).toBe(expected);
  });

  it('a counted number shown bare as a number', () => {
    const files = Object.fromEntries(
      LOCALES.map((locale) => [locale, (perLanguage[locale] ?? '').replace('{n, plural', '{n}: {n, plural')]),
    );
    expect(run('ru', TWO, { n: 1000 }, files)).toBe('1\u00A0000: 1\u00A0000 заявок');
  });

  it('exact values before categories, an offset, and # counted from it', () => {
    const en = '{n, plural, offset:1 =0 {nobody} =1 {{name}} one {{name} and # other} other {{name} and # others}}';
    const slavic =
      '{n, plural, offset:1 =0 {nobody} =1 {{name}} one {{name} and # other} few {f} many {m} other {{name} and # others}}';
    const others: Files = { ru: file(slavic), be: file(slavic) };
    const say = (n: number) => run('en', en, { n, name: 'Aru' }, others);
    expect([say(0), say(1), say(2), say(4)]).toEqual(['nobody', 'Aru', 'Aru and 1 other', 'Aru and 3 others']);
  });

  it('ordinals by the rules of the language', () => {
    const other = file('{n, selectordinal, other {#-й}}');
    const others: Files = {
      kk: file('{n, selectordinal, many {#-шы} other {#-ші}}'),
      be: file('{n, selectordinal, few {#-і} other {#-ы}}'),
      hy: file('{n, selectordinal, one {#-ին} other {#-րդ}}'),
      ru: other,
      ky: other,
    };
    const en = '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}';
    expect([1, 2, 3, 4, 11, 21].map((n) => run('en', en, { n }, others))).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '21st',
    ]);
    expect([2, 6, 9].map((n) => run('kk', en, { n }, others))).toEqual(['2-ші', '6-шы', '9-шы']);
    expect([1, 2].map((n) => run('hy', en, { n }, others))).toEqual(['1-ին', '2-րդ']);
  });

  it('a plural inside a plural without mixing up their categories', () => {
    const inner = (name: string) => `{m, plural, one {${name}1} few {${name}2} many {${name}5} other {${name}x}}`;
    const slavic = `{n, plural, one {${inner('a')}} few {${inner('b')}} many {${inner('c')}} other {${inner('d')}}}`;
    const small = '{n, plural, one {{m, plural, one {x} other {y}}} other {{m, plural, one {x} other {y}}}}';
    const others: Files = { ru: file(slavic), be: file(slavic) };
    const say = (n: number, m: number) => run('ru', small, { n, m }, others);
    expect([say(1, 2), say(2, 1), say(5, 5), say(1, 5), say(1.5, 1.5)]).toEqual(['a2', 'b1', 'c5', 'a5', 'dx']);
  });

  it('any text exactly as it was written once quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (raw) => {
        fc.pre(raw.trim() !== '' && !/<\/?[a-z][a-zA-Z]*>/.test(raw));
        const text = `[${raw}]`;
        const quoted = text.replaceAll("'", "''").replaceAll(/[{}]/g, "'$&'");
        expect(run('ru', quoted)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('any value exactly as it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (x) => {
        expect(run('kk', '«{x}»', { x })).toBe(`«${x}»`);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the list of unused keys', () => {
  it('holds what no source names, neither as it is nor by a template', () => {
    write({ en: '{"t.used":"x","t.dead":"x","t.state.open":"x","t.states":"x","t.quoted":"x"}' });
    mkdirSync(join(folder, 'src/compiled'), { recursive: true });
    writeFileSync(
      join(folder, 'src/page.svelte'),
      '<p>{t(\'t.used\')} {t(`t.state.${state}`)} <Button label="t.quoted" /></p>',
    );
    writeFileSync(join(folder, 'src/page.test.ts'), "t('t.dead')");
    writeFileSync(join(folder, 'src/compiled/en.ts'), "'t.dead'");
    const { status, stdout } = spawnSync(process.execPath, ['scripts/messages.ts', '--unused', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual(['t.dead', 't.states']);
    expect(status).toBe(1);
  });
});
