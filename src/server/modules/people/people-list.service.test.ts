import { sql } from 'kysely';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { createRecords } from './bulk.service.ts';
import { blankPersons } from './erasing.queries.ts';
import { mergePersons } from './merging.service.ts';
import { createOrganisation, moveOrganisation } from './organisations.service.ts';
import { findOrganisation } from './organisations.queries.ts';
import { deletePersons } from './imports-registry.queries.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { PersonInput, EndPost } from './persons.schemas.ts';
import { changePerson, createPersonWithPost } from './persons.service.ts';
import { findPerson } from './persons.queries.ts';
import { listPostsOf } from './posts.queries.ts';
import { endPost } from './posts.service.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const as = (role: 'methodist' | 'head', ...scopes: string[]) => at.ctx(account(scopes.map((scopeId) => ({ role, networkId: at.networkId, scopeKind: 'organisation' as const, scopeId }))), at.networkId, 'ru');

let made = 0;
const place = (parentId: string) => {
  made += 1;
  return createOrganisation(at.system(), { parentId, kind: 'library', code: `PL${String(made).padStart(3, '0')}`, name: localized('ru', `Место ${made}`), country: 'KZ', timeZone: 'Asia/Almaty' });
};
const person = (organisationId: string, familyName: string) =>
  createPersonWithPost(at.system(), { familyName, givenName: null, patronymic: null, locale: 'ru', organisationId, position: 'Библиотекарь', rate: '0.5', fromDate: '2020-09-01' });
const names = async (ctx = centre(), filter: Record<string, string> = {}) => (await listPeopleFor(ctx, PeopleFilter.parse(filter))).lines.map(({ name }) => name);
const total = async (ctx = centre(), filter: Record<string, string> = {}) => (await listPeopleFor(ctx, PeopleFilter.parse(filter))).total;

/** What stands below each organisation must be what the rows of the persons say, whoever wrote them. */
async function expectInPlace(): Promise<void> {
  const { rows } = await sql<{ kept: number; wrong: number }>`
    with meant as (select distinct p.network_id, p.id as person_id, o as organisation_id, p.sort_name, p.is_working
      from people.person p cross join lateral unnest(p.place) o where p.anonymised_at is null)
    select (select count(*)::int from meant) as kept, (select count(*)::int from (
      (select * from meant except select network_id, person_id, organisation_id, sort_name, is_working from people.person_in_place) union all
      (select network_id, person_id, organisation_id, sort_name, is_working from people.person_in_place except select * from meant)) differing) as wrong`.execute(at.platform.db);
  expect(rows[0]?.kept).toBeGreaterThan(0);
  expect(rows[0]?.wrong).toBe(0);
}

describe('the list below an organisation', () => {
  let district: string, library: string, beside: string;
  beforeAll(async () => {
    district = await place(at.organisationId);
    library = await place(district);
    beside = await place(at.organisationId);
  });

  it('follows names, posts and moves of the tree, and forgets who was erased, merged or taken away', async () => {
    const [first, second, third] = [await person(library, 'Яковлева'), await person(library, 'Абаева'), await person(beside, 'Мұратова')];
    expect(await names(centre(), { organisation: district })).toEqual(['Абаева', 'Яковлева']);
    const row = await findPerson(at.system(), first);
    await changePerson(centre(), first, PersonInput.parse({ familyName: 'Аа', version: row?.version }));
    expect(await names(centre(), { organisation: district })).toEqual(['Аа', 'Абаева']);
    const [post] = await listPostsOf(at.system(), second);
    await endPost(centre(), second, post?.id ?? '', EndPost.parse({ version: post?.version, toDate: '2026-04-30' }));
    expect([await names(centre(), { organisation: district }), await names(centre(), { organisation: district, state: 'left' }), await total(centre(), { organisation: district, state: 'all' })]).toEqual([['Аа'], ['Абаева'], 2]);
    const version = (await findOrganisation(at.system(), library))?.version ?? 0;
    await moveOrganisation(centre(), library, { version, parentId: beside, movedOn: '2026-03-01' });
    expect([await names(centre(), { organisation: district }), await names(centre(), { organisation: beside })]).toEqual([[], ['Аа', 'Мұратова']]);
    await expectInPlace();
    const [a, b] = [await findPerson(at.system(), first), await findPerson(at.system(), third)];
    await mergePersons(centre(), third, first, { version: b?.version ?? 0, otherVersion: a?.version ?? 0, fromOther: [] });
    expect([await names(centre(), { organisation: beside }), await total(centre(), { organisation: beside })]).toEqual([['Мұратова'], 1]);
    const gone = await person(beside, 'Лишняя');
    await deletePersons(at.system(), [gone]);
    await blankPersons(at.system(), [third], '2026-05-18');
    expect(await names(centre(), { organisation: beside, state: 'all' })).toEqual(['Абаева']);
    await expectInPlace();
  });

  it('is of what the reader may read: her place, a part of it, nothing beside it', async () => {
    const [own, other] = [await place(at.organisationId), await place(at.organisationId)];
    const inner = await place(own);
    await person(own, 'Верхняя');
    await person(inner, 'Внутренняя');
    await person(other, 'Чужая');
    const methodist = as('methodist', own);
    expect([await names(methodist), await total(methodist)]).toEqual([['Верхняя', 'Внутренняя'], 2]);
    expect(await names(methodist, { organisation: inner })).toEqual(['Внутренняя']);
    expect(await names(methodist, { organisation: at.organisationId })).toEqual(['Верхняя', 'Внутренняя']);
    expect(await names(methodist, { organisation: other })).toEqual([]);
    expect(await names(as('methodist', own, other))).toEqual(['Верхняя', 'Внутренняя', 'Чужая']);
    expect(await names(as('methodist', own, other), { organisation: other })).toEqual(['Чужая']);
    expect(await names(as('head', inner), { organisation: own })).toEqual(['Внутренняя']);
    expect([await names(methodist, { q: 'Внутренняя' }), await total(methodist, { q: 'Внутренняя' })]).toEqual([['Внутренняя'], 1]);
    expect(await names(methodist, { missing: 'birth_date' })).toEqual(['Верхняя', 'Внутренняя']);
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId, 'ru');
    expect(await names(elsewhere, { organisation: own })).toEqual([]);
  });

  it('turns its pages forth and back in the order of the alphabet', async () => {
    const full = await place(at.organisationId);
    const letters = [...'АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ'];
    await createRecords(at.system(), Array.from({ length: 120 }, (_, n) => ({
      familyName: `${letters[(n * 29) % letters.length] ?? ''}н${String(n).padStart(3, '0')}`, givenName: null, patronymic: null, nameLocale: null, birthDate: null, sex: null, email: null, phone: null, preferredLocale: null, languages: [], librarySince: null, professionSince: null,
      posts: [{ organisationId: full, positionId: null, title: 'Библиотекарь', kind: 'main' as const, isMainPersonnel: true, rate: 1, fromDate: '2020-01-01', toDate: null, leavingReason: null, leavingNote: null }], educations: [], attestations: [],
    }))); // prettier-ignore
    const ctx = at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'kk');
    const page = (query: Record<string, string>) => listPeopleFor(ctx, PeopleFilter.parse({ organisation: full, ...query }));
    const first = await page({});
    const second = await page({ after: first.after ?? '' });
    const third = await page({ after: second.after ?? '' });
    const all = [first, second, third].flatMap(({ lines }) => lines.map(({ name }) => name));
    expect(all).toEqual(all.toSorted(new Intl.Collator('kk').compare));
    expect([all.length, first.total, third.after]).toEqual([120, 120, null]);
    expect((await page({ before: third.before ?? '' })).lines).toEqual(second.lines);
    expect((await page({ sort: '-name' })).lines.map(({ name }) => name)).toEqual(all.toReversed().slice(0, 50));
  });

  it('is right whatever is written to the rows of persons at once', async () => {
    const places = [district, library, beside, at.organisationId];
    const ids = await Promise.all(['Один', 'Два', 'Три', 'Четыре'].map((name) => person(library, name)));
    const change = fc.record({ of: fc.subarray([0, 1, 2, 3]), place: fc.subarray([0, 1, 2, 3]), name: fc.constantFrom('Аа', 'Бб'), working: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const one of changes) {
          await sql`update people.person set place = ${one.place.map((index) => places[index])}::uuid[], sort_name = ${one.name}, is_working = ${one.working}
            where id = any(${one.of.map((index) => ids[index])}::uuid[])`.execute(at.platform.db);
        }
        await expectInPlace();
      }),
      { numRuns: 40 },
    );
  });
});
