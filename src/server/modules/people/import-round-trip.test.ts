import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { findImport, listReadRows } from './imports.queries.ts';
import { bringList, mapColumns, readMapping } from './imports.service.ts';
import { Mapping } from './imports.schemas.ts';
import { createOrganisation } from './organisations.service.ts';
import { exportPeopleFor } from './people.export.ts';
import { PeopleFilter } from './people-list.service.ts';
import { positionsOf } from './positions.service.ts';
import { createRecords, type NewRecord } from './bulk.service.ts';

/** What the registry gives out and takes back, whatever it holds: nothing may change on the way. */
const at = testInstallation();
let centre: Actor;
let libraries: string[];
let positions: (string | null)[];

beforeAll(async () => {
  centre = coordinatorOf(at.networkId, at.organisationId);
  const place = (code: string, ru: string) => createOrganisation(at.system(), { code, kind: 'library', name: localized('ru', ru), country: 'KZ', timeZone: 'Asia/Almaty', parentId: at.organisationId });
  // Names that are nearly one another's, that hold separators, and that look like a formula.
  libraries = await Promise.all([place('RT1', 'Библиотека № 3'), place('RT2', 'Библиотека № 13; «Ертіс», филиал'), place('RT3', '=Ертіс "2"')]);
  positions = [...(await positionsOf(at.system())).slice(0, 4).map(({ id }) => id), null];
});

const ctx = (locale: Locale): Ctx => at.ctx(centre, at.networkId, locale);
const name = fc.constantFrom('Қасымова', 'Ли', 'Петрова-Водкина', "О'Коннор", 'Әбдіқадыр', 'Ёлкина', 'Նազարյան', 'Уулу Бек', 'Lee', 'Öz', 'Ван дер Берг');
const day = (from: number, to: number) => fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const record = fc.record({
  familyName: name,
  givenName: fc.constantFrom('Айгүл', 'Анна-Мария', 'Ян', 'Սոնա', 'Жаңыл'),
  patronymic: maybe(fc.constantFrom('Болатқызы', 'Петровна', 'кызы')),
  birthDate: day(1950, 2003),
  phone: maybe(fc.constantFrom('+7 701 555 01 01', '8 (7182) 32-00-00')),
  email: maybe(fc.constantFrom('a@example.kz', 'o.connor+x@example.org')),
  librarySince: maybe(day(2010, 2020)),
  professionSince: maybe(day(2005, 2010)),
  library: fc.nat(2),
  position: fc.nat(4),
  title: fc.constantFrom('Методист "мира"', "=cmd|'/C calc'!A0", '+Библиотекарь; хранитель', '@маман'),
  from: day(2012, 2024),
  level: maybe(fc.constantFrom('general' as const, 'vocational' as const, 'higher' as const)),
  library_profile: fc.constantFrom(null, true, false),
  category: maybe(fc.constantFrom('first' as const, 'highest' as const, 'none' as const)),
});

const made = (one: typeof record extends fc.Arbitrary<infer One> ? One : never): NewRecord => ({
  familyName: one.familyName, givenName: one.givenName, patronymic: one.patronymic, nameLocale: null, birthDate: one.birthDate, sex: null,
  email: one.email, phone: one.phone, preferredLocale: null, languages: [], librarySince: one.librarySince, professionSince: one.professionSince,
  posts: [{
    organisationId: libraries[one.library] ?? '', positionId: positions[one.position] ?? null, title: positions[one.position] ? null : one.title, kind: 'main', isMainPersonnel: true, rate: 1,
    fromDate: one.from, toDate: null, leavingReason: null, leavingNote: null,
  }],
  educations: one.level === null ? [] : [{ level: one.level, isLibraryProfile: one.library_profile, institution: null, speciality: null, graduatedYear: null }],
  attestations: one.category === null ? [] : [{ category: one.category, heldOn: '2022-05-01', dueOn: '2027-05-01', note: null }],
}); // prettier-ignore

describe('what the registry gives out', () => {
  it.each(['xlsx', 'csv'] as const)('and takes back as %s changes nothing, in any language', async (format) => {
    const two = fc.uniqueArray(record, { minLength: 1, maxLength: 8, selector: (one) => `${one.familyName} ${one.givenName} ${one.birthDate}` });
    await fc.assert(
      fc.asyncProperty(two, fc.constantFrom(...LOCALES), async (people, locale) => {
        await sql`truncate people.person cascade`.execute(at.platform.db);
        await createRecords(at.system(), people.map(made));
        const file = await exportPeopleFor(ctx(locale), PeopleFilter.parse({}), format);
        const id = await bringList(ctx(locale), { file: { name: `list.${format}`, bytes: new Uint8Array(file.bytes) } });
        const { import: found } = await readMapping(ctx(locale), id);
        const columns = Object.fromEntries(found.header.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : [])));
        await mapColumns(ctx(locale), id, Mapping.parse({ kind: found.kind, columns }));
        const rows = await listReadRows(ctx(locale), id, 'all', { after: 0, limit: 50 });
        expect(rows.filter(({ verdict }) => verdict !== 'same').map(({ verdict, problems, cells, draft }) => ({ verdict, problems, cells, draft }))).toEqual([]);
        expect((await findImport(ctx(locale), id))?.counts).toMatchObject({ rows: people.length, same: people.length });
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
