import { describe, expect, it } from 'vitest';
import { readFullName, readNameParts } from './import-names.ts';
import { readChoice, readDay, readDegrees, readEducation, readEmail, readPhone, readPoint, readRate, readYear } from './import-values.ts';
import { CATEGORIES, EMPLOYMENT, KINDS, LANGUAGES, LEAVING, SEX, YES_NO } from './import-words.data.ts';

const cell = (text: string) => ({ text });

describe('days', () => {
  it.each([
    ['18.05.1976', '1976-05-18'], ['18/5/1976', '1976-05-18'], ['18-05-1976 г.', '1976-05-18'], ['1976-05-18', '1976-05-18'], ['18.05.76', '1976-05-18'], ['18.05.1976 00:00', '1976-05-18'], ['18.05.1976г.р.', '1976-05-18'],
    ['18 мая 1976 г.', '1976-05-18'], ['1976 ж. 18 мамыр', '1976-05-18'], ['18 мамыр 1976', '1976-05-18'], ['18-май 1976-ж.', '1976-05-18'], ['18 мая 1976 года', '1976-05-18'], ['18 мая 1976', '1976-05-18'], ['18 May 1976', '1976-05-18'], ['18 մայիսի 1976', '1976-05-18'], ['3 лістапада 2020', '2020-11-03'], ['27898', '1976-05-18'], ['18. 05. 1976', '1976-05-18'],
    ['1976', 1976], ['1976 г.', 1976], ['1976 ж.', 1976], ['05.1976', 1976], ['май 1976', 1976],
    ['05/18/1976', null], ['31.02.1990', null], ['нет', null], ['18.05', null], ['1076', null], ['18.13.1976', null],
  ])('%s', (text, day) => {
    expect(readDay(cell(text), { birth: true, thisYear: 2026 })).toEqual(day === null ? null : typeof day === 'number' ? { year: day } : { day });
  }); // prettier-ignore

  it('of a spreadsheet are days, and two figures of a year mean a birth in the past', () => {
    expect(readDay({ text: '18.05.1976', date: '1976-05-18' }, { thisYear: 2026 })).toEqual({ day: '1976-05-18' });
    expect(readDay({ text: '27898', number: 27898 }, { thisYear: 2026 })).toEqual({ day: '1976-05-18' });
    expect(readDay({ text: '1976', number: 1976 }, { thisYear: 2026 })).toEqual({ year: 1976 });
    expect([readDay(cell('01.09.24'), { thisYear: 2026 }), readDay(cell('01.09.24'), { birth: true, thisYear: 2026 }), readDay(cell('01.09.03'), { birth: true, thisYear: 2026 })]).toEqual([{ day: '2024-09-01' }, { day: '1924-09-01' }, { day: '2003-09-01' }]); // prettier-ignore
  });
});

it.each([
  ['1', 1], ['0,5', 0.5], ['0.25', 0.25], ['1,0 ст.', 1], ['1/2', 0.5], ['½', 0.5], ['1½', 1.5], ['1 1/2', 1.5], ['50%', 0.5], ['100 %', 1], ['полставки', 0.5], ['пол ставки', 0.5], ['полторы', 1.5], ['жарты ставка', 0.5],
  ['жарым ставка', 0.5], ['0,5 ставки', 0.5], ['1 ставка', 1], ['полная', 1], ['толық', 1], ['half', 0.5], ['паўстаўкі', 0.5], ['կես', 0.5], ['0,75', 0.75], ['3', null], ['0', null], ['много', null], ['1/0', null],
])('the rate %s', (text, rate) => expect(readRate(cell(text))).toBe(rate)); // prettier-ignore

describe('words', () => {
  it.each([
    ['да', true], ['Нет', false], ['иә', true], ['жоқ', false], ['ооба', true], ['жок', false], ['yes', true], ['так', true], ['няма', false], ['այո', true], ['ոչ', false], ['+', true], ['-', false], ['TRUE', true], ['имеется', true], ['?', null],
  ])('yes or no: %s', (text, value) => expect(readChoice(YES_NO, text)).toBe(value)); // prettier-ignore

  it.each([['Ж', 'female'], ['жен.', 'female'], ['әйел', 'female'], ['М', 'male'], ['ер', 'male'], ['аял', 'female'], ['жаночы', 'female'], ['արական', 'male'], ['F', 'female'], ['Айгуль', null]])('sex: %s', (text, value) => expect(readChoice(SEX, text)).toBe(value)); // prettier-ignore

  it.each([
    ['высшее', 'higher', null], ['Высшее библиотечное', 'higher', true], ['в/о', 'higher', null], ['ср.-спец.', 'vocational', null], ['среднее специальное (библ.)', 'vocational', true], ['среднее', 'general', null], ['высшее, непрофильное', 'higher', false],
    ['высшее (не библиотечное)', 'higher', false], ['жоғары', 'higher', null], ['жоғары, кітапханалық', 'higher', true], ['арнаулы орта', 'vocational', null], ['орта арнаулы', 'vocational', null], ['орта', 'general', null], ['магистратура', 'postgraduate', null], ['ТиПО', 'vocational', null], ['жогорку', 'higher', null], ['атайын орто', 'vocational', null],
    ['вышэйшая', 'higher', null], ['сярэдняя спецыяльная', 'vocational', null], ['բարձրագույն', 'higher', null], ['միջին մասնագիտական', 'vocational', null], ['bachelor', 'higher', null], ['колледж', 'vocational', null], ['хорошее', null, null],
  ])('education: %s', (text, level, library) => expect(readEducation(text)).toEqual(level === null ? null : { level, library })); // prettier-ignore

  it.each([['высшая', 'highest'], ['первая', 'first'], ['I', 'first'], ['II категория', 'second'], ['1', 'first'], ['2-я', 'second'], ['без категории', 'none'], ['б/к', 'none'], ['жоғары санат', 'highest'], ['бірінші', 'first'], ['екінші санатты', 'second'], ['санатсыз', 'none'], ['биринчи', 'first'], ['առաջին', 'first'], ['другая', 'second'], ['отличная', null]])('category: %s', (text, value) => expect(readChoice(CATEGORIES, text)).toBe(value)); // prettier-ignore

  it.each([['по собственному желанию', 'own_wish'], ['с/ж', 'own_wish'], ['на пенсию', 'retirement'], ['зейнетке шығу', 'retirement'], ['переезд', 'moved_away'], ['сокращение штата', 'reorganisation'], ['өз еркімен', 'own_wish'], ['истечение срока договора', 'contract_end'], ['поссорилась', null]])('reason: %s', (text, value) => expect(readChoice(LEAVING, text)).toBe(value)); // prettier-ignore

  it.each([['основная', 'main'], ['совместитель', 'second'], ['внеш. совм.', 'second'], ['негізгі', 'main'], ['қоса атқарушы', 'second']])('job: %s', (text, value) => expect(readChoice(EMPLOYMENT, text)).toBe(value));
  it.each([['казахский', 'kk'], ['орысша', 'ru'], ['EN', 'en'], ['кыргызча', 'ky'], ['беларуская', 'be'], ['հայերեն', 'hy']])('language: %s', (text, value) => expect(readChoice(LANGUAGES, text)).toBe(value));
  it.each([['сельская библиотека', 'rural_library'], ['Ауылдық кітапхана', 'rural_library'], ['с/б', 'rural_library'], ['филиал', 'branch'], ['ЦБС', 'library_system'], ['ОКЖ', 'library_system'], ['детская библиотека', 'library'], ['район', 'district'], ['колледж', 'college'], ['гараж', null]])('kind: %s', (text, value) => expect(readChoice(KINDS, text)).toBe(value)); // prettier-ignore
});

it.each([
  ['8 (701) 555-01-01', '8 (701) 555-01-01'], ['тел. 87015550101', '87015550101'], ['+7 701 555 01 01', '+7 701 555 01 01'], ['21-5-43', '21-5-43'], ['8(71837)21543, 87015550101', '8(71837)21543, 87015550101'], ['87015550101 / 21543', '87015550101 , 21543'.replace(' ,', ',')], ['нет', null], ['12', null],
])('the phone %s', (text, phone) => expect(readPhone(text)?.replace(/\s+,/g, ',') ?? null).toBe(phone)); // prettier-ignore

it.each([['Lib@Mail.KZ', 'lib@mail.kz'], ['mailto:lib@mail.kz', 'lib@mail.kz'], ['lib@mail.kz, dir@mail.kz', 'lib@mail.kz'], ['lib@mail.kz.', 'lib@mail.kz'], ['libmail.kz', null], ['lib@mail', null], ['либ@mail.kz', null]])('the address %s', (text, email) => expect(readEmail(text)).toBe(email)); // prettier-ignore

it('years and points', () => {
  expect([readYear(cell('1999')), readYear(cell('1999 г.')), readYear(cell('ПГУ, 2001')), readYear({ text: '30.06.1999', date: '1999-06-30' }), readYear(cell('99')), readYear(cell('1899'))]).toEqual([1999, 1999, 2001, 1999, null, null]);
  expect([readPoint('52.30; 76.95'), readPoint('52,3012, 76,9541'), readPoint('52.3 N'), readPoint('152.3; 76.9')]).toEqual([{ latitude: 52.3, longitude: 76.95 }, { latitude: 52.3012, longitude: 76.9541 }, null, null]);
  expect([readDegrees({ text: '52.3', number: 52.3 }, 90), readDegrees(cell('52,3°'), 90), readDegrees(cell('97'), 90)]).toEqual([52.3, 52.3, null]);
});

describe('names', () => {
  const parts = (text: string) => {
    const read = readFullName(text);
    return read.ok ? [read.name.familyName, read.name.givenName, read.name.patronymic, ...read.doubts] : read.reason;
  };
  it.each([
    ['Касымова Айгуль Болатовна', ['Касымова', 'Айгуль', 'Болатовна']],
    ['КАСЫМОВА АЙГУЛЬ', ['Касымова', 'Айгуль', null]],
    ['касымова айгуль', ['Касымова', 'Айгуль', null]],
    ['1. Касымова, Айгуль', ['Касымова', 'Айгуль', null]],
    ['Қасымова Айгүл Болат қызы', ['Қасымова', 'Айгүл', 'Болат қызы']],
    ['Қасымова Айгүл Болатқызы', ['Қасымова', 'Айгүл', 'Болатқызы']],
    ['Асан уулу Бакыт', ['Асан уулу', 'Бакыт', null]],
    ['Айгуль Асан кызы', ['Асан кызы', 'Айгуль', null]],
    ['ТОКТОГУЛОВА АЙГУЛЬ АСАН КЫЗЫ', ['Токтогулова', 'Айгуль', 'Асан кызы']],
    ['Петрова-Водкина Анна', ['Петрова-Водкина', 'Анна', null]],
    ['ПЕТРОВА - ВОДКИНА АННА', ['Петрова-Водкина', 'Анна', null]],
    ['Касымова А.Б.', ['Касымова', 'А.', 'Б.', 'initials']],
    ['А. Б. Касымова', ['Касымова', 'А.', 'Б.', 'initials']],
    ['Касымова', ['Касымова', null, null, 'one_word']],
    ['Касымова (Иванова) Айгуль', ['Касымова', 'Айгуль', null, 'brackets']],
    ['Kасымова Айгуль', ['Касымова', 'Айгуль', null, 'mixed_scripts']],
    ['Мария Анна Луиза Шмидт', ['Мария', 'Анна', 'Луиза Шмидт', 'many_words']],
    ["О'Коннор Анна", ["О'Коннор", 'Анна', null]],
    ['Հակոբյան Անի', ['Հակոբյան', 'Անի', null]],
    ['Касымова Айгуль 2', 'digits'], ['вакансия?', 'signs'], ['-', 'missing'], ['12', 'digits'], ['', 'missing'],
  ])('%s', (text, expected) => expect(parts(text)).toEqual(expected)); // prettier-ignore

  it('in three columns stay where they stand', () => {
    expect(readNameParts({ familyName: 'АСАН УУЛУ', givenName: 'Бакыт', patronymic: '-' })).toEqual({ ok: true, name: { familyName: 'Асан уулу', givenName: 'Бакыт', patronymic: null }, doubts: [] });
    expect(readNameParts({ familyName: '', givenName: 'Айгуль', patronymic: 'Асан кызы' })).toEqual({ ok: true, name: { familyName: 'Айгуль', givenName: null, patronymic: 'Асан кызы' }, doubts: ['one_word'] });
    expect(readNameParts({ familyName: 'Ли2', givenName: 'Ян', patronymic: '' })).toEqual({ ok: false, reason: 'digits' });
  });
});
