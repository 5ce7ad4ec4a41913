import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { createRecords } from './bulk.service.ts';
import { saveAttestation, saveEducation } from './learning.service.ts';
import { keepApart, listDuplicatesFor, MergeInput, mergePersons, showMerge, unmergePerson } from './merging.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { findPerson, updatePersonAccount } from './persons.queries.ts';
import { PersonInput } from './persons.schemas.ts';
import { changePerson, createPersonWithPost } from './persons.service.ts';
import { searchFor } from './search.service.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);

let codes = 0;
const place = (code = `M${(codes += 1)}`) => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code, name: localized('ru', `Библиотека ${code}`), country: 'KZ', timeZone: 'Asia/Almaty' });
const add = async (name: string, more: { organisationId?: string; birthDate?: string; phone?: string; fromDate?: string } = {}) => {
  const [familyName = '', givenName = null] = name.split(' ');
  return createPersonWithPost(at.system(), { familyName, givenName, patronymic: null, locale: 'ru', organisationId: more.organisationId ?? (await place()), position: 'Библиотекарь', rate: '1', fromDate: more.fromDate ?? '2020-09-01', ...more });
};
const versions = async (kept: string, other: string, fromOther: string[] = []) =>
  MergeInput.parse({ version: (await findPerson(centre(), kept))?.version, otherVersion: (await findPerson(centre(), other))?.version, fromOther });

/** Everything that hangs on two persons, as the database holds it; versions and the time of the last change aside. */
async function rowsOf(ids: readonly string[]): Promise<unknown> {
  const of = async (query: ReturnType<typeof sql>) => (await query.execute(at.platform.db)).rows;
  return {
    persons: await of(sql`select to_jsonb(p) - 'version' - 'updated_at' - 'search_words' as row from people.person p where id = any(${[...ids]}::uuid[]) order by id`),
    posts: await of(sql`select id, person_id from people.employment where person_id = any(${[...ids]}::uuid[]) order by id`),
    educations: await of(sql`select id, person_id from people.education where person_id = any(${[...ids]}::uuid[]) order by id`),
    attestations: await of(sql`select id, person_id from people.attestation where person_id = any(${[...ids]}::uuid[]) order by id`),
    names: await of(sql`select person_id, locale from people.person_name where person_id = any(${[...ids]}::uuid[]) order by 1, 2`),
    aliases: await of(sql`select old_person_id, person_id from people.person_alias where person_id = any(${[...ids]}::uuid[]) order by 1`),
  };
}

describe('possible duplicates', () => {
  it('are people with one name in any spelling, or one birth date and a like name; two birth dates are two people', async () => {
    const a = await add('Қасымова Әйгүл', { birthDate: '1980-03-02' });
    const b = await add('Касымова Айгуль');
    const c = await add('Касымова Айгуль', { birthDate: '1991-01-01' });
    const pairs = (await listDuplicatesFor(centre())).map(({ first, second }) => [first.id, second.id].sort().join());
    expect(pairs).toContain([a, b].sort().join());
    expect(pairs).toContain([b, c].sort().join());
    expect(pairs).not.toContain([a, c].sort().join());
  });

  it('found to be two people are not shown again', async () => {
    const [a, b] = [await add('Ибраева Сауле'), await add('Ибраева Сауле')];
    const shown = async () => (await listDuplicatesFor(centre())).some(({ first, second }) => [first.id, second.id].sort().join() === [a, b].sort().join());
    expect(await shown()).toBe(true);
    await keepApart(centre(), b, a);
    expect(await shown()).toBe(false);
  });

  it('are shown and merged only by who keeps both', async () => {
    const [here, there] = [await place(), await place()];
    const [a, b] = [await add('Громова Ольга', { organisationId: here }), await add('Громова Ольга', { organisationId: there })];
    const methodist = at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'organisation', scopeId: here }]), at.networkId, 'ru');
    expect((await listDuplicatesFor(methodist)).filter(({ first }) => [a, b].includes(first.id))).toEqual([]);
    expect(await refusal(mergePersons(methodist, a, b, await versions(a, b)))).toBe('page.not_found');
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: here }]), at.networkId, 'ru');
    expect(await refusal(listDuplicatesFor(head))).toBe('page.not_found');
    expect(await refusal(showMerge(at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId), a, b))).toBe('page.not_found');
  });
});

describe('merging', () => {
  it('keeps the fields chosen and what only one side knows, brings posts together once, and hides the record that goes', async () => {
    const library = await place();
    const kept = await add('Серикова Анна', { organisationId: library, phone: '+7 701 000 00 01' });
    const other = await add('Серікова Анна', { organisationId: library, phone: '+7 701 000 00 02', birthDate: '1985-05-05' });
    const second = await add('Заметная Анна');
    await saveEducation(centre(), other, null, { level: 'higher', graduatedYear: 2007 });
    await mergePersons(centre(), kept, other, await versions(kept, other, ['name', 'phone']));
    expect(await findPerson(centre(), kept)).toMatchObject({ family_name: 'Серікова', phone: '+7 701 000 00 02', birth_date: '1985-05-05' });
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.employment where person_id = ${kept}::uuid`.execute(at.platform.db);
    expect(rows[0]?.n).toBe(1);
    const listed = await listPeopleFor(centre(), PeopleFilter.parse({ organisation: library }));
    expect(listed.lines.map(({ id }) => id)).toEqual([kept]);
    // Both spellings still find her.
    for (const typed of ['Серикова', 'Серікова']) expect((await searchFor(centre(), typed)).people.map(({ id }) => id)).toEqual([kept]);
    const view = await sql<{ canonical_id: string }>`select canonical_id from people.person_card where person_id = ${other}::uuid`.execute(at.platform.db);
    expect(view.rows).toEqual([{ canonical_id: kept }]);
    expect(await refusal(changePerson(centre(), other, PersonInput.parse({ familyName: 'Х', version: 1 })))).toBe('person.not_possible_merged');
    expect(await refusal(mergePersons(centre(), second, other, await versions(second, other)))).toBe('person.not_possible_merged');
  });

  it('does not make one of two who sign in by accounts of their own, and hands over the only account there is', async () => {
    const [a, b] = [await add('Двухова Вера'), await add('Двухова Вера')];
    const first = account([]);
    if (first.kind !== 'account') throw new Error('an account');
    await updatePersonAccount(at.system(), b, first.accountId);
    await mergePersons(centre(), a, b, await versions(a, b));
    expect((await findPerson(centre(), a))?.account_id).toBe(first.accountId);
    await unmergePerson(centre(), b);
    expect([(await findPerson(centre(), a))?.account_id, (await findPerson(centre(), b))?.account_id]).toEqual([null, first.accountId]);
    const second = account([]);
    if (second.kind !== 'account') throw new Error('an account');
    await updatePersonAccount(at.system(), a, second.accountId);
    expect(await refusal(mergePersons(centre(), a, b, await versions(a, b)))).toBe('person.two_accounts');
  });

  it('of two who merge one pair both ways at once, one succeeds', async () => {
    const [a, b] = [await add('Спорова Инна'), await add('Спорова Инна')];
    const input = await versions(a, b);
    const done = await Promise.allSettled([mergePersons(centre(), a, b, input), mergePersons(centre(), b, a, { ...input, version: input.otherVersion, otherVersion: input.version })]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('taken back keeps what somebody has changed since', async () => {
    const [a, b] = [await add('Возвратова Нина', { phone: '+7 701 000 00 01' }), await add('Возвратова Нина', { phone: '+7 701 000 00 02', birthDate: '1970-01-01' })];
    await mergePersons(centre(), a, b, await versions(a, b, ['phone']));
    const merged = await findPerson(centre(), a);
    await changePerson(centre(), a, PersonInput.parse({ familyName: 'Возвратова', givenName: 'Нина', phone: '+7 701 999 99 99', birthDate: merged?.birth_date, preferredLocale: 'ru', version: merged?.version }));
    await unmergePerson(centre(), b);
    expect(await findPerson(centre(), a)).toMatchObject({ phone: '+7 701 999 99 99', birth_date: null });
  });

  it('and taking back leave everything as it was, whatever the two records hold', async () => {
    const libraries = await Promise.all(['Q1', 'Q2', 'Q3'].map((code) => place(code)));
    const year = fc.integer({ min: 1995, max: 2020 });
    const post = fc.record({ library: fc.integer({ min: 0, max: 2 }), kind: fc.constantFrom('main' as const, 'second' as const), from: year, length: fc.integer({ min: 0, max: 4 }) });
    const record = fc.record({
      posts: fc.array(post, { maxLength: 4 }),
      educations: fc.array(fc.constantFrom('general' as const, 'vocational' as const, 'higher' as const), { maxLength: 2 }),
      attested: fc.boolean(),
      phone: fc.option(fc.constantFrom('+7 701 000 00 01', '+7 701 000 00 02'), { nil: null }),
      birth: fc.constantFrom(null, '1980-01-01'),
    });
    const make = async (given: { posts: { library: number; kind: 'main' | 'second'; from: number; length: number }[]; educations: ('general' | 'vocational' | 'higher')[]; attested: boolean; phone: string | null; birth: string | null }) => {
      const posts = given.posts
        .map((one) => ({ ...one, fromDate: `${one.from}-01-01`, toDate: `${one.from + one.length}-12-31` }))
        // One main job at a time within one record.
        .filter((one, index, all) => one.kind === 'second' || !all.slice(0, index).some((before) => before.kind === 'main' && before.fromDate <= one.toDate && one.fromDate <= before.toDate));
      const [id = ''] = await createRecords(at.system(), [
        {
          familyName: 'Законова',
          givenName: 'Мария',
          patronymic: null,
          nameLocale: null,
          birthDate: given.birth,
          sex: null,
          email: null,
          phone: given.phone,
          preferredLocale: null,
          languages: [],
          librarySince: null,
          professionSince: null,
          posts: posts.map((one) => ({ organisationId: libraries[one.library] ?? '', positionId: null, title: 'Х', kind: one.kind, isMainPersonnel: true, rate: 1, fromDate: one.fromDate, toDate: one.toDate, leavingReason: null, leavingNote: null })),
          educations: given.educations.map((level) => ({ level, isLibraryProfile: null, institution: null, speciality: null, graduatedYear: null })),
          attestations: [],
        },
      ]);
      if (given.attested) await saveAttestation(at.system(), id, null, { category: 'first' });
      return id;
    };
    await fc.assert(
      fc.asyncProperty(record, record, fc.subarray(['name', 'phone', 'birthDate', 'languages'] as const), async (one, two, fromOther) => {
        const ids = [await make(one), await make(two)] as const;
        const before = await rowsOf(ids);
        const system = at.system();
        const [kept, other] = [await findPerson(system, ids[0]), await findPerson(system, ids[1])];
        await mergePersons(system, ids[0], ids[1], MergeInput.parse({ version: kept?.version, otherVersion: other?.version, fromOther }));
        await unmergePerson(system, ids[1]);
        expect(await rowsOf(ids)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
