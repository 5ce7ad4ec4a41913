import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { BulkAct } from './bulk-people.rule.ts';
import { applyBulk, previewBulk } from './bulk-people.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { PeopleFilter } from './people-list.service.ts';
import { EndPost } from './persons.schemas.ts';
import { createPersonWithPost } from './persons.service.ts';
import { listPostsOf } from './posts.queries.ts';
import { endPost } from './posts.service.ts';
import { findPerson } from './persons.queries.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code);

let made = 0;
const place = (name: string) => {
  made += 1;
  return createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: `BK${String(made).padStart(3, '0')}`, name: localized('ru', name), country: 'KZ', timeZone: 'Asia/Almaty' });
};
const person = (organisationId: string, familyName: string) =>
  createPersonWithPost(at.system(), { familyName, givenName: null, patronymic: null, locale: 'ru', organisationId, position: 'Библиотекарь', rate: '0.5', fromDate: '2020-09-01' });
const of = (organisation: string) => PeopleFilter.parse({ organisation });
const act = (change: object) => BulkAct.parse(change);
const chosen = (lines: { id: string; seen: string; reason: unknown }[]) => lines.filter(({ reason }) => reason === null).map(({ id, seen }) => `${id}.${seen}`);
const posts = async (id: string) => (await listPostsOf(at.system(), id)).map((post) => [post.organisation_id, post.from_date, post.to_date, post.leaving_reason, Number(post.rate)]);

describe('one change for many people', () => {
  it('moves them in one transaction, with a line in each record and one for all in the audit log', async () => {
    const [from, to] = [await place('Откуда'), await place('Куда')];
    const ids = [await person(from, 'Аа'), await person(from, 'Бб'), await person(from, 'Вв')];
    const change = act({ act: 'move', organisationId: to, fromDate: '2026-06-01', leavingReason: 'reorganisation' });
    const { lines } = await previewBulk(centre(), of(from), change);
    expect(lines.map(({ name, reason }) => [name, reason])).toEqual([['Аа', null], ['Бб', null], ['Вв', null]]);
    expect(lines[0]?.records.map(({ act: name, about }) => [name, about])).toEqual([['person.post_ended', 'Библиотекарь, Откуда'], ['person.post_added', 'Библиотекарь, Куда']]);
    // Nothing is written by looking; who is not ticked stays.
    expect(await posts(ids[0] ?? '')).toHaveLength(1);
    expect(await applyBulk(centre(), { act: change, people: chosen(lines).slice(0, 2), withinId: from })).toMatchObject({ count: 2 });
    for (const id of ids.slice(0, 2)) expect(await posts(id)).toEqual([[to, '2026-06-01', null, null, 0.5], [from, '2020-09-01', '2026-05-31', 'reorganisation', 0.5]]);
    expect(await posts(ids[2] ?? '')).toEqual([[from, '2020-09-01', null, null, 0.5]]);
    const { rows } = await sql`select data from platform.audit_entry where act = 'people.changed_in_bulk'`.execute(at.platform.db);
    expect(rows).toEqual([{ data: { change: 'move', count: 2 } }]);
    const changes = await sql<{ act: string }>`select act from people.record_change where subject_id = ${ids[0] ?? ''}::uuid order by id`.execute(at.platform.db);
    expect(changes.rows.map((row) => row.act)).toEqual(['person.created', 'person.post_ended', 'person.post_added']);
  });

  it('writes nothing at all when one of them is not any more as she was shown', async () => {
    const from = await place('Одна из них');
    const [first, second] = [await person(from, 'Первая'), await person(from, 'Вторая')];
    const change = act({ act: 'end_posts', lastDay: '2026-05-31' });
    const { lines } = await previewBulk(centre(), of(from), change);
    const [post] = await listPostsOf(at.system(), second);
    await endPost(centre(), second, post?.id ?? '', EndPost.parse({ version: post?.version, toDate: '2026-04-30' }));
    expect(await refusal(applyBulk(centre(), { act: change, people: chosen(lines), withinId: from }))).toBe('bulk.changed_meanwhile');
    expect((await posts(first))[0]?.[2]).toBe(null);
    const again = await previewBulk(centre(), PeopleFilter.parse({ organisation: from, state: 'all' }), change);
    expect(again.lines.map(({ name, reason }) => [name, reason])).toEqual([['Вторая', 'no_open_post'], ['Первая', null]]);
    await applyBulk(centre(), { act: change, people: chosen(again.lines), withinId: from });
    expect((await posts(first))[0]?.[2]).toBe('2026-05-31');
  });

  it('sets a language and the mark of main personnel, and knows what is so already', async () => {
    const library = await place('Отметки');
    const id = await person(library, 'Отмеченная');
    const language = act({ act: 'language', language: 'kk' });
    await applyBulk(centre(), { act: language, people: chosen((await previewBulk(centre(), of(library), language)).lines), withinId: library });
    expect((await findPerson(at.system(), id))?.preferred_locale).toBe('kk');
    expect((await previewBulk(centre(), of(library), language)).lines[0]?.reason).toBe('nothing_to_change');
    const main = act({ act: 'main_personnel', main: 'no' });
    await applyBulk(centre(), { act: main, people: [id], withinId: library });
    expect((await listPostsOf(at.system(), id))[0]?.is_main_personnel).toBe(false);
    expect(await refusal(applyBulk(centre(), { act: main, people: [id], withinId: library }))).toBe('bulk.changed_meanwhile');
  });

  it('is for who keeps the records, in her places, and ends no post elsewhere', async () => {
    const [own, beside] = [await place('Своя'), await place('Чужая')];
    const [mine, hers] = [await person(own, 'Своя'), await person(beside, 'Чужая')];
    await sql`insert into people.employment (network_id, person_id, organisation_id, position, kind, from_date) values (${at.networkId}, ${mine}::uuid, ${beside}::uuid, 'Сторож', 'second', '2021-01-01')`.execute(at.platform.db);
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: own }]), at.networkId, 'ru');
    const change = act({ act: 'end_posts', lastDay: '2026-05-31' });
    expect((await previewBulk(head, PeopleFilter.parse({}), change)).lines.map(({ id }) => id)).toEqual([mine]);
    await applyBulk(head, { act: change, people: [mine], withinId: null });
    expect((await posts(mine)).map((post) => [post[0], post[2]])).toEqual([[beside, null], [own, '2026-05-31']]);
    expect(await refusal(applyBulk(head, { act: change, people: [hers], withinId: null }))).toBe('page.not_found');
    expect(await refusal(previewBulk(head, PeopleFilter.parse({}), act({ act: 'move', organisationId: beside, fromDate: '2026-06-01' })))).toBe('page.not_found');
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId, 'ru');
    expect(await refusal(applyBulk(elsewhere, { act: act({ act: 'language', language: 'kk' }), people: [mine], withinId: null }))).toBe('page.not_found');
    const specialist = at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId);
    expect(await refusal(previewBulk(specialist, PeopleFilter.parse({}), change))).toBe('page.not_found');
    expect(await refusal(applyBulk(specialist, { act: change, people: [mine], withinId: null }))).toBe('page.not_found');
  });

  it('is shown at the same cost however many they are, and refused for more than can be looked through', async () => {
    const [few, many] = [await place('Мало'), await place('Много')];
    await person(few, 'Одна');
    for (let n = 0; n < 30; n++) await person(many, `Много ${n}`);
    const change = act({ act: 'language', language: 'hy' });
    expect(await countQueries(() => previewBulk(centre(), of(many), change))).toBe(await countQueries(() => previewBulk(centre(), of(few), change)));
    await sql`insert into people.person (network_id, family_name, name_key, sort_name, place, is_working, organisation_id)
      select ${at.networkId}, 'Лишняя', 'lishnaia', 'Лишняя', array[${at.organisationId}::uuid, ${many}::uuid], true, ${many}::uuid from generate_series(1, 480)`.execute(at.platform.db);
    expect(await previewBulk(centre(), of(many), change)).toEqual({ lines: [], tooMany: true });
  }, 30_000);
});
