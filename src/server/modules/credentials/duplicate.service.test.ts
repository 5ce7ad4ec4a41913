import { beforeAll, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { checkByCode, getIssueFor, issueCredential, issueDuplicate, renderCertificate, renewCredential, revokeCredential, suspendCredential } from './index.ts';

const at = testInstallation();
const reason = 'Утерян при переезде';
const issue = (given: Partial<NewIssue> = {}) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { mailAddress: 'anna@example.kz', ...given })));
const checked = (code: string) => checkByCode(at.ctx(visitor), { code, source: '10.0.0.1' });
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string }) => error.code);

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

it('stands for a lost paper under a number of its own, says so, and the lost one counts no more', async () => {
  const lost = await issue();
  await renderCertificate(at.system(), lost.issueId);
  const made = await issueDuplicate(at.ctx(), lost.issueId, { reason });
  expect(made).toMatchObject({ isNew: true, holderName: lost.holderName, eventTitle: lost.eventTitle });
  expect(await checked(lost.checkCode)).toMatchObject({ state: 'replaced', replacedBy: made.number, revokeReason: reason });
  const now = await checked(made.checkCode);
  expect(now.state).toBe('valid');
  expect(now.lines).toContainEqual({ line: 'duplicateLine', text: `Дубликат сертификата ${lost.number}` });
  expect((await renderCertificate(at.system(), made.issueId)).pdf.length).toBeGreaterThan(10_000);
  expect((await getIssueFor(at.ctx(), lost.issueId)).history.map(({ act }) => act)).toEqual(['credential.issued', 'credential.duplicated']);
  const mails = await at.platform.db.selectFrom('platform.mail_message').select('template').where('subject_id', 'in', [lost.issueId, made.issueId]).execute();
  expect(mails.map(({ template }) => template)).toEqual(['credentials.issued', 'credentials.issued']);
  // Of a duplicate there may be another; it names the paper it stands for.
  const second = await issueDuplicate(at.ctx(), made.issueId, { reason });
  expect((await checked(second.checkCode)).lines).toContainEqual({ line: 'duplicateLine', text: `Дубликат сертификата ${made.number}` });
});

it('keeps the last day, and of a renewal stays the renewal', async () => {
  const first = await issue({ validUntil: '2026-06-10', issuedOn: '2024-06-10' });
  const renewed = await renewCredential(at.ctx(), first.issueId, { validUntil: '2028-06-10', basis: 'протокол комиссии' });
  const made = await issueDuplicate(at.ctx(), renewed.issueId, { reason });
  expect(made.validUntil).toBe('2028-06-10');
  expect(await checked(first.checkCode)).toMatchObject({ state: 'valid', renewedBy: made.number });
});

it('is made once of each, of nothing that does not count, and by nobody who may not revoke', async () => {
  const lost = await issue();
  for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await refusal(issueDuplicate(at.ctx(actor), lost.issueId, { reason }))).toBe('page.not_found');
  const both = await Promise.all([refusal(issueDuplicate(at.ctx(), lost.issueId, { reason })), refusal(issueDuplicate(at.ctx(), lost.issueId, { reason }))]);
  expect(both.sort()).toEqual(['accepted', 'credential.revoked_already']);
  const suspended = await issue();
  await suspendCredential(at.ctx(), suspended.issueId, { reason });
  expect(await refusal(issueDuplicate(at.ctx(), suspended.issueId, { reason }))).toBe('credential.suspended_already');
  // A duplicate of what is prolonged already could be prolonged a second time.
  const prolonged = await issue({ validUntil: '2026-06-10', issuedOn: '2024-06-10' });
  await renewCredential(at.ctx(), prolonged.issueId, { validUntil: '2028-06-10', basis: 'протокол комиссии' });
  expect(await refusal(issueDuplicate(at.ctx(), prolonged.issueId, { reason }))).toBe('credential.renewed_already');
  const over = await issue({ validUntil: '2026-05-01', issuedOn: '2024-05-01' });
  expect(await refusal(issueDuplicate(at.ctx(), over.issueId, { reason }))).toBe('credential.expired');
  for (const { issueId } of [suspended, prolonged, over]) expect((await getIssueFor(at.ctx(), issueId)).may.duplicate).toBe(false);
  const revoked = await issue();
  await revokeCredential(at.ctx(), { issueId: revoked.issueId, reason });
  expect(await refusal(issueDuplicate(at.ctx(), revoked.issueId, { reason }))).toBe('credential.revoked_already');
});

it('is made of a line that nobody stops or prolongs in the same moment', async () => {
  for (let round = 0; round < 5; round++) {
    const line = await issue({ validUntil: '2026-06-10', issuedOn: '2024-06-10' });
    const renew = () => renewCredential(at.ctx(), line.issueId, { validUntil: '2028-06-10', basis: 'протокол комиссии' });
    const revoke = () => revokeCredential(at.ctx(), { issueId: line.issueId, reason });
    const duplicate = () => issueDuplicate(at.ctx(), line.issueId, { reason });
    const suspend = () => suspendCredential(at.ctx(), line.issueId, { reason });
    await Promise.all([renew, duplicate, suspend, revoke].map((work) => refusal(work())));
    const rows = await at.platform.db.selectFrom('credentials.issue').select(['id', 'renews_id', 'replaces_id', 'revoked_at', 'suspended_at']).where('source_id', '=', line.sourceId).execute();
    const counting = rows.filter((row) => row.revoked_at === null && row.suspended_at === null);
    // Either the line was prolonged before it was stopped, or nothing prolongs it.
    expect(counting.length, JSON.stringify(rows)).toBeLessThanOrEqual(2);
    expect(rows.filter((row) => row.renews_id !== null).length + rows.filter((row) => row.replaces_id !== null && row.revoked_at === null).length).toBeLessThanOrEqual(1);
  }
});
