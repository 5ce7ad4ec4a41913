import { simpleParser } from 'mailparser';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { getMailFor, readLink } from '#server/modules/access/index.ts';
import { addConsentText, AskParent, createPersonWithPost, giveAsParent, publishConsentText, refuseAsParent, showConsents, showParentPage, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { startMailCatcher } from '#server/seed/mail-catcher.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation, visitor } from '#server/testing/installation.ts';
import { askParent, consentsWithLinks } from './consents.ts';
import { dataSubject, eraseSubject } from './personal-data.ts';
import { listRetentionFor, runRetention } from './retention.ts';

const smtp = await startMailCatcher();
const at = testInstallation({ config: { smtpUrl: smtp.url, mailFrom: 'Sheberlik <noreply@example.kz>' } });
afterAll(() => smtp.close());
const admin = (networkId = at.networkId) => at.ctx(account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }]), networkId);
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field}: ${code}`).join() ?? error.code);

let textId = '';
beforeEach(async () => {
  at.clock.set(TEST_NOW);
  smtp.mails.length = 0;
  if (textId) return;
  textId = await addConsentText(admin(), { purpose: 'photo', title: localized('ru', 'Снимки на занятиях'), body: localized('ru', 'Мы снимаем занятия.') });
  await publishConsentText(admin(), textId);
});

let made = 0;
/** Somebody of thirteen with an account of her own. */
async function teenager(): Promise<{ id: string; herself: Ctx; email: string }> {
  const [accountId, email] = [newId(), `dana${(made += 1)}@example.kz`];
  const id = await createPersonWithPost(at.system(), { familyName: 'Юная', givenName: 'Дана', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Волонтёр', rate: '0.25', fromDate: '2026-01-01', birthDate: '2013-01-15' });
  await at.platform.pool.query('insert into access.account (id, name, email) values ($1, $2, $3)', [accountId, 'Дана Юная', email]);
  await tiePersonToAccount(at.system(), id, accountId);
  return { id, email, herself: at.ctx({ kind: 'account', accountId, name: 'Дана Юная', email, grants: [] }) };
}
const wish = (change: object = {}) => AskParent.parse({ textId, parentName: 'Юный Ерлан', parentEmail: 'Erlan@Example.kz', ...change });
const askedOf = async (personId: string) => (await showConsents(admin(), personId)).asked[0];
const mailOf = (askedId: string) => at.platform.db.selectFrom('platform.mail_message').selectAll().where('template', '=', 'people.consent_asked').where('subject_id', '=', askedId).executeTakeFirst();
/** Sends what was queued for a question and gives the letter as the parent has it. */
async function letter(askedId: string) {
  await at.platform.mailer.send((await mailOf(askedId))?.id ?? '');
  return simpleParser(smtp.mails.at(-1)?.raw ?? '');
}
async function parentOf(token: string): Promise<Ctx> {
  const link = await readLink(at.ctx(visitor), token, 'consent');
  return at.ctx({ kind: 'link', linkId: link.id, purpose: link.purpose, subjectId: link.subjectId });
}
const tokenIn = (text: string | undefined) => /\/l\/([\w-]{32})/.exec(text ?? '')?.[1] ?? '';

describe('the mail to a parent', () => {
  it('brings the link that a keeper has made; its address goes with the answer, out of the mail as well', async () => {
    const { id } = await teenager();
    const centre = at.ctx(coordinatorOf(at.networkId, at.organisationId));
    await askParent(centre, id, wish({ mailLocale: 'kk' }));
    const askedId = (await askedOf(id))?.id ?? '';
    expect((await consentsWithLinks(centre, id)).links).toMatchObject([{ id: askedId, sentTo: 'erlan@example.kz', refusedAt: null }]);
    const mail = await letter(askedId);
    expect([mail.to, mail.subject]).toEqual([expect.objectContaining({ text: 'erlan@example.kz' }), 'Ата-анасының шешімі керек: Снимки на занятиях']);
    expect(mail.text).toContain('Юная Дана');
    const token = tokenIn(mail.text);
    const parent = await parentOf(token);
    expect(await showParentPage(parent, askedId)).toMatchObject({ childName: 'Юная Дана', isOpen: true, refusedAt: null });
    await giveAsParent(parent, askedId);
    expect((await showConsents(centre, id)).consents[0]).toMatchObject({ givenBy: 'parent', way: 'link', parentName: 'Юный Ерлан', standing: 'standing' });
    const { rows } = await at.platform.pool.query('select parent_email from people.consent_asked where id = $1', [askedId]);
    expect([rows, (await mailOf(askedId))?.to_address]).toEqual([[{ parent_email: null }], '']);
    // Neither token nor address is anywhere beside.
    const held = await at.platform.pool.query(`select data::text as text from platform.audit_entry union all select payload::text from platform.outbox_event union all select params::text from platform.mail_message union all select data::text from pgboss.job`);
    for (const secret of [token, 'erlan@example.kz']) expect(held.rows.filter(({ text }: { text: string | null }) => text?.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  });

  it.each(LOCALES)('is worded in %s, with the link and the last day', async (locale: Locale) => {
    const { id } = await teenager();
    await askParent(admin(), id, wish({ mailLocale: locale }));
    const mail = await letter((await askedOf(id))?.id ?? '');
    expect(mail.text).toMatch(new RegExp(`/${locale}/l/[\\w-]{32}\\n`));
    expect(mail.text).toMatch(/17/);
    expect(mail.text).not.toMatch(/\{|undefined/);
  });

  it('is asked for by the young person herself, to another address than hers, and she never sees the link', async () => {
    const { id, herself, email } = await teenager();
    expect(await refusal(askParent(herself, id, wish({ parentEmail: undefined })))).toBe('parentEmail: field.required');
    expect(await refusal(askParent(herself, id, wish({ parentEmail: email.toUpperCase() })))).toBe('parentEmail: consent.own_address');
    await askParent(herself, id, wish());
    expect((await consentsWithLinks(herself, id)).links).toEqual([]);
    const askedId = (await askedOf(id))?.id ?? '';
    expect(await refusal(showParentPage(herself, askedId))).toBe('page.not_found');
    const other = await teenager();
    expect(await refusal(askParent(other.herself, id, wish()))).toBe('page.not_found');
    expect(await refusal(askParent(admin(at.otherNetworkId), id, wish()))).toBe('page.not_found');
    // Nobody's mailbox is filled in the name of a child.
    for (let i = 0; i < 4; i++) await askParent(herself, id, wish());
    expect(await refusal(askParent(herself, id, wish()))).toBe('request.too_many');
  });

  it('may be answered with no, which is on record and may still be changed', async () => {
    const { id } = await teenager();
    await askParent(admin(), id, wish());
    const askedId = (await askedOf(id))?.id ?? '';
    const parent = await parentOf(tokenIn((await letter(askedId)).text));
    await refuseAsParent(parent, askedId);
    expect(await showParentPage(parent, askedId)).toMatchObject({ isOpen: true, refusedAt: at.clock.now(), consent: null });
    expect((await consentsWithLinks(admin(), id)).links).toMatchObject([{ sentTo: null, refusedAt: at.clock.now() }]);
    expect((await mailOf(askedId))?.to_address).toBe('');
    const acts = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', id).where('act', '=', 'consent.refused').execute();
    expect(acts).toHaveLength(1);
    await giveAsParent(parent, askedId);
    expect(await showParentPage(parent, askedId)).toMatchObject({ isOpen: false, refusedAt: null, consent: { standing: 'standing' } });
    expect(await refusal(refuseAsParent(parent, askedId))).toBe('consent.given_already');
  });

  it('is not sent any more when she has answered meanwhile, and is read by nobody but her', async () => {
    const { id } = await teenager();
    await askParent(admin(), id, wish());
    const askedId = (await askedOf(id))?.id ?? '';
    const mailId = (await mailOf(askedId))?.id ?? '';
    expect(await getMailFor(admin(), mailId)).toMatchObject({ letter: null, isSecret: true, maySendAgain: false });
    const token = tokenIn((await consentsWithLinks(admin(), id)).links[0]?.url);
    await giveAsParent(await parentOf(token), askedId);
    await at.platform.mailer.send(mailId);
    expect(smtp.mails).toEqual([]);
  });

  it('waits for the morning, and its address goes in thirty days without an answer', async () => {
    const { id } = await teenager();
    at.clock.set(new Date('2026-05-18T18:00:00Z'));
    await askParent(admin(), id, wish());
    const askedId = (await askedOf(id))?.id ?? '';
    expect((await mailOf(askedId))?.not_before).toEqual(new Date('2026-05-19T03:00:00Z'));
    at.clock.set(new Date('2026-06-17T17:59:00Z'));
    await runRetention(at.platform);
    expect((await askedOf(id))?.parentEmail).toBe('erlan@example.kz');
    at.clock.set(new Date('2026-06-17T18:01:00Z'));
    expect((await listRetentionFor(admin())).find(({ kind }) => kind === 'people.parents')).toMatchObject({ days: 30, bounds: null, count: expect.any(Number) as number });
    await runRetention(at.platform);
    const { rows } = await at.platform.pool.query('select parent_email from people.consent_asked where id = $1', [askedId]);
    expect([rows, (await mailOf(askedId))?.to_address]).toEqual([[{ parent_email: null }], '']);
  });

  it('is forgotten with the child', async () => {
    const { id } = await teenager();
    await askParent(admin(), id, wish());
    const askedId = (await askedOf(id))?.id ?? '';
    await inTransaction(at.system(), async (tx) => eraseSubject(tx, await dataSubject(tx, { personId: id, accountId: null })));
    expect((await mailOf(askedId))?.to_address).toBe('');
    expect((await at.platform.pool.query('select 1 from people.consent_asked where id = $1', [askedId])).rows).toEqual([]);
  });
});
