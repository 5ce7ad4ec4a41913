import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, testInstallation } from '#server/testing/installation.ts';
import { createRecords } from './bulk.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { positionsOf } from './positions.service.ts';
import { copyFilter, listSavedFilters, removeFilter, saveFilter, shareFilter } from './saved-filters.service.ts';

const at = testInstallation();
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
const place = (code: string, parentId: string) => createOrganisation(at.system(), { parentId, kind: 'library', code, name: localized('ru', code), country: 'KZ', timeZone: 'Asia/Almaty' });
const by = (role: string, scopeId: string | null, name: string, networkId = at.networkId): Ctx =>
  at.ctx(account([{ role, networkId, scopeKind: scopeId ? 'organisation' : 'network', scopeId }], name), networkId, 'ru');

let district: string, library: string, beside: string;
beforeAll(async () => {
  district = await place('SFD', at.organisationId);
  library = await place('SFL', district);
  beside = await place('SFB', at.organisationId);
});
const shared = async (ctx: Ctx) => (await listSavedFilters(ctx, 'people')).shared.map(({ name, owner }) => [name, owner]);

describe('a saved filter that is shared', () => {
  it('is private until its owner shares it, with everybody at or below her organisation and with nobody beside', async () => {
    const owner = by('methodist', district, 'Гүлнар Сейтова');
    const [head, other, office] = [by('head', library, 'Head'), by('head', beside, 'Other'), by('network_admin', null, 'Office')];
    const id = await saveFilter(owner, { list: 'people', name: 'Старшие', query: '?age=from_55' });
    expect(await listSavedFilters(owner, 'people')).toEqual({ own: [{ id, name: 'Старшие', query: '?age=from_55', with: 'private' }], shared: [], audiences: { network: false, organisations: [{ id: district, name: 'SFD' }] } });
    expect(await shared(head)).toEqual([]);
    expect(await refusal(copyFilter(head, id))).toBe('page.not_found');

    await shareFilter(owner, { id, with: district });
    expect(await shared(head)).toEqual([['Старшие', 'Гүлнар Сейтова']]);
    for (const reader of [other, office]) expect(await shared(reader)).toEqual([]);
    expect(await shared(by('network_admin', null, 'There', at.otherNetworkId))).toEqual([]);
    // Of the one list only.
    expect((await listSavedFilters(head, 'organisations')).shared).toEqual([]);

    // Only the owner changes, shares and removes it; the answer is the one that nothing gets.
    for (const ctx of [head, other, office, by('methodist', district, 'Colleague')]) {
      expect(await refusal(removeFilter(ctx, id))).toBe('page.not_found');
      expect(await refusal(shareFilter(ctx, { id, with: 'private' }))).toBe('page.not_found');
    }
    expect(await refusal(removeFilter(head, newId()))).toBe('page.not_found');
    expect(await refusal(copyFilter(other, id))).toBe('page.not_found');
    expect(await refusal(copyFilter(owner, id))).toBe('page.not_found');

    // Under the same name the owner keeps a new query, for all.
    expect(await saveFilter(owner, { list: 'people', name: 'Старшие', query: '?age=from_55&state=all' })).toBe(id);
    expect((await listSavedFilters(head, 'people')).shared[0]).toMatchObject({ query: '?age=from_55&state=all' });
    await shareFilter(owner, { id, with: 'private' });
    expect(await shared(head)).toEqual([]);
    const row = await at.platform.db.selectFrom('people.saved_filter').select(['shared_with', 'shared_place', 'owner_name']).where('id', '=', id).executeTakeFirst();
    expect(row).toEqual({ shared_with: null, shared_place: null, owner_name: null });
  });

  it('is shared with the whole network by an office of it only, and with no place where one holds nothing', async () => {
    const owner = by('methodist', district, 'Owner');
    const id = await saveFilter(owner, { list: 'people', name: 'Сеть', query: '?state=left' });
    for (const audience of ['network', at.organisationId, beside, library, at.otherOrganisationId]) expect(await refusal(shareFilter(owner, { id, with: audience }))).toBe('choice.missing');
    const office = by('coordinator', null, 'Центр');
    const wide = await saveFilter(office, { list: 'people', name: 'Для всех', query: '?state=left' });
    await shareFilter(office, { id: wide, with: 'network' });
    for (const reader of [owner, by('head', beside, 'Other')]) expect(await shared(reader)).toEqual([['Для всех', 'Центр']]);
    expect((await listSavedFilters(by('head', at.otherOrganisationId, 'There', at.otherNetworkId), 'people')).shared).toEqual([]);
    expect(await refusal(listSavedFilters(by('specialist', library, 'Nobody'), 'people'))).toBe('page.not_found');

    // A copy is one's own, private, and takes a free name.
    await saveFilter(owner, { list: 'people', name: 'Для всех', query: '?age=under_30' });
    await copyFilter(owner, wide);
    const { own } = await listSavedFilters(owner, 'people');
    expect(own.map(({ name, query, with: seen }) => [name, query, seen])).toEqual([
      ['Для всех', '?age=under_30', 'private'],
      ['Для всех (2)', '?state=left', 'private'],
      ['Сеть', '?state=left', 'private'],
    ]);
    // What the owner removes is gone for others, and stays where it was copied.
    await removeFilter(office, wide);
    expect(await shared(owner)).toEqual([]);
    expect((await listSavedFilters(owner, 'people')).own).toHaveLength(3);
  });

  it('shows nobody more than before: it is a query, and the list asks the rights of who reads it', async () => {
    const positionId = (await positionsOf(at.system())).find(({ code }) => code === 'librarian')?.id ?? '';
    for (const [familyName, organisationId] of [['Своя', library], ['Чужая', beside]] as const) {
      const post = { organisationId, positionId, title: null, kind: 'main' as const, isMainPersonnel: true, rate: 1, fromDate: '2020-09-01', toDate: null, leavingReason: null, leavingNote: null };
      await createRecords(at.system(), [
        { familyName, givenName: null, patronymic: null, nameLocale: 'ru', birthDate: null, sex: null, email: null, phone: null, preferredLocale: null, languages: [], librarySince: null, professionSince: null, posts: [post], educations: [], attestations: [] },
      ]);
    }
    const office = by('coordinator', null, 'Центр');
    const id = await saveFilter(office, { list: 'people', name: 'Все', query: `?organisation=${at.organisationId}` });
    await shareFilter(office, { id, with: 'network' });
    const head = by('head', library, 'Head');
    const query = (await listSavedFilters(head, 'people')).shared[0]?.query ?? '';
    const seen = async (ctx: Ctx) => (await listPeopleFor(ctx, PeopleFilter.parse(Object.fromEntries(new URLSearchParams(query))))).lines.map(({ name }) => name);
    expect(await seen(office)).toEqual(['Своя', 'Чужая']);
    expect(await seen(head)).toEqual(['Своя']);
  });

  it('is seen by nobody but its owner once its organisation is gone', async () => {
    const gone = await place('SFG', at.organisationId);
    const owner = by('head', gone, 'Owner');
    const id = await saveFilter(owner, { list: 'people', name: 'Ушедшие', query: '?state=left' });
    await shareFilter(owner, { id, with: gone });
    await sql`delete from people.organisation where id = ${gone}::uuid`.execute(at.platform.db);
    expect((await listSavedFilters(owner, 'people')).own).toMatchObject([{ name: 'Ушедшие', with: 'private' }]);
  });
});
