import { describe, expect, it } from 'vitest';
import { createOrganisation, createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { changePin, createAccount, openCard, ownPin, openSession, planCards, printCards, readMailbox, readSession, removePin, requestSignInLink, setFirstPin, signInThroughMailbox, signInWithCard, signInWithLink, signInWithPassword } from './index.ts';
import { findLinkFor } from './links.service.ts';
import { ensureMailbox, listPinAddresses } from './mailbox.queries.ts';
import { blankAccount } from './personal-data.queries.ts';

const at = testInstallation();
const codeOf = (work: Promise<unknown>) => work.then(() => 'in', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
let made = 0;
const place = () => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'rural_library', code: `MB${(made += 1)}`, name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });

/** Somebody of a library who used her card and chose a PIN for the mailbox of her record. */
async function sharer(organisationId: string, familyName: string, email: string | null, pin: string) {
  const personId = await createPersonWithPost(at.system(), { familyName, givenName: 'Анна', patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01', email });
  const { cards } = await printCards(at.ctx(coordinatorOf(at.networkId, at.organisationId)), { people: [personId] });
  const pending = await openCard(at.ctx(visitor), { name: cards[0]?.signInName ?? '', code: cards[0]?.code ?? '', source: '10.2.0.1' });
  const { cookie } = await signInWithCard(at.ctx(visitor), { pending, way: 'pin', password: '', pin, source: '10.2.0.1' });
  const session = await readSession(at.platform, cookie);
  if (!session) throw new Error('a session');
  return session.actor;
}
async function linkTo(email: string, source = '10.2.0.2') {
  await requestSignInLink(at.ctx(visitor), { email, source });
  const mailboxId = await ensureMailbox(at.platform.db, email);
  const link = await findLinkFor(at.system(), 'mailbox', mailboxId);
  return { token: link?.token ?? '', mailboxId };
}
/** A link that was sent while nobody else was known to read the address. */
async function linkOf(accountId: string, email: string): Promise<string> {
  await requestSignInLink(at.ctx(visitor), { email, source: '10.2.0.9' });
  return (await findLinkFor(at.system(), 'sign_in', accountId))?.token ?? '';
}
const enter = (token: string, account: string, pin: string, source = '10.2.0.3') => signInThroughMailbox(at.ctx(visitor), { token, account, pin, source });

describe('a shared mailbox', () => {
  it('gets one link; behind it each signs in by her name and her PIN', async () => {
    const library = await place();
    const [one, two] = [await sharer(library, 'Абаева', 'Shared@example.kz', '4821'), await sharer(library, 'Бекова', 'shared@example.kz', '739105')];
    const { token, mailboxId } = await linkTo('shared@example.kz');
    const mails = await at.platform.db.selectFrom('platform.mail_message').select(['template', 'to_address']).where('to_address', '=', 'shared@example.kz').execute();
    expect(mails).toEqual([{ template: 'access.mailbox_link', to_address: 'shared@example.kz' }]);
    expect(await readMailbox(at.ctx(visitor), mailboxId)).toEqual({
      address: 'shared@example.kz',
      accounts: [{ id: one.accountId, name: 'Абаева Анна', hasPin: true }, { id: two.accountId, name: 'Бекова Анна', hasPin: true }],
    });
    // Another's PIN opens nothing, and the link stays for the right one.
    expect(await codeOf(enter(token, one.accountId, '739105'))).toBe('pin.wrong');
    expect(await codeOf(enter(token, one.accountId, ''))).toBe('pin.wrong');
    const { cookie } = await enter(token, two.accountId, '739105');
    const session = await readSession(at.platform, cookie);
    expect(session?.actor).toMatchObject({ accountId: two.accountId, email: '' });
    expect(await codeOf(enter(token, one.accountId, '4821'))).toBe('link.used');
    expect(await codeOf(signInWithLink(at.ctx(visitor), { token, source: '10.2.0.3' }))).toBe('link.invalid');
  });

  it('opens nobody who does not use it', async () => {
    const library = await place();
    const stranger = await sharer(library, 'Чужая', 'elsewhere@example.kz', '4821');
    await sharer(library, 'Соседова', 'here@example.kz', '4821');
    const { token, mailboxId } = await linkTo('here@example.kz');
    expect((await readMailbox(at.ctx(visitor), mailboxId)).accounts.map(({ name }) => name)).toEqual(['Соседова Анна']);
    expect(await codeOf(enter(token, stranger.accountId, '4821'))).toBe('choice.missing');
  });

  it('closes for who guesses a PIN by source, and slows whoever guesses from everywhere, but never shuts the owner out', async () => {
    const anna = await sharer(await place(), 'Гадаева', 'guess@example.kz', '4821');
    const { token } = await linkTo('guess@example.kz');
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) codes.push(await codeOf(enter(token, anna.accountId, `70${i}9`, '10.6.6.8')));
    expect(codes).toEqual([...Array<string>(5).fill('pin.wrong'), 'request.too_many']);
    for (let i = 0; i < 15; i++) expect(await codeOf(enter(token, anna.accountId, `71${i % 10}9`, `10.7.0.${i}`))).toBe('pin.wrong');
    // Twenty wrong ones: from here on each source has one try at a time, be it a new one.
    for (const source of ['10.7.2.1', '10.7.2.2']) {
      expect(await codeOf(enter(token, anna.accountId, '7199', source))).toBe('pin.wrong');
      expect(await codeOf(enter(token, anna.accountId, '7299', source))).toBe('request.too_many');
    }
    // A thousand more come from one source at once, while the owner signs in from her own.
    const storm = Promise.all(Array.from({ length: 1000 }, (_, index) => codeOf(enter(token, anna.accountId, String(1000 + index), '10.6.6.8'))));
    expect(await codeOf(enter(token, anna.accountId, '4821', '10.7.1.1'))).toBe('in');
    // The link goes with whoever it let in.
    expect((await storm).filter((code) => code !== 'request.too_many' && code !== 'link.used')).toEqual([]);
    at.clock.advance(24 * 3600_000);
    const again = await linkTo('guess@example.kz');
    for (const pin of ['7009', '7019', '7029']) expect(await codeOf(enter(again.token, anna.accountId, pin, '10.7.2.1'))).toBe('pin.wrong');
  });

  it('takes no PIN that is too short, too simple, or without a mailbox', async () => {
    const library = await place();
    for (const [pin, code] of [['123', 'pin.wrong_length'], ['12a4', 'pin.wrong_length'], ['123456789', 'pin.wrong_length'], ['1111', 'pin.too_simple'], ['4567', 'pin.too_simple'], ['9876', 'pin.too_simple']] as const) {
      expect(await codeOf(sharer(library, `Проба${made++}`, 'probe@example.kz', pin)), pin).toBe(code);
    }
    expect(await codeOf(sharer(library, 'Безпочтова', null, '4821'))).toBe('choice.missing');
    expect(await listPinAddresses(at.platform.db, ['probe@example.kz'])).toEqual([]);
  });

  it('has a PIN changed by its owner, which ends her other sessions', async () => {
    const anna = await sharer(await place(), 'Сменова', 'change@example.kz', '4821');
    const { token } = await linkTo('change@example.kz');
    const { cookie } = await enter(token, anna.accountId, '4821');
    const herself = at.ctx(anna, at.networkId);
    expect(await ownPin(herself)).toMatchObject({ address: 'change@example.kz' });
    expect(await codeOf(changePin(herself, { pin: '4822', newPin: '1357', source: '10.2.0.4' }))).toBe('pin.wrong');
    await changePin(herself, { pin: '4821', newPin: '1357', source: '10.2.0.4' });
    expect(await readSession(at.platform, cookie)).toBeNull();
    at.clock.advance(1000);
    const next = await linkTo('change@example.kz');
    expect(await codeOf(enter(next.token, anna.accountId, '4821'))).toBe('pin.wrong');
    expect(await codeOf(enter(next.token, anna.accountId, '1357'))).toBe('in');
  });
});

describe('a PIN that its owner removes', () => {
  it('goes only where a password or a mailbox of her own is left, and ends other sessions', async () => {
    const anna = await sharer(await place(), 'Снималова', 'remove@example.kz', '4821');
    const herself = at.ctx(anna, at.networkId);
    const from = { source: '10.2.3.1' };
    expect(await codeOf(removePin(herself, { pin: '4822', ...from }))).toBe('pin.wrong');
    expect(await codeOf(removePin(herself, { pin: '4821', ...from }))).toBe('pin.only_way');
    expect(await ownPin(herself)).toMatchObject({ address: 'remove@example.kz' });

    const accountId = await createAccount(at.system(), { email: 'pinned@example.kz', name: 'Яна Паролева', password: 'a long password', verified: true });
    const me = at.ctx({ kind: 'account', accountId, name: 'Яна Паролева', email: 'pinned@example.kz', grants: [] }, at.networkId);
    expect(await codeOf(removePin(me, { pin: '4821', ...from }))).toBe('page.not_found');
    await setFirstPin(me, { password: 'a long password', newPin: '4821', ...from });
    const elsewhere = await openSession(at.platform, accountId);
    await removePin(me, { pin: '4821', ...from });
    expect(await ownPin(me)).toEqual({ address: 'pinned@example.kz', since: null, isNeeded: false });
    expect(await readSession(at.platform, elsewhere)).toBeNull();
  });
});

describe('an account whose own address others read, too', () => {
  const PASSWORD = 'a long password';
  const owner = async (email: string) => {
    const accountId = await createAccount(at.system(), { email, name: 'Яна Главова', password: PASSWORD, verified: true });
    return { accountId, me: at.ctx({ kind: 'account', accountId, name: 'Яна Главова', email, grants: [] }, at.networkId) };
  };
  const inRegistry = async (familyName: string, givenName: string, email: string) =>
    createPersonWithPost(at.system(), { familyName, givenName, patronymic: null, locale: 'kk', organisationId: await place(), position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01', email });
  const templatesTo = async (address: string) => (await at.platform.db.selectFrom('platform.mail_message').select('template').where('to_address', '=', address).orderBy('id').execute()).map(({ template }) => template);

  it('is opened by the link to it only with a PIN of its own, whoever declared the mailbox', async () => {
    const { accountId, me } = await owner('own@example.kz');
    await sharer(await place(), 'Соседова', 'own@example.kz', '4821');
    const { token, mailboxId } = await linkTo('own@example.kz');
    expect((await readMailbox(at.ctx(visitor), mailboxId)).accounts.map(({ name, hasPin }) => [name, hasPin])).toEqual([['Соседова Анна', true], ['Яна Главова', false]]);
    expect(await codeOf(enter(token, accountId, ''))).toBe('pin.not_set');
    expect(await codeOf(enter(token, accountId, '4821'))).toBe('pin.not_set');
    expect(await ownPin(me)).toEqual({ address: 'own@example.kz', since: null, isNeeded: true });
    expect(await codeOf(setFirstPin(me, { password: 'another password', newPin: '739105', source: '10.2.1.1' }))).toBe('password.wrong');
    expect(await codeOf(setFirstPin(me, { password: PASSWORD, newPin: '1111', source: '10.2.1.1' }))).toBe('pin.too_simple');
    await setFirstPin(me, { password: PASSWORD, newPin: '739105', source: '10.2.1.1' });
    expect(await codeOf(setFirstPin(me, { password: PASSWORD, newPin: '739106', source: '10.2.1.1' }))).toBe('page.not_found');
    // The link has stayed through all wrong tries.
    expect(await codeOf(enter(token, accountId, '4821'))).toBe('pin.wrong');
    const { cookie } = await enter(token, accountId, '739105');
    expect((await readSession(at.platform, cookie))?.actor.accountId).toBe(accountId);
    expect(await templatesTo('own@example.kz')).toEqual(['access.mailbox_link']);
  });

  it('is known by the registry: one person more at the address, and a link that is under way opens nothing', async () => {
    const { accountId, me } = await owner('two@example.kz');
    await inRegistry('Главова', 'Яна', 'Two@example.kz');
    // Her own record makes no second reader, and neither does one that was erased or merged.
    await at.platform.pool.query(`update people.person set anonymised_at = now() where id = $1`, [await inRegistry('Стёртая', 'Анна', 'two@example.kz')]);
    const plain = await linkOf(accountId, 'two@example.kz');
    expect(await templatesTo('two@example.kz')).toEqual(['access.sign_in_link']);
    await inRegistry('Вторая', 'Сауле', 'two@example.kz');
    expect(await codeOf(signInWithLink(at.ctx(visitor), { token: plain, source: '10.2.1.2' }))).toBe('link.expired');
    const { token } = await linkTo('two@example.kz', '10.2.1.3');
    expect(await templatesTo('two@example.kz')).toEqual(['access.sign_in_link', 'access.mailbox_link']);
    expect(await codeOf(enter(token, accountId, ''))).toBe('pin.not_set');
    // By the password as ever.
    expect(await codeOf(signInWithPassword(at.ctx(visitor), { email: 'two@example.kz', password: PASSWORD, source: '10.2.1.2' }))).toBe('in');
    expect((await ownPin(me))?.isNeeded).toBe(true);
  });

  it('declares it shared by setting a PIN; links that were under way are withdrawn, and erasing forgets the mailbox', async () => {
    const { accountId, me } = await owner('declared@example.kz');
    const plain = await linkOf(accountId, 'declared@example.kz');
    expect(await ownPin(me)).toEqual({ address: 'declared@example.kz', since: null, isNeeded: false });
    await setFirstPin(me, { password: PASSWORD, newPin: '4821', source: '10.2.1.4' });
    expect(await codeOf(signInWithLink(at.ctx(visitor), { token: plain, source: '10.2.1.4' }))).toBe('link.invalid');
    const { token } = await linkTo('declared@example.kz', '10.2.1.5');
    expect(await codeOf(enter(token, accountId, '4821'))).toBe('in');
    await inTransaction(at.system(), (tx) => blankAccount(tx, accountId));
    expect(await at.platform.db.selectFrom('access.mailbox').select('id').where('address', '=', 'declared@example.kz').execute()).toEqual([]);
  });

  it('gets nothing by mail while nobody could sign in by it, and a card instead', async () => {
    await inRegistry('Первая', 'Анна', 'nobody@example.kz');
    await inRegistry('Вторая', 'Сауле', 'nobody@example.kz');
    await requestSignInLink(at.ctx(visitor), { email: 'nobody@example.kz', source: '10.2.1.6' });
    expect(await templatesTo('nobody@example.kz')).toEqual([]);
    const personId = await inRegistry('Картова', 'Анна', 'card@example.kz');
    const { accountId } = await owner('card@example.kz');
    await tiePersonToAccount(at.system(), personId, accountId);
    const desk = at.ctx(coordinatorOf(at.networkId, at.organisationId));
    expect((await planCards(desk, { people: [personId] }))[0]?.reason).toBe('own_mailbox');
    await inRegistry('Вторая', 'Сауле', 'card@example.kz');
    const { cards } = await printCards(desk, { people: [personId] });
    const pending = await openCard(at.ctx(visitor), { name: cards[0]?.signInName ?? '', code: cards[0]?.code ?? '', source: '10.2.1.7' });
    await signInWithCard(at.ctx(visitor), { pending, way: 'pin', password: '', pin: '4821', source: '10.2.1.7' });
    const { token } = await linkTo('card@example.kz', '10.2.1.8');
    expect(await codeOf(enter(token, accountId, '4821'))).toBe('in');
  });
});
