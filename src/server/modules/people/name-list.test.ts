import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNameList, type ListedPerson } from './name-list.ts';

const listOf = (text: string) => {
  const list = parseNameList(text);
  if (!list.ok) throw new Error(list.code);
  return list;
};
const short = (text: string) =>
  listOf(text).people.map(({ name, position, email }) => [name, position, email].map((part) => part ?? null));
const codesOf = (person: ListedPerson | undefined) => person?.problems.map(({ code }) => code);

describe('one person on each line', () => {
  it('takes off numbers, bullets and spaces, and counts lines as typed', () => {
    const list = listOf(
      '1. Касымова Айгуль\n2) Каримова Сауле\r\n\r\n(3) Ли Ян\n№ 4 Иванова Мария\n– Հակոբյան Անի\n• 6. Асан уулу Бакыт\n7\tКаўтун Ірына\n8 Петров Иван\n9.Сидоров Пётр\n[ ] Ким Анна\n',
    );
    expect(list.people.map(({ line, name }) => [line, name])).toEqual([
      [1, 'Касымова Айгуль'],
      [2, 'Каримова Сауле'],
      [4, 'Ли Ян'],
      [5, 'Иванова Мария'],
      [6, 'Հակոբյան Անի'],
      [7, 'Асан уулу Бакыт'],
      [8, 'Каўтун Ірына'],
      [9, 'Петров Иван'],
      [10, 'Сидоров Пётр'],
      [11, 'Ким Анна'],
    ]);
    expect(list.blankLines).toBe(2);
    expect(list.people.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('finds position and e-mail on the line', () => {
    expect(
      short(
        [
          'Касымова Айгуль, заведующая библиотекой, село Аксу',
          'Каримова Сауле — библиотекарь',
          'Иванова Мария (методист)',
          'Петрова Анна anna@mail.ru',
          'Ли Ян <li@mail.kz>, библиограф',
          'Smith, John',
          'kim@mail.kz Ким Анна',
        ].join('\n'),
      ),
    ).toEqual([
      ['Касымова Айгуль', 'заведующая библиотекой, село Аксу', null],
      ['Каримова Сауле', 'библиотекарь', null],
      ['Иванова Мария', 'методист', null],
      ['Петрова Анна', null, 'anna@mail.ru'],
      ['Ли Ян', 'библиограф', 'li@mail.kz'],
      ['Smith John', null, null],
      ['Ким Анна', null, 'kim@mail.kz'],
    ]);
  });

  it('understands several names on a single line', () => {
    expect(short('Касымова Айгуль; Каримова Сауле; Ли Ян;')).toEqual([
      ['Касымова Айгуль', null, null],
      ['Каримова Сауле', null, null],
      ['Ли Ян', null, null],
    ]);
  });
});

describe('columns', () => {
  it('guesses name, position and e-mail in any order', () => {
    expect(short('Касымова Айгуль\tбиблиотекарь\ta@mail.kz\nКаримова Сауле\tметодист\t\nЛи Ян\t\tli@mail.kz')).toEqual([
      ['Касымова Айгуль', 'библиотекарь', 'a@mail.kz'],
      ['Каримова Сауле', 'методист', null],
      ['Ли Ян', null, 'li@mail.kz'],
    ]);
    expect(short('1;библиотекарь;a@mail.kz;Касымова Айгуль\n2;методист;s@mail.kz;Каримова Сауле')).toEqual([
      ['Касымова Айгуль', 'библиотекарь', 'a@mail.kz'],
      ['Каримова Сауле', 'методист', 's@mail.kz'],
    ]);
  });

  it('leaves row numbers out, also where some rows have none', () => {
    expect(short('1\tКасымова Айгуль\tметодист\n\tКаримова Сауле\tбиблиограф\n3\tЛи Ян\t')).toEqual([
      ['Касымова Айгуль', 'методист', null],
      ['Каримова Сауле', 'библиограф', null],
      ['Ли Ян', null, null],
    ]);
  });

  it('joins surname, given name and patronymic in columns of their own', () => {
    expect(short('Касымова\tАйгуль\tБолатовна\tбиблиотекарь\nКаримова\tСауле\tСериковна\tметодист')).toEqual([
      ['Касымова Айгуль Болатовна', 'библиотекарь', null],
      ['Каримова Сауле Сериковна', 'методист', null],
    ]);
    expect(short('Касымова\tАйгуль\tметодист\nКаримова\tСауле\tбиблиограф')[0]).toEqual([
      'Касымова Айгуль',
      'методист',
      null,
    ]);
  });

  it.each([
    ['№\tФИО\tДолжность\tE-mail', ['1', 'Касымова Айгуль', 'методист', 'a@mail.kz']],
    ['р/с\tАты-жөні\tЛауазымы\tЭлектрондық пошта', ['1', 'Касымова Айгуль', 'методист', 'a@mail.kz']],
    ['Аты-жөнү\tКызматы\tЭлектрондук почта', ['Касымова Айгуль', 'методист', 'a@mail.kz']],
    ['Электронная почта\tДолжность\tФамилия\tИмя', ['a@mail.kz', 'методист', 'Касымова', 'Айгуль']],
    ['Прозвішча\tІмя\tПасада\tЭлектронная пошта', ['Касымова', 'Айгуль', 'методист', 'a@mail.kz']],
    ['Ազգանուն\tԱնուն\tՊաշտոն\tԷլ. փոստ', ['Касымова', 'Айгуль', 'методист', 'a@mail.kz']],
    ['Full name\tJob title\tEmail\tPhone', ['Касымова Айгуль', 'методист', 'a@mail.kz', '+7 701 555 01 01']],
    ['Город\tФамилия, имя, отчество\tДолжность\te-mail', ['Аксу', 'Касымова Айгуль', 'методист', 'a@mail.kz']],
  ])('obeys the heading %s', (heading, cells) => {
    const list = listOf(`${heading}\n${cells.join('\t')}`);
    expect(list.headingLine).toBe(1);
    expect(list.people).toEqual([
      { line: 2, name: 'Касымова Айгуль', position: 'методист', email: 'a@mail.kz', problems: [] },
    ]);
  });

  it('parts columns by comma only under a heading with commas', () => {
    expect(short('ФИО,Должность,E-mail\nКасымова Айгуль,методист,a@mail.kz')).toEqual([
      ['Касымова Айгуль', 'методист', 'a@mail.kz'],
    ]);
    expect(listOf('Фамилия, имя, отчество\nКасымова Айгуль, методист')).toMatchObject({
      headingLine: 1,
      people: [{ name: 'Касымова Айгуль', position: 'методист' }],
    });
  });

  it('takes the column written small for the position, not the town before it', () => {
    expect(short('Касымова Айгуль\tПавлодар\tметодист\nЛи Ян\tАксу\tбиблиограф')).toEqual([
      ['Касымова Айгуль', 'методист', null],
      ['Ли Ян', 'библиограф', null],
    ]);
  });

  it('leaves a title above the list out', () => {
    expect(listOf('Список участников:\nКасымова Айгуль')).toMatchObject({
      headingLine: 1,
      people: [{ line: 2, name: 'Касымова Айгуль' }],
    });
    expect(listOf('ФИО\nКасымова Айгуль\tметодист')).toMatchObject({
      headingLine: 1,
      people: [{ position: 'методист' }],
    });
  });

  it('takes a broken address for an address where the column is one of addresses', () => {
    const list = listOf('Касымова Айгуль;a@mail.kz\nКаримова Сауле;saulemail.ru\nЛи Ян;li@mail.ry');
    expect(list.people.map(codesOf)).toEqual([[], ['email.no_at'], ['email.likely_slip']]);
    expect(list.people[1]).toMatchObject({
      email: 'saulemail.ru',
      problems: [{ field: 'email', severity: 'error', suggestion: 'saule@mail.ru' }],
    });
    expect(list.people[2]).toMatchObject({
      email: 'li@mail.ry',
      problems: [{ severity: 'warning', suggestion: 'li@mail.ru' }],
    });
  });
});

describe('what is wrong', () => {
  it('stands beside the line, and the line stays', () => {
    const list = listOf(
      [
        'Касымова 😀',
        'x'.repeat(300),
        'КАРИМОВА САУЛЕ',
        'a@mail.kz',
        '123 456',
        'Kаsymova Aigul',
        `Ли Ян\t${'д'.repeat(201)}`,
      ].join('\n'),
    );
    expect(list.people.map(codesOf)).toEqual([
      ['name.emoji'],
      ['name.too_long'],
      ['name.all_capitals'],
      ['name.empty'],
      ['name.digits', 'name.no_letter'],
      ['name.mixed_scripts'],
      ['position.too_long'],
    ]);
    expect(list.people[2]?.problems[0]).toEqual({
      code: 'name.all_capitals',
      field: 'name',
      severity: 'warning',
      params: {},
      suggestion: 'Каримова Сауле',
    });
    expect(list.people[1]?.problems[0]).toMatchObject({ severity: 'error', params: { max: 120, length: 300 } });
  });

  it('finds one name twice whatever its spelling, and says on which line it was first', () => {
    const list = listOf('Касымова Айгуль\n\nЛи Ян\nАЙГҮЛ ҚАСЫМОВА\nKassymova Aigul\nКасымова Алия');
    expect(
      list.people.map(({ line, problems }) => [
        line,
        problems.filter(({ code }) => code === 'list.duplicate').map(({ params }) => params),
      ]),
    ).toEqual([
      [1, []],
      [3, []],
      [4, [{ line: 1 }]],
      [5, [{ line: 1 }]],
      [6, []],
    ]);
  });

  it('refuses an empty, an overlong and an enormous list whole', () => {
    expect(parseNameList(' \n\t\n1.\n - \n')).toEqual({ ok: false, code: 'list.empty', params: {} });
    const name = (index: number) => `Касымова ${'абвгдежзик'[index % 10]!.toUpperCase()}йгуль`;
    expect(parseNameList(Array.from({ length: 5001 }, (_, index) => name(index)).join('\n'))).toEqual({
      ok: false,
      code: 'list.too_long',
      params: { lines: 5001, max: 5000 },
    });
    expect(parseNameList('а\n'.repeat(500_001))).toMatchObject({ ok: false, code: 'list.too_large' });
  });

  it('takes 5,000 names with blanks and duplicates in a few seconds', () => {
    const syllables = 'ба ве ги до жу за ке ли мо ну'.split(' ');
    const name = (index: number) =>
      `Ка${[...String(index % 2500)].map((digit) => syllables[Number(digit)]).join('')}ева Айгуль, библиотекарь`;
    const started = performance.now();
    const list = listOf(Array.from({ length: 5000 }, (_, index) => `${name(index)}\n\n`).join(''));
    expect(list.people).toHaveLength(5000);
    expect(list.blankLines).toBe(5001);
    expect(list.people.filter((person) => codesOf(person)?.includes('list.duplicate'))).toHaveLength(2500);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('gives every line with a letter back, once, in order, whatever is typed', () => {
    const typed = fc.array(
      fc.string({
        unit: fc.constantFrom('А', 'б', ' ', '\t', ';', ',', '@', '.', '1', '-', '"', '(', ')', '😀', 'k', ':'),
        maxLength: 20,
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(typed, (lines) => {
        const list = parseNameList(lines.join('\n'));
        const lettered = lines.flatMap((line, index) => (/\p{L}/u.test(line) ? [index + 1] : []));
        if (!list.ok) {
          expect(lettered).toEqual([]);
          return;
        }
        const found = [
          ...(list.headingLine === null ? [] : [list.headingLine]),
          ...list.people.map(({ line }) => line),
        ];
        expect(lettered.filter((line) => !found.includes(line))).toEqual([]);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });
});
