import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import { addLicence, checkByCode, endLicence, issueCredential, issueDuplicate, listLicencesFor } from './index.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
let russian = '';
let below = '';
const course = (organisationId: string, change: { hours?: number; issuedOn?: string } = {}) =>
  inTransaction(at.system(), (tx) =>
    issueCredential(tx, newIssue(organisationId, { kind: 'course', qualification: 'professional_development', fields: { ...newIssue(organisationId).fields, role: 'learner', legalLine: null }, facts: { hours: change.hours ?? 72 }, issuedOn: change.issuedOn ?? '2026-05-20' })),
  );
const licence = (change: object = {}) => ({ organisationId: russian, number: 'Л035-01271-16/00190001', issuedBy: 'Министерство образования области', issuedOn: '2020-03-01', ...change });
const printed = async (checkCode: string) => Object.fromEntries((await checkByCode(at.ctx(visitor), { code: checkCode, source: '10.0.0.1' })).lines.map(({ line, text }) => [line, text]));

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
  russian = await createOrganisation(at.system(), { kind: 'methodical_centre', code: 'OMS', name: localized('ru', 'Центр в Омске'), country: 'RU', timeZone: 'Asia/Omsk' });
  below = await createOrganisation(at.system(), { parentId: russian, kind: 'library_system', code: 'OMS1', name: localized('ru', 'Система района'), country: 'RU', timeZone: 'Asia/Omsk' });
});

describe('a licence', () => {
  it('makes a course of enough hours a document of qualification, for its organisation and what stands below', async () => {
    const before = await course(russian);
    expect(before.legalStatus).toBe('participation');
    expect(await printed(before.checkCode)).toMatchObject({ title: 'Сертификат о прохождении курса', legalLine: 'Не является документом о квалификации' });
    const id = await addLicence(admin(), licence());
    for (const made of [await course(russian), await course(below)]) {
      expect(made.legalStatus).toBe('professional_development');
      expect(await printed(made.checkCode)).toMatchObject({ title: 'Удостоверение о повышении квалификации', legalLine: 'Лицензия № Л035-01271-16/00190001, выдана 1 марта 2020 г.' });
    }
    expect((await course(russian, { hours: 15 })).legalStatus).toBe('participation');
    expect((await course(russian, { issuedOn: '2020-02-29' })).legalStatus).toBe('participation');
    // Kazakhstan knows no such document for librarians, and an organisation beside has no licence.
    expect((await course(at.organisationId)).legalStatus).toBe('participation');

    const lost = await course(russian);
    await endLicence(admin(), id);
    expect((await course(russian)).legalStatus).toBe('participation');
    // What was a document of qualification stays one: its duplicate says word for word what it said.
    let duplicate = await issueDuplicate(at.ctx(coordinatorOf(at.networkId, russian)), lost.issueId, { reason: 'Утерян при переезде' });
    duplicate = await issueDuplicate(at.ctx(coordinatorOf(at.networkId, russian)), duplicate.issueId, { reason: 'Утерян при переезде' });
    expect(duplicate.legalStatus).toBe('professional_development');
    expect(await printed(duplicate.checkCode)).toMatchObject({ title: 'Удостоверение о повышении квалификации', legalLine: 'Лицензия № Л035-01271-16/00190001, выдана 1 марта 2020 г.' });
    expect(await listLicencesFor(admin())).toMatchObject([{ id, holds: false, endedOn: '2026-05-18' }]);
    expect(await refusal(endLicence(admin(), id))).toBe('page.not_found');
  });

  it('is recorded by administrators of the network alone, with days that can be', async () => {
    for (const actor of [visitor, account([]), coordinatorOf(at.networkId, at.organisationId), account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }])]) {
      for (const work of [() => listLicencesFor(at.ctx(actor)), () => addLicence(at.ctx(actor), licence()), () => endLicence(at.ctx(actor), russian)]) expect(await refusal(work())).toBe('page.not_found');
    }
    expect(await refusal(addLicence(admin(), licence({ issuedOn: '2030-01-01' })))).toBe('issuedOn licence.in_future');
    expect(await refusal(addLicence(admin(), licence({ validUntil: '2020-02-01' })))).toBe('validUntil licence.before_issue');
    expect(await refusal(addLicence(admin(), licence({ organisationId: at.otherOrganisationId })))).toBe('page.not_found');
    const passed = await addLicence(admin(), licence({ number: 'old', validUntil: '2021-01-01' }));
    expect((await listLicencesFor(admin())).find(({ id }) => id === passed)).toMatchObject({ holds: false });
  });
});
