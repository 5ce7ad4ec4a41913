import { describe, expect, it } from 'vitest';
import { findLinkFor, readLink } from '#server/modules/access/index.ts';
import {
  addConsentText,
  changeConsentText,
  createPersonWithPost,
  getConsentTextFor,
  giveAsParent,
  giveOwnConsent,
  listConsentTextsFor,
  publishConsentText,
  recordPaperConsent,
  retireConsentText,
  showConsents,
  showParentPage,
  tiePersonToAccount,
  withdrawAsParent,
  withdrawConsent,
} from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation } from '#server/testing/installation.ts';
import { askParent, consentsWithLinks } from './consents.ts';

const at = testInstallation();
const admin = (networkId = at.networkId) => at.ctx(account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }]), networkId);
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field}: ${code}`).join() ?? error.code);
const draft = (purpose: 'data' | 'publication' | 'photo' | 'transfer', words = 'Согласие', lastsMonths?: number) => ({ purpose, title: localized('ru', words), body: localized('ru', `${words}: текст`), lastsMonths });

async function published(purpose: 'data' | 'publication' | 'photo' | 'transfer', lastsMonths?: number): Promise<string> {
  const id = await addConsentText(admin(), draft(purpose, 'Согласие', lastsMonths));
  await publishConsentText(admin(), id);
  return id;
}

async function somebody(birthDate: string | null): Promise<{ id: string; herself: Ctx }> {
  const id = await createPersonWithPost(at.system(), { familyName: 'Юная', givenName: 'Дана', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Волонтёр', rate: '0.25', fromDate: '2026-01-01', birthDate });
  const accountId = newId();
  await at.platform.pool.query('insert into access.account (id, name, email) values ($1, $2, $3)', [accountId, 'Дана Юная', `${accountId}@example.kz`]);
  await tiePersonToAccount(at.system(), id, accountId);
  return { id, herself: at.ctx({ kind: 'account', accountId, name: 'Дана Юная', email: '', grants: [] }) };
}

describe('texts', () => {
  it('are written as drafts, published as numbered versions, and never changed again', async () => {
    const first = await addConsentText(admin(), draft('photo', 'Первая'));
    expect(await refusal(addConsentText(admin(), draft('photo')))).toBe('purpose: consent_text.draft_already');
    await changeConsentText(admin(), first, { ...draft('photo', 'Первая исправленная'), version: 1 });
    expect(await refusal(changeConsentText(admin(), first, { ...draft('photo'), version: 1 }))).toBe('record.changed_meanwhile');
    await publishConsentText(admin(), first);
    expect(await refusal(changeConsentText(admin(), first, { ...draft('photo'), version: 2 }))).toBe('page.not_found');
    const second = await addConsentText(admin(), draft('photo', 'Вторая'));
    await publishConsentText(admin(), second);
    const states = (await listConsentTextsFor(admin())).filter(({ purpose }) => purpose === 'photo').map(({ versionNumber, state }) => `${versionNumber} ${state}`);
    expect(states).toEqual(['2 published', '1 retired']);
    await retireConsentText(admin(), second);
    expect((await getConsentTextFor(admin(), second)).state).toBe('retired');
  });

  it('are written by the administrator of the network only, and are nobody else’s', async () => {
    const id = await addConsentText(admin(), draft('transfer'));
    const others = [at.ctx(coordinatorOf(at.networkId, at.organisationId)), admin(at.otherNetworkId), at.ctx({ kind: 'visitor' })];
    for (const ctx of others) {
      expect(await refusal(publishConsentText(ctx, id))).toBe('page.not_found');
      expect(await refusal(getConsentTextFor(ctx, id))).toBe('page.not_found');
    }
  });
});

describe('agreeing', () => {
  it('is done by herself once, with version, day and end, and is taken back', async () => {
    const textId = await published('publication', 12);
    const { id, herself } = await somebody('1990-01-01');
    expect((await showConsents(herself, id)).open.map((text) => text.id)).toContain(textId);
    await giveOwnConsent(herself, id, textId);
    expect(await refusal(giveOwnConsent(herself, id, textId))).toBe(': consent.given_already');
    const [consent] = (await showConsents(herself, id)).consents;
    expect(consent).toMatchObject({ textId, versionNumber: 1, givenBy: 'self', way: 'account', givenOn: '2026-05-18', validUntil: '2027-05-17', standing: 'standing' });
    at.clock.set(new Date('2027-05-18T04:00:00Z'));
    expect((await showConsents(herself, id)).consents[0]?.standing).toBe('run_out');
    await giveOwnConsent(herself, id, textId);
    at.clock.set(TEST_NOW);
    const [again] = (await showConsents(herself, id)).consents;
    await withdrawConsent(herself, id, again?.id ?? '');
    expect((await showConsents(herself, id)).consents[0]).toMatchObject({ standing: 'withdrawn', withdrawnBy: 'self' });
    const { rows } = await at.platform.pool.query(`select act from platform.audit_entry where subject_id = $1 and act like 'consent.%' order by at, id`, [id]);
    expect(rows.map(({ act }: { act: string }) => act).sort()).toEqual(['consent.given', 'consent.given', 'consent.withdrawn']);
  });

  it('is written down from paper by her keeper, and by nobody else', async () => {
    const textId = await published('data');
    const { id, herself } = await somebody(null);
    const paper = { textId, givenBy: 'self' as const, givenOn: '2026-05-01' };
    expect(await refusal(recordPaperConsent(herself, id, paper))).toBe('page.not_found');
    expect(await refusal(recordPaperConsent(admin(), id, { ...paper, givenOn: '2026-06-01' }))).toBe('givenOn: date.in_future');
    expect(await refusal(recordPaperConsent(admin(), id, { ...paper, givenBy: 'parent' }))).toBe('parentName: field.required');
    await recordPaperConsent(admin(), id, paper);
    const view = await showConsents(admin(), id);
    expect(view.consents[0]).toMatchObject({ way: 'paper', givenOn: '2026-05-01', validUntil: null });
    const stranger = (await somebody(null)).herself;
    expect(await refusal(showConsents(stranger, id))).toBe('page.not_found');
    expect(await refusal(withdrawConsent(stranger, id, view.consents[0]?.id ?? ''))).toBe('page.not_found');
    expect(await refusal(showConsents(admin(at.otherNetworkId), id))).toBe('page.not_found');
  });

  it('below the age of the country is a parent’s, by a link, until she is of age', async () => {
    const { rows } = await at.platform.pool.query<{ id: string }>(`select id from people.consent_text where state = 'published' and purpose = 'data' and network_id = $1`, [at.networkId]);
    const textId = rows[0]?.id ?? '';
    const { id, herself } = await somebody('2011-06-01');
    expect(await refusal(giveOwnConsent(herself, id, textId))).toBe(': consent.too_young');
    expect(await refusal(recordPaperConsent(admin(), id, { textId, givenBy: 'self', givenOn: '2026-05-01' }))).toBe('givenBy: consent.too_young');
    await askParent(admin(), id, { textId, parentName: 'Юный Ерлан' });
    const { links } = await consentsWithLinks(admin(), id);
    expect(links).toMatchObject([{ parentName: 'Юный Ерлан', url: expect.stringContaining('/l/') as string }]);
    expect((await consentsWithLinks(herself, id)).links).toEqual([]);

    const askedId = links[0]?.id ?? '';
    const link = await findLinkFor(at.system(), 'consent', askedId);
    const open = await readLink(at.ctx({ kind: 'visitor' }), link?.token ?? '');
    const parent = at.ctx({ kind: 'link', linkId: open.id, purpose: open.purpose, subjectId: open.subjectId });
    expect(await showParentPage(parent, askedId)).toMatchObject({ childName: 'Юная Дана', isOpen: true, consent: null });
    expect(await refusal(showParentPage(at.ctx({ kind: 'visitor' }), askedId))).toBe('page.not_found');
    expect(await refusal(showParentPage(at.ctx({ kind: 'link', linkId: open.id, purpose: 'registration', subjectId: askedId }), askedId))).toBe('page.not_found');
    await giveAsParent(parent, askedId);
    expect(await refusal(giveAsParent(parent, askedId))).toBe('consent.given_already');
    expect((await showConsents(admin(), id)).consents[0]).toMatchObject({ givenBy: 'parent', way: 'link', parentName: 'Юный Ерлан', validUntil: '2027-05-31' });
    await withdrawAsParent(parent, askedId);
    expect((await showConsents(admin(), id)).consents[0]).toMatchObject({ standing: 'withdrawn', withdrawnBy: 'parent' });
    expect(await refusal(withdrawAsParent(parent, askedId))).toBe('page.not_found');

    const adult = await somebody('1990-01-01');
    expect(await refusal(askParent(admin(), adult.id, { textId, parentName: 'Кто-то' }))).toBe(': consent.of_age');
  });
});
