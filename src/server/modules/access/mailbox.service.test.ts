import { describe, expect, it } from 'vitest';
import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { changePin, createAccount, openCard, ownPin, printCards, readMailbox, readSession, requestSignInLink, signInThroughMailbox, signInWithCard, signInWithLink } from './index.ts';
import { findLinkFor } from './links.service.ts';
import { findSharedMailbox } from './mailbox.queries.ts';

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
  const mailbox = await findSharedMailbox(at.platform.db, email);
  const link = await findLinkFor(at.system(), 'mailbox', mailbox?.id ?? '');
  return { token: link?.token ?? '', mailboxId: mailbox?.id ?? '' };
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
      accounts: [{ id: one.accountId, name: 'Абаева Анна', needsPin: true }, { id: two.accountId, name: 'Бекова Анна', needsPin: true }],
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

  it('opens nobody who does not use it, and the account whose own address it is as ever', async () => {
    const library = await place();
    const owner = await createAccount(at.system(), { email: 'own@example.kz', name: 'Яна Главова', password: 'a long password', verified: true });
    const stranger = await sharer(library, 'Чужая', 'elsewhere@example.kz', '4821');
    await sharer(library, 'Соседова', 'own@example.kz', '4821');
    const { token, mailboxId } = await linkTo('own@example.kz');
    expect((await readMailbox(at.ctx(visitor), mailboxId)).accounts.map(({ name, needsPin }) => [name, needsPin])).toEqual([['Соседова Анна', true], ['Яна Главова', false]]);
    expect(await codeOf(enter(token, stranger.accountId, '4821'))).toBe('choice.missing');
    const { cookie } = await enter(token, owner, '');
    expect((await readSession(at.platform, cookie))?.actor.accountId).toBe(owner);
  });

  it('closes for who guesses a PIN: by source for a while, by account for the day', async () => {
    const anna = await sharer(await place(), 'Гадаева', 'guess@example.kz', '4821');
    const { token } = await linkTo('guess@example.kz');
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) codes.push(await codeOf(enter(token, anna.accountId, `70${i}9`, '10.6.6.8')));
    expect(codes).toEqual([...Array<string>(5).fill('pin.wrong'), 'request.too_many']);
    for (let i = 0; i < 15; i++) expect(await codeOf(enter(token, anna.accountId, `71${i % 10}9`, `10.7.0.${i}`))).toBe('pin.wrong');
    expect(await codeOf(enter(token, anna.accountId, '4821', '10.7.1.1'))).toBe('request.too_many');
    at.clock.advance(24 * 3600_000);
    const again = await linkTo('guess@example.kz');
    expect(await codeOf(enter(again.token, anna.accountId, '4821', '10.7.1.1'))).toBe('in');
  });

  it('takes no PIN that is too short, too simple, or without a mailbox', async () => {
    const library = await place();
    for (const [pin, code] of [['123', 'pin.wrong_length'], ['12a4', 'pin.wrong_length'], ['123456789', 'pin.wrong_length'], ['1111', 'pin.too_simple'], ['4567', 'pin.too_simple'], ['9876', 'pin.too_simple']] as const) {
      expect(await codeOf(sharer(library, `Проба${made++}`, 'probe@example.kz', pin)), pin).toBe(code);
    }
    expect(await codeOf(sharer(library, 'Безпочтова', null, '4821'))).toBe('choice.missing');
    expect(await findSharedMailbox(at.platform.db, 'probe@example.kz')).toBeUndefined();
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
