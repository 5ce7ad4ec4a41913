import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findLinkFor } from '#server/modules/access/index.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { certificateData } from './certificates.service.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { certificateFileFor, checkByCode, getCertificateFor, getIssueFor, issueCredential, mailCertificateAgain, renderCertificate, revokeCredential } from './index.ts';
import { findIssue } from './issues.queries.ts';

const at = testInstallation();
const issue = (given: Partial<NewIssue> = {}) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, given)));
const mailsOf = (issueId: string) =>
  at.platform.db.selectFrom('platform.mail_message').select(['id', 'template', 'state', 'organisation_id']).where('subject_id', '=', issueId).orderBy('id').execute();
const papersOf = async (issueId: string) =>
  (await at.platform.db.selectFrom('credentials.paper').select('sha256').where('issue_id', '=', issueId).orderBy('sha256').execute()).map((row) => row.sha256);
const bytes = (pdf: Uint8Array) => createHash('sha256').update(pdf).digest('hex');

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('the paper', () => {
  it('is the same to the byte years later and under another public address, and its finger-print is kept', async () => {
    const made = await issue();
    const first = await renderCertificate(at.system(), made.issueId);
    expect(Buffer.from(first.pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    const before = at.clock.now();
    at.clock.advance(5 * 365 * 86_400_000);
    await writeSetting(at.platform.db, 'public_address', 'https://other.example.kz', at.clock.now());
    const later = await renderCertificate({ ...at.system(), locale: 'hy' }, made.issueId);
    await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', before);
    at.clock.set(before);
    expect(later.sha256).toBe(first.sha256);
    expect(bytes(later.pdf)).toBe(first.sha256);
    expect(await papersOf(made.issueId)).toEqual([first.sha256]);
  });

  it('leaves a trace of every other finger-print that was given out', async () => {
    const made = await issue();
    const older = 'a'.repeat(64);
    await at.platform.db.insertInto('credentials.paper').values({ issue_id: made.issueId, network_id: at.networkId, sha256: older, first_given_at: at.clock.now() }).execute();
    const { sha256 } = await renderCertificate(at.system(), made.issueId);
    const lines = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', made.issueId).orderBy('id').execute();
    expect(lines.at(-1)).toEqual({ act: 'credential.printed_differently', data: { sha256 } });
    expect(await papersOf(made.issueId)).toEqual([older, sha256].toSorted());
    await renderCertificate(at.system(), made.issueId);
    expect(await papersOf(made.issueId)).toHaveLength(2);
  });

  it('says nothing that the check page does not say', async () => {
    const made = await issue({
      fields: { ...newIssue(at.organisationId).fields, roleLine: 'Доклад: «Наставничество»', hoursLine: 'объём: 8 академических часов', collectiveLine: 'Коллективное подключение: Аксу' },
    });
    const row = await findIssue(at.system(), made.issueId);
    if (!row) throw new Error('issue is gone');
    const { texts, signatories, verifyUrl, verifyPage, verifyCode, lang: _lang, watermark, credential: _credential, ...printed } = certificateData(at.system(), row, null);
    expect([verifyUrl, verifyPage, verifyCode, watermark]).toEqual([
      `https://sheberlik.example.kz/ru/check/${made.checkCode}`,
      'https://sheberlik.example.kz/ru/check',
      made.checkCode,
      null,
    ]);
    const checked = await checkByCode(at.ctx(visitor), { code: made.checkCode, source: '10.2.0.1' });
    const said = checked.lines.map(({ text }) => text);
    for (const text of [...Object.values(printed), texts.title, texts.before, texts.after]) if (text !== null) expect(said).toContain(text);
    for (const { name, post } of signatories) expect(said.join('\n')).toContain(`${name}, ${post}`);
  });

  it('is not given out once it was revoked', async () => {
    const made = await issue();
    await revokeCredential(at.system(), { issueId: made.issueId, reason: 'Участие не подтвердилось.' });
    await expect(renderCertificate(at.system(), made.issueId)).rejects.toMatchObject({ code: 'credential.revoked', status: 410 });
  });

  it('of a demonstration is marked, and leads to wherever the demonstration runs', async () => {
    const networkId = await createNetwork(systemCtx(at.platform, '', 'test'), {
      slug: 'demo', name: localized('ru', 'Демо'), country: 'KZ', defaultLocale: 'kk', timeZone: 'Asia/Almaty', dataLocation: {}, isDemo: true,
    });
    const organisationId = await createOrganisation(at.system(networkId), { kind: 'methodical_centre', code: 'DMO', name: localized('ru', 'Демо-центр'), country: 'KZ', timeZone: 'Asia/Almaty' });
    const made = await inTransaction(at.system(networkId), (tx) => issueCredential(tx, newIssue(organisationId)));
    const row = await findIssue(at.system(networkId), made.issueId);
    if (!row) throw new Error('issue is gone');
    at.platform.setPublicAddress('http://127.0.0.1:9999');
    expect(certificateData(at.system(networkId), row, null)).toMatchObject({ watermark: 'demo', verifyUrl: `http://127.0.0.1:9999/ru/check/${made.checkCode}`, number: 'DEMO-DMO-2026-ATT-00001' });
  });
});

describe('the file', () => {
  it('is given to whom the owner module lets in, with its number as a name', async () => {
    const made = await issue();
    const file = await certificateFileFor(at.ctx(visitor), made.issueId, ({ sourceId }) => sourceId === made.sourceId);
    expect(file.filename).toBe(`${made.number}.pdf`);
    await expect(certificateFileFor(at.ctx(visitor), made.issueId, () => false)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(getCertificateFor(at.ctx(visitor), made.issueId, async () => false)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it.each(['', 'x', '../../etc/passwd', '00000000-0000-7000-8000-000000000000'])('is not found under the id %j, whoever asks', async (id) => {
    await expect(certificateFileFor(at.system(), id, () => true)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(getIssueFor(at.ctx(), id)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('of another network is not found', async () => {
    const made = await issue();
    await expect(certificateFileFor(at.system(at.otherNetworkId), made.issueId, () => true)).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

describe('mails', () => {
  it('bring the certificate in the language of the record, with a personal link and the paper itself', async () => {
    const made = await issue({ locale: 'kk', mailAddress: 'anna@example.kz', holderName: 'Айгүл Сәтбаева' });
    const [mail] = await mailsOf(made.issueId);
    expect(mail).toMatchObject({ template: 'credentials.issued', organisation_id: at.organisationId });
    const letter = await at.platform.mailer.render(mail?.id ?? '');
    const link = await findLinkFor(at.system(), 'certificate', made.issueId);
    expect(letter?.subject).toContain(made.number);
    expect(letter?.text).toContain('Құрметті Айгүл Сәтбаева');
    expect(letter?.text).toContain(`/kk${link?.path}`);
    expect(letter?.text).toContain(`https://sheberlik.example.kz/kk/check/${made.checkCode}`);
    expect(letter?.attachments?.map(({ filename, contentType }) => [filename, contentType])).toEqual([[`${made.number}.pdf`, 'application/pdf']]);
    const { sha256 } = await renderCertificate(at.system(), made.issueId);
    expect(bytes(letter?.attachments?.[0]?.content as Uint8Array)).toBe(sha256);
  });

  it('name the network in their links when it is not the default one', async () => {
    const made = await inTransaction(at.system(at.otherNetworkId), (tx) => issueCredential(tx, newIssue(at.otherOrganisationId, { locale: 'be', mailAddress: 'a@example.by' })));
    const letter = await at.platform.mailer.render((await mailsOf(made.issueId))[0]?.id ?? '');
    expect(letter?.text).toMatch(/\/be\/n\/minsk\/l\/[\w-]{32}\n/);
  });

  it('tell of a revocation why, and a certificate that waits unsent is not sent any more', async () => {
    const made = await issue({ mailAddress: 'anna@example.ru' });
    await revokeCredential(at.system(), { issueId: made.issueId, reason: 'Опечатка в имени.' });
    const [issued, revoked] = await mailsOf(made.issueId);
    expect(await at.platform.mailer.render(issued?.id ?? '')).toBeNull();
    const letter = await at.platform.mailer.render(revoked?.id ?? '');
    expect(letter?.text).toContain('Причина: Опечатка в имени.');
    expect(letter?.attachments ?? []).toEqual([]);
  });

  it('can be sent again by a coordinator, by nobody else, and not of a revoked certificate', async () => {
    const made = await issue({ mailAddress: 'anna@example.ru' });
    await mailCertificateAgain(at.ctx(), made.issueId);
    expect((await mailsOf(made.issueId)).map(({ template }) => template)).toEqual(['credentials.issued', 'credentials.issued']);
    expect((await getIssueFor(at.ctx(), made.issueId)).history.map(({ act }) => act)).toEqual(['credential.issued', 'credential.mailed_again']);
    await expect(mailCertificateAgain(at.ctx(visitor), made.issueId)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(mailCertificateAgain(at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId)), made.issueId)).rejects.toMatchObject({ code: 'page.not_found' });
    const silent = await issue();
    await expect(mailCertificateAgain(at.ctx(), silent.issueId)).rejects.toMatchObject({ code: 'credential.no_address' });
    await revokeCredential(at.system(), { issueId: made.issueId, reason: 'Опечатка в имени.' });
    await expect(mailCertificateAgain(at.ctx(), made.issueId)).rejects.toMatchObject({ code: 'credential.revoked' });
  });
});
