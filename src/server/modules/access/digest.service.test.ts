import { simpleParser } from 'mailparser';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { addPerson, askForChange, createOrganisation, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { startMailCatcher } from '#server/seed/mail-catcher.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { grantRole, lookForDigests, MailSettingsInput, ownMailSettings, readUnsubscribing, saveMailSettings, tellWaiting, unsubscribe } from './index.ts';
import { queueAccountMail } from './account.mail.ts';

const smtp = await startMailCatcher();
const at = testInstallation({ config: { smtpUrl: smtp.url, mailFrom: 'Sheberlik <noreply@example.kz>' } });
afterAll(() => smtp.close());

/** Monday, 18 May 2026, 09:00 in Pavlodar. */
const MONDAY = '2026-05-18T04:00:00Z';
beforeEach(async () => {
  at.clock.set(new Date(MONDAY));
  smtp.mails.length = 0;
  await at.platform.db.updateTable('access.mail_settings').set({ digest: false }).execute();
  await at.platform.db.deleteFrom('access.role_assignment').execute();
});

let codes = 0;
/** A head of a library of her own with an account; `ask` lets one of her people ask for a correction, which waits for her. */
async function head(locale: Locale = 'ru', country: 'KZ' | 'AM' = 'KZ') {
  codes += 1;
  const libraryId = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: `DIG${codes}`, name: localized('ru', `Библиотека ${codes}`), country, timeZone: country === 'KZ' ? 'Asia/Almaty' : 'Asia/Yerevan' });
  const centre = at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
  const person = (familyName: string) => addPerson(centre, NewPerson.parse({ familyName, post: { organisationId: libraryId, title: 'Библиотекарь', fromDate: '2020-09-01' } }));
  const accountId = newId();
  const email = `${accountId}@example.kz`;
  await at.platform.db.insertInto('access.account').values({ id: accountId, name: 'Раушан <b>Серік</b>', email, email_verified: true, preferred_locale: locale }).execute();
  await tiePersonToAccount(at.system(), await person('Серік'), accountId);
  await grantRole(at.system(), { accountId, role: 'head', scopeKind: 'organisation', scopeId: libraryId });
  const me = at.ctx({ ...account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: libraryId }]), accountId } as never);
  const ask = async (familyName: string) => {
    const personId = await person(familyName);
    const ownId = newId();
    await at.platform.db.insertInto('access.account').values({ id: ownId, name: familyName, email: null, email_verified: false }).execute();
    await tiePersonToAccount(at.system(), personId, ownId);
    await askForChange(at.ctx({ ...account([]), accountId: ownId } as never), personId, { familyName: `${familyName}а` });
    return personId;
  };
  return { accountId, email, me, ask };
}

/** Gives an account a library in the second network, where somebody may ask for a correction, too. */
async function alsoInMinsk(accountId: string) {
  codes += 1;
  const there = at.system(at.otherNetworkId);
  const libraryId = await createOrganisation(there, { parentId: at.otherOrganisationId, kind: 'library', code: `MSK${codes}`, name: localized('ru', 'Библиотека в Минске'), country: 'BY', timeZone: 'Europe/Minsk' });
  await grantRole(there, { accountId, role: 'head', scopeKind: 'organisation', scopeId: libraryId });
  return async (familyName: string) => {
    const centre = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId);
    const personId = await addPerson(centre, NewPerson.parse({ familyName, post: { organisationId: libraryId, title: 'Библиотекарь', fromDate: '2020-09-01' } }));
    const ownId = newId();
    await at.platform.db.insertInto('access.account').values({ id: ownId, name: familyName, email: null, email_verified: false }).execute();
    await tiePersonToAccount(there, personId, ownId);
    await askForChange(at.ctx({ ...account([]), accountId: ownId } as never, at.otherNetworkId), personId, { familyName: `${familyName}а` });
  };
}

const days = (accountId: string) => at.platform.db.selectFrom('access.digest').select(['id', 'day', 'state']).where('account_id', '=', accountId).orderBy('day').execute();
/** What the scheduled task and the tasks it leaves would do. */
async function run(accountId: string): Promise<string[]> {
  await lookForDigests(at.platform);
  for (const { id, state } of await days(accountId)) if (state === 'waiting') await tellWaiting(at.platform, id);
  return (await days(accountId)).map(({ day, state }) => `${day} ${state}`);
}
const queued = (accountId: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'state', 'not_before']).where('template', '=', 'account.digest').where('subject_id', '=', accountId).orderBy('id').execute();
async function delivered(accountId: string) {
  for (const { id, state } of await queued(accountId)) if (state === 'queued') await at.platform.mailer.send(id);
  return Promise.all(smtp.mails.map(({ raw }) => simpleParser(raw)));
}
const settings = (change: object = {}) => MailSettingsInput.parse({ digest: 'yes', hour: '8', quietFrom: '21', quietUntil: '8', zone: '', ...change });

describe('the daily mail', () => {
  it('tells what waits, until when and how many minutes, with a way out for mail programs', async () => {
    const { accountId, email, ask } = await head();
    const personId = await ask('Просящий');
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    const [mail] = await delivered(accountId);
    expect(mail?.to).toMatchObject({ text: email });
    expect(mail?.subject).toBe('Вас ждёт 1 дело');
    expect(mail?.text).toContain(`/ru/people/${personId}/request`);
    expect(mail?.text).toContain('Просящий');
    expect(mail?.text).toMatch(/3\s?мин/);
    expect(mail?.html).toContain(`/ru/people/${personId}/request"`);
    expect(mail?.html).toContain('Раушан &lt;b&gt;Серік&lt;/b&gt;');
    const raw = smtp.mails[0]?.raw ?? '';
    expect(raw).toMatch(/List-Unsubscribe:\s+<http[^>]+\/unsubscribe\/[\w-]{32}>/);
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('comes once a day, and only when something waits that differs from the last time', async () => {
    const { accountId, ask } = await head();
    expect(await run(accountId)).toEqual(['2026-05-18 nothing']);
    await ask('Первый');
    // The day was looked at; nothing more comes today.
    expect(await run(accountId)).toEqual(['2026-05-18 nothing']);
    at.clock.set(new Date('2026-05-19T04:00:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-19 sent');
    at.clock.set(new Date('2026-05-20T04:00:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-20 same');
    await ask('Второй');
    at.clock.set(new Date('2026-05-21T04:00:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-21 sent');
    expect(await queued(accountId)).toHaveLength(2);
    expect((await delivered(accountId)).map(({ subject }) => subject)).toEqual(['Вас ждут 2 дела', 'Вас ждут 2 дела']);
  });

  it('is one although it is looked for twice at once and told twice', async () => {
    const { accountId, ask } = await head();
    await ask('Дважды');
    await Promise.all([lookForDigests(at.platform), lookForDigests(at.platform)]);
    const [day] = await days(accountId);
    await Promise.all([tellWaiting(at.platform, day?.id ?? ''), tellWaiting(at.platform, day?.id ?? '')]);
    expect([(await days(accountId)).length, (await queued(accountId)).length]).toEqual([1, 1]);
  });

  it.each([
    ['before the hour', '2026-05-18T02:59:00Z', 'KZ', []],
    ['at the hour', '2026-05-18T03:00:00Z', 'KZ', ['2026-05-18 nothing']],
    ['later, where the machine stood still', '2026-05-18T10:00:00Z', 'KZ', ['2026-05-18 nothing']],
    ['in quiet hours', '2026-05-18T16:10:00Z', 'KZ', []],
    ['on a Saturday', '2026-05-23T04:00:00Z', 'KZ', []],
    ['on a holiday of the country', '2026-05-07T04:00:00Z', 'KZ', []],
    ['on the holiday of another country', '2026-05-07T04:30:00Z', 'AM', ['2026-05-07 nothing']],
    ['by the clocks of the place of work', '2026-05-18T03:30:00Z', 'AM', []],
  ] as const)('%s', async (_, now, country, expected) => {
    at.clock.set(new Date(now));
    const { accountId } = await head('ru', country);
    expect(await run(accountId)).toEqual(expected);
  });

  it('comes at the hour and by the clocks that she has chosen, or not at all', async () => {
    const { accountId, me } = await head();
    expect(await ownMailSettings(me)).toEqual({ digest: true, hour: 8, quietFrom: 21, quietUntil: 8, zone: null, placeZone: 'Asia/Almaty' });
    await saveMailSettings(me, settings({ hour: '11', zone: 'Europe/Minsk' }));
    // 10:30 in Minsk.
    at.clock.set(new Date('2026-05-18T07:30:00Z'));
    expect(await run(accountId)).toEqual([]);
    at.clock.set(new Date('2026-05-18T08:00:00Z'));
    expect(await run(accountId)).toEqual(['2026-05-18 nothing']);
    await saveMailSettings(me, MailSettingsInput.parse({ hour: '8', quietFrom: '21', quietUntil: '8' }));
    at.clock.set(new Date('2026-05-19T08:00:00Z'));
    expect(await run(accountId)).toEqual(['2026-05-18 nothing']);
    await expect(saveMailSettings(me, settings({ hour: '22' }))).rejects.toMatchObject({ problems: [{ field: 'hour', code: 'digest.in_quiet_hours' }] });
    expect(MailSettingsInput.safeParse({ hour: '24', quietFrom: '1', quietUntil: '2', zone: 'Mars/Base' }).error?.issues.map(({ path }) => path[0])).toEqual(['hour', 'zone']);
    for (const actor of [visitor, account([])]) if (actor.kind === 'visitor') await expect(ownMailSettings(at.ctx(actor))).rejects.toMatchObject({ status: 404 });
  });

  it('is one for all networks of a person, with a part for each where something waits, at the hour of her home', async () => {
    // 08:30 at home in Pavlodar, 06:30 in Minsk.
    at.clock.set(new Date('2026-05-18T03:30:00Z'));
    const { accountId, ask } = await head();
    const askInMinsk = await alsoInMinsk(accountId);
    await ask('Павлодарский');
    await askInMinsk('Минский');
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    const [mail, ...others] = await delivered(accountId);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Вас ждут 2 дела');
    expect(mail?.text).toMatch(/Библиотеки: pavlodar\n\n• [^\n]*Павлодарский[\s\S]*\/ru\/my-day\n\nБиблиотеки: minsk\n\n• [^\n]*Минский[\s\S]*\/ru\/n\/minsk\/my-day/);
    expect(mail?.html).toContain('Библиотеки: minsk</h2>');
    // By noon in Minsk nothing more comes, and the next day only what differs in any of them.
    at.clock.set(new Date('2026-05-18T09:00:00Z'));
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    at.clock.set(new Date('2026-05-19T03:30:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-19 same');
    await askInMinsk('Новый');
    at.clock.set(new Date('2026-05-20T03:30:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-20 sent');
    expect((await delivered(accountId)).map(({ subject }) => subject)).toEqual(['Вас ждут 2 дела', 'Вас ждут 3 дела']);
  });

  it('leaves out networks where nothing waits, and where her role has ended', async () => {
    const { accountId } = await head();
    const askInMinsk = await alsoInMinsk(accountId);
    await askInMinsk('Минский');
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    const [mail] = await delivered(accountId);
    expect([mail?.text?.includes('Библиотеки: minsk'), mail?.text?.includes('Библиотеки: pavlodar')]).toEqual([true, false]);
    await at.platform.db.updateTable('access.role_assignment').set({ valid_to: new Date('2026-05-18T05:00:00Z') }).where('account_id', '=', accountId).where('network_id', '=', at.otherNetworkId).execute();
    at.clock.set(new Date('2026-05-19T04:00:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-19 nothing');
  });

  it('tells nothing where its task comes in quiet hours or when the day is over: the next morning does', async () => {
    const { accountId, ask } = await head();
    await ask('Опоздавший');
    await lookForDigests(at.platform);
    at.clock.set(new Date('2026-05-18T16:30:00Z'));
    expect(await run(accountId)).toEqual(['2026-05-18 late']);
    at.clock.set(new Date('2026-05-19T04:00:00Z'));
    expect((await run(accountId)).at(-1)).toBe('2026-05-19 sent');
    expect(await queued(accountId)).toHaveLength(1);
  });

  it('is not sent to who has no mailbox or was told to stop meanwhile', async () => {
    const { accountId, ask } = await head();
    await ask('Остановленный');
    await lookForDigests(at.platform);
    await at.platform.db.updateTable('access.account').set({ email: null }).where('id', '=', accountId).execute();
    expect(await run(accountId)).toEqual(['2026-05-18 off']);
    expect(await queued(accountId)).toEqual([]);
  });

  it.each(LOCALES)('is worded in %s', async (locale) => {
    const { accountId, ask } = await head(locale);
    await ask('Словесный');
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    const [mail] = await delivered(accountId);
    expect(mail?.text).toContain(`/${locale}/my-day`);
    expect(mail?.html).toContain(`<html lang="${locale}">`);
    expect(mail?.text).not.toMatch(/\{|undefined/);
  });

  it('says that all is done where it was done while the mail was under way', async () => {
    const { accountId, ask } = await head();
    const personId = await ask('Успевший');
    await run(accountId);
    await at.platform.db.updateTable('people.change_request').set({ state: 'withdrawn' }).where('person_id', '=', personId).execute();
    const [mail] = await delivered(accountId);
    expect([mail?.subject, mail?.text]).toEqual(['Ничего не ждёт', expect.stringContaining('Больше ничего не ждёт')]);
  });
});

describe('stopping it by the link of a mail', () => {
  const tokenOf = () => /unsubscribe\/([\w-]{32})/.exec(smtp.mails[0]?.raw ?? '')?.[1] ?? '';

  it('happens at the press of a button, is on record, and may be pressed twice', async () => {
    const { accountId, ask } = await head();
    await ask('Отписчик');
    await run(accountId);
    await delivered(accountId);
    const nobody = at.ctx(visitor);
    expect(await readUnsubscribing(nobody, tokenOf())).toEqual({ stopped: false });
    await unsubscribe(nobody, tokenOf());
    await unsubscribe(nobody, tokenOf());
    expect(await readUnsubscribing(nobody, tokenOf())).toEqual({ stopped: true });
    const acts = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', accountId).where('act', '=', 'account.digest_stopped').execute();
    expect(acts).toHaveLength(1);
    at.clock.set(new Date('2026-05-19T04:00:00Z'));
    expect(await run(accountId)).toEqual(['2026-05-18 sent']);
    await expect(unsubscribe(nobody, 'x'.repeat(32))).rejects.toMatchObject({ code: 'link.invalid' });
  });

  it('goes on for half a year with the link of an old mail', async () => {
    const { accountId, ask } = await head();
    await ask('Старожил');
    await run(accountId);
    await delivered(accountId);
    const token = tokenOf();
    at.clock.set(new Date('2026-11-16T04:00:00Z'));
    expect(await readUnsubscribing(at.ctx(visitor), token)).toEqual({ stopped: false });
  });
});

describe('quiet hours of other mails', () => {
  const mailsOf = (accountId: string, template: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'state', 'not_before']).where('template', '=', template).where('subject_id', '=', accountId).execute();

  it('let wait what is not urgent, until the morning, and nothing else', async () => {
    const { accountId } = await head();
    at.clock.set(new Date('2026-05-18T17:00:00Z'));
    await inTransaction(at.system(), async (tx) => {
      await queueAccountMail(tx, 'account.delegation_given', accountId);
      await queueAccountMail(tx, 'account.password_changed', accountId);
    });
    const [lent] = await mailsOf(accountId, 'account.delegation_given');
    const [warned] = await mailsOf(accountId, 'account.password_changed');
    expect([lent?.not_before, warned?.not_before]).toEqual([new Date('2026-05-19T03:00:00Z'), null]);
    for (const mail of [lent, warned]) await at.platform.mailer.send(mail?.id ?? '');
    expect([(await mailsOf(accountId, 'account.delegation_given'))[0]?.state, (await mailsOf(accountId, 'account.password_changed'))[0]?.state]).toEqual(['queued', 'sent']);
    at.clock.set(new Date('2026-05-19T03:00:00Z'));
    await at.platform.mailer.send(lent?.id ?? '');
    expect((await mailsOf(accountId, 'account.delegation_given'))[0]?.state).toBe('sent');
  });

  it('hold for a mail that its server kept until the evening, too', async () => {
    const { accountId } = await head();
    at.clock.set(new Date('2026-05-18T15:55:00Z'));
    await inTransaction(at.system(), (tx) => queueAccountMail(tx, 'account.delegation_given', accountId));
    at.clock.set(new Date('2026-05-18T16:30:00Z'));
    const [mail] = await mailsOf(accountId, 'account.delegation_given');
    await at.platform.mailer.send(mail?.id ?? '');
    expect(await mailsOf(accountId, 'account.delegation_given')).toEqual([{ id: mail?.id, state: 'queued', not_before: new Date('2026-05-19T03:00:00Z') }]);
    at.clock.set(new Date('2026-05-19T03:00:00Z'));
    await at.platform.mailer.send(mail?.id ?? '');
    expect(smtp.mails).toHaveLength(1);
  });
});
