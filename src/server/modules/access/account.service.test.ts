import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { changePassword, countOwnTokens, createAccount, endOtherSessions, endOwnSession, ownAccount, ownJournal, ownSessions, readSession, saveProfile, signInWithPassword, withdrawAllTokens } from './index.ts';
import { issueLink, readLink } from './links.service.ts';

const at = testInstallation();
const PASSWORD = 'алты сөзден құпия';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36';

async function person(email: string) {
  const accountId = await createAccount(at.system(), { email, name: 'Әсел Нұрғали', password: PASSWORD, verified: true });
  const signIn = async (source: string, userAgent: string, password = PASSWORD) => (await signInWithPassword(at.ctx(visitor), { email, password, source, userAgent })).cookie ?? '';
  const actorOf = async (cookie: string): Promise<Actor> => {
    const session = await readSession(at.platform, cookie);
    if (!session) throw new Error('no session');
    return session.actor;
  };
  return { accountId, signIn, actorOf };
}
const actsOf = async (subjectId: string) =>
  (await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', subjectId).orderBy('id').execute()).map(({ act }) => act);

describe('one’s own account', () => {
  it('is nobody else’s: visitors and holders of links are told that there is nothing', async () => {
    for (const who of [visitor, { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' } as const]) {
      for (const read of [ownAccount, ownSessions, ownJournal, endOtherSessions]) await expect(read(at.ctx(who))).rejects.toMatchObject({ status: 404 });
      await expect(saveProfile(at.ctx(who), { name: 'Кто-то', locale: null })).rejects.toMatchObject({ status: 404 });
      await expect(changePassword(at.ctx(who), { password: 'x', newPassword: 'довольно длинный', source: '10.0.0.1' })).rejects.toMatchObject({ status: 404 });
    }
  });

  it('keeps name and language, and pages follow them', async () => {
    const { accountId, signIn, actorOf } = await person('name@example.kz');
    const cookie = await signIn('10.0.0.1', FIREFOX);
    await saveProfile(at.ctx(await actorOf(cookie)), { name: 'Әсел Серікқызы', locale: 'be' });
    expect(await ownAccount(at.ctx(await actorOf(cookie)))).toEqual({ name: 'Әсел Серікқызы', email: 'name@example.kz', locale: 'be', signInName: null, hasPassword: true });
    expect((await readSession(at.platform, cookie))?.preferredLocale).toBe('be');
    expect(await actsOf(accountId)).toEqual(['account.created', 'account.profile_changed']);
  });
});

describe('one’s own sessions', () => {
  it('are shown with device, source and times, this one named, and end by hand', async () => {
    const { accountId, signIn, actorOf } = await person('sessions@example.kz');
    const desk = await signIn('10.0.0.1', FIREFOX);
    at.clock.advance(60_000);
    const phone = await signIn('10.0.0.2', ANDROID);
    const me = at.ctx(await actorOf(desk));
    const shown = await ownSessions(me);
    expect(shown.map(({ device, source, isThis }) => ({ device, source, isThis }))).toEqual([
      { device: { kind: 'phone', browser: 'Chrome', system: 'Android' }, source: '10.0.0.2', isThis: false },
      { device: { kind: 'computer', browser: 'Firefox', system: 'Windows' }, source: '10.0.0.1', isThis: true },
    ]);
    expect((shown[0]?.since.getTime() ?? 0) - (shown[1]?.since.getTime() ?? 0)).toBe(60_000);
    await endOwnSession(me, shown[0]?.id ?? '');
    expect(await readSession(at.platform, phone)).toBeNull();
    await expect(endOwnSession(me, shown[0]?.id ?? '')).rejects.toMatchObject({ status: 404 });
    await signIn('10.0.0.3', ANDROID);
    await signIn('10.0.0.4', ANDROID);
    expect(await endOtherSessions(me)).toBe(2);
    expect(await readSession(at.platform, desk)).not.toBeNull();
    expect(await actsOf(accountId)).toEqual(['account.created', 'session.ended', 'session.ended_elsewhere']);
  });

  it('of somebody else cannot be ended', async () => {
    const own = await person('own@example.kz');
    const other = await person('stranger@example.kz');
    const theirs = await other.signIn('10.0.0.1', FIREFOX);
    const [session] = await ownSessions(at.ctx(await other.actorOf(theirs)));
    const me = at.ctx(await own.actorOf(await own.signIn('10.0.0.1', FIREFOX)));
    await expect(endOwnSession(me, session?.id ?? '')).rejects.toMatchObject({ status: 404 });
    await expect(endOwnSession(me, 'nonsense')).rejects.toMatchObject({ status: 404 });
    expect(await readSession(at.platform, theirs)).not.toBeNull();
  });

  it('note their last use every ten minutes and no oftener', async () => {
    const { signIn, actorOf } = await person('used@example.kz');
    const cookie = await signIn('10.0.0.1', FIREFOX);
    const begun = at.clock.now();
    at.clock.advance(9 * 60_000);
    const lastUsed = async () => (await ownSessions(at.ctx(await actorOf(cookie))))[0]?.lastUsed;
    expect(await lastUsed()).toEqual(begun);
    at.clock.advance(2 * 60_000);
    expect(await lastUsed()).toEqual(at.clock.now());
  });
});

describe('the sign-in journal', () => {
  it('holds what was tried, how, with what outcome and from where, newest first', async () => {
    const { signIn, actorOf } = await person('journal@example.kz');
    await signIn('10.0.0.9', ANDROID, 'қате құпиясөз').catch(() => undefined);
    at.clock.advance(1000);
    const me = at.ctx(await actorOf(await signIn('10.0.0.1', FIREFOX)));
    expect((await ownJournal(me)).map(({ method, outcome, source, device }) => [method, outcome, source, device.system])).toEqual([
      ['password', 'signed_in', '10.0.0.1', 'Windows'],
      ['password', 'refused', '10.0.0.9', 'Android'],
    ]);
  });

  it('shows the last fifty lines', async () => {
    const { accountId, signIn, actorOf } = await person('fifty@example.kz');
    const lines = Array.from({ length: 60 }, (_, index) => ({ account_id: accountId, at: new Date(at.clock.now().getTime() - index * 1000), outcome: 'refused', method: 'password', source: '10.0.0.1' }));
    await at.platform.db.insertInto('access.sign_in_journal').values(lines).execute();
    expect(await ownJournal(at.ctx(await actorOf(await signIn('10.0.0.1', FIREFOX))))).toHaveLength(50);
  });
});

describe('changing the password', () => {
  it('asks the old one, ends the other sessions, tells the owner by mail and keeps this session', async () => {
    const { accountId, signIn, actorOf } = await person('change@example.kz');
    const [here, there] = [await signIn('10.0.0.1', FIREFOX), await signIn('10.0.0.2', ANDROID)];
    const me = at.ctx(await actorOf(here));
    const change = (password: string, newPassword: string) => changePassword(me, { password, newPassword, source: '10.0.0.1', userAgent: FIREFOX });
    await expect(change('қате құпиясөз', 'жаңа ұзын құпиясөз')).rejects.toMatchObject({ problems: [{ field: 'password', code: 'password.wrong' }] });
    await expect(change(PASSWORD, 'қысқа')).rejects.toMatchObject({ problems: [{ field: 'newPassword', code: 'password.too_short' }] });
    const link = await issueLink(at.system(), { purpose: 'sign_in', subjectId: accountId, expiresAt: new Date(at.clock.now().getTime() + 600_000), singleUse: true, anyNetwork: true });
    await at.platform.db.insertInto('access.api_token').values({ network_id: at.networkId, account_id: accountId, name: 'Отчёт', writes: false, scope_kind: 'network', scope_id: null, token_hash: 'of a token', created_at: at.clock.now(), expires_at: new Date(at.clock.now().getTime() + 86_400_000) }).execute();
    await change(PASSWORD, 'жаңа ұзын құпиясөз');
    await expect(readLink(at.ctx(visitor), link.token, 'sign_in')).rejects.toMatchObject({ code: 'link.invalid' });
    // Programs go on; the owner is told of them, and ends them with one button.
    expect(await countOwnTokens(me)).toBe(1);
    expect([await withdrawAllTokens(me), await countOwnTokens(me), await withdrawAllTokens(me)]).toEqual([1, 0, 0]);
    expect(await readSession(at.platform, here)).not.toBeNull();
    expect(await readSession(at.platform, there)).toBeNull();
    await expect(signIn('10.0.0.5', FIREFOX)).rejects.toMatchObject({ code: 'sign_in.wrong' });
    await signIn('10.0.0.6', FIREFOX, 'жаңа ұзын құпиясөз');
    const mail = await at.platform.db.selectFrom('platform.mail_message').select(['id', 'template', 'to_address']).where('subject_id', '=', accountId).executeTakeFirstOrThrow();
    expect(mail).toMatchObject({ template: 'account.password_changed', to_address: 'change@example.kz' });
    const rendered = await at.platform.mailer.render(mail.id);
    expect(rendered?.subject).toBe('Шеберлик: ваш пароль изменён');
    expect(rendered?.text).toContain('/ru/account');
    expect(await actsOf(accountId)).toEqual(['account.created', 'account.password_changed', 'token.withdrawn']);
  });

  it('cannot be guessed by whoever found an open session', async () => {
    const { signIn, actorOf } = await person('open@example.kz');
    const me = at.ctx(await actorOf(await signIn('10.0.0.1', FIREFOX)));
    const codes: string[] = [];
    for (let i = 0; i < 9; i++) {
      codes.push(await changePassword(me, { password: `guess ${i}`, newPassword: 'жаңа ұзын құпиясөз', source: '10.0.0.1' }).then(() => 'changed', (e: { code: string }) => e.code));
    }
    expect(codes).toEqual([...Array<string>(8).fill('input.invalid'), 'request.too_many']);
  });
});
