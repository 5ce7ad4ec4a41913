import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletonOf, unmixed } from './name-letters.ts';
import { matchNames, nameKey } from './names.ts';

const kindOf = (a: string, b: string) => {
  const there = matchNames(a, b);
  expect(matchNames(b, a)).toEqual(there);
  return there.kind;
};

describe('one key for all spellings', () => {
  it.each([
    [
      'Қасымова Айгүл',
      'Касымова Айгуль',
      'Kasymova Aigul',
      'Kassymova Aigul',
      'Qasymova Aıgúl',
      'АЙГҮЛ  ҚАСЫМОВА',
      'kasymova, aigul',
    ],
    ['Әлиев Әлихан', 'Алиев Алихан', 'Aliyev Alikhan', 'Aliev Alihan', 'Äliev Älihan'],
    ['Жумабаева Жанар', 'Zhumabayeva Zhanar', 'Jumabaeva Janar', 'Žumabaeva Žanar', 'Джумабаева Джанар'],
    ['Шоқанов Ерлан', 'Шоканов Ерлан', 'Shokanov Yerlan', 'Shoqanov Erlan'],
    ['Жээнбеков Сооронбай', 'Жеенбеков Соронбай', 'Jeenbekov Sooronbay', 'Zheenbekov Sooronbai'],
    ['Фёдоров Пётр', 'Федоров Петр', 'Fedorov Petr', 'Fyodorov Pyotr', 'Fiodorov Piotr'],
    ['Соловьёва Наталья', 'Соловьева Наталия', 'Solovyova Natalya', 'Solovyeva Natalia', 'Solovieva Nataliia'],
    ['Щербакова Юлия', 'Shcherbakova Yulia', 'Shcherbakova Iuliia', 'Scherbakova Yuliya'],
    ['Цой Дмитрий', 'Tsoy Dmitry', 'Tsoi Dmitrii', 'Tzoy Dmitriy'],
    ['Кавалёў Аляксандр', 'Kavaliou Aliaksandr', 'Kavalioŭ Aliaksandr'],
    ['Мар’яна Каўтун', "Мар'яна Каўтун", 'Maryana Kautun'],
    ['Հակոբյան Անի', 'Hakobyan Ani', 'Hakobian Ani'],
    ['Խաչատրյան Գևորգ', 'Хачатрян Геворг', 'Khachatryan Gevorg', 'ԽԱՉԱՏՐՅԱՆ ԳԵՎՈՐԳ'],
    ['Ոսկանյան Հրանուշ', 'Voskanyan Hranush', 'Восканян Хрануш'],
    ['Асан уулу Бакыт', 'Asan uulu Bakyt', 'Бакыт Асан уулу'],
    ['Болатұлы Нұрсұлтан', 'Болат ұлы Нурсултан', 'Bolatuly Nursultan', 'Болатулы Нурсултан'],
    ['Омарова-Қасымова Сәуле', 'Омарова Касымова Сауле', 'Kasymova-Omarova Saule'],
    ['Kаsymovа Aigul', 'Касымова Айгуль'],
  ])('%s', (...spellings) => {
    expect(new Set(spellings.map(nameKey)).size).toBe(1);
  });

  it.each([
    ['Касымова Айгуль', 'Касымов Айгуль'],
    ['Шарова Анна', 'Сарова Анна'],
    ['Жанар', 'Занар'],
    ['Царёва', 'Сарева'],
    ['Асан уулу Бакыт', 'Асан кызы Бакыт'],
    ['Иванова Мария', 'Иванова Марина'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });

  it('is empty where there is no letter, and drops what is no name', () => {
    expect(nameKey('')).toBe('');
    expect(nameKey(' 123 😀 — ')).toBe('');
    expect(nameKey('  Касымова_Айгуль 2 ')).toBe(nameKey('Касымова Айгуль'));
  });
});

describe('how alike', () => {
  it('calls names equal that differ in case, order, ё and punctuation only', () => {
    expect(matchNames('Семёнова Анна', 'АННА СЕМЕНОВА')).toEqual({ score: 1, kind: 'equal', doubt: null });
    expect(kindOf('O’Brien-Smith Ann', "O'Brien Smith Ann")).toBe('equal');
  });

  it.each([
    ['Қасымова Айгүл', 'Kassymova Aigul'],
    ['Հակոբյան Անի', 'Акопян Ани'],
    ['Hakobyan Ani', 'Акопян Ани'],
    ['Վարդանյան Տիգրան', 'Вартанян Тигран'],
    ['Հովհաննիսյան Անի', 'Оганесян Ани'],
    ['Ղազարյան Արամ', 'Казарян Арам'],
  ])('calls %s and %s variants', (a, b) => {
    expect(kindOf(a, b)).toBe('variant');
  });

  it.each([
    ['Касымова А.Б.', 'Касымова Айгуль Болатовна'],
    ['А. Касымова', 'Касымова Айгуль'],
    ['Касымова А.Б.', 'Касымова А.'],
    ['S. Kasymova', 'Қасымова Шынар'],
    ['Yu. Ivanova', 'Иванова Юлия'],
    ['Касымова Айгуль', 'Касымова Айгуль Болатовна'],
    ['Kasymova Aigul', 'Қасымова Айгүл Болатқызы'],
    ['Қасымов Ерлан Болатұлы', 'Касымов Ерлан Болатович'],
    ['Касымова-Омарова Айгуль', 'Касымова Айгуль'],
    ['Касымова Айгуль', 'Ксаымова Айгуль'],
    ['Асан уулу Бакыт', 'Бакыт Асан'],
    ['Ляззат Омарова', 'Ләззат Омарова'],
    ['Жаңабергенова Ия', 'Zhangabergenova Iya'],
    ['Касымова Айгуль Экибастуз', 'Касымова Айгуль'],
  ])('finds %s and %s likely', (a, b) => {
    expect(kindOf(a, b)).toBe('likely');
    expect(matchNames(a, b).score).toBeGreaterThan(0.7);
    expect(matchNames(a, b).score).toBeLessThan(0.97);
  });

  it.each([
    ['Иванов Александр', 'Иванова Александра'],
    ['Иванов Женя', 'Иванова Женя'],
    ['Касымов А.', 'Касымова А.'],
    ['Касымова Айгуль Сериковна', 'Касымова Айгуль Болатовна'],
    ['Касымова А.С.', 'Касымова Айгуль Болатовна'],
    ['Касымова Айгуль', 'Касымова Сауле'],
    ['Айгуль', 'Касымова Айгуль'],
    ['А. Б.', 'Касымова Айгуль'],
    ['iPhone', 'Касымова Айгуль'],
    ['Библиотека № 5', 'Касымова Айгуль'],
    ['Асан уулу Бакыт', 'Асан кызы Бакыт'],
    ['', 'Касымова Айгуль'],
    ['😀', '😀'],
  ])('does not take %s for %s', (a, b) => {
    expect(kindOf(a, b)).toBe('no');
    expect(matchNames(a, b).score).toBeLessThanOrEqual(0.5);
  });

  it.each([
    ['Касымова Айгуль', 'Касымова Айгуль Болатовна', 'patronymic'],
    ['Kasymova Aigul', 'Қасымова Айгүл Болатқызы', 'patronymic'],
    ['Роман Аркадьевич', 'Абрамович Роман Аркадьевич', 'words'],
    ['Касымова Айгуль Экибастуз', 'Касымова Айгуль', 'words'],
    ['Асан уулу Бакыт', 'Бакыт Асан', 'words'],
    ['Касымова А.', 'Касымова Айгуль', 'initials'],
    ['Касимава Айгуль', 'Касымова Айгуль', 'spelling'],
    ['Касымова Айгуль', 'Kasymova Aigul', null],
    ['Касымова Сауле', 'Касымова Айгуль', null],
  ])('says what makes %s and %s doubtful: %s', (a, b, doubt) => {
    expect(matchNames(a, b).doubt).toBe(doubt);
    expect(matchNames(b, a).doubt).toBe(doubt);
  });

  it('ranks a full patronymic above a missing one above initials', () => {
    const full = 'Касымова Айгуль Болатовна';
    const scores = ['Kasymova Aigul Bolatovna', 'Касымова Айгуль', 'Касымова А.Б.', 'Касымова А.', 'Айгуль'].map(
      (name) => matchNames(full, name).score,
    );
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length);
  });

  const name = fc
    .array(
      fc.constantFrom(
        'Касымова',
        'Қасымова',
        'Kassymova',
        'Айгуль',
        'Aigul',
        'А.',
        'Болатовна',
        'Болатқызы',
        'уулу',
        'Հակոբյան',
        'Акопян',
        'Ани',
        'Иванов',
        'Иванова',
        'Sh.',
        'Б',
        'iPhone',
        'O’Brien',
        '№5',
      ),
      { maxLength: 5 },
    )
    .map((words) => words.join(' '));

  it('is symmetric, stays within 0–1, and means what its kind says', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const match = matchNames(a, b);
        expect(matchNames(b, a)).toEqual(match);
        expect(match.score).toBeGreaterThanOrEqual(0);
        expect(match.score).toBeLessThanOrEqual(1);
        if (match.kind === 'no') expect(match.score).toBeLessThanOrEqual(0.5);
        if (nameKey(a) === nameKey(b) && nameKey(a) !== '') expect(['equal', 'variant']).toContain(match.kind);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not look at the order of words', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const turned = a.split(' ').toReversed().join(' ');
        expect(nameKey(turned)).toBe(nameKey(a));
        expect(matchNames(turned, b)).toEqual(matchNames(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (a, b) => {
          expect(matchNames(a, b).score).toBe(matchNames(b, a).score);
          expect(nameKey(a)).toMatch(/^[a-zSCJT ]*$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('letters', () => {
  it('puts a mixed word into one script only where every letter has a twin', () => {
    expect(unmixed('Kаsymova')).toBe('Kasymova');
    expect(unmixed('Кacымовa')).toBe('Касымова');
    expect(unmixed('Касымова')).toBeNull();
    expect(unmixed('Жana')).toBeNull();
    expect(unmixed('Անiа')).toBeNull();
  });

  it('reads a look-alike as the letter that was meant', () => {
    expect(skeletonOf('Соpoкин')).toBe(skeletonOf('Сорокин'));
    expect(skeletonOf('Нoрa')).toBe(skeletonOf('Нора'));
  });
});
