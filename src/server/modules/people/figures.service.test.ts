import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { createRecords, createUnits, type NewRecord } from './bulk.service.ts';
import { exportFiguresFor } from './figures.export.ts';
import { FIGURE_TABLES, readFigures, type FigureTable } from './figures.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { positionsOf } from './positions.service.ts';

const at = testInstallation();
let codes = 0;
const place = (parentId: string) => createOrganisation(at.system(), { parentId, kind: 'library_system', code: `FG${(codes += 1)}`, name: localized('ru', `Район ${codes}`), country: 'KZ', timeZone: 'Asia/Almaty' });
const record = (organisationId: string, more: Partial<NewRecord> & { main?: boolean; toDate?: string } = {}): NewRecord => ({
  familyName: 'Счётова',
  givenName: null,
  patronymic: null,
  nameLocale: null,
  birthDate: '1980-01-01',
  sex: 'female',
  email: null,
  phone: null,
  preferredLocale: null,
  languages: [],
  librarySince: null,
  professionSince: '2010-01-01',
  posts: [{ organisationId, positionId: null, title: 'Х', kind: 'main', isMainPersonnel: more.main ?? true, rate: 1, fromDate: '2015-01-01', toDate: more.toDate ?? null, leavingReason: null, leavingNote: null }],
  educations: [{ level: 'higher', isLibraryProfile: true, institution: null, speciality: null, graduatedYear: null }],
  attestations: [],
  ...more,
});
const times = (count: number, make: () => NewRecord) => Array.from({ length: count }, make);

describe('first figures', () => {
  it('count each person once by the main post, by class and district, with what is not known beside what is', async () => {
    const [district, other] = [await place(at.organisationId), await place(at.organisationId)];
    const village = await place(district);
    const people = [
      ...times(10, () => record(village)),
      ...times(6, () => record(district, { birthDate: '2000-01-01', professionSince: '2024-09-01', educations: [] })),
      ...times(5, () => record(district, { birthDate: '1966-01-01', sex: 'female', professionSince: '1990-01-01', educations: [{ level: 'higher', isLibraryProfile: false, institution: null, speciality: null, graduatedYear: null }] })),
      ...times(5, () => record(district, { birthDate: '1968-06-01', sex: null, professionSince: null })),
      ...times(7, () => record(district, { birthDate: null })),
      // Neither who left nor who is no main personnel.
      ...times(5, () => record(district, { toDate: '2026-01-01' })),
      ...times(5, () => record(district, { main: false })),
      ...times(20, () => record(other)),
    ];
    await createRecords(at.system(), people);
    const librarian = (await positionsOf(at.system())).find(({ code }) => code === 'librarian')?.id ?? '';
    await createUnits(at.system(), [{ organisationId: village, positionId: librarian, units: 1.5, fromDate: '2020-01-01', toDate: null, note: null }]);
    const centre = at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
    const figures = await readFigures(centre);
    expect(figures.asOf).toBe('2026-05-18');
    const row = figures.rows.find(({ districtId }) => districtId === district);
    expect(row).toMatchObject({ own: true, staff: 33, headcount: 38, units: 1.5, occupied: 0, vacant: 1.5 });
    expect(row?.cells).toEqual({
      age: [6, 10, 10, 7],
      education: [22, 5, 6],
      tenure: [6, 0, 0, 22, 5],
      // A woman born in 1966 reaches her age in 2027. Of people born on 1 June 1968 a woman reaches hers in 2030, a man his in June 2031: too late by two weeks.
      retirement: [5, 5, 16, 7],
    });
    expect(figures.total.staff).toBe(figures.rows.reduce((sum, one) => sum + one.staff, 0));
    expect(await countQueries(() => readFigures(centre))).toBeLessThanOrEqual(6);
  });

  it('hide small figures of districts whose records the reader does not keep, and what would give them away', async () => {
    const [mine, small, large] = [await place(at.organisationId), await place(at.organisationId), await place(at.organisationId)];
    await createRecords(at.system(), [
      ...times(3, () => record(mine, { birthDate: '2000-01-01' })),
      ...times(2, () => record(small, { birthDate: '2000-01-01' })),
      ...times(9, () => record(small)),
      ...times(8, () => record(large, { birthDate: '2000-01-01' })),
      ...times(9, () => record(large)),
    ]);
    const methodist = at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'organisation', scopeId: mine }]), at.networkId, 'ru');
    const rows = (await readFigures(methodist)).rows;
    const of = (id: string) => rows.find(({ districtId }) => districtId === id);
    expect(of(mine)).toMatchObject({ own: true, cells: { age: [3, 0, 0, 0] } });
    expect(of(small)).toMatchObject({ own: false, staff: 11, cells: { age: null } });
    expect(rows.filter(({ cells }) => cells.age === null).length).toBeGreaterThan(1);
  });

  it('hide what is small without the people a head keeps, who can take hers from the figures of the district', async () => {
    // A network of its own: no other small figures, behind which the district would be hidden anyway.
    const there = at.system(at.otherNetworkId);
    const below = (parentId: string) => createOrganisation(there, { parentId, kind: 'library_system', code: `FG${(codes += 1)}`, name: localized('ru', `Район ${codes}`), country: 'BY', timeZone: 'Europe/Minsk' });
    const [district, large] = [await below(at.otherOrganisationId), await below(at.otherOrganisationId)];
    const [mine, theirs] = [await below(district), await below(district)];
    await createRecords(there, [
      ...times(4, () => record(mine, { birthDate: '2000-01-01' })),
      ...times(2, () => record(theirs, { birthDate: '2000-01-01' })),
      ...times(9, () => record(theirs)),
      ...times(8, () => record(large, { birthDate: '2000-01-01' })),
      ...times(9, () => record(large)),
    ]);
    const as = (role: string, scopeId: string | null) => at.ctx(account([{ role, networkId: at.otherNetworkId, scopeKind: scopeId === null ? 'network' : 'organisation', scopeId }]), at.otherNetworkId, 'ru');
    const age = async (who: ReturnType<typeof as>) => (await readFigures(who)).rows.find(({ districtId }) => districtId === district)?.cells.age;
    expect(await age(as('inspector', null))).toEqual([6, 9, 0, 0]);
    expect(await age(as('head', mine))).toBeNull();
    expect(await age(as('methodist', district))).toEqual([6, 9, 0, 0]);
  });

  it('hide by age what they hide by retirement, since who has no birth date is the same in both', async () => {
    const inspector = at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    const { rows, total } = await readFigures(inspector);
    expect(rows.length).toBeGreaterThan(3);
    for (const { cells } of [...rows, total]) expect(cells.age === null).toBe(cells.retirement === null);
  });

  it('are read by who keeps records anywhere in the network and who inspects, and by nobody else', async () => {
    const inspector = account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
    expect((await readFigures(at.ctx(inspector, at.networkId))).rows.every(({ own }) => !own)).toBe(true);
    for (const actor of [visitor, account([]), account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      await expect(readFigures(at.ctx(actor, at.networkId))).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});

describe('the figures as a file', () => {
  it('holds what the page shows, with the total, and hides what the page hides', async () => {
    const [one, two, three] = [await place(at.organisationId), await place(at.organisationId), await place(at.organisationId)];
    await createRecords(at.system(), [...times(2, () => record(one)), ...times(3, () => record(two)), ...times(30, () => record(three))]);
    const inspector = at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    const { rows, total } = await readFigures(inspector);
    const file = await exportFiguresFor(inspector, 'csv');
    const lines = new TextDecoder().decode(file.bytes).trim().split('\r\n').map((line) => line.split(';'));
    const [head, ...body] = lines;
    expect(head?.slice(0, 4)).toEqual(['Район', 'На дату', 'Работников', 'Основной персонал']);
    expect(body.map(([name]) => name)).toEqual([...rows.map(({ name }) => name), 'Всего']);
    const ageAt = head?.indexOf('Возраст: Моложе 30') ?? -1;
    for (const [at, row] of [...rows, total].entries()) {
      expect(body[at]?.slice(ageAt, ageAt + 4)).toEqual(row.cells.age?.map(String) ?? Array(4).fill('скрыто'));
    }
    expect(rows.filter(({ cells }) => cells.age === null).length).toBeGreaterThan(1);
    expect((await exportFiguresFor(inspector, 'xlsx')).bytes.length).toBeGreaterThan(1000);
    await expect(exportFiguresFor(at.ctx(visitor), 'csv')).rejects.toMatchObject({ status: 404 });
  });
});

describe('the people behind a figure', () => {
  /** The list that each class of the page opens. */
  const LISTS: Record<FigureTable, object[]> = {
    age: [{ age: 'under_30' }, { age: 'from_30' }, { age: 'from_55' }, { missing: 'birth_date' }],
    education: [{ education: 'library' }, { education: 'other' }, { education: 'unknown' }],
    tenure: [{ tenure: 'under_3' }, { tenure: 'from_3' }, { tenure: 'from_6' }, { tenure: 'from_10' }, { tenure: 'unknown' }],
    retirement: [{ retirement: 'sure' }, { retirement: 'maybe' }, { retirement: 'no' }, { retirement: 'unknown' }],
  };

  it.each(Object.keys(FIGURE_TABLES) as FigureTable[])('are as many as it says: %s', async (table) => {
    const district = await place(at.organisationId);
    const education = (isLibraryProfile: boolean | null) => ({ educations: [{ level: 'higher' as const, isLibraryProfile, institution: null, speciality: null, graduatedYear: null }] });
    await createRecords(at.system(), [
      // On the edges: born and begun to the day.
      record(district, { birthDate: '1996-05-18', professionSince: '2023-05-18', ...education(false) }),
      record(district, { birthDate: '1996-05-19', professionSince: '2023-05-19', ...education(null) }),
      record(district, { birthDate: '1971-05-18', professionSince: '2020-05-18', educations: [] }),
      record(district, { birthDate: '1968-06-01', sex: 'male', professionSince: '2016-05-18' }),
      record(district, { birthDate: '1968-06-01', sex: 'female', professionSince: '2016-05-19' }),
      record(district, { birthDate: '1968-06-01', sex: null, professionSince: null }),
      record(district, { birthDate: null }),
      record(district, { birthDate: '1955-01-01', sex: null }),
    ]);
    const centre = at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
    const cells = (await readFigures(centre)).rows.find(({ districtId }) => districtId === district)?.cells[table];
    const lists = await Promise.all(LISTS[table].map((filter) => listPeopleFor(centre, PeopleFilter.parse({ organisation: district, personnel: 'main', ...filter }))));
    expect(lists.map(({ total }) => total)).toEqual(cells);
    expect(cells?.reduce((sum, cell) => sum + cell, 0)).toBe(8);
  });
});
