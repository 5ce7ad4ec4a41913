import { describe, expect, it } from 'vitest';
import { findLinkFor, printCards, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { ensureMailbox } from '#server/modules/access/mailbox.queries.ts';
import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { servedInstallation, type Caller } from './served.ts';

const served = servedInstallation();
let made = 0;

async function person(familyName: string, email: string | null) {
  const organisationId = await createOrganisation(served.system(), { parentId: served.organisationId, kind: 'rural_library', code: `SI${(made += 1)}`, name: localized('ru', `Библиотека ${made}`), country: 'KZ', timeZone: 'Asia/Almaty' });
  const personId = await createPersonWithPost(served.system(), { familyName, givenName: 'Анна', patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01', email });
  return { organisationId, personId };
}
const get = (path: string, cookie = '') => served.send({ path, headers: { accept: 'text/html', 'accept-encoding': 'identity', cookie } });
const post = (path: string, fields: Record<string, string>, cookie = '') =>
  served.send({ path, method: 'POST', headers: { accept: 'text/html', 'accept-encoding': 'identity', origin: served.address, 'content-type': 'application/x-www-form-urlencoded', cookie }, body: new URLSearchParams(fields).toString() });
const cookieOf = (answer: Awaited<ReturnType<typeof get>>, name: string) => [answer.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith(`${name}=`))?.split(';')[0] ?? '';
const textOf = (answer: Awaited<ReturnType<typeof get>>) => answer.body.toString();
const cookieFor = (caller: Caller) => `${SESSION_COOKIE}=${caller.cookie ?? ''}`;

/** Name and code of a card, typed on its page. */
async function typeCard(personId: string): Promise<string> {
  const { cards } = await printCards(served.system(), { people: [personId] });
  const sent = await post('/ru/sign-in/card', { name: cards[0]?.signInName.toUpperCase() ?? '', code: cards[0]?.code ?? '' });
  expect([sent.status, sent.headers.location]).toEqual([303, '/ru/sign-in/card/password']);
  return cookieOf(sent, 'sheberlik_card');
}

describe('pages of signing in without a mailbox', () => {
  it('lead from a card to a password, and keep the way there to who came by a card', async () => {
    expect((await get('/ru/sign-in/card/password')).headers.location).toBe('/ru/sign-in/card');
    const wrong = await post('/ru/sign-in/card', { name: 'Никто', code: 'AAAAA-AAAAA' });
    expect(wrong.status).toBe(422);
    expect(textOf(wrong)).toContain('Имя и код не подходят друг другу');
    const pending = await typeCard((await person('Карточкина', null)).personId);
    const page = textOf(await get('/ru/sign-in/card/password', pending));
    expect(page).toContain('Карточкина Анна');
    expect(page).not.toContain('name="pin"');
    const short = await post('/ru/sign-in/card/password', { password: 'short' }, pending);
    expect([short.status, textOf(short).includes('Пароль слишком короткий')]).toEqual([422, true]);
    const done = await post('/ru/sign-in/card/password', { password: 'a long enough password' }, pending);
    expect([done.status, done.headers.location]).toEqual([303, '/ru/my-day']);
    const account = textOf(await get('/ru/account', cookieOf(done, SESSION_COOKIE)));
    expect(account).toContain('Карточкина Анна');
    expect(account).toContain('Карточка для входа');
    const again = await post('/ru/sign-in?/password', { email: 'kartochkina anna', password: 'a long enough password', next: '/' });
    expect([again.status, again.headers.location]).toEqual([303, '/ru/my-day']);
  });

  it('lead from a card to a PIN, and from the link of a shared mailbox by name and PIN', async () => {
    for (const [name, pin] of [['Перваева', '4821'], ['Втораева', '7391']] as const) {
      const pending = await typeCard((await person(name, 'village@example.kz')).personId);
      expect(textOf(await get('/ru/sign-in/card/password', pending))).toContain('village@example.kz');
      expect((await post('/ru/sign-in/card/password', { way: 'pin', pin }, pending)).headers.location).toBe('/ru/my-day');
    }
    expect((await post('/ru/sign-in?/link', { email: 'village@example.kz', password: '' })).headers.location).toBe('/ru/sign-in?sent=1');
    const link = await findLinkFor(served.system(), 'mailbox', await ensureMailbox(served.platform.db, 'village@example.kz'));
    const page = textOf(await get(`/ru/l/${link?.token ?? ''}`));
    expect(page).toContain('Перваева Анна');
    const second = /value="([0-9a-f-]{36})"[^>]*>(?:(?!value=)[\s\S])*?Втораева/.exec(page)?.[1] ?? '';
    const wrong = await post(`/ru/l/${link?.token ?? ''}?/mailbox`, { account: second, pin: '4821' });
    expect([wrong.status, textOf(wrong).includes('PIN-код неверный')]).toEqual([422, true]);
    const done = await post(`/ru/l/${link?.token ?? ''}?/mailbox`, { account: second, pin: '7391' });
    expect([done.status, done.headers.location]).toEqual([303, '/ru/my-day']);
    const session = cookieOf(done, SESSION_COOKIE);
    expect(textOf(await get('/ru/account', session))).toContain('village@example.kz');
    const refused = await post('/ru/account?/pin', { pin: '7391', newPin: '1111', ofPin: 'yes' }, session);
    // What was typed in secret is not written into the page.
    expect([refused.status, textOf(refused).includes('слишком простой'), textOf(refused).includes('"1111"')]).toEqual([422, true, false]);
    expect((await post('/ru/account?/pin', { pin: '7391', newPin: '9038' }, session)).headers.location).toBe('/ru/account?done=pin');
  });
});

describe('pages of a head', () => {
  it('print cards, and give and end roles at her library', async () => {
    const { organisationId, personId } = await person('Своева', null);
    const pending = await typeCard(personId);
    await post('/ru/sign-in/card/password', { password: 'a long enough password' }, pending);
    const cookie = cookieFor(await served.account('Глава', { role: 'head', scopeKind: 'organisation', scopeId: organisationId }));
    const base = `/ru/organisations/${organisationId}`;
    expect(textOf(await get(base, cookie))).toContain(`${base}/roles`);
    expect(textOf(await get(`/ru/people/cards?organisation=${organisationId}`, cookie))).toContain('Своева Анна');
    const printed = await post(`/ru/people/cards?person=${personId}`, { 'people[]': personId }, cookie);
    expect(printed.headers['cache-control']).toContain('no-store');
    expect(textOf(printed)).toMatch(/[A-Z2-9]{5}-[A-Z2-9]{5}/);
    // The same cards as a paper: for her who printed them, and by no address that could be opened.
    const sealed = /name="sealed" value="([\w-]+)"/.exec(textOf(printed))?.[1] ?? '';
    const paper = await post('/ru/people/cards/cards.pdf', { sealed }, cookie);
    expect([paper.status, paper.headers['content-type'], paper.headers['cache-control']]).toEqual([200, 'application/pdf', 'private, no-store']);
    expect(paper.body.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const another = cookieFor(await served.account('Другая глава', { role: 'head', scopeKind: 'organisation', scopeId: organisationId }));
    expect([(await post('/ru/people/cards/cards.pdf', { sealed }, another)).status, (await get('/ru/people/cards/cards.pdf', cookie)).status]).toEqual([410, 405]);
    expect(textOf(await get(`${base}/roles/new`, cookie))).toContain(personId);
    const held = /\/roles\/([0-9a-f-]{36})/.exec(textOf(await get(`${base}/roles`, cookie)))?.[1] ?? '';
    const twice = await post(`${base}/roles/new`, { person: personId, role: 'specialist', from: '01.01.2099', until: '' }, cookie);
    expect([twice.status, textOf(twice).includes('уже есть такая роль')]).toEqual([422, true]);
    expect((await post(`${base}/roles/${held}?/end`, {}, cookie)).headers.location).toBe(`${base}/roles?done=ended`);
    const given = await post(`${base}/roles/new`, { person: personId, role: 'specialist', from: '01.01.2099', until: '' }, cookie);
    expect(given.headers.location).toBe(`${base}/roles?done=given`);
    const list = textOf(await get(`${base}/roles`, cookie));
    const roles = [...list.matchAll(/\/roles\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? '');
    const planned = roles.at(-1) ?? '';
    expect(textOf(await get(`${base}/roles/${planned}`, cookie))).toContain('2099-01-01');
    expect((await post(`${base}/roles/${planned}?/dates`, { from: '2099-01-01', until: '2099-02-01' }, cookie)).headers.location).toBe(`${base}/roles?done=changed`);
    expect((await post(`${base}/roles/${planned}?/end`, {}, cookie)).headers.location).toBe(`${base}/roles?done=ended`);
  });
});
