import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { insertChangeRequest } from './changes.queries.ts';
import { saveEducation } from './learning.service.ts';
import { keepApart, listDuplicatesFor, MergeInput, mergePersons, showMerge, unmergePerson } from './merging.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { showPerson } from './person-card.service.ts';
import { findPerson, updatePersonAccount } from './persons.queries.ts';
import { EndPost, PersonInput } from './persons.schemas.ts';
import { changePerson, createPersonWithPost } from './persons.service.ts';
import { endPost } from './posts.service.ts';
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

  it('brings a main job elsewhere at the same time as a second one, and agreements and wishes of the record that goes', async () => {
    const [here, there] = [await place(), await place()];
    const [a, b] = [await add('Собранная Инна', { organisationId: here }), await add('Собранная Инна', { organisationId: there, fromDate: '2021-09-01' })];
    await insertChangeRequest(at.system(), { personId: b, changes: [{ field: 'phone', before: null, after: '1' }], askedBy: newId() });
    await mergePersons(centre(), a, b, await versions(a, b));
    const card = await showPerson(centre(), a);
    expect(card.posts.map(({ kind, organisationId }) => [kind, organisationId])).toEqual([['second', there], ['main', here]]); // prettier-ignore
    expect(card.request?.changes).toHaveLength(1);
    // Whoever keeps the library of either reads her record.
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: there }]), at.networkId, 'ru');
    expect((await showPerson(head, a)).id).toBe(a);
  });

  it('is taken back the last first, and says which', async () => {
    const [a, b, c] = [await add('Третьякова Инна'), await add('Третьякова И.'), await add('Третьякова Инна')];
    await mergePersons(centre(), a, b, await versions(a, b));
    await mergePersons(centre(), c, a, await versions(c, a));
    await expect(unmergePerson(centre(), b)).rejects.toMatchObject({ problems: [{ code: 'person.merged_later', params: { name: 'Третьякова Инна' } }] });
    await unmergePerson(centre(), a);
    await unmergePerson(centre(), b);
    expect((await findPerson(centre(), b))?.merged_into).toBeNull();
  });

  it('is not taken back into main posts that would overlap: they were changed since', async () => {
    const library = await place();
    const [a, b] = [await add('Сдвинутая Инна', { organisationId: library, fromDate: '2020-01-01' }), await add('Сдвинутая Инна', { organisationId: library, fromDate: '2021-01-01' })];
    const [first, second] = [(await showPerson(centre(), a)).posts[0]!, (await showPerson(centre(), b)).posts[0]!];
    await endPost(centre(), a, first.id, EndPost.parse({ toDate: '2020-12-31', version: first.version }));
    await endPost(centre(), b, second.id, EndPost.parse({ toDate: '2021-12-31', version: second.version }));
    await mergePersons(centre(), a, b, await versions(a, b));
    // The post that came along would meet this one.
    await sql`insert into people.employment (network_id, person_id, organisation_id, position, kind, is_main_personnel, rate, from_date) values (${at.networkId}, ${b}, ${library}, 'Х', 'main', true, 1, '2021-06-01')`.execute(at.platform.db);
    expect(await refusal(unmergePerson(centre(), b))).toBe('post.main_overlaps');
  });

  it('taken back keeps what somebody has changed since', async () => {
    const [a, b] = [await add('Возвратова Нина', { phone: '+7 701 000 00 01' }), await add('Возвратова Нина', { phone: '+7 701 000 00 02', birthDate: '1970-01-01' })];
    await mergePersons(centre(), a, b, await versions(a, b, ['phone']));
    const merged = await findPerson(centre(), a);
    await changePerson(centre(), a, PersonInput.parse({ familyName: 'Возвратова', givenName: 'Нина', phone: '+7 701 999 99 99', birthDate: merged?.birth_date, preferredLocale: 'ru', version: merged?.version }));
    await unmergePerson(centre(), b);
    expect(await findPerson(centre(), a)).toMatchObject({ phone: '+7 701 999 99 99', birth_date: null });
  });
});
