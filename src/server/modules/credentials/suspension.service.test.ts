import { beforeAll, describe, expect, it } from 'vitest';
import { decodeList } from '@digitalbazaar/vc-bitstring-status-list';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import { checkByCode, getIssueFor, issueCredential, liftSuspension, listRegisterFor, RegisterFilter, revokeCredential, signedCredential, statusListCredential, suspendCredential } from './index.ts';
import type { StatusPurpose } from './issuer-did.rule.ts';

const at = testInstallation();
const reason = 'Проверяется список участников';
const issue = () => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { mailAddress: 'anna@example.kz' })));
const mails = (issueId: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'template']).where('subject_id', '=', issueId).orderBy('id').execute();

/** The bit of a certificate in a list, as software of others reads it. */
async function bit(issueId: string, purpose: StatusPurpose): Promise<boolean> {
  const { credentialStatus } = JSON.parse((await signedCredential(at.system(), { id: issueId, series: 'register' })) ?? '') as { credentialStatus: { statusListIndex: string } };
  const list = JSON.parse(await statusListCredential(at.ctx(visitor), 'register', 'sheberlik.example.kz', 1, purpose)) as { credentialSubject: { encodedList: string; statusPurpose: string } };
  expect(list.credentialSubject.statusPurpose).toBe(purpose);
  return (await decodeList({ encodedList: list.credentialSubject.encodedList })).getStatus(Number(credentialStatus.statusListIndex));
}

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a suspension', () => {
  it('is seen by everybody at once, told to the holder, and lifted without a trace in the lists', async () => {
    const made = await issue();
    expect([await bit(made.issueId, 'suspension'), await bit(made.issueId, 'revocation')]).toEqual([false, false]);
    await suspendCredential(at.ctx(), made.issueId, { reason });
    expect([await bit(made.issueId, 'suspension'), await bit(made.issueId, 'revocation')]).toEqual([true, false]);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'suspended', suspendReason: reason });
    expect((await listRegisterFor(at.ctx(), RegisterFilter.parse({ state: 'suspended' }))).lines.map(({ issueId }) => issueId)).toEqual([made.issueId]);
    const letter = await at.platform.mailer.render((await mails(made.issueId)).at(-1)?.id ?? '');
    expect(letter?.text).toContain(reason);

    at.clock.advance(1000);
    await liftSuspension(at.ctx(), made.issueId);
    expect([await bit(made.issueId, 'suspension'), await bit(made.issueId, 'revocation')]).toEqual([false, false]);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'valid', suspendReason: null });
    expect((await mails(made.issueId)).map(({ template }) => template)).toEqual(['credentials.issued', 'credentials.suspended', 'credentials.suspension_lifted']);
    expect((await getIssueFor(at.ctx(), made.issueId)).history.map(({ act }) => act)).toEqual(['credential.issued', 'credential.suspended', 'credential.suspension_lifted']);
  });

  it('that ends in a revocation stays in both lists', async () => {
    const made = await issue();
    await suspendCredential(at.ctx(), made.issueId, { reason });
    await revokeCredential(at.ctx(), { issueId: made.issueId, reason });
    expect([await bit(made.issueId, 'suspension'), await bit(made.issueId, 'revocation')]).toEqual([true, true]);
    expect(await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.0.0.1' })).toMatchObject({ state: 'revoked' });
    await expect(liftSuspension(at.ctx(), made.issueId)).rejects.toMatchObject({ code: 'credential.revoked_already' });
  });

  it('is not made twice, not lifted twice, and by nobody who may not revoke', async () => {
    const made = await issue();
    await expect(liftSuspension(at.ctx(), made.issueId)).rejects.toMatchObject({ code: 'credential.not_suspended' });
    for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) await expect(suspendCredential(at.ctx(actor), made.issueId, { reason })).rejects.toMatchObject({ code: 'page.not_found' });
    await suspendCredential(at.ctx(), made.issueId, { reason });
    await expect(suspendCredential(at.ctx(), made.issueId, { reason })).rejects.toMatchObject({ code: 'credential.suspended_already' });
    await expect(liftSuspension(at.ctx(visitor), made.issueId)).rejects.toMatchObject({ code: 'page.not_found' });
    for (const id of ['', 'x', '00000000-0000-7000-8000-000000000000']) await expect(suspendCredential(at.ctx(), id, { reason })).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

it('of a rehearsal tells no other module and no program of others', async () => {
  const { issueId } = await inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { practice: true })));
  await suspendCredential(at.ctx(), issueId, { reason });
  await liftSuspension(at.ctx(), issueId);
  await revokeCredential(at.ctx(), { issueId, reason });
  const events = await at.platform.db.selectFrom('platform.outbox_event').select(['name', 'payload']).where('name', 'like', 'credentials.%').execute();
  expect(events.filter(({ payload }) => JSON.stringify(payload).includes(issueId))).toEqual([]);
});
