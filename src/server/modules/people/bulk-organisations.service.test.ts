import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { OrganisationBulkAct } from './bulk-organisations.rule.ts';
import { applyOrganisationsBulk, checkOrganisationsBulk, previewOrganisationsBulk } from './bulk-organisations.service.ts';
import { OrganisationsFilter } from './organisations-list.service.ts';
import { findOrganisation, listMoves } from './organisations.queries.ts';
import { closeOrganisation, createOrganisation } from './organisations.service.ts';
import { listPeopleFor, PeopleFilter } from './people-list.service.ts';
import { createPersonWithPost } from './persons.service.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const as = (role: Grant['role'], scopeId: string) => at.ctx(account([{ role, networkId: at.networkId, scopeKind: 'organisation', scopeId }]), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field}: ${code}`).join(', ') ?? error.code);

let made = 0;
const place = (name: string, parentId = at.organisationId) => {
  made += 1;
  return createOrganisation(at.system(), { parentId, kind: 'library', code: `BO${String(made).padStart(3, '0')}`, name: localized('ru', name), country: 'KZ', timeZone: 'Asia/Almaty', languages: ['ru'] });
};
const below = (id: string, more: Record<string, string> = {}) => OrganisationsFilter.parse({ below: id, ...more });
const act = (change: object) => OrganisationBulkAct.parse(change);
const shown = async (filter: OrganisationsFilter, change: OrganisationBulkAct, ctx = centre()) => (await previewOrganisationsBulk(ctx, filter, change)).lines;
const chosen = (lines: { id: string; seen: string; reason: unknown }[]) => lines.filter(({ reason }) => reason === null).map(({ id, seen }) => `${id}.${seen}`);
const row = async (id: string) => (await findOrganisation(at.system(), id))!;
const acts = async (id: string) => (await sql<{ act: string }>`select act from people.record_change where subject_id = ${id}::uuid order by id`.execute(at.platform.db)).rows.map((change) => change.act);

describe('one change for many organisations', () => {
  let district: string, first: string, second: string;
  beforeEach(async () => {
    district = await place('Округ');
    [first, second] = [await place('Аксу', district), await place('Баян', district)];
  });

  it('moves them with all below in one transaction, and the lists of their people follow', async () => {
    const to = await place('Новый округ');
    const deep = await place('Внутри', first);
    await createPersonWithPost(at.system(), { familyName: 'Ахметова', givenName: null, patronymic: null, locale: 'ru', organisationId: deep, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
    const change = act({ act: 'move', parentId: to, movedOn: '2026-03-01', reason: 'Укрупнение' });
    const lines = await shown(below(district), change);
    expect(lines.map(({ name, reason }) => [name, reason])).toEqual([['Аксу', null], ['Баян', null], ['Внутри', null], ['Округ', null]]);
    expect(lines[2]?.records).toEqual([{ act: 'organisation.moved', about: null, changes: [{ field: 'parent', before: 'Аксу', after: 'Новый округ' }] }]);
    expect((await row(first)).parent_id).toBe(district);
    // Two that hang one under the other are both put right under the new one.
    expect(await applyOrganisationsBulk(centre(), { act: change, organisations: chosen(lines.filter(({ id }) => id === first || id === deep)) })).toMatchObject({ count: 2 });
    expect([(await row(first)).path, (await row(deep)).path, (await row(second)).path]).toEqual([[at.organisationId, to, first], [at.organisationId, to, deep], [at.organisationId, district, second]]);
    expect((await listMoves(at.system(), deep)).map((move) => [move.from_id, move.to_id, move.moved_on, move.reason])).toEqual([[first, to, '2026-03-01', 'Укрупнение']]);
    expect(await acts(deep)).toEqual(['organisation.moved']);
    const names = async (organisation: string) => (await listPeopleFor(centre(), PeopleFilter.parse({ organisation }))).lines.map(({ name }) => name);
    expect([await names(to), await names(district)]).toEqual([['Ахметова'], []]);
    const { rows } = await sql`select data from platform.audit_entry where act = 'organisations.changed_in_bulk'`.execute(at.platform.db);
    expect(rows).toEqual([{ data: { change: 'move', count: 2 } }]);
  });

  it('keeps one with its own below it whole when it is moved', async () => {
    const [to, deep] = [await place('Куда'), await place('Внутри', first)];
    const change = act({ act: 'move', parentId: to, movedOn: '2026-03-01' });
    await applyOrganisationsBulk(centre(), { act: change, organisations: [first] });
    expect((await row(deep)).path).toEqual([at.organisationId, to, first, deep]);
    expect((await shown(below(to), change)).map(({ reason }) => reason)).toEqual(['nothing_to_change', null, 'below_itself']);
    expect(await refusal(previewOrganisationsBulk(centre(), below(district), act({ ...change, movedOn: '2027-01-01' })))).toBe('movedOn: date.in_future');
  });

  it('closes children together with what they hang under, and says which one stays open when one is left out', async () => {
    const change = act({ act: 'close', closedOn: '2026-04-30', reason: 'Слияние' });
    const lines = await shown(below(district), change);
    expect(lines.map(({ name, reason }) => [name, reason])).toEqual([['Аксу', null], ['Баян', null], ['Округ', null]]);
    expect(await refusal(applyOrganisationsBulk(centre(), { act: change, organisations: chosen(lines.filter(({ id }) => id !== second)) }))).toBe('organisations: bulk.open_below');
    expect((await row(first)).closed_on).toBe(null);
    expect((await shown(below(district, { q: 'Округ' }), change)).map(({ reason }) => reason)).toEqual(['open_below']);
    await applyOrganisationsBulk(centre(), { act: change, organisations: chosen(lines) });
    expect([(await row(first)).closed_on, (await row(district)).closed_on]).toEqual(['2026-04-30', '2026-04-30']);
    const { rows } = await sql<{ changes: unknown }>`select changes from people.record_change where subject_id = ${district}::uuid and act = 'organisation.closed'`.execute(at.platform.db);
    expect(rows[0]?.changes).toEqual([{ field: 'closedOn', before: null, after: '2026-04-30' }, { field: 'reason', before: null, after: 'Слияние' }]);
    expect((await shown(below(district, { state: 'all' }), change)).map(({ reason }) => reason)).toEqual(['closed', 'closed', 'closed']);
  });

  it('gives kind, languages and zone to those that were ticked', async () => {
    const only = OrganisationsFilter.parse({ only: [first, second].join(',') });
    for (const change of [{ act: 'kind', newKind: 'branch' }, { act: 'languages', languages: ['kk', 'en'] }, { act: 'zone', timeZone: 'Asia/Qyzylorda' }]) {
      const lines = await shown(only, act(change));
      expect(lines).toHaveLength(2);
      await applyOrganisationsBulk(centre(), { act: act(change), organisations: chosen(lines) });
      expect((await shown(only, act(change))).map(({ reason }) => reason)).toEqual(['nothing_to_change', 'nothing_to_change']);
    }
    expect(await row(first)).toMatchObject({ kind: 'branch', languages: ['kk', 'en'], time_zone: 'Asia/Qyzylorda', version: 4 });
    expect(await row(district)).toMatchObject({ kind: 'library', languages: ['ru'] });
  });

  it('writes nothing at all when one of them is not any more as it was shown', async () => {
    const change = act({ act: 'kind', newKind: 'branch' });
    const lines = await shown(below(district), change);
    await closeOrganisation(centre(), second, { closedOn: '2026-04-30' });
    expect(await refusal(applyOrganisationsBulk(centre(), { act: change, organisations: chosen(lines) }))).toBe('bulk.organisations_changed_meanwhile');
    expect((await row(first)).kind).toBe('library');
  });

  it('is for who keeps them: the centre arranges, a methodist and a head change what they may, others find nothing', async () => {
    const beside = await place('Рядом');
    const languages = act({ act: 'languages', languages: ['kk'] });
    const methodist = as('methodist', district);
    expect((await shown(OrganisationsFilter.parse({ only: [first, beside].join(',') }), languages, methodist)).map(({ name, reason }) => [name, reason])).toEqual([['Аксу', null], ['Рядом', 'not_your_organisation']]);
    expect((await shown(below(district), act({ act: 'kind', newKind: 'branch' }), methodist)).every(({ reason }) => reason === 'not_your_organisation')).toBe(true);
    expect(await refusal(applyOrganisationsBulk(methodist, { act: languages, organisations: [first, beside] }))).toBe('page.not_found');
    expect((await row(first)).languages).toEqual(['ru']);
    await applyOrganisationsBulk(as('head', first), { act: languages, organisations: [first] });
    expect((await row(first)).languages).toEqual(['kk']);
    expect(await refusal(applyOrganisationsBulk(as('head', first), { act: act({ act: 'close', closedOn: '2026-04-30' }), organisations: [first] }))).toBe('page.not_found');
    expect(await refusal(applyOrganisationsBulk(as('coordinator', district), { act: act({ act: 'move', parentId: beside, movedOn: '2026-03-01' }), organisations: [first] }))).toBe('page.not_found');
    expect(await refusal(checkOrganisationsBulk(as('specialist', first), languages, [first]))).toBe('page.not_found');
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId, 'ru');
    expect(await refusal(applyOrganisationsBulk(elsewhere, { act: languages, organisations: [first] }))).toBe('page.not_found');
  });

  it('is shown at the same cost however many they are', async () => {
    const many = await place('Много');
    for (let n = 0; n < 20; n++) await place(`Много ${n}`, many);
    const change = act({ act: 'close', closedOn: '2026-04-30' });
    expect(await countQueries(() => previewOrganisationsBulk(centre(), below(many), change))).toBe(await countQueries(() => previewOrganisationsBulk(centre(), below(district), change)));
  });
});
