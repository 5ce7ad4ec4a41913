import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as learnCard from '@learncard/types';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { isSignedBy } from './badge-signing.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { issueCredential, listKeysFor, revokeCredential, rotateKey, signedCredential, signWaiting } from './index.ts';
import { keyDocument } from './issuer-did.rule.ts';
import { listSigningKeys } from './signing.queries.ts';

// By its file: under the test runner the package leads to sources that Node does not read.
const { AchievementCredentialValidator } = createRequire(import.meta.url)(fileURLToPath(new URL('../../../../node_modules/@learncard/types/dist/index.cjs', import.meta.url))) as typeof learnCard;
const at = testInstallation();
const keeper = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const coordinator = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
/** The file of 1EdTech lies beside the project, not in it: it is not ours to give out. */
const OFFICIAL = fileURLToPath(new URL('../../../../../shared/data/open-badges-3.0/ob_v3p0_achievementcredential_schema.json', import.meta.url));
const issue = (given: Partial<NewIssue> = {}) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, given)));
const signed = async (given: Partial<NewIssue> = {}) => {
  const made = await issue(given);
  const text = await signedCredential(at.system(), { id: made.issueId, series: made.series });
  if (text === null) throw new Error('not signed');
  return { ...made, text, document: JSON.parse(text) as Record<string, unknown> };
};

/** What a reader knows who has read the issuer's document. */
async function known(): Promise<Map<string, unknown>> {
  const did = 'did:web:sheberlik.example.kz:issuers:pavlodar';
  const methods = (await listSigningKeys(at.platform.db, at.networkId, 'register')).filter((key) => !key.compromised_at).map((key) => keyDocument(did, key));
  const documents = new Map<string, unknown>(methods.map((method) => [method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method }]));
  documents.set(did, { '@context': ['https://www.w3.org/ns/did/v1'], id: did, verificationMethod: methods, assertionMethod: methods.map(({ id }) => id) });
  return documents;
}

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a signed credential', () => {
  it('says what the paper says, is signed by the issuer, and stays the same to the byte', async () => {
    const made = await signed({ facts: { from: '2026-05-18', to: '2026-05-19', minutes: 345, presence: 92 } });
    expect(made.document).toMatchObject({
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: 'did:web:sheberlik.example.kz:issuers:pavlodar', name: 'Методический центр областной библиотеки' },
      credentialSubject: {
        identifier: [{ identityHash: 'Анна Сергеевна Лукьянова', identityType: 'name' }],
        licenseNumber: made.number,
        result: [{ value: '92' }, { value: '345' }],
        achievement: { inLanguage: 'ru', name: 'Компетенции профессионала завтрашнего дня. Библиотека в системе профориентации' },
      },
    });
    expect(made.text).toContain(made.checkCode);
    expect(await isSignedBy(made.document, await known())).toBe(true);
    at.clock.advance(3_600_000);
    expect(await signedCredential(at.system(), { id: made.issueId, series: 'register' })).toBe(made.text);
  });

  it('refuses every change, another signature, and a context of somebody else', async () => {
    const { document } = await signed();
    const keys = await known();
    const changed = (change: (copy: never) => void) => {
      const copy = structuredClone(document);
      change(copy as never);
      return isSignedBy(copy, keys);
    };
    expect(await changed((copy: { name: string }) => void (copy.name = 'Диплом'))).toBe(false);
    expect(await changed((copy: { credentialSubject: { identifier: { identityHash: string }[] } }) => void ((copy.credentialSubject.identifier[0] as { identityHash: string }).identityHash = 'Иван Иванов'))).toBe(false);
    expect(await changed((copy: { validUntil: string }) => void (copy.validUntil = '2099-01-01T00:00:00Z'))).toBe(false);
    expect(await changed((copy: { credentialStatus: { statusListIndex: string } }) => void (copy.credentialStatus.statusListIndex = '131071'))).toBe(false);
    expect(await changed((copy: { somethingElse: string }) => void (copy.somethingElse = 'x'))).toBe(false);
    expect(await changed((copy: { '@context': string[] }) => void copy['@context'].push('https://example.org/forged'))).toBe(false);
    expect(await changed((copy: { proof: { proofValue: string } }) => void (copy.proof.proofValue = copy.proof.proofValue.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))))).toBe(false);
    const other = await signed();
    expect(await changed((copy: { proof: unknown }) => void (copy.proof = other.document['proof']))).toBe(false);
    expect(await isSignedBy(document, new Map())).toBe(false);
  });

  const full = () => signed({ facts: { hours: 8, alignments: [{ name: 'Цифрлық сауат', url: 'https://example.kz/c/1', level: 'B2' }] }, validUntil: '2028-05-20' });
  const REQUIRED = ['issuer', 'validFrom', 'credentialSubject', 'type', '@context', 'id'];
  const without = (document: Record<string, unknown>, field: string) => Object.fromEntries(Object.entries(document).filter(([name]) => name !== field));

  it('is taken by the schemas of LearnCard, which refuse broken ones', async () => {
    const { document } = await full();
    expect(AchievementCredentialValidator.safeParse(document).error).toBeUndefined();
    for (const field of ['issuer', 'credentialSubject', 'type']) expect([field, AchievementCredentialValidator.safeParse(without(document, field)).success]).toEqual([field, false]);
  });

  it.skipIf(!existsSync(OFFICIAL))('is taken by the official JSON schema, which refuses broken ones', async () => {
    const { document } = await full();
    const ajv = new Ajv2019({ strict: false });
    (formats as unknown as { default: (to: Ajv2019) => void }).default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(OFFICIAL, 'utf8')) as object);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    for (const field of REQUIRED) expect([field, validate(without(document, field))]).toEqual([field, false]);
  });

  it('is made once, whoever asks, with a place in the list of its own', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => issue({ sourceId: newId() })));
    const texts = await Promise.all(made.flatMap((one) => [signedCredential(at.system(), { id: one.issueId, series: 'register' }), signedCredential(at.system(), { id: one.issueId, series: 'register' }), signWaiting(at.platform).then(() => null)]));
    expect(texts.filter((text) => text !== null)).toHaveLength(24);
    const rows = await at.platform.db.selectFrom('credentials.signed_credential').select(['issue_id', 'status_list_id', 'status_index']).execute();
    expect(new Set(rows.map((row) => `${row.status_list_id} ${row.status_index}`)).size).toBe(rows.length);
    expect(made.every((one) => rows.some((row) => row.issue_id === one.issueId))).toBe(true);
    const lists = await at.platform.db.selectFrom('credentials.status_list').select(['used', 'series']).where('network_id', '=', at.networkId).execute();
    expect(lists).toEqual([{ series: 'register', used: rows.length }]);
  });

  it('is not made for a rehearsal', async () => {
    const made = await issue({ practice: true });
    expect(await signedCredential(at.system(), { id: made.issueId, series: made.series })).toBeNull();
  });
});

describe('keys', () => {
  it('are changed by the administrator of the network alone; what an old one signed stays good', async () => {
    const before = await signed();
    await expect(rotateKey(coordinator(), 'register', { compromised: false })).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(listKeysFor(coordinator(), 'register')).rejects.toMatchObject({ code: 'page.not_found' });
    const name = await rotateKey(keeper(), 'register', { compromised: false });
    expect(name).toBe('key-2026-2');
    const after = await signed();
    expect(after.text).toContain('#key-2026-2"');
    expect(await isSignedBy(before.document, await known())).toBe(true);
    expect(await isSignedBy(after.document, await known())).toBe(true);
    expect((await listKeysFor(keeper(), 'register')).map((key) => [key.name, key.retiredAt !== null])).toEqual([['key-2026-2', false], ['key-2026-1', true]]);
  });

  it('that got out are vouched for no more, and what they signed is signed anew', async () => {
    const before = await signed();
    await rotateKey(keeper(), 'register', { compromised: true });
    expect(await isSignedBy(before.document, await known())).toBe(false);
    await signWaiting(at.platform);
    const again = JSON.parse((await signedCredential(at.system(), { id: before.issueId, series: 'register' })) ?? '') as Record<string, unknown>;
    expect(await isSignedBy(again, await known())).toBe(true);
    const { proof: _, ...content } = again;
    const { proof: _old, ...contentBefore } = before.document;
    expect(content).toEqual(contentBefore);
  });

  it('lie sealed in the database and open only with the key of the installation', async () => {
    await signed();
    const [row] = await listSigningKeys(at.platform.db, at.networkId, 'register');
    expect(row?.sealed_seed).toHaveLength(12 + 32 + 16);
    const moved = { ...at.platform, keys: { derive: () => Buffer.alloc(32) } };
    const made = await issue();
    await expect(signedCredential({ ...at.system(), platform: moved }, { id: made.issueId, series: 'register' })).rejects.toMatchObject({ code: 'signing.key_lost' });
  });

  it('of two processes that need the first one at once are one', async () => {
    const made = await issue();
    await revokeCredential(at.system(), { issueId: made.issueId, reason: 'issued to somebody else by mistake' });
    const keys = await listSigningKeys(at.platform.db, at.networkId, 'register');
    expect(keys.filter((key) => key.retired_at === null)).toHaveLength(1);
  });
});
