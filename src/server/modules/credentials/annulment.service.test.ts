import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { annulBatch, annulCredential, batchOf, checkByCode, checkByNumber, credentialFileFor, getIssueFor, issueCredential, listRegisterFor, RegisterFilter, renderCertificate, revokeCredential } from './index.ts';

const at = testInstallation();
const reason = 'Ошибка в списке участников';
const issue = (given: Partial<NewIssue> = {}) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { mailAddress: 'anna@example.kz', ...given })));
const mails = (issueId: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'state', 'error_code', 'not_before']).where('subject_id', '=', issueId).orderBy('id').execute();

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('annulling', () => {
  it('takes back what nobody has: number and line stay, no mail goes out, and the same deed gets a new number', async () => {
    const source = newId();
    const deliverAfter = new Date(at.clock.now().getTime() + 15 * 60_000);
    const made = await issue({ sourceId: source, deliverAfter });
    expect((await mails(made.issueId)).map((mail) => [mail.state, mail.not_before])).toEqual([['queued', deliverAfter]]);
    await annulCredential(at.ctx(), made.issueId, { reason });
    expect((await mails(made.issueId)).map((mail) => [mail.state, mail.error_code])).toEqual([['failed', 'mail.subject_gone']]);
    expect(await at.platform.mailer.render((await mails(made.issueId))[0]?.id ?? '')).toBeNull();
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'annulled', revokeReason: reason });
    expect(await checkByNumber(at.ctx(visitor), { number: made.number, source: '10.0.0.1' })).toMatchObject([{ state: 'annulled' }]);
    expect((await listRegisterFor(at.ctx(), RegisterFilter.parse({ state: 'annulled' }))).lines.map(({ number }) => number)).toContain(made.number);
    expect((await listRegisterFor(at.ctx(), RegisterFilter.parse({ state: 'revoked' }))).lines.map(({ number }) => number)).not.toContain(made.number);
    expect(await getIssueFor(at.ctx(), made.issueId)).toMatchObject({ may: { revoke: false, annul: false, mailAgain: false }, history: [{ act: 'credential.issued' }, { act: 'credential.annulled' }] });

    const again = await issue({ sourceId: source });
    expect(again.isNew).toBe(true);
    expect(again.number).not.toBe(made.number);
    expect(await getIssueFor(at.ctx(), made.issueId)).toMatchObject({ annulledAt: at.clock.now(), replacedBy: { number: again.number } });
    expect((await listRegisterFor(at.ctx(), RegisterFilter.parse({ state: 'replaced' }))).lines.map(({ number }) => number)).not.toContain(made.number);
  });

  it.each([
    ['printed or mailed', (id: string) => renderCertificate(at.system(), id)],
    ['taken as a file', (id: string) => credentialFileFor(at.system(), id, 'json', () => true)],
  ])('is too late once it was %s', async (_, give) => {
    const made = await issue();
    await give(made.issueId);
    await expect(annulCredential(at.ctx(), made.issueId, { reason })).rejects.toMatchObject({ code: 'credential.given_already' });
    expect(await getIssueFor(at.ctx(), made.issueId)).toMatchObject({ may: { revoke: true, annul: false } });
    await revokeCredential(at.ctx(), { issueId: made.issueId, reason });
    await expect(annulCredential(at.ctx(), made.issueId, { reason })).rejects.toMatchObject({ code: 'credential.revoked_already' });
  });

  it('and printing at the same moment: either it is annulled and nothing goes out, or it is out and stays', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const made = await issue();
      const [printed, annulled] = await Promise.allSettled([renderCertificate(at.system(), made.issueId), annulCredential(at.ctx(), made.issueId, { reason })]);
      expect([printed.status, annulled.status].sort()).toEqual(['fulfilled', 'rejected']);
      outcomes.add(printed.status);
      const { state } = await checkByCode(at.ctx(visitor), { code: made.checkCode, source: `10.0.1.${round}` });
      expect(state).toBe(printed.status === 'fulfilled' ? 'valid' : 'annulled');
    }
  });

  it('of one go leaves what somebody has, and is refused to whoever may not revoke there', async () => {
    const batchId = newId();
    const [first, second, third] = [await issue({ batchId }), await issue({ batchId }), await issue({ batchId })];
    await renderCertificate(at.system(), second.issueId);
    expect(await batchOf(at.ctx(), batchId)).toEqual({ issued: 3, given: 1, annulled: 0, open: 2 });
    for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) await expect(annulBatch(at.ctx(actor), batchId, { reason })).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(annulBatch(at.ctx(), newId(), { reason })).rejects.toMatchObject({ code: 'page.not_found' });
    expect(await annulBatch(at.ctx(), batchId, { reason })).toBe(2);
    expect(await batchOf(at.ctx(), batchId)).toEqual({ issued: 3, given: 1, annulled: 2, open: 0 });
    const states = await Promise.all([first, second, third].map(async ({ checkCode }) => (await checkByCode(at.ctx(visitor), { code: checkCode, source: '10.0.0.2' })).state));
    expect(states).toEqual(['annulled', 'valid', 'annulled']);
    await expect(annulBatch(at.ctx(), batchId, { reason })).rejects.toMatchObject({ code: 'credential.all_given' });
  });
});
