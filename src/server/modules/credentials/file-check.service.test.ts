import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { checkFile, issueCredential, renderCertificate, revokeCredential, signedCredential } from './index.ts';
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
  return { ...issue, pdf: Buffer.from(pdf), json, document: JSON.parse(json) as never };
}
const picture = () => PNG.sync.write(new PNG({ width: 8, height: 8 }));

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

  it('is known as JSON whatever the order of its names', async () => {
    const issue = await made();
    const turned = Object.fromEntries(Object.entries(issue.document as object).reverse());
    expect(await check(JSON.stringify(turned))).toMatchObject({ outcome: 'issued' });
  });
});

type Json = Record<string, never>;
const TAMPERINGS: [string, (document: Json) => unknown, string][] = [
  ['the name', (d) => void Object.assign(d['credentialSubject']['identifier'][0], { identityHash: 'Иван Иванов' }), 'credentialSubject.identifier.0.identityHash'],
  ['a letter of the name by its look-alike', (d) => void Object.assign(d['credentialSubject']['identifier'][0], { identityHash: 'Aнна Сергеевна Лукьянова' }), 'credentialSubject.identifier.0.identityHash'],
  ['the title', (d) => void Object.assign(d['credentialSubject']['achievement'], { name: 'Другое событие' }), 'credentialSubject.achievement.name'],
  ['the number', (d) => void Object.assign(d['credentialSubject'], { licenseNumber: 'PVL-2026-ATT-99999' }), 'credentialSubject.licenseNumber'],
  ['the minutes', (d) => void Object.assign(d['credentialSubject'], { narrative: 'участие: 999 минут' }), 'credentialSubject.narrative'],
  ['the day', (d) => void Object.assign(d, { validFrom: '2020-01-01T00:00:00.000Z' }), 'validFrom'],
  ['the end, put in', (d) => void Object.assign(d, { validUntil: '2099-01-01T00:00:00Z' }), 'validUntil'],
  ['the issuer', (d) => void Object.assign(d['issuer'], { name: 'Министерство' }), 'issuer.name'],
  ['the status, taken out', (d) => void Reflect.deleteProperty(d, 'credentialStatus'), 'credentialStatus'],
  ['the place in the list', (d) => void Object.assign(d['credentialStatus'], { statusListIndex: '0' }), 'credentialStatus.statusListIndex'],
  ['the signature', (d) => void Object.assign(d['proof'], { proofValue: 'z1111' }), 'proof.proofValue'],
  ['the signature, taken out', (d) => void Reflect.deleteProperty(d, 'proof'), 'proof'],
  ['a context', (d) => void (d['@context'] as string[]).push('https://example.org/x'), '@context.3'],
  ['something added', (d) => void Object.assign(d, { note: 'with honours' }), 'note'],
];

describe('a credential that was tampered with', () => {
  it.each(TAMPERINGS)('in %s is altered, and it is said where', async (_, change, where) => {
    const issue = await made();
    const copy = structuredClone(issue.document) as Json;
    change(copy);
    const json = JSON.stringify(copy);
    expect(await check(json)).toMatchObject({ outcome: 'altered', changed: [where], checked: { number: issue.number } });
    expect(await check(bakePng(picture(), json))).toMatchObject({ outcome: 'altered', kind: 'png' });
  });

  it('and bears the code of another certificate, or none, opens no register', async () => {
    const [one, other] = [await made(), await made({ holderName: 'Пётр Другой' })];
    const swapped = structuredClone(one.document) as Json;
    Object.assign(swapped['evidence'][0], { id: `https://sheberlik.example.kz/ru/check/${other.checkCode}` });
    expect(await check(JSON.stringify(swapped))).toMatchObject({ outcome: 'altered', checked: null, changed: [] });
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
