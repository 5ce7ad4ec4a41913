import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { createRecords, createUnits, type NewRecord } from './bulk.service.ts';
import { exportFiguresFor } from './figures.export.ts';
import { readFigures } from './figures.service.ts';
import { createOrganisation } from './organisations.service.ts';
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
