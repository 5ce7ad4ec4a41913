import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { coordinatorOf, testInstallation, TEST_NOW, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { firstValidDay } from './expiry.rule.ts';
import { annulCredential, checkByCode, expiryTasks, findRenewable, getIssueFor, issueCredential, issuesFor, listRegisterFor, RegisterFilter, remindOfExpiry, renderCertificate, renewCredential, revokeCredential, suspendCredential } from './index.ts';

const at = testInstallation();
const basis = 'протокол комиссии от 3 мая';
const today = () => firstValidDay(at.clock.now());
const issue = (days: number, given: Partial<NewIssue> = {}) =>
  inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { mailAddress: 'anna@example.kz', issuedOn: '2024-06-01', validUntil: addDays(today(), days), ...given })));
const mails = async (issueId: string) => (await at.platform.db.selectFrom('platform.mail_message').select('template').where('subject_id', '=', issueId).orderBy('id').execute()).map(({ template }) => template);
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
const numbers = async (state: string) => (await listRegisterFor(at.ctx(), RegisterFilter.parse({ state }))).lines.map(({ number }) => number);

beforeEach(async () => {
  at.clock.set(TEST_NOW);
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a certificate with a last day', () => {
  it('says it on paper and to whoever checks it, and expires', async () => {
    const made = await issue(10);
    const { fields } = await getIssueFor(at.ctx(), made.issueId);
    expect(fields.validLine).toMatch(/^действителен по \d+ \S+ \d{4} г\. включительно$/);
    const { pdf } = await renderCertificate(at.system(), made.issueId);
    expect(pdf.length).toBeGreaterThan(10_000);
    const checked = await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' });
    expect(checked).toMatchObject({ state: 'valid', validUntil: made.validUntil });
    expect(checked.lines).toContainEqual({ line: 'validLine', text: fields.validLine });
    at.clock.advance(13 * 86_400_000);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'expired' });
    expect(await numbers('expired')).toContain(made.number);
    expect(await numbers('valid')).not.toContain(made.number);
    expect(await getIssueFor(at.ctx(), made.issueId)).toMatchObject({ isExpired: true, may: { renew: true } });
  });

  it('is reminded of once, a month before, and waits for its coordinator', async () => {
    const [soon, later, silent, stopped] = [await issue(30), await issue(31), await issue(5, { mailAddress: null }), await issue(5)];
    await suspendCredential(at.ctx(), stopped.issueId, { reason: 'Проверяется список участников' });
    await remindOfExpiry(at.platform);
    expect(await remindOfExpiry(at.platform)).toBe(0);
    expect([await mails(soon.issueId), await mails(later.issueId), await mails(silent.issueId)]).toEqual([['credentials.issued', 'credentials.expiring'], ['credentials.issued'], []]);
    expect(await mails(stopped.issueId)).not.toContain('credentials.expiring');
    const [task] = await expiryTasks.tasksFor(at.ctx());
    expect(task).toMatchObject({ id: 'credentials.expiring', path: '/manage/register?state=expiring' });
    expect(Number(task?.what.params?.count)).toBeGreaterThanOrEqual(3);
    for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await expiryTasks.tasksFor(at.ctx(actor))).toEqual([]);
    const row = await at.platform.db.selectFrom('platform.mail_message').select('id').where('subject_id', '=', soon.issueId).where('template', '=', 'credentials.expiring').executeTakeFirstOrThrow();
    expect((await at.platform.mailer.render(row.id))?.text).toContain(soon.number);
    await renewCredential(at.ctx(), soon.issueId, { validUntil: addDays(today(), 400), basis });
    expect(await at.platform.mailer.render(row.id)).toBeNull();
  });
});

describe('renewing', () => {
  it('makes a line of its own with the same words, which both lines and the check page name', async () => {
    const made = await issue(20);
    const plan = await findRenewable(at.ctx(), made.issueId);
    expect(plan).toMatchObject({ number: made.number, validUntil: made.validUntil, hasMail: true });
    expect(plan.proposed > (made.validUntil ?? '')).toBe(true);
    const renewed = await renewCredential(at.ctx(), made.issueId, { validUntil: plan.proposed, basis });
    expect(renewed).toMatchObject({ isNew: true, holderName: made.holderName, validUntil: plan.proposed });
    expect(renewed.number).not.toBe(made.number);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'valid', renewedBy: renewed.number });
    expect(await checkByCode(at.ctx(visitor), { code: renewed.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'valid', validUntil: plan.proposed });
    expect(await getIssueFor(at.ctx(), made.issueId)).toMatchObject({ renewedBy: { number: renewed.number }, may: { renew: false }, history: [{ act: 'credential.issued', basis: null }, { act: 'credential.renewed', basis }] });
    // Both are hers: her data and erasing find them by what they were issued for.
    expect((await issuesFor(at.ctx(), made.sourceType, [made.sourceId])).map(({ number }) => number)).toEqual([made.number, renewed.number]);
    // The deed itself was done once: asked for again, the first line is given back.
    expect(await inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { sourceId: made.sourceId })))).toMatchObject({ issueId: made.issueId, isNew: false });
    expect(await numbers('expiring')).not.toContain(made.number);
  });

  it('is refused outside its window, twice, backwards, to what does not count, and to whoever may not issue', async () => {
    const far = { validUntil: addDays(today(), 400), basis };
    expect(await refusal(renewCredential(at.ctx(), (await issue(61)).issueId, far))).toBe('credential.not_renewable_now');
    const forGood = await inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId)));
    expect(await refusal(renewCredential(at.ctx(), forGood.issueId, far))).toBe('credential.not_renewable_now');
    const made = await issue(60);
    for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await refusal(renewCredential(at.ctx(actor), made.issueId, far))).toBe('page.not_found');
    expect(await refusal(renewCredential(at.ctx(), made.issueId, { validUntil: made.validUntil ?? '', basis }))).toBe('renewal.not_longer');
    expect(await refusal(renewCredential(at.ctx(), made.issueId, { validUntil: addDays(today(), 4000), basis }))).toBe('renewal.too_long');
    const both = await Promise.allSettled([renewCredential(at.ctx(), made.issueId, far), renewCredential(at.ctx(), made.issueId, far)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(renewCredential(at.ctx(), made.issueId, far))).toBe('credential.renewed_already');
    const revoked = await issue(10);
    await revokeCredential(at.ctx(), { issueId: revoked.issueId, reason: 'Ошибка в списке участников' });
    expect(await refusal(renewCredential(at.ctx(), revoked.issueId, far))).toBe('credential.revoked_already');
  });

  it('taken back before it was handed out can be done again', async () => {
    const made = await issue(20);
    const first = await renewCredential(at.ctx(), made.issueId, { validUntil: addDays(today(), 400), basis });
    await annulCredential(at.ctx(), first.issueId, { reason: 'Срок указан с ошибкой' });
    const second = await renewCredential(at.ctx(), made.issueId, { validUntil: addDays(today(), 300), basis });
    expect(second.isNew).toBe(true);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ renewedBy: second.number });
  });
});
