import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPrintedName, LONGEST_NAME } from './printed-name.ts';

const codesOf = (name: string) => checkPrintedName(name).errors.map(({ code }) => code);

describe('names that can be printed', () => {
  it.each([
    'Қасымова Әйгүл Болатқызы',
    'Ыбырай Алтынсарин',
    'Асан уулу Бакыт',
    'Мар’яна Каўтун',
    "Мар'яна Ігараўна",
    'Մկրտչյան Անի',
    'Մելիք֊Ազարյան Գևորգ',
    'Омарова-Қасымова Сәуле',
    'Ли Ян',
    'O’Brien Zoë',
    'И. И. Иванов',
    'Şahin Ğani',
    'Nguyễn Ân',
  ])('accepts %s as typed', (name) => {
    expect(checkPrintedName(name)).toMatchObject({ ok: true, value: name, errors: [], warnings: [] });
  });

  it('puts spaces, dashes and composed letters in order and drops invisible marks', () => {
    expect(checkPrintedName('  Касымова \t Айгуль\u00A0Болатовна\n').value).toBe('Касымова Айгуль Болатовна');
    expect(checkPrintedName('Омарова — Касымова Сауле').value).toBe('Омарова-Касымова Сауле');
    expect(checkPrintedName('Кова\u0306лёв').value).toBe('Кова\u0306лёв'.normalize('NFC'));
    expect(checkPrintedName('Андреи\u0306').value).toBe('Андрей');
    expect(checkPrintedName('Ка\u00ADсы\u200Bмова\uFEFF Айгуль')).toMatchObject({ ok: true, value: 'Касымова Айгуль' });
  });

  it('names the scripts in use', () => {
    expect(checkPrintedName('Հակոբյան Ani').scripts).toEqual(['armenian', 'latin']);
    expect(checkPrintedName('Қасымова').scripts).toEqual(['cyrillic']);
  });
});

describe('names that cannot', () => {
  it.each([
    ['', ['name.empty']],
    [' \t\u200B', ['name.empty']],
    ['А', ['name.too_short']],
    ['Ы.', ['name.too_short']],
    ['...', ['name.no_letter']],
    ['12', ['name.digits', 'name.no_letter']],
    ['Айгуль 😀', ['name.emoji']],
    ['Айгуль ❤️', ['name.emoji']],
    ['🇰🇿 Айгуль', ['name.emoji']],
    ['Айгуль 👩‍💻 Касымова', ['name.emoji']],
    ['Айгуль 1️⃣', ['name.digits', 'name.emoji']],
    ['Айгуль\u0007', ['name.control']],
    ['Айгуль\uE000', ['name.control']],
    ['Айгуль \u202Eлугйа', ['name.direction']],
    ['Айгуль\u2067x\u2069', ['name.direction']],
    ['عائشة', ['name.direction']],
    ['שרה לוי', ['name.direction']],
    ['李明', ['name.script']],
    ['გიორგი', ['name.script']],
    ['𝐀nna Lee', ['name.script']],
    ['Ａnna Lee', ['name.script']],
    ['Касымова 2', ['name.digits']],
    ['Касымова ٢', ['name.digits']],
    ['Касымова²', ['name.digits']],
    ['www.lib.kz', ['name.link']],
    ['Касымова pavlodar-lib.kz', ['name.link']],
    ['aigul@mail.kz', ['name.link']],
    ['https://t.me/aigul', ['name.link']],
    ['Касымова (Омарова) Айгуль', ['name.symbol']],
    ['<b>Айгуль</b>', ['name.symbol']],
    ['Айгуль; Сауле', ['name.symbol']],
    ['К\u0301\u0302\u0303\u0304асымова', ['name.symbol']],
  ])('%j: %j', (name, codes) => {
    expect(codesOf(name).toSorted()).toEqual(codes.toSorted());
  });

  it('allows exactly 120 characters, counted as people count them', () => {
    expect(codesOf('Ә'.repeat(LONGEST_NAME))).toEqual([]);
    expect(checkPrintedName('Ә'.repeat(300)).errors).toEqual([
      { code: 'name.too_long', params: { max: 120, length: 300 } },
    ]);
    expect(codesOf('е\u0308'.repeat(LONGEST_NAME))).toEqual([]);
    expect(codesOf('😀'.repeat(2_000_000))).toEqual(['name.too_long']);
  });

  it('does not take initials before a short surname for a link', () => {
    expect(codesOf('А.Ким')).toEqual([]);
    expect(codesOf('И.Ру Кан')).toEqual([]);
  });

  it('names the character that is the reason', () => {
    expect(checkPrintedName('Касымова (А').errors).toEqual([{ code: 'name.symbol', params: { char: '(' } }]);
  });
});

describe('names to look at again', () => {
  const warningOf = (name: string) => checkPrintedName(name).warnings;

  it.each([
    ['КАСЫМОВА АЙГУЛЬ', 'Касымова Айгуль'],
    ['ОМАРОВА-ҚАСЫМОВА СӘУЛЕ', 'Омарова-Қасымова Сәуле'],
    ['АСАН УУЛУ БАКЫТ', 'Асан уулу Бакыт'],
    ['НҰРЛАН СЕРІКҰЛЫ', 'Нұрлан Серікұлы'],
    ['МАР’ЯНА ІГАРАЎНА', 'Мар’яна Ігараўна'],
    ['ԳԵՎՈՐԳՅԱՆ ԵՎԱ', 'Գևորգյան Եվա'],
    ['İPEK ŞAHİN', 'İpek Şahin'],
  ])('offers %s as %s', (typed, suggestion) => {
    expect(warningOf(typed)).toEqual([{ code: 'name.all_capitals', suggestion }]);
    expect(checkPrintedName(typed).ok).toBe(true);
  });

  it('offers capitals where there are none', () => {
    expect(warningOf('касымова айгуль')).toEqual([{ code: 'name.no_capital', suggestion: 'Касымова Айгуль' }]);
  });

  it('leaves initials and short names in capitals alone', () => {
    expect(warningOf('Касымова А. Б.')).toEqual([]);
    expect(warningOf('А. Б. Ли')).toEqual([]);
  });

  it('finds letters of another script inside a word and offers the word in one script', () => {
    expect(warningOf('Kаsymova Aigul')).toEqual([
      { code: 'name.mixed_scripts', word: 'Kаsymova', suggestion: 'Kasymova Aigul' },
    ]);
    expect(warningOf('Касымова Aйгуль')).toEqual([
      { code: 'name.mixed_scripts', word: 'Aйгуль', suggestion: 'Касымова Айгуль' },
    ]);
    expect(warningOf('КасымоVa Айгуль')).toEqual([{ code: 'name.mixed_scripts', word: 'КасымоVa' }]);
    expect(warningOf('Касымова Aigul')).toEqual([]);
  });

  it('asks whether one word is the whole name', () => {
    expect(warningOf('Айгуль')).toEqual([{ code: 'name.one_word' }]);
  });

  it('offers only names that can themselves be printed and need no second offer', () => {
    const typed = fc
      .array(fc.constantFrom('КАСЫМОВА', 'касымова', 'Kаsymova', 'ԱՆԻ', 'УУЛУ', 'уулу', 'О’Брайен', 'А.', 'Ли-Ким'), {
        minLength: 2,
        maxLength: 4,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(typed, (name) => {
        for (const { suggestion } of warningOf(name)) {
          if (suggestion === undefined) continue;
          const again = checkPrintedName(suggestion);
          expect(again.ok).toBe(true);
          expect(again.warnings.some(({ code }) => code === 'name.all_capitals' || code === 'name.no_capital')).toBe(
            false,
          );
        }
      }),
    );
  });

  it('gives the same answer for the value it stores, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const first = checkPrintedName(name);
        expect(checkPrintedName(first.value)).toEqual(first);
        expect(first.ok).toBe(first.errors.length === 0);
      }),
      { numRuns: 2000 },
    );
  });
});
