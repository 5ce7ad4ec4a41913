import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { changedAt } from './badge.fixture.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { archiveCopyFor, checkFile, issueCredential, renderCertificate, revokeCredential, signedCredential } from './index.ts';
import { bakePng, unbakePng } from './png-badge.ts';

const at = testInstallation();
let source = 0;
/** Each from another place: what is limited per source is another test. */
const check = (bytes: Uint8Array | string) => checkFile(at.ctx(visitor), { bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, source: `10.3.0.${++source}` });
const folder = mkdtempSync(join(tmpdir(), 'sheberlik-tampering-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function made(given: Partial<NewIssue> = {}) {
  const issue = await inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, given)));
  const [{ pdf }, json] = [await renderCertificate(at.system(), issue.issueId), (await signedCredential(at.system(), { id: issue.issueId, series: issue.series })) ?? ''];
  return { ...issue, pdf: Buffer.from(pdf), json, document: JSON.parse(json) as object };
}
const picture = () => readFileSync(new URL('../../../../static/badges/attendance.png', import.meta.url));

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a file as it was issued', () => {
  it('is known as PDF, JSON and PNG, with every field and the state', async () => {
    const issue = await made();
    for (const bytes of [issue.pdf, issue.json, bakePng(picture(), issue.json), `\uFEFF  ${issue.json}`, JSON.stringify(issue.document, null, 2)]) {
      expect(await check(bytes)).toMatchObject({ outcome: 'issued', changed: [], checked: { number: issue.number, state: 'valid' } });
    }
    await revokeCredential(at.system(), { issueId: issue.issueId, reason: 'Выдан по ошибке другому лицу' });
    expect(await check(issue.pdf)).toMatchObject({ outcome: 'issued', checked: { state: 'revoked' } });
  });

  it('is known as an archive copy, whose finger-print is kept apart from the paper and leaves one audit line', async () => {
    const issue = await made();
    const readers = at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
    const copy = await archiveCopyFor(readers, issue.issueId);
    expect(copy.filename).toBe(`${issue.number}-PDF-A.pdf`);
    expect(Buffer.from(copy.pdf).equals(issue.pdf)).toBe(false);
    expect(await check(copy.pdf)).toMatchObject({ outcome: 'issued', checked: { number: issue.number, state: 'valid' } });
    expect((await archiveCopyFor(readers, issue.issueId)).sha256).toBe(copy.sha256);
    await renderCertificate(at.system(), issue.issueId);
    const lines = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', issue.issueId).orderBy('id').execute();
    expect(lines.map(({ act }) => act)).toEqual(['credential.issued', 'credential.archive_copy_made']);
    const papers = await at.platform.db.selectFrom('credentials.paper').select('form').where('issue_id', '=', issue.issueId).orderBy('form').execute();
    expect(papers.map(({ form }) => form)).toEqual(['a-3a', 'ua-1']);
    for (const ctx of [at.ctx(visitor), at.system(at.otherNetworkId)]) await expect(archiveCopyFor(ctx, issue.issueId)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(archiveCopyFor(readers, 'x')).rejects.toMatchObject({ code: 'page.not_found' });
    await revokeCredential(at.system(), { issueId: issue.issueId, reason: 'Выдан по ошибке другому лицу' });
    await expect(archiveCopyFor(readers, issue.issueId)).rejects.toMatchObject({ code: 'credential.revoked', status: 410 });
  });

  it('is known as JSON whatever the order of its names', async () => {
    const issue = await made();
    const turned = Object.fromEntries(Object.entries(issue.document).reverse());
    expect(await check(JSON.stringify(turned))).toMatchObject({ outcome: 'issued' });
  });
});

const TAMPERINGS: [what: string, where: string, value?: unknown][] = [
  ['the name', 'credentialSubject.identifier.0.identityHash', 'Иван Иванов'],
  ['a letter of the name by its look-alike', 'credentialSubject.identifier.0.identityHash', 'Aнна Сергеевна Лукьянова'],
  ['the title', 'credentialSubject.achievement.name', 'Другое событие'],
  ['the number', 'credentialSubject.licenseNumber', 'PVL-2026-ATT-99999'],
  ['the minutes', 'credentialSubject.narrative', 'участие: 999 минут'],
  ['the day', 'validFrom', '2020-01-01T00:00:00.000Z'],
  ['the end, put in', 'validUntil', '2099-01-01T00:00:00Z'],
  ['the issuer', 'issuer.name', 'Министерство'],
  ['the status, taken out', 'credentialStatus'],
  ['the place in the list', 'credentialStatus.statusListIndex', '999999'],
  ['the signature', 'proof.proofValue', 'z1111'],
  ['the signature, taken out', 'proof'],
  ['a context', '@context.3', 'https://example.org/x'],
  ['something added', 'note', 'with honours'],
];

describe('a credential that was tampered with', () => {
  it.each(TAMPERINGS)('in %s is altered, and it is said where', async (_, where, value) => {
    const issue = await made();
    const json = changedAt(issue.document, where, value);
    expect(await check(json)).toMatchObject({ outcome: 'altered', changed: [where], checked: { number: issue.number } });
    expect(await check(bakePng(picture(), json))).toMatchObject({ outcome: 'altered', kind: 'png' });
  });

  it('and bears the code of another certificate, or none, opens no register', async () => {
    const [one, other] = [await made(), await made({ holderName: 'Пётр Другой' })];
    expect(await check(changedAt(one.document, 'evidence.0.id', `https://sheberlik.example.kz/ru/check/${other.checkCode}`))).toMatchObject({ outcome: 'altered', checked: null, changed: [] });
    expect(await check(JSON.stringify({ id: `urn:uuid:${one.issueId}` }))).toMatchObject({ outcome: 'altered', checked: null, changed: [] });
  });
});

describe('a paper that was tampered with', () => {
  const qpdf = (pdf: Buffer, ...args: string[]): Buffer => {
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
    writeFileSync(from, pdf);
    execFileSync('qpdf', ['--warning-exit-0', from, ...args, to]);
    return readFileSync(to);
  };

  it('only a little, or saved anew by another program, is another file with our credential inside', async () => {
    const issue = await made();
    const painted = qpdf(issue.pdf, '--qdf', '--object-streams=disable');
    for (const bytes of [Buffer.concat([issue.pdf, Buffer.from('\n%changed\n')]), qpdf(issue.pdf, '--linearize'), painted, qpdf(issue.pdf, '--object-streams=generate', '--recompress-flate')]) {
      expect(await check(bytes)).toMatchObject({ outcome: 'altered_around', kind: 'pdf', checked: { number: issue.number } });
    }
  });

  it('by another name drawn over it shows the true name for comparison', async () => {
    const issue = await made();
    const painted = qpdf(issue.pdf, '--qdf', '--object-streams=disable').toString('latin1').replace('BT', 'BT 1 0 0 1 0 0 cm');
    const found = await check(Buffer.from(painted, 'latin1'));
    expect(found.outcome).toBe('altered_around');
    expect(found.checked?.lines.find(({ line }) => line === 'name')?.text).toBe('Анна Сергеевна Лукьянова');
  });

  it('by an exchanged credential inside is altered', async () => {
    const issue = await made();
    const forged = join(folder, 'credential.json');
    writeFileSync(forged, issue.json.replace('Анна Сергеевна Лукьянова', 'Иван Иванович Иванов'));
    const bare = qpdf(issue.pdf, '--remove-attachment=credential.json');
    expect(await check(bare)).toMatchObject({ outcome: 'nothing' });
    const swapped = qpdf(bare, '--add-attachment', forged, '--filename=credential.json', '--');
    expect(await check(swapped)).toMatchObject({ outcome: 'altered', changed: ['credentialSubject.identifier.0.identityHash'] });
  });

  it('by the credential of another paper shows that other one', async () => {
    const [mine, theirs] = [await made({ holderName: 'Иван Иванович Иванов' }), await made()];
    const file = join(folder, 'theirs.json');
    writeFileSync(file, theirs.json);
    const swapped = qpdf(qpdf(mine.pdf, '--remove-attachment=credential.json'), '--add-attachment', file, '--filename=credential.json', '--');
    expect((await check(swapped)).checked?.number).toBe(theirs.number);
  });
});

describe('a file of somebody else', () => {
  it.each<[string, () => Buffer | string]>([
    ['an empty JSON', () => '{}'],
    ['a broken JSON', () => '{"id":'],
    ['a credential of others', () => JSON.stringify({ id: 'urn:uuid:00000000-0000-7000-8000-000000000000', type: ['VerifiableCredential'] })],
    ['a deeply nested JSON', () => `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['a PDF of garbage', () => Buffer.from('%PDF-1.7\ngarbage')],
    ['a plain picture', () => picture()],
    ['a picture with a packed bomb', () => {
      const data = Buffer.concat([Buffer.from('openbadgecredential\0\x01\0\0\0', 'latin1'), deflateSync(Buffer.alloc(50_000_000))]);
      const head = Buffer.alloc(8);
      head.writeUInt32BE(data.length);
      head.write('iTXt', 4, 'latin1');
      const png = picture();
      return Buffer.concat([png.subarray(0, 33), head, data, Buffer.alloc(4), png.subarray(33)]);
    }],
  ])('%s is nothing of ours', async (_, bytes) => {
    expect(await check(bytes())).toMatchObject({ outcome: 'nothing', checked: null, changed: [] });
  }); // prettier-ignore

  it.each<[string, Uint8Array | string]>([['nothing', ''], ['a photo', Buffer.from([0xff, 0xd8, 0xff])], ['a text', 'hello'], ['too much', Buffer.alloc(5_000_001, 0x20)]])('with %s in it is refused in words', async (_, bytes) => {
    await expect(check(bytes)).rejects.toMatchObject({ code: 'input.invalid', problems: [{ field: 'file' }] });
  });

  it('is not checked without end from one source', async () => {
    const one = () => checkFile(at.ctx(visitor), { bytes: Buffer.from('{}'), source: '10.4.0.1' });
    for (let n = 0; n < 60; n++) await one();
    await expect(one()).rejects.toMatchObject({ code: 'request.too_many' });
  });
});

describe('a badge', () => {
  it('gives the credential back as it was baked in, and no other text of a picture', () => {
    expect(unbakePng(bakePng(picture(), '{"имя":"Әсел"}'))).toBe('{"имя":"Әсел"}');
    expect(unbakePng(picture())).toBeNull();
    expect(unbakePng(bakePng(picture(), 'x').subarray(0, 60))).toBeNull();
  });
});
