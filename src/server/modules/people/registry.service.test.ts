import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { findPersonsAlike } from './alike.service.ts';
import { saveAttestation, saveEducation } from './learning.service.ts';
import { OrganisationInput } from './organisations.schemas.ts';
import { addOrganisation, changeOrganisation, closeOrganisation, getOrganisation, moveOrganisation, reopenOrganisation } from './organisations.service.ts';
import { findPerson } from './persons.queries.ts';
import { NewPerson, PersonInput, PostInput } from './persons.schemas.ts';
import { addPerson, askForChange, changeOwnDetails, changePerson, confirmChange, declineChange } from './persons.service.ts';
import { updatePersonAccount } from './persons.queries.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { searchFor } from './search.service.ts';
import { positionsOf, readStaffing, saveUnit } from './positions.service.ts';
import { addPost, changePost, endPost, removePost } from './posts.service.ts';
import { listPostsOf } from './posts.queries.ts';
import { refreshTurningPosts } from './standing.ts';
import { registryWaiting } from './waiting.service.ts';
import { fixedClock } from '#server/platform/clock.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field}: ${code}`).join(', ') ?? error.code);

let codes = 0;
async function place(ctx: Ctx, name: string, parentId?: string) {
  const input = OrganisationInput.parse({ name: { ru: name }, timeZone: 'Asia/Almaty' });
  codes += 1;
  return addOrganisation(ctx, { ...input, country: 'KZ', kind: 'rural_library', code: `L${String(codes).padStart(4, '0')}`, parentId: parentId ?? at.organisationId });
}

async function person(ctx: Ctx, organisationId: string, name: { familyName: string; givenName?: string; patronymic?: string }, post: Record<string, unknown> = {}) {
  return addPerson(ctx, NewPerson.parse({ ...name, post: { organisationId, title: 'Библиотекарь', fromDate: '2020-09-01', isMainPersonnel: 'yes', ...post } }));
}

const changesOf = async (id: string) => {
  const { rows } = await sql<{ act: string; changes: { field: string; before: string | null; after: string | null }[] }>`
    select act, changes from people.record_change where subject_id = ${id}::uuid order by at, id`.execute(at.platform.db);
  return rows;
};

describe('organisations', () => {
  it('are added with what is known of them, and the change is on record', async () => {
    const id = await place(centre(), 'Сельская библиотека, Ақтоғай');
    const row = await getOrganisation(centre(), id);
    expect(row.path).toEqual([at.organisationId, id]);
    expect(row.search_words).toEqual(expect.arrayContaining(['bibleteka', 'aktogai', row.code.toLowerCase()]));
    expect((await changesOf(id)).map(({ act }) => act)).toEqual(['organisation.created']);
    const { rows } = await sql`select data from platform.audit_entry where subject_id = ${id} and act = 'organisation.created'`.execute(at.platform.db);
    expect(JSON.stringify(rows)).not.toContain('Ақтоғай');
  });

  it('do not take a code twice and need both halves of a point', async () => {
    const input = { ...OrganisationInput.parse({ name: { ru: 'А' }, timeZone: 'Asia/Almaty' }), country: 'KZ', kind: 'library' as const, parentId: at.organisationId };
    await addOrganisation(centre(), { ...input, code: 'TWICE' });
    expect(await refusal(addOrganisation(centre(), { ...input, code: 'TWICE' }))).toBe('code: code.taken');
    expect(await refusal(addOrganisation(centre(), { ...input, code: 'POINT', latitude: 52.3 }))).toBe('longitude: field.required');
  });

  it('move with everything below and everybody in it; the move is kept; a circle is refused', async () => {
    const [from, to] = [await place(centre(), 'Район один'), await place(centre(), 'Район два')];
    const library = await place(centre(), 'Библиотека', from);
    const branch = await place(centre(), 'Филиал', library);
    const id = await person(centre(), branch, { familyName: 'Переездова' });
    await moveOrganisation(centre(), library, { version: 1, parentId: to, movedOn: '2026-03-01', reason: 'Реорганизация' });
    expect((await getOrganisation(centre(), branch)).path).toEqual([at.organisationId, to, library, branch]);
    expect((await findPerson(centre(), id))?.place.toSorted()).toEqual([at.organisationId, to, library, branch].toSorted());
    const { rows } = await sql`select from_parent_id, to_parent_id, moved_on, reason from people.organisation_move where organisation_id = ${library}::uuid`.execute(at.platform.db);
    expect(rows).toEqual([{ from_parent_id: from, to_parent_id: to, moved_on: '2026-03-01', reason: 'Реорганизация' }]);
    const moved = await getOrganisation(centre(), library);
    expect(await refusal(moveOrganisation(centre(), library, { version: moved.version, parentId: branch, movedOn: '2026-03-01' }))).toBe('parentId: organisation.below_itself');
    expect(await refusal(moveOrganisation(centre(), library, { version: moved.version, parentId: to, movedOn: '2026-03-01' }))).toBe('parentId: organisation.there_already');
    expect(await refusal(moveOrganisation(centre(), library, { version: moved.version, parentId: from, movedOn: '2027-03-01' }))).toBe('movedOn: date.in_future');
  });

  it('crossing moves never make a circle', async () => {
    const [a, b] = [await place(centre(), 'А'), await place(centre(), 'Б')];
    const done = await Promise.allSettled([
      moveOrganisation(centre(), a, { version: 1, parentId: b, movedOn: '2026-03-01' }),
      moveOrganisation(centre(), b, { version: 1, parentId: a, movedOn: '2026-03-01' }),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('close only when nothing below is open, take nobody while closed, and open again', async () => {
    const upper = await place(centre(), 'Верхняя');
    const lower = await place(centre(), 'Нижняя', upper);
    expect(await refusal(closeOrganisation(centre(), upper, { closedOn: '2026-05-01' }))).toBe('organisation.open_below');
    await closeOrganisation(centre(), lower, { closedOn: '2026-05-01' });
    await closeOrganisation(centre(), upper, { closedOn: '2026-05-01' });
    expect(await refusal(person(centre(), lower, { familyName: 'Опоздалова' }))).toBe('organisation.not_possible_closed');
    expect(await refusal(reopenOrganisation(centre(), lower))).toBe('organisation.not_possible_closed');
    await reopenOrganisation(centre(), upper);
    await reopenOrganisation(centre(), lower);
    await person(centre(), lower, { familyName: 'Вовремова' });
  });

  it('keep their code when a head changes them, and refuse the second of two editors', async () => {
    const id = await place(centre(), 'Было');
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: id }]), at.networkId, 'ru');
    const input = OrganisationInput.parse({ name: { ru: 'Стало' }, timeZone: 'Asia/Almaty', version: 1 });
    await changeOrganisation(head, id, { ...input, arrangement: { kind: 'library', code: 'STOLEN' } });
    const row = await getOrganisation(centre(), id);
    expect([row.name.ru?.text, row.code, row.kind]).toEqual(['Стало', expect.stringMatching(/^L\d+$/), 'rural_library']);
    expect(await refusal(changeOrganisation(centre(), id, input))).toBe('record.changed_meanwhile');
    expect((await changesOf(id)).at(-1)).toEqual({ act: 'organisation.changed', changes: [{ field: 'name.ru', before: 'Было', after: 'Стало' }] });
  });

  it('answer strangers as if they were not there', async () => {
    const id = await place(centre(), 'Тайная');
    const strangers: Actor[] = [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }])];
    for (const actor of strangers) {
      const ctx = at.ctx(actor, at.networkId);
      expect(await refusal(closeOrganisation(ctx, id, { closedOn: '2026-05-01' }))).toBe('page.not_found');
      expect(await refusal(person(ctx, id, { familyName: 'Чужая' }))).toBe('page.not_found');
    }
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    expect(await refusal(closeOrganisation(elsewhere, id, { closedOn: '2026-05-01' }))).toBe('page.not_found');
  });
});

describe('persons', () => {
  it('are found under every spelling of their name', async () => {
    const library = await place(centre(), 'Имена');
    const id = await addPerson(
      centre(),
      NewPerson.parse({
        familyName: 'Қасымова',
        givenName: 'Әйгүл',
        names: { en: { familyName: 'Kassymova', givenName: 'Aigul' } },
        post: { organisationId: library, title: 'Кітапханашы', fromDate: '2021-01-11' },
      }),
    );
    for (const typed of ['Касымова Айгуль', 'Kasymova Aigul', 'Әйгүл Қасымова']) {
      expect((await findPersonsAlike(centre(), typed)).people.map((found) => found.id)).toContain(id);
    }
    // Whose record one does not read is not named; only that the centre knows somebody, where the name is much the same.
    const neighbour = at.ctx(coordinatorOf(at.networkId, await place(centre(), 'Имена рядом')), at.networkId, 'ru');
    expect(await findPersonsAlike(neighbour, 'Касымова Айгуль')).toEqual({ people: [], elsewhere: true });
    for (const typed of ['Касымова', 'Никогонетова Айгуль']) expect(await findPersonsAlike(neighbour, typed), typed).toEqual({ people: [], elsewhere: false });
    expect((await findPersonsAlike(centre(), 'Касымова Айгуль')).elsewhere).toBe(false);
  });

  it('have one main post at a time and as many second ones as they can bear', async () => {
    const [one, two] = [await place(centre(), 'Первая'), await place(centre(), 'Вторая')];
    const id = await person(centre(), one, { familyName: 'Двойная' }, { rate: '0,5' });
    const post = (more: Record<string, unknown>) => addPost(centre(), id, PostInput.parse({ organisationId: two, title: 'Библиотекарь', fromDate: '2024-02-01', ...more }));
    expect(await refusal(post({}))).toBe('fromDate: post.main_overlaps');
    await post({ kind: 'second', rate: '0.25' });
    await post({ kind: 'second', rate: '0.25' });
    expect((await findPerson(centre(), id))?.place.toSorted()).toEqual([at.organisationId, one, two].toSorted());
    expect(PostInput.safeParse({ organisationId: two, title: 'Х', fromDate: '2024-02-01', rate: '2,5' }).success).toBe(false);
  });

  it('leave with a reason; their record stays where they worked last; a post of tomorrow begins by itself', async () => {
    const [old, next] = [await place(centre(), 'Старая'), await place(centre(), 'Новая')];
    const id = await person(centre(), old, { familyName: 'Ушедшая' });
    const [post] = await listPostsOf(centre(), id);
    expect(await refusal(endPost(centre(), id, post!.id, { version: 1, toDate: '2019-01-01' }))).toBe('toDate: date.before_start');
    await endPost(centre(), id, post!.id, { version: 1, toDate: '2026-05-17', leavingReason: 'other_library' });
    expect(await findPerson(centre(), id)).toMatchObject({ is_working: false, organisation_id: old, place: [at.organisationId, old] });
    await addPost(centre(), id, PostInput.parse({ organisationId: next, title: 'Методист', fromDate: '2026-05-20' }));
    expect((await findPerson(centre(), id))?.is_working).toBe(false);
    const later = { ...at.platform, clock: fixedClock(new Date('2026-05-20T03:00:00Z')) };
    await refreshTurningPosts(later);
    expect(await findPerson(centre(), id)).toMatchObject({ is_working: true, organisation_id: next });
    expect((await changesOf(id)).map(({ act }) => act)).toEqual(['person.created', 'person.post_added', 'person.post_ended', 'person.post_added']);
  });

  it('keep what stood in a post that is corrected or taken away', async () => {
    const library = await place(centre(), 'Исправления');
    const id = await person(centre(), library, { familyName: 'Правкина' });
    const [post] = await listPostsOf(centre(), id);
    await changePost(centre(), id, post!.id, PostInput.parse({ version: 1, organisationId: library, title: 'Методист', rate: '0,75', fromDate: '2020-09-01', isMainPersonnel: 'yes' }));
    await removePost(centre(), id, post!.id);
    const changes = await changesOf(id);
    expect(changes.at(-2)?.changes).toEqual([
      { field: 'position', before: 'Библиотекарь', after: 'Методист' },
      { field: 'rate', before: '1', after: '0.75' },
    ]);
    expect(changes.at(-1)?.act).toBe('person.post_removed');
    expect((await findPerson(centre(), id))?.place).toEqual([]);
  });

  it('refuse dates that cannot be', async () => {
    const library = await place(centre(), 'Даты');
    const bad = (more: Record<string, unknown>) => refusal(addPerson(centre(), NewPerson.parse({ familyName: 'Дат', ...more, post: { organisationId: library, title: 'Х', fromDate: '2020-01-01' } })));
    expect(await bad({ birthDate: '19.05.2026' })).toBe('birthDate: date.impossible');
    expect(await bad({ birthDate: '01.01.1905' })).toBe('birthDate: date.impossible');
    expect(await bad({ birthDate: '01.01.1990', librarySince: '01.01.1989' })).toBe('librarySince: date.before_birth');
    expect(await bad({ professionSince: '01.01.2030' })).toBe('professionSince: date.in_future');
  });

  it('change their contacts themselves and ask for the rest; the head decides', async () => {
    const library = await place(centre(), 'Просьбы');
    const id = await person(centre(), library, { familyName: 'Просилова', givenName: 'Анна' });
    const self = account([], 'Анна Просилова');
    if (self.kind !== 'account') throw new Error('an account');
    await updatePersonAccount(centre(), id, self.accountId);
    const mine = at.ctx(self, at.networkId, 'ru');
    await changeOwnDetails(mine, id, { version: 2, phone: '+7 701 111 22 33', languages: { kk: 'c1' }, names: {} });
    expect(await findPerson(centre(), id)).toMatchObject({ phone: '+7 701 111 22 33', family_name: 'Просилова', languages: [{ language: 'kk', level: 'c1' }] });
    expect(await refusal(changePerson(mine, id, PersonInput.parse({ familyName: 'Другая', version: 3 })))).toBe('page.not_found');
    const wish = { familyName: 'Новая', givenName: 'Анна', birthDate: '1990-04-12' };
    await askForChange(mine, id, wish);
    expect(await refusal(askForChange(mine, id, wish))).toBe(': request.open_already');
    expect((await findPerson(centre(), id))?.family_name).toBe('Просилова');
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: library }]), at.networkId, 'ru');
    await confirmChange(head, id);
    expect(await findPerson(centre(), id)).toMatchObject({ family_name: 'Новая', birth_date: '1990-04-12', sort_name: 'Новая Анна' });
    expect(await refusal(confirmChange(head, id))).toBe('page.not_found');
    await askForChange(mine, id, { familyName: 'Ещё', givenName: 'Анна', birthDate: '1990-04-12' });
    await declineChange(head, id, { reason: 'Нет документа' });
    expect((await findPerson(centre(), id))?.family_name).toBe('Новая');
  });

  it('refuse the second of two editors of one card', async () => {
    const library = await place(centre(), 'Двое');
    const id = await person(centre(), library, { familyName: 'Спорная' });
    const change = (phone: string) => changePerson(centre(), id, PersonInput.parse({ familyName: 'Спорная', phone, version: 1 }));
    const done = await Promise.allSettled([change('+7 701 000 00 01'), change('+7 701 000 00 02')]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('have an education with its profile, which may be unknown, and attestations in order', async () => {
    const library = await place(centre(), 'Учёба');
    const id = await person(centre(), library, { familyName: 'Учёная' });
    await saveEducation(centre(), id, null, { level: 'higher', institution: 'КазНУ' });
    await saveEducation(centre(), id, null, { level: 'vocational', libraryProfile: 'yes', graduatedYear: 2009 });
    const { rows } = await sql`select level, is_library_profile from people.education where person_id = ${id}::uuid order by level`.execute(at.platform.db);
    expect(rows).toEqual([
      { level: 'higher', is_library_profile: null },
      { level: 'vocational', is_library_profile: true },
    ]);
    expect(await refusal(saveAttestation(centre(), id, null, { category: 'first', heldOn: '2024-05-01', dueOn: '2023-05-01' }))).toBe('dueOn: date.before_start');
    await saveAttestation(centre(), id, null, { category: 'first', heldOn: '2024-05-01', dueOn: '2029-05-01' });
  });
});

describe('the staffing table', () => {
  it('sets units against people, in fractions, and knows vacancies by post', async () => {
    const library = await place(centre(), 'Штат');
    const positions = await positionsOf(centre());
    const [librarian, methodist] = ['librarian', 'methodist'].map((code) => positions.find((row) => row.code === code)!.id);
    await saveUnit(centre(), library, null, { positionId: librarian!, units: 1.5, fromDate: '2020-01-01' });
    await saveUnit(centre(), library, null, { positionId: methodist!, units: 0.5, fromDate: '2020-01-01' });
    await saveUnit(centre(), library, null, { positionId: methodist!, units: 2, fromDate: '2027-01-01' });
    await person(centre(), library, { familyName: 'Половинкина' }, { positionId: librarian, title: undefined, rate: '0,75' });
    await person(centre(), library, { familyName: 'Своя' }, { title: 'Сторож', rate: '1', isMainPersonnel: undefined });
    expect(await readStaffing(centre(), library, '2026-05-18')).toEqual({
      lines: [
        { name: 'Библиотекарь', units: 1.5, occupied: 0.75, vacant: 0.75, persons: 1 },
        { name: 'Методист', units: 0.5, occupied: 0, vacant: 0.5, persons: 0 },
        { name: 'Сторож', units: null, occupied: 1, vacant: null, persons: 1 },
      ],
      units: 2,
      occupied: 1.75,
      vacant: 1.25,
      persons: 2,
    });
  });

  it('knows the classifier of the network once, however many ask first', async () => {
    const ctx = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    const lists = await Promise.all([positionsOf(ctx), positionsOf(ctx), positionsOf(ctx)]);
    expect(new Set(lists.map(({ length }) => length)).size).toBe(1);
    expect(lists[0]!.filter(({ is_head }) => is_head).map(({ code }) => code)).toEqual(['director', 'branch_head']);
  });
});

it('names of places in one language are shown in the reader’s', async () => {
  const library = await place(centre(), 'Языки');
  expect((await getOrganisation(centre(), library)).name).toEqual(localized('ru', 'Языки'));
});

describe('search', () => {
  it('finds people and organisations in any script, by beginnings and with slips of the pen, the best first', async () => {
    const library = await place(centre(), 'Кітапхана Жасыбай');
    const id = await person(centre(), library, { familyName: 'Жұмағұлова', givenName: 'Ботагөз' });
    await person(centre(), library, { familyName: 'Жумабаева', givenName: 'Ботагоз' });
    for (const typed of ['Жұмағұлова', 'Жумагулова', 'Zhumagulova', 'жумаг', 'Жумагулва', 'Ботагоз Жумагулова', 'Jumagulova Botagoz']) {
      expect([typed, (await searchFor(centre(), typed)).people[0]?.id]).toEqual([typed, id]);
    }
    expect((await searchFor(centre(), 'Zhasybai')).organisations.map((found) => found.id)).toEqual([library]);
    expect((await searchFor(centre(), 'Щщщъъъ')).people).toEqual([]);
    expect(await searchFor(centre(), '  ')).toEqual({ people: [], organisations: [], others: [] });
  });

  it('shows nobody whose record the reader does not keep, and nothing to strangers', async () => {
    const [own, other] = [await place(centre(), 'Своя поисковая'), await place(centre(), 'Чужая поисковая')];
    await person(centre(), own, { familyName: 'Искомова' });
    await person(centre(), other, { familyName: 'Искомова' });
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: own }]), at.networkId, 'ru');
    const found = await searchFor(head, 'Искомова');
    expect(found.people.map(({ organisation }) => organisation)).toEqual(['Своя поисковая']);
    expect(await refusal(searchFor(at.ctx(account([]), at.networkId), 'Искомова'))).toBe('page.not_found');
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    expect(await searchFor(elsewhere, 'Искомова')).toEqual({ people: [], organisations: [], others: [] });
  });
});

describe('the list of people', () => {
  const list = (ctx: Ctx, filter: Record<string, string>) => listPeopleFor(ctx, PeopleFilter.parse(filter));

  it('is filtered by what people are, and counts and pages what it finds', async () => {
    const library = await place(centre(), 'Список');
    const young = await person(centre(), library, { familyName: 'Аяновa', ...{ birthDate: '2000-01-01' } } as { familyName: string });
    const old = await person(centre(), library, { familyName: 'Бекова', ...{ birthDate: '1960-05-19' } } as { familyName: string }, { isMainPersonnel: undefined });
    const unknown = await person(centre(), library, { familyName: 'Ведова' });
    await saveEducation(centre(), young, null, { level: 'higher', libraryProfile: 'yes' });
    await saveEducation(centre(), old, null, { level: 'higher', libraryProfile: 'no' });
    await saveAttestation(centre(), old, null, { category: 'first', heldOn: '2020-01-01', dueOn: '2025-01-01' });
    const ids = async (filter: Record<string, string>) => (await list(centre(), { organisation: library, ...filter })).lines.map(({ id }) => id);
    expect(await ids({})).toEqual([young, old, unknown]);
    expect(await ids({ sort: '-name' })).toEqual([unknown, old, young]);
    expect(await ids({ age: 'under_30' })).toEqual([young]);
    // 65 tomorrow: still in the band that begins at 55.
    expect(await ids({ age: 'from_55' })).toEqual([old]);
    expect(await ids({ education: 'library' })).toEqual([young]);
    expect(await ids({ education: 'other' })).toEqual([old]);
    expect(await ids({ education: 'unknown' })).toEqual([unknown]);
    expect(await ids({ category: 'first' })).toEqual([old]);
    expect(await ids({ attestation: 'overdue' })).toEqual([old]);
    expect(await ids({ missing: 'birth_date' })).toEqual([unknown]);
    expect(await ids({ personnel: 'other' })).toEqual([old]);
    expect(await ids({ q: 'Ведва' })).toEqual([unknown]);
    expect(await ids({ state: 'left' })).toEqual([]);
    expect((await list(centre(), { organisation: library, age: 'nonsense', after: 'xx' })).total).toBe(3);
  });

  it('is paged by key without losing or repeating anybody, both ways', async () => {
    const library = await place(centre(), 'Длинный список');
    for (let i = 0; i < 120; i++) await person(centre(), library, { familyName: i % 2 ? 'Однофамилец' : `Фамилия${'абвгд'[i % 5]}` });
    const seen: string[] = [];
    let page = await list(centre(), { organisation: library });
    const pages = [page];
    seen.push(...page.lines.map(({ id }) => id));
    while (page.after) {
      page = await list(centre(), { organisation: library, after: page.after });
      pages.push(page);
      seen.push(...page.lines.map(({ id }) => id));
    }
    expect([seen.length, new Set(seen).size, pages.length]).toEqual([120, 120, 3]);
    const back = await list(centre(), { organisation: library, before: page.before ?? '' });
    expect(back.lines.map(({ id }) => id)).toEqual(pages[1]!.lines.map(({ id }) => id));
  });

  it('costs the same number of statements for one person and for many', async () => {
    const [one, many] = [await place(centre(), 'Один'), await place(centre(), 'Много')];
    await person(centre(), one, { familyName: 'Одна' });
    for (let i = 0; i < 30; i++) await person(centre(), many, { familyName: `Много${'абвгдежзик'[i % 10]}` });
    const count = (organisation: string) => countQueries(() => list(centre(), { organisation }));
    await count(one);
    expect(await count(many)).toBe(await count(one));
  });
});

describe('what waits in the registry', () => {
  it('is what the reader may decide on, attestations that come near, and her own', async () => {
    const library = await place(centre(), 'Ожидание');
    const id = await person(centre(), library, { familyName: 'Ждущая' });
    const self = account([], 'Ждущая');
    if (self.kind !== 'account') throw new Error('an account');
    await updatePersonAccount(centre(), id, self.accountId);
    const mine = at.ctx(self, at.networkId, 'ru');
    await askForChange(mine, id, { familyName: 'Дождалась' });
    await saveAttestation(centre(), id, null, { category: 'first', heldOn: '2021-07-01', dueOn: '2026-07-01' });
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: library }]), at.networkId, 'ru');
    expect(await registryWaiting(head)).toMatchObject({ requests: [{ personId: id, name: 'Ждущая' }], attestations: { count: 1, first: '2026-07-01' }, own: null });
    expect(await registryWaiting(mine)).toEqual({ requests: [], attestations: { count: 0, first: null }, own: { personId: id, due: '2026-07-01' } });
    const other = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: await place(centre(), 'Не ждёт') }]), at.networkId, 'ru');
    expect(await registryWaiting(other)).toEqual({ requests: [], attestations: { count: 0, first: null }, own: null });
  });
});
