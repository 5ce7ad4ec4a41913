import { describe, expect, it } from 'vitest';
import { LOCALES, translator } from '#lib/i18n/index.ts';
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import { fieldsOf, IMPORT_KINDS } from './import-fields.ts';
import { headerSignature, readHeader } from './import-header.ts';
import { siftRows } from './import-rows.ts';

const rowsOf = (lines: readonly string[], hidden: readonly number[] = []): TableRow[] =>
  lines.flatMap((line, index) => (line === '' ? [] : [{ row: index + 1, hidden: hidden.includes(index + 1), cells: line.split('|').map((text) => ({ text })) }]));
const read = (...lines: string[]) => readHeader(rowsOf(lines));
const fields = (...lines: string[]) => read(...lines).columns.map(({ field, leftOut }) => field ?? (leftOut ? `(${leftOut})` : null));

describe('the heading', () => {
  it.each([
    ['№ п/п|Ф.И.О.|Дата рождения|Должность|Ставка|Библиотека', ['(number)', 'fullName', 'birthDate', 'position', 'rate', 'organisation']],
    ['Р/с|Тегі, аты, әкесінің аты|Туған күні|Жынысы|Лауазымы|Кітапхана|Білімі|Біліктілік санаты', ['(number)', 'fullName', 'birthDate', 'sex', 'position', 'organisation', 'educationLevel', 'category']],
    ['Фамилия|Имя|Отчество|Пол|Занимаемая должность|Код библиотеки', ['familyName', 'givenName', 'patronymic', 'sex', 'position', 'organisationCode']],
    ['Тегі|Аты|Әкесінің аты|Жұмысқа қабылданған күні|Ұялы телефон|Электрондық пошта', ['familyName', 'givenName', 'patronymic', 'hiredOn', 'phone', 'email']],
    ['Full name|Date of birth|Gender|Job title|FTE|Library|Hire date', ['fullName', 'birthDate', 'sex', 'position', 'rate', 'organisation', 'hiredOn']],
    ['Аты-жөнү|Туулган күнү|Жынысы|Кызматы|Китепкана|Билими|Телефону', ['fullName', 'birthDate', 'sex', 'position', 'organisation', 'educationLevel', null]],
    ['Прозвішча, імя|Дата нараджэння|Пасада|Стаўка|Бібліятэка|Адукацыя', ['fullName', 'birthDate', 'position', 'rate', 'organisation', 'educationLevel']],
    ['Ազգանուն|Անուն|Հայրանուն|Ծննդյան ամսաթիվ|Պաշտոն|Գրադարան', ['familyName', 'givenName', 'patronymic', 'birthDate', 'position', 'organisation']],
    ['ФИО|Образование|Библиотечное образование (да/нет)|Учебное заведение|Год окончания|Специальность по диплому', ['fullName', 'educationLevel', 'libraryEducation', 'institution', 'graduatedYear', 'speciality']],
    ['ФИО сотрудника|Категория|Дата аттестации|Дата приема на работу|В отрасли с|Стаж работы|Возраст', ['fullName', 'category', 'attestedOn', 'hiredOn', 'professionSince', '(tenure)', '(age)']],
    ['ФИО|Район|Язык|Дата увольнения|Причина увольнения|Примечание', ['fullName', 'district', 'language', 'leftOn', 'leavingReason', '(note)']],
  ])('%s', (line, found) => expect(fields(line, line.replace(/[^|]+/g, 'x'))).toEqual(found)); // prettier-ignore

  it.each([
    ['Код|Наименование на казахском языке|Название на русском|Тип|Подчинение|Населённый пункт|Адрес|Координаты|Телефон|E-mail|Учредитель|Штатных единиц', ['code', 'nameKk', 'nameRu', 'kind', 'parent', 'settlement', 'address', 'coordinates', 'phone', 'email', 'founder', '(staffUnits)']],
    ['Коды|Атауы (қазақша)|Кітапхана түрі|Бағыныстылығы|Елді мекен|Ендік|Бойлық', ['code', 'name', 'kind', 'parent', 'settlement', 'latitude', 'longitude']],
    ['Библиотека|Тип библиотеки|Район|Адрес|Сайт', ['name', 'kind', 'parent', 'address', 'website']],
  ])('of organisations: %s', (line, found) => {
    expect(fields(line)).toEqual(found);
    expect(read(line).kind).toBe('organisations');
  }); // prettier-ignore

  it('is found below titles, and a line that numbers the columns is part of it', () => {
    const header = read('СПИСОК|СПИСОК|СПИСОК|СПИСОК', 'сотрудников библиотек на 1 ноября 2026 г.', '', '№|ФИО|Должность|Телефон', '1|2|3|4', '1|Ли Ян|методист|87015550101');
    expect(header).toMatchObject({ kind: 'staff', rows: [4, 5], dataFrom: 4 });
  });

  it('has two lines where cells are merged, with merged cells filled or, as in CSV, empty', () => {
    const found = ['(number)', 'familyName', 'givenName', 'patronymic', 'educationLevel', 'institution', 'graduatedYear', 'phone'];
    for (const lines of [
      ['№|ФИО|ФИО|ФИО|Образование|Образование|Образование|Телефон', '№|Фамилия|Имя|Отчество|уровень|учебное заведение|год окончания|Телефон'],
      ['№|ФИО|||Образование|||Телефон', '|Фамилия|Имя|Отчество|уровень|учебное заведение|год окончания|'],
    ]) {
      const header = read(...lines, '1|Ли|Ян||высшее|ПГУ|1999|87015550101');
      expect([header.rows, header.dataFrom]).toEqual([[1, 2], 2]);
      expect(header.columns.map(({ field, leftOut }) => field ?? (leftOut ? `(${leftOut})` : null))).toEqual(found);
      expect(header.columns[4]!.heading).toBe('Образование: уровень');
    }
    expect(fields('Дата|Дата|ФИО', 'рождения|приёма|ФИО', '1.1.1990|1.1.2020|Ли Ян')).toEqual(['birthDate', 'hiredOn', 'fullName']);
  });

  it('takes no line of data for a heading, and tells what cannot be mistaken without one', () => {
    const header = read('Касымова Айгуль|библиотекарь|aigul@mail.kz|8 701 555 01 01', 'Ли Ян|методист|li@mail.kz|87015550102');
    expect([header.rows, header.dataFrom, header.columns.map(({ field }) => field)]).toEqual([[], 0, ['fullName', null, 'email', 'phone']]);
  });

  it('gives a field to one column, the surer one, and a surname alone is the whole name', () => {
    expect(fields('ФИО|Дата рождения|Дата рождения (по паспорту)|Телефон рабочий|Телефон')).toEqual(['fullName', 'birthDate', null, null, 'phone']);
    expect(fields('Аты|Лауазымы')).toEqual(['fullName', 'position']);
    expect(fields('ФИО полностью|Фамилия|Имя|Должность')).toEqual([null, 'familyName', 'givenName', 'position']);
  });

  it('is known again whatever its signs and capitals', () => {
    expect(headerSignature(read('Ф.И.О.|ДОЛЖНОСТЬ*|Телефон'))).toBe(headerSignature(read('Список сотрудников', 'ф и о|Должность|телефон:')));
    expect(headerSignature(read('ФИО|Должность'))).not.toBe(headerSignature(read('Должность|ФИО')));
  });
});

describe('the headings of our own files', () => {
  it.each(LOCALES)('are known in the language they are written in: %s', (locale) => {
    const t = translator(locale) as unknown as (key: string) => string;
    const word = (field: string) => t(`imports.field.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);
    for (const kind of IMPORT_KINDS) {
      const left = kind === 'staff' ? ['fullName', 'organisationCode', 'district'] : ['name', 'coordinates'];
      const own = fieldsOf(kind).filter((field) => !left.includes(field));
      const header = readHeader(rowsOf([own.map(word).join('|')]));
      expect([header.kind, header.columns.map(({ field }) => field)]).toEqual([kind, own]);
    }
    expect(readHeader(rowsOf([[t('imports.report.wrong'), word('fullName'), word('position')].join('|')])).columns.map(({ field, leftOut }) => field ?? leftOut)).toEqual(['note', 'fullName', 'position']);
  });
});

describe('rows below it', () => {
  const lines = [
    'ФИО|Должность|Ставка', 'г. Аксу', 'Ли Ян|методист|1', 'Ким Анна|библиотекарь|0,5', 'ФИО|Должность|Ставка', 'Хан Олег|водитель|1',
    '', 'Итого:||2,5', 'Барлығы|3 адам|', 'Всего по району|', 'Жиынова Айгуль|библиотекарь|1', 'Директор ____________ Иванова|',
  ]; // prettier-ignore

  it('are sifted: totals, titles, repeated headings; hidden ones counted and taken when asked for', () => {
    const table = rowsOf(lines, [4]);
    const header = readHeader(table);
    const sifted = siftRows(table, header.dataFrom, header.columns, false);
    expect(sifted.rows.map(({ row }) => row)).toEqual([3, 6, 11]);
    expect(sifted.left).toEqual({ totals: [8, 9, 10], hidden: [4], repeatedHeadings: [5], titles: [2, 12] });
    expect(siftRows(table, header.dataFrom, header.columns, true).rows.map(({ row }) => row)).toEqual([3, 4, 6, 11]);
  });
});
