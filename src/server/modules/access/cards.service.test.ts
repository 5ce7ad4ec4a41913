import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createOrganisation, createPersonWithPost, endPost, ownPersonId, showPerson, showPersonChanges } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { giveToken, grantRole, openCard, ownAccount, planCards, printCards, readOpenCard, readSession, readToken, signInWithCard, signInWithPassword, type PrintedCard } from './index.ts';
import { issueLink, readLink } from './links.service.ts';

const at = testInstallation();
const PASSWORD = 'алты сөзден құпия';
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
let made = 0;
const place = () => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'rural_library', code: `CD${(made += 1)}`, name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
const person = (organisationId: string, familyName: string, givenName: string, patronymic: string | null = null) =>
  createPersonWithPost(at.system(), { familyName, givenName, patronymic, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
const headOf = (organisationId: string) => at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: organisationId }]), at.networkId, 'ru');
async function cardOf(personId: string, by = centre()): Promise<PrintedCard> {
  const { cards } = await printCards(by, { people: [personId] });
  if (!cards[0]) throw new Error('a card');
  return cards[0];
}
const open = (name: string, code: string, source = '10.1.0.1') => openCard(at.ctx(visitor), { name, code, source });
const codeOf = (work: Promise<unknown>) => work.then(() => 'in', (error: { code: string }) => error.code);
async function enter(card: PrintedCard, password = PASSWORD, source = '10.1.0.1') {
  const { cookie } = await signInWithCard(at.ctx(visitor), { pending: await open(card.signInName, card.code, source), way: 'password', password, pin: '', source });
  const session = await readSession(at.platform, cookie);
  if (!session) throw new Error('a session');
  return session.actor;
}

describe('a sign-in card', () => {
  it('lets its holder in once, makes her account with her role and record, and she goes on by name and password', async () => {
    const library = await place();
    const personId = await person(library, 'Қасымова', 'Әйгүл', 'Серікқызы');
    const head = headOf(library);
    const card = await cardOf(personId, head);
    expect(card).toMatchObject({ personId, name: 'Қасымова Әйгүл Серікқызы', signInName: 'Қасымова Әйгүл', code: expect.stringMatching(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/) as string });
    expect(card.expiresAt.getTime() - at.clock.now().getTime()).toBe(7 * 24 * 3600_000);
    const actor = await enter(card);
    expect(actor).toMatchObject({ name: 'Қасымова Әйгүл', email: '', grants: [{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: library }] });
    const herself = at.ctx(actor, at.networkId);
    expect(await ownPersonId(herself)).toBe(personId);
    expect(await ownAccount(herself)).toMatchObject({ email: null, signInName: 'Қасымова Әйгүл', hasPassword: true });
    expect(await codeOf(open(card.signInName, card.code))).toBe('card.over');
    // In any script, in any order of words.
    for (const email of ['Қасымова Әйгүл', 'Касымова Айгуль', 'aigul kasymova']) {
      const { cookie } = await signInWithPassword(at.ctx(visitor), { email, password: PASSWORD, source: '10.1.0.2' });
      expect((await readSession(at.platform, cookie))?.actor.accountId, email).toBe(actor.accountId);
    }
    expect(await codeOf(signInWithPassword(at.ctx(visitor), { email: 'Қасымова Әйгүл 2', password: PASSWORD, source: '10.1.0.2' }))).toBe('sign_in.wrong');
    const { changes } = await showPersonChanges(centre(), personId);
    expect(changes.map(({ act, who }) => [act, who]).slice(0, 2)).toEqual([['person.card_used', 'Қасымова Әйгүл'], ['person.card_printed', head.actor.kind === 'account' ? head.actor.name : '']]);
    const { rows } = await sql<{ act: string; text: string }>`select act, data::text as text from platform.audit_entry where subject_id = ${personId} and act like 'card.%' order by at, id`.execute(at.platform.db);
    expect(rows.map(({ act }) => act)).toEqual(['card.printed', 'card.used']);
    expect(JSON.stringify(rows)).not.toContain(card.code.slice(0, 5));
  });

  it('is recognised by the name in other scripts, shortened or with a patronymic, never by the code alone', async () => {
    const personId = await person(await place(), 'Жұмабекова', 'Гүлнар', 'Асқарқызы');
    const card = await cardOf(personId);
    for (const name of ['Жумабекова Гульнар', 'Gulnar Zhumabekova', 'Жұмабекова Гүлнар Асқарқызы', 'Жумабекова Г.']) {
      expect(await readOpenCard(at.ctx(visitor), await open(name, card.code.toLowerCase().replace('-', ' '))), name).toEqual({ signInName: 'Жұмабекова Гүлнар', mailbox: null });
    }
    expect(await codeOf(open('Петрова Вера', card.code))).toBe('card.wrong');
    expect(await codeOf(open('Жұмабекова Гүлнар', 'AAAAA-AAAAA'))).toBe('card.wrong');
  });

  it('ends after seven days, and when a new one is printed', async () => {
    const personId = await person(await place(), 'Сейітова', 'Дана');
    const [first, second] = [await cardOf(personId), await cardOf(personId)];
    expect(second.signInName).toBe(first.signInName);
    expect(await codeOf(open(first.signInName, first.code))).toBe('card.over');
    const pending = await open(second.signInName, second.code);
    await cardOf(personId);
    expect(await codeOf(signInWithCard(at.ctx(visitor), { pending, way: 'password', password: PASSWORD, pin: '', source: '10.1.0.1' }))).toBe('card.over');
    const late = await cardOf(personId);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from access.account where name = 'Сейітова Дана'`.execute(at.platform.db);
    expect(rows).toEqual([{ n: 0 }]);
    at.clock.advance(7 * 24 * 3600_000);
    expect(await codeOf(open(late.signInName, late.code))).toBe('card.over');
  });

  it('is one when two print it at the same moment: the later one', async () => {
    const people = [await person(await place(), 'Қосақова', 'Айша'), await person(await place(), 'Жұпова', 'Дина')];
    for (let round = 0; round < 3; round++) {
      const [one, two] = await Promise.all([people, people.toReversed()].map((each) => printCards(centre(), { people: each })));
      for (const personId of people) {
        const cards = [one, two].flatMap((made) => made?.cards.filter((card) => card.personId === personId) ?? []);
        expect((await Promise.all(cards.map((card) => codeOf(open(card.signInName, card.code))))).toSorted()).toEqual(['card.over', 'in']);
      }
    }
  });

  it('stays unused by a password that is refused, and of two who use it at once one comes in', async () => {
    const card = await cardOf(await person(await place(), 'Ахметова', 'Айжан'));
    expect(await codeOf(enter(card, 'short'))).toBe('input.invalid');
    const pending = await open(card.signInName, card.code);
    const use = () => codeOf(signInWithCard(at.ctx(visitor), { pending, way: 'password', password: PASSWORD, pin: '', source: '10.1.0.1' }));
    expect((await Promise.all([use(), use()])).sort()).toEqual(['card.over', 'in']);
    expect(await codeOf(signInWithCard(at.ctx(visitor), { pending: 'forged', way: 'password', password: PASSWORD, pin: '', source: '10.1.0.1' }))).toBe('sign_in.begin_again');
  });

  it('gives namesakes a number each, over all networks', async () => {
    const [a, b] = [await person(await place(), 'Оспанова', 'Сәуле'), await person(await place(), 'Оспанова', 'Сауле')];
    const [one, two] = [await cardOf(a), await cardOf(b)];
    expect([one.signInName, two.signInName]).toEqual(['Оспанова Сәуле', 'Оспанова Сауле 2']);
    await enter(one);
    const second = await enter(two, 'another long password');
    const { cookie } = await signInWithPassword(at.ctx(visitor), { email: 'ospanova saule 2', password: 'another long password', source: '10.1.0.3' });
    expect((await readSession(at.platform, cookie))?.actor.accountId).toBe(second.accountId);
  });

  it('of who has come in before sets a new password, ends her sessions, links and tokens, and gives no second role', async () => {
    const personId = await person(await place(), 'Ибраева', 'Мәдина');
    const before = await enter(await cardOf(personId));
    const { cookie: old } = await signInWithPassword(at.ctx(visitor), { email: 'Ибраева Мадина', password: PASSWORD, source: '10.1.0.4' });
    const { token } = await giveToken(at.ctx(before, at.networkId), { name: 'Отчёт', access: 'read', place: before.grants[0]?.scopeId ?? '', days: 30 });
    const link = await issueLink(at.system(), { purpose: 'way_back', subjectId: before.accountId, expiresAt: new Date(at.clock.now().getTime() + 600_000), singleUse: true, anyNetwork: true });
    const after = await enter(await cardOf(personId), 'a wholly new password');
    expect(await codeOf(readToken(at.platform, token, at.networkId))).toBe('token.invalid');
    expect(await codeOf(readLink(at.ctx(visitor), link.token))).toBe('link.invalid');
    expect(after.accountId).toBe(before.accountId);
    expect(after.grants).toHaveLength(1);
    expect(await readSession(at.platform, old)).toBeNull();
    expect(await codeOf(signInWithPassword(at.ctx(visitor), { email: 'Ибраева Мадина', password: PASSWORD, source: '10.1.0.4' }))).toBe('sign_in.wrong');
  });

  it('opens nothing that was given after it was printed, and nobody who has left', async () => {
    const personId = await person(await place(), 'Тлеубаева', 'Ләззат');
    const { accountId } = await enter(await cardOf(personId));
    const card = await cardOf(personId);
    at.clock.advance(1000);
    await grantRole(at.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
    expect(await codeOf(enter(card))).toBe('card.over');
    const leaver = await person(await place(), 'Уходова', 'Нина');
    const hers = await cardOf(leaver);
    const post = (await showPerson(centre(), leaver)).posts[0];
    await endPost(centre(), leaver, post?.id ?? '', { version: 1, toDate: '2026-01-01', leavingReason: 'own_wish', leavingNote: null } as never);
    expect(await codeOf(enter(hers))).toBe('card.over');
  });

  it('is not guessed: tries are counted by name and source, and the holder comes in from elsewhere', async () => {
    const card = await cardOf(await person(await place(), 'Смагулова', 'Инкар'));
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) codes.push(await codeOf(open(i % 2 ? 'Smagulova Inkar' : 'Смагулова Инкар', 'ABCDEFGHJK', '10.6.6.7')));
    expect(codes).toEqual([...Array<string>(8).fill('card.wrong'), 'request.too_many', 'request.too_many']);
    expect(await codeOf(open(card.signInName, card.code, '10.6.6.7'))).toBe('request.too_many');
    expect(await codeOf(open(card.signInName, card.code, '10.1.0.5'))).toBe('in');
  });
});

describe('who prints cards', () => {
  it('sees for each person why none is printed, and reaches only people of her own', async () => {
    const [own, other] = [await place(), await place()];
    const [worker, stranger] = [await person(own, 'Своя', 'Анна'), await person(other, 'Чужая', 'Вера')];
    const head = headOf(own);
    expect((await planCards(head, { people: [worker, stranger] })).map(({ id, reason }) => [id, reason])).toEqual([[worker, null]]);
    await expect(printCards(head, { people: [stranger] })).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(printCards(at.ctx(account([])), { people: [worker] })).rejects.toMatchObject({ code: 'page.not_found' });
    const { accountId } = await enter(await cardOf(worker, head));
    await grantRole(at.system(), { accountId, role: 'methodist', scopeKind: 'organisation', scopeId: other });
    expect((await planCards(head, { people: [worker] })).map(({ reason }) => reason)).toEqual(['more_rights']);
    await expect(printCards(head, { people: [worker] })).rejects.toMatchObject({ problems: [{ field: 'people', code: 'card.nobody' }] });
  });
});
