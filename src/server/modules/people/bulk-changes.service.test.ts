import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Ctx, Grant } from '#server/platform/context.ts';
import { TEST_NOW, account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { forgetBulkChanges, listBulkChangesFor, showBulkChange, undoBulkChange } from './bulk-changes.service.ts';
import { OrganisationBulkAct } from './bulk-organisations.rule.ts';
import { applyOrganisationsBulk } from './bulk-organisations.service.ts';
import { BulkAct } from './bulk-people.rule.ts';
import { applyBulk } from './bulk-people.service.ts';
import { findOrganisation, listMoves } from './organisations.queries.ts';
import { changeOrganisation, createOrganisation, moveOrganisation, reopenOrganisation, storedValues } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { PostInput } from './persons.schemas.ts';
import { createPersonWithPost } from './persons.service.ts';
import { findPerson } from './persons.queries.ts';
import { listPostsOf } from './posts.queries.ts';
import { addPost, changePost, removePost } from './posts.service.ts';

const at = testInstallation();
/** One and the same coordinator throughout: what she made is hers. */
let me: Actor;
beforeAll(() => {
  me = coordinatorOf(at.networkId, at.organisationId);
});
const centre = (): Ctx => at.ctx(me, at.networkId, 'ru');
const as = (role: Grant['role'], scopeId: string) => at.ctx(account([{ role, networkId: at.networkId, scopeKind: 'organisation', scopeId }]), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code);

let made = 0;
const place = (name: string, parentId = at.organisationId) => {
  made += 1;
  return createOrganisation(at.system(), { parentId, kind: 'library', code: `BC${String(made).padStart(3, '0')}`, name: localized('ru', name), country: 'KZ', timeZone: 'Asia/Almaty', languages: ['ru'] });
};
const person = (organisationId: string, familyName: string) =>
  createPersonWithPost(at.system(), { familyName, givenName: null, patronymic: null, locale: 'ru', organisationId, position: 'Библиотекарь', rate: '0.5', fromDate: '2020-09-01' });
const forPeople = async (change: object, people: string[], ctx = centre()) => (await applyBulk(ctx, { act: BulkAct.parse(change), people, withinId: null })).id;
const forOrganisations = async (change: object, organisations: string[]) => (await applyOrganisationsBulk(centre(), { act: OrganisationBulkAct.parse(change), organisations })).id;
const posts = async (id: string) => (await listPostsOf(at.system(), id)).map((post) => [post.organisation_id, post.from_date, post.to_date, post.leaving_reason]);
const row = async (id: string) => (await findOrganisation(at.system(), id))!;
const acts = async (id: string) => (await sql<{ act: string }>`select act from people.record_change where subject_id = ${id}::uuid order by id`.execute(at.platform.db)).rows.map((change) => change.act);
const left = async (id: string, ctx = centre()) => Object.fromEntries((await showBulkChange(ctx, id)).lines.map(({ name, kept }) => [name, kept.map(({ reason }) => reason)]));

describe('taking back a change for many people', () => {
  it('moves them back, with a line in each record and one in the audit log', async () => {
    const [from, to] = [await place('Откуда'), await place('Куда')];
    const ids = [await person(from, 'Аа'), await person(from, 'Бб')];
    const id = await forPeople({ act: 'move', organisationId: to, fromDate: '2026-05-01', leavingReason: 'reorganisation' }, ids);
    const names = async (organisation: string) => (await listPeopleFor(centre(), PeopleFilter.parse({ organisation }))).lines.map(({ name }) => name);
    expect([await names(from), await names(to)]).toEqual([[], ['Аа', 'Бб']]);
    const shown = await showBulkChange(centre(), id);
    expect(shown).toMatchObject({ change: { subject: 'person', act: 'move', count: 2, madeBy: 'Айгүл Жұмабекова', undoneAt: null }, hidden: 0, lines: [{ name: 'Аа', kept: [] }, { name: 'Бб', kept: [] }] });
    expect(shown.lines[0]?.records.map(({ about }) => about)).toEqual(['Библиотекарь, Откуда', 'Библиотекарь, Куда']);
    expect(await undoBulkChange(centre(), id)).toEqual({ undone: 2, kept: 0 });
    for (const one of ids) expect(await posts(one)).toEqual([[from, '2020-09-01', null, null]]);
    expect([await names(from), await names(to)]).toEqual([['Аа', 'Бб'], []]);
    expect(await acts(ids[0] ?? '')).toEqual(['person.created', 'person.post_ended', 'person.post_added', 'person.bulk_undone', 'person.bulk_undone']);
    const { rows } = await sql`select data from platform.audit_entry where act = 'people.bulk_undone'`.execute(at.platform.db);
    expect(rows).toEqual([{ data: { change: 'move', undone: 2, kept: 0 } }]);
    expect(await refusal(undoBulkChange(centre(), id))).toBe('bulk.undone_already');
  });

  it('puts back only what nobody has changed since, and says what it left', async () => {
    const [from, to] = [await place('Было'), await place('Стало')];
    const [kept, touched, moved, gone] = [await person(from, 'Аа'), await person(from, 'Бб'), await person(from, 'Вв'), await person(from, 'Гг')];
    await sql`update people.person set preferred_locale = 'ru' where id = ${kept}::uuid`.execute(at.platform.db);
    const language = await forPeople({ act: 'language', language: 'kk' }, [kept, touched]);
    await sql`update people.person set preferred_locale = 'en' where id = ${touched}::uuid`.execute(at.platform.db);
    expect(await left(language)).toEqual({ Аа: [], Бб: ['changed_since'] });
    expect(await undoBulkChange(centre(), language)).toEqual({ undone: 1, kept: 1 });
    expect([(await findPerson(at.system(), kept))?.preferred_locale, (await findPerson(at.system(), touched))?.preferred_locale]).toEqual(['ru', 'en']);
    expect(await left(language)).toEqual({ Аа: [], Бб: ['changed_since'] });

    const ended = await forPeople({ act: 'end_posts', lastDay: '2026-04-30', leavingReason: 'reorganisation' }, [kept, touched, moved, gone]);
    const [post] = await listPostsOf(at.system(), touched);
    const values = PostInput.parse({ organisationId: from, title: 'Библиотекарь', isMainPersonnel: 'yes', rate: '0.5', fromDate: '2020-09-01', toDate: '2026-03-31', version: post?.version });
    await changePost(centre(), touched, post?.id ?? '', values);
    await addPost(centre(), moved, PostInput.parse({ organisationId: to, title: 'Библиотекарь', isMainPersonnel: 'yes', rate: '1', fromDate: '2026-05-01' }));
    const [last] = await listPostsOf(at.system(), gone);
    await removePost(centre(), gone, last?.id ?? '');
    // Who has no post any more lies nowhere, so that a coordinator of a part does not see her.
    expect(await left(ended)).toEqual({ Аа: [], Бб: ['changed_since'], Вв: ['in_the_way'] });
    expect(await undoBulkChange(centre(), ended)).toEqual({ undone: 1, kept: 3 });
    expect(await posts(kept)).toEqual([[from, '2020-09-01', null, null]]);
    expect(await posts(touched)).toEqual([[from, '2020-09-01', '2026-03-31', null]]);
    expect(await posts(moved)).toEqual([[to, '2026-05-01', null, null], [from, '2020-09-01', '2026-04-30', 'reorganisation']]);
    expect((await findPerson(at.system(), kept))?.is_working).toBe(true);
  });

  it('puts back one of two posts where the other was changed since', async () => {
    const [first, second] = [await place('Первое место'), await place('Второе место')];
    const id = await person(first, 'Двойная');
    const extra = await addPost(centre(), id, PostInput.parse({ organisationId: second, title: 'Сторож', kind: 'second', isMainPersonnel: 'yes', rate: '0.5', fromDate: '2021-01-01' }));
    const change = await forPeople({ act: 'end_posts', lastDay: '2026-04-30' }, [id]);
    const version = (await listPostsOf(at.system(), id)).find((post) => post.id === extra)?.version;
    await changePost(centre(), id, extra, PostInput.parse({ organisationId: second, title: 'Сторож', kind: 'second', isMainPersonnel: 'yes', rate: '0.5', fromDate: '2021-01-01', toDate: '2026-03-01', version }));
    expect((await showBulkChange(centre(), change)).lines[0]?.kept).toEqual([{ about: 'Сторож, Второе место', reason: 'changed_since' }]);
    expect(await undoBulkChange(centre(), change)).toEqual({ undone: 0, kept: 1 });
    expect((await posts(id)).map(([, , to]) => to)).toEqual(['2026-03-01', null]);
  });

  it('is for who made it and for the centre, as far as they still keep the record, within thirty days', async () => {
    const [own, other] = [await place('Своя'), await place('Другая')];
    const [mine, lost] = [await person(own, 'Аа'), await person(own, 'Бб')];
    const head = as('head', own);
    const id = await forPeople({ act: 'language', language: 'hy' }, [mine, lost], head);
    for (const ctx of [as('head', own), as('methodist', own), as('specialist', own), centre()]) {
      expect(await refusal(showBulkChange(ctx, id))).toBe('page.not_found');
      expect(await refusal(undoBulkChange(ctx, id))).toBe('page.not_found');
    }
    const elsewhere = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId, 'ru');
    expect(await refusal(undoBulkChange(elsewhere, id))).toBe('page.not_found');
    const admin = at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    expect((await listBulkChangesFor(admin)).changes[0]).toMatchObject({ id, madeBy: 'Айгүл Жұмабекова', count: 2 });
    expect((await listBulkChangesFor(head)).changes.map((change) => change.id)).toEqual([id]);
    expect((await listBulkChangesFor(as('head', own))).changes).toEqual([]);
    expect(await refusal(listBulkChangesFor(as('specialist', own)))).toBe('page.not_found');
    // She who went to another library is not the head's to change any more.
    const [post] = await listPostsOf(at.system(), lost);
    await changePost(centre(), lost, post?.id ?? '', PostInput.parse({ organisationId: other, title: 'Библиотекарь', isMainPersonnel: 'yes', rate: '0.5', fromDate: '2020-09-01', version: post?.version }));
    expect(await showBulkChange(head, id)).toMatchObject({ hidden: 1, lines: [{ name: 'Аа' }] });
    const late = at.ctx(admin.actor, at.networkId, 'ru');
    at.clock.set(new Date(TEST_NOW.getTime() + 31 * 86_400_000));
    expect((await showBulkChange(late, id)).change.undoUntil).toBe(null);
    expect(await refusal(undoBulkChange(late, id))).toBe('bulk.too_late');
    at.clock.set(TEST_NOW);
    expect(await undoBulkChange(head, id)).toEqual({ undone: 1, kept: 1 });
    expect((await findPerson(at.system(), lost))?.preferred_locale).toBe('hy');
    expect(await left(id, admin)).toEqual({ Аа: [], Бб: ['not_yours'] });
  });

  it('is shown at the same cost however many they are, and what it needs is forgotten after its days', async () => {
    const library = await place('Много');
    const few = await forPeople({ act: 'language', language: 'be' }, [await person(library, 'Одна')]);
    const many: string[] = [];
    for (let n = 0; n < 12; n++) many.push(await person(library, `Много ${n}`));
    const all = await forPeople({ act: 'language', language: 'be' }, many);
    expect(await countQueries(() => showBulkChange(centre(), all))).toBe(await countQueries(() => showBulkChange(centre(), few)));
    expect(await forgetBulkChanges(at.platform)).toBe(0);
    at.clock.set(new Date(TEST_NOW.getTime() + 32 * 86_400_000));
    expect(await forgetBulkChanges(at.platform)).toBeGreaterThan(1);
    expect(await showBulkChange(centre(), all)).toMatchObject({ change: { count: 12, undoUntil: null }, lines: [], hidden: 0 });
    expect(await forgetBulkChanges(at.platform)).toBe(0);
    at.clock.set(TEST_NOW);
  });
});

describe('taking back a change for many organisations', () => {
  it('hangs each where it was, those within one another too, and leaves what was moved on', async () => {
    const [from, to, third] = [await place('Старый округ'), await place('Новый округ'), await place('Третий округ')];
    const first = await place('Аксу', from);
    const [deep, second] = [await place('Внутри', first), await place('Баян', from)];
    await person(deep, 'Ахметова');
    const id = await forOrganisations({ act: 'move', parentId: to, movedOn: '2026-03-01', reason: 'Укрупнение' }, [first, deep, second]);
    await moveOrganisation(centre(), second, { version: (await row(second)).version, parentId: third, movedOn: '2026-04-01' });
    expect(await left(id)).toEqual({ Аксу: [], Баян: ['changed_since'], Внутри: [] });
    expect(await undoBulkChange(centre(), id)).toEqual({ undone: 2, kept: 1 });
    expect([(await row(first)).path, (await row(deep)).path, (await row(second)).parent_id]).toEqual([[at.organisationId, from, first], [at.organisationId, from, first, deep], third]);
    expect((await listMoves(at.system(), deep)).map((move) => [move.from_id, move.to_id, move.moved_on])).toEqual([[to, first, '2026-05-18'], [first, to, '2026-03-01']]);
    expect((await listPeopleFor(centre(), PeopleFilter.parse({ organisation: from }))).lines.map(({ name }) => name)).toEqual(['Ахметова']);
    expect(await acts(deep)).toEqual(['organisation.moved', 'organisation.bulk_undone']);
  });

  it('opens a whole district again, and nothing under what stays closed', async () => {
    const district = await place('Закрытый округ');
    const [first, second] = [await place('Аа', district), await place('Бб', district)];
    const id = await forOrganisations({ act: 'close', closedOn: '2026-04-30', reason: 'Слияние' }, [district, first, second]);
    expect(await left(id)).toEqual({ Аа: [], Бб: [], 'Закрытый округ': [] });
    await reopenOrganisation(centre(), district);
    expect(await left(id)).toEqual({ Аа: [], Бб: [], 'Закрытый округ': ['changed_since'] });
    await forOrganisations({ act: 'close', closedOn: '2026-05-01' }, [district]);
    expect(await left(id)).toEqual({ Аа: ['parent_closed'], Бб: ['parent_closed'], 'Закрытый округ': ['changed_since'] });
    await reopenOrganisation(centre(), district);
    expect(await undoBulkChange(centre(), id)).toEqual({ undone: 2, kept: 1 });
    expect([(await row(first)).closed_on, (await row(second)).closed_on]).toEqual([null, null]);
  });

  it('gives back kind and languages that nobody has changed since', async () => {
    const [first, second] = [await place('Аа'), await place('Бб')];
    const languages = await forOrganisations({ act: 'languages', languages: ['kk', 'en'] }, [first, second]);
    const kinds = await forOrganisations({ act: 'kind', newKind: 'branch' }, [first, second]);
    const now = await row(second);
    await changeOrganisation(centre(), second, { ...storedValues(now), version: now.version, languages: ['ru'], settlement: {}, address: {}, founder: {}, signatoryPost: {} } as never);
    expect(await undoBulkChange(centre(), languages)).toEqual({ undone: 1, kept: 1 });
    expect([(await row(first)).languages, (await row(second)).languages, (await row(second)).kind]).toEqual([['ru'], ['ru'], 'branch']);
    expect(await undoBulkChange(centre(), kinds)).toEqual({ undone: 2, kept: 0 });
    expect([(await row(first)).kind, (await row(second)).kind]).toEqual(['library', 'library']);
  });
});

it('of two who take back at once one does', async () => {
  const library = await place('Двое');
  const id = await forPeople({ act: 'language', language: 'ky' }, [await person(library, 'Одна')]);
  const outcomes = await Promise.all([refusal(undoBulkChange(centre(), id)), refusal(undoBulkChange(centre(), id))]);
  expect(outcomes.sort()).toEqual(['bulk.undone_already', 'done']);
});
