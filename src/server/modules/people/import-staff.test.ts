import { describe, expect, it } from 'vitest';
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import { localized } from '#server/platform/text/index.ts';
import { readHeader } from './import-header.ts';
import { readOrganisationRows } from './import-organisations.ts';
import { placeFinder, type KnownPlace } from './import-places.ts';
import { readStaffRow } from './import-staff.ts';

const place = (id: string, code: string, ru: string, kk: string, parent = '', closed = false): KnownPlace => ({ id, code, name: localized({ kk, ru }), settlement: null, path: [parent, id].filter(Boolean), closed });
const places = [
  place('r1', 'AKR', 'Аксуский район', 'Ақсу ауданы'),
  place('r2', 'BAR', 'Баянаульский район', 'Баянауыл ауданы'),
  place('a', 'AKT04', 'Аксуская сельская библиотека', 'Ақсу ауылдық кітапханасы', 'r1'),
  place('b', 'F3', 'Библиотека-филиал № 3', '№ 3 кітапхана-филиалы', 'r1'),
  place('c', 'F4', 'Библиотека-филиал № 4', '№ 4 кітапхана-филиалы', 'r1'),
  place('d1', 'MAI1', 'Библиотека села Майкаин', 'Майқайың ауылының кітапханасы', 'r1'),
  place('d2', 'MAI2', 'Детская библиотека Майкаин', 'Майқайың балалар кітапханасы', 'r2'),
  place('e', 'OLD', 'Закрытая библиотека Коктобе', 'Көктөбе кітапханасы', 'r1', true),
];
const find = placeFinder(places);

describe('an organisation', () => {
  it.each([
    ['AKT04', '', 'a'], ['akt 04', '', 'a'], ['АКТ04', '', 'a'], ['Аксуская сельская библиотека', '', 'a'], ['Ақсу ауылдық кітапханасы', '', 'a'], ['«АКСУСКАЯ СЕЛЬСКАЯ БИБЛИОТЕКА»', '', 'a'], ['Аксуская с/б', '', 'a~'],
    ['Филиал №3', '', 'b~'], ['библиотека-филиал № 4', '', 'c'], ['Филиал № 5', '', '-'], ['Майкаин', '', 'd1?d2'], ['Библиотека Майкаин', 'Баянаульский район', 'd2~'], ['Библиотека', '', '-'], ['Совсем другая', '', '-'],
  ])('«%s» %s', (text, district, expected) => {
    const answer = find(text, district);
    expect(answer.found === 'one' ? answer.id + (answer.nearly ? '~' : '') : answer.found === 'several' ? answer.ids.toSorted().join('?') : '-').toBe(expected);
  }); // prettier-ignore
});

const rowOf = (line: string, row = 7): TableRow => ({ row, hidden: false, cells: line.split('|').map((text) => ({ text })) });
const heading = 'ФИО|Дата рождения|Пол|Библиотека|Должность|Ставка|Дата приёма|Дата увольнения|Причина увольнения|Образование|Библиотечное образование|Категория|Телефон|E-mail';
const { columns } = readHeader([rowOf(heading, 1)]);
const read = (line: string, more: { postsFrom?: string; organisationId?: string } = {}) =>
  readStaffRow(rowOf(line), {
    columns, today: '2026-11-30', find, placeName: (id) => places.find((one) => one.id === id)!.code, placeRefused: (id) => (id === 'e' ? 'closed' : id === 'b' ? 'not_yours' : null),
    position: (text) => (text.toLowerCase() === 'библиотекарь' ? { id: 'p1', names: [], isMainPersonnel: true } : null), organisationId: more.organisationId ?? null, postsFrom: more.postsFrom ?? null,
  }); // prettier-ignore
const problems = (line: string, more = {}) => read(line, more).problems.map(({ code, severity, column }) => `${column?.letters ?? '·'} ${code}${severity === 'error' ? '!' : ''}`);

describe('a row of a list of staff', () => {
  it('becomes a person with a post, education and category', () => {
    expect(read('КАСЫМОВА АЙГУЛЬ БОЛАТОВНА|18.05.1976|ж|AKT04|Библиотекарь|полставки|01.09.2001|||высшее|да|первая|8 701 555 01 01|Lib@mail.kz')).toEqual({
      problems: [],
      draft: {
        name: { familyName: 'Касымова', givenName: 'Айгуль', patronymic: 'Болатовна' },
        birthDate: '1976-05-18', sex: 'female', phone: '8 701 555 01 01', email: 'lib@mail.kz', language: null, librarySince: null, professionSince: null,
        post: { organisationId: 'a', positionId: 'p1', title: null, isMainPersonnel: true, kind: null, rate: 0.5, fromDate: '2001-09-01', fromDateGiven: true, toDate: null, leavingReason: null, leavingNote: null },
        education: { level: 'higher', isLibraryProfile: true, institution: null, speciality: null, graduatedYear: null },
        attestation: { category: 'first', heldOn: null },
      },
    }); // prettier-ignore
  });

  it('never says a sex that nobody wrote', () => expect(read('Касымова Айгуль Болатовна|||AKT04|Библиотекарь|1|01.09.2001').draft?.sex).toBeNull());

  it.each([
    ['|18.05.1976|ж|AKT04|Библиотекарь|1|01.09.2001', ['A cell.name_missing!']],
    ['Ли Ян|1976||AKT04|Библиотекарь|1|01.09.2001', ['B cell.date_year_only']],
    ['Ли Ян|31.02.1976||AKT04|Библиотекарь|1|01.09.2001', ['B cell.date_unreadable!']],
    ['Ли Ян|18.05.2020||AKT04|Библиотекарь|1|01.09.2021', ['B cell.date_impossible!']],
    ['Ли Ян|18.05.2036||AKT04|Библиотекарь|1|01.09.2001', ['B cell.date_in_future!']],
    ['Ли Ян|#ССЫЛКА!||AKT04|Библиотекарь|1|01.09.2001', ['B cell.formula_failed!']],
    ['Ли Ян||кто|AKT04|Библиотекарь|много|01.09.2001', ['F cell.rate_unreadable!', 'C cell.word_unknown']],
    ['Ли Ян|||Библиотека на Луне|Библиотекарь|1|01.09.2001', ['D cell.organisation_unknown!']],
    ['Ли Ян|||Майкаин|Библиотекарь|1|01.09.2001', ['D cell.organisation_several!']],
    ['Ли Ян||||Библиотекарь|1|01.09.2001', ['D cell.organisation_missing!']],
    ['Ли Ян|||OLD|Библиотекарь|1|01.09.2001', ['D cell.organisation_closed!']],
    ['Ли Ян|||F3|Библиотекарь|1|01.09.2001', ['D cell.organisation_not_yours!']],
    ['Ли Ян|||AKT04||1|01.09.2001', ['E cell.position_missing!']],
    ['Ли Ян|||AKT04|Сторож|1|01.09.2001', ['E cell.position_new']],
    ['Ли Ян|||AKT04|Библиотекарь|1|', []],
    ['Ли Ян|18.05.1976||AKT04|Библиотекарь|1|01.09.1970', ['G cell.date_before_birth!']],
    ['Ли Ян|||AKT04|Библиотекарь|1|01.09.2001|01.09.2000', ['H cell.date_before_start!']],
    ['Ли Ян|||AKT04|Библиотекарь|1|01.09.2001|01.09.2010|поссорилась', ['I cell.reason_noted']],
    ['Ли Ян|||AKT04|Библиотекарь|1|01.09.2001|||хорошее||отличная|нет|нетпочты', ['M cell.phone_unreadable', 'N cell.email_unreadable', 'J cell.word_unknown', 'L cell.word_unknown']],
    ['Ли Я.|||Аксуская с/б|Библиотекарь|1|01.09.2001', ['A cell.name_initials', 'D cell.organisation_nearly']],
  ])('%s', (line, expected) => expect(problems(line)).toEqual(expected)); // prettier-ignore

  it('takes the place and the beginning from the import where rows give none, and dashes for nothing', () => {
    const { draft, problems: found } = read('Ли Ян|–|-||Библиотекарь|—', { postsFrom: '2026-01-01', organisationId: 'a' });
    expect(found).toEqual([]);
    expect(draft).toMatchObject({ birthDate: null, post: { organisationId: 'a', fromDate: '2026-01-01', fromDateGiven: false, rate: null } });
  });

  it('names the column, the value and the candidates', () => {
    expect(read('Ли Ян|||Майкаин|Библиотекарь|1|01.09.2001').problems).toEqual([
      { row: 7, column: { index: 3, letters: 'D', heading: 'Библиотека' }, value: 'Майкаин', code: 'cell.organisation_several', severity: 'error', params: { candidates: 'MAI1; MAI2' } },
    ]);
  });
});

describe('rows of a list of organisations', () => {
  const table = (...lines: string[]) => {
    const rows = lines.map((line, index) => rowOf(line, index + 1));
    const header = readHeader(rows);
    return readOrganisationRows(rows.slice(header.dataFrom), { columns: header.columns, locale: 'ru', find, placeName: (id) => id, codes: new Set(places.map(({ code }) => code)), parentId: null });
  };

  it('hang on what is there and on each other, in any order', () => {
    const read = table('Код|Название|Название на казахском|Тип|Подчинение|Координаты', 'N2|Новая|Жаңа|филиал|N1|52,3; 76,9', 'N1|Система|Жүйе|ЦБС|Аксуский район|', 'AKT04|Аксуская сельская библиотека|||Система|');
    expect(read.map(({ draft }) => [draft?.code, draft?.name, draft?.kind, draft?.parent, draft?.latitude])).toEqual([
      ['N2', { kk: 'Жаңа', ru: 'Новая' }, 'branch', { row: 3 }, 52.3],
      ['N1', { kk: 'Жүйе', ru: 'Система' }, 'library_system', { existing: 'r1' }, null],
      ['AKT04', { ru: 'Аксуская сельская библиотека' }, null, { row: 3 }, null],
    ]);
    expect(read.flatMap(({ problems: found }) => found)).toEqual([]);
  });

  it('get a code where they have none, unless the registry knows the name', () => {
    const read = table('Название|Тип', 'Сельская библиотека Щербакты|сельская', 'Библиотека Щербакты|', 'Аксуская сельская библиотека|сельская');
    expect(read.map(({ draft }) => [draft?.code, draft?.codeMade])).toEqual([['SERBAK', true], ['SERBAK2', true], ['', false]]); // prettier-ignore
  });

  it('say what is wrong', () => {
    const read = table('Код|Название|Тип|Подчинение', 'слишком длинный код|А|филиал|', 'N1||филиал|', 'N1|Б|гараж|', 'N3|В|филиал|Нигде', 'N4|Г|филиал|N5', 'N5|Д|филиал|N4', 'N6|Е|филиал|Майкаин');
    expect(read.map(({ problems: found }) => found.map(({ code }) => code))).toEqual([
      ['cell.code_unreadable'], ['cell.title_missing'], ['cell.code_twice', 'cell.word_unknown'], ['cell.parent_unknown'], ['cell.parent_circle'], ['cell.parent_circle'], ['cell.parent_several'],
    ]); // prettier-ignore
  });
});
