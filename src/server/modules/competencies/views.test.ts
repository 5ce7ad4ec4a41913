import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { showComparison } from './compare.service.ts';
import { showCoverage } from './coverage.service.ts';
import { HelpInput, offerHelp, showExperts, showHelp, withdrawHelp } from './experts.service.ts';
import { showHistory } from './history.service.ts';
import { showMap } from './map.service.ts';
import { rate, ratedNetwork, type RatedNetwork } from './views.fixture.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string }) => error.code);
const role = (name: string, scopeId: string | null = at.organisationId, networkId = at.networkId): Actor => account([{ role: name, networkId, scopeKind: scopeId ? 'organisation' : 'network', scopeId }]);
let network: RatedNetwork;
let [first, second]: [string, string] = ['', ''];
const coordinator = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const inspector = () => at.ctx(role('inspector', null));

beforeAll(async () => {
  // A large district, a small one, one of middling size.
  network = await ratedNetwork(at.system(), at.organisationId, [[6, 6, 2], [3], [5, 4]]);
  [first = '', second = ''] = network.area.competencyIds;
  const [large, small, middle] = network.districts;
  await rate(at.system(), network, large?.libraries[0]?.people ?? [], first, 4);
  await rate(at.system(), network, large?.libraries[1]?.people ?? [], first, 2);
  await rate(at.system(), network, large?.libraries[2]?.people ?? [], first, 0);
  await rate(at.system(), network, small?.libraries[0]?.people ?? [], first, 3);
  await rate(at.system(), network, middle?.libraries[0]?.people ?? [], first, 1);
  await rate(at.system(), network, large?.libraries[0]?.people.slice(0, 2) ?? [], second, 3);
});
const wish = () => ({ frameworkId: network.version.frameworkId, areaId: network.area.id });
const cellsOf = (map: Awaited<ReturnType<typeof showMap>>) => map.rows.map(({ id, cells }) => [id, cells[0]?.isHidden ? 'hidden' : cells[0]?.value] as const);
const district = (index: number) => network.districts[index]?.id ?? '';
const library = (index: number, of: number) => network.districts[index]?.libraries[of]?.id ?? '';

describe('the heat map', () => {
  it('shows who keeps the records everything, in figures of four kinds', async () => {
    const mean = await showMap(coordinator(), { ...wish(), figure: 'mean' });
    expect(new Map(cellsOf(mean))).toEqual(new Map<string, unknown>([[district(0), (24 + 12) / 14], [district(1), 3], [district(2), 1]]));
    expect(mean.total.cells[0]).toEqual({ value: (24 + 12 + 9 + 5) / 22, base: 22, isHidden: false });
    expect(mean.total.headcount).toBe(26);
    expect(mean.hidesSome).toBe(false);
    expect((await showMap(coordinator(), { ...wish(), figure: 'rated' })).rows.find(({ id }) => id === district(2))?.cells[0]?.value).toBeCloseTo(5 / 9);
    expect((await showMap(coordinator(), { ...wish(), figure: 'spread' })).rows.find(({ id }) => id === district(1))?.cells[0]?.value).toBe(0);
    const { rows } = await sql<{ least: number }>`select least from competencies.requirement r join competencies.profile_position pp on pp.profile_id = r.profile_id join people.position p on p.id = pp.position_id where p.code = 'librarian' and r.competency_id = ${first} and r.network_id = ${at.networkId}`.execute(at.platform.db);
    const asked = rows[0]?.least ?? null;
    const met = (await showMap(coordinator(), { ...wish(), figure: 'met' })).rows.find(({ id }) => id === district(0))?.cells[0];
    expect(met?.value).toBe(asked === null ? null : [4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 0, 0].filter((step) => step >= asked).length / 14);
    // Areas, and the libraries of a district.
    expect((await showMap(coordinator(), { frameworkId: network.version.frameworkId, figure: 'mean' })).rows.find(({ id }) => id === district(0))?.cells[0]).toMatchObject({ value: (24 + 12 + 6) / 16, base: 16 });
    expect(new Map(cellsOf(await showMap(coordinator(), { ...wish(), districtId: district(0), figure: 'mean' })))).toEqual(new Map<string, unknown>([[library(0, 0), 4], [library(0, 1), 2], [library(0, 2), 0]]));
  });

  it('hides small groups from whoever does not keep their records, and what would tell them', async () => {
    const map = await showMap(inspector(), { ...wish(), figure: 'mean' });
    // The small district goes, and the next smallest with it.
    expect(new Map(cellsOf(map))).toEqual(new Map<string, unknown>([[district(0), 36 / 14], [district(1), 'hidden'], [district(2), 'hidden']]));
    expect(map.total.cells[0]).toMatchObject({ value: 50 / 22 });
    // Of the second competency only two were rated at all.
    expect(map.total.cells[1]).toMatchObject({ isHidden: true, value: null });
    expect(map.hidesSome).toBe(true);
    expect(new Map(cellsOf(await showMap(inspector(), { ...wish(), districtId: district(0), figure: 'mean' })))).toEqual(new Map<string, unknown>([[library(0, 0), 'hidden'], [library(0, 1), 2], [library(0, 2), 'hidden']]));
    // Of a district that is hidden its libraries are, too: five people in one of them would tell the district.
    expect(cellsOf(await showMap(inspector(), { ...wish(), districtId: district(2), figure: 'mean' })).filter(([, value]) => typeof value === 'number')).toEqual([]);
    // The area is made of what is shown of its competencies.
    expect((await showMap(inspector(), { frameworkId: network.version.frameworkId, figure: 'mean' })).rows.find(({ id }) => id === district(0))?.cells[0]).toMatchObject({ value: 36 / 14, base: 14 });
    // A methodist of the small district knows it anyhow, and learns nothing more of the others.
    const methodist = at.ctx(role('methodist', district(1)));
    expect(new Map(cellsOf(await showMap(methodist, { ...wish(), figure: 'mean' })))).toEqual(new Map<string, unknown>([[district(0), 36 / 14], [district(1), 3], [district(2), 1]]));
  });

  it('is read by whoever reads figures of people, and nobody else', async () => {
    const works = (actor: Actor) => [() => showMap(at.ctx(actor), { ...wish(), figure: 'mean' }), () => showCoverage(at.ctx(actor), wish()), () => showComparison(at.ctx(actor), wish())];
    for (const actor of [role('network_admin', null), role('coordinator'), role('methodist'), role('head'), role('inspector', null)]) for (const work of works(actor)) expect(await refusal(work())).toBe('accepted');
    for (const actor of [visitor, account([]), role('specialist'), role('translator'), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) for (const work of works(actor)) expect(await refusal(work())).toBe('page.not_found');
    for (const wrong of [{ districtId: library(0, 0) }, { districtId: at.otherOrganisationId }, { areaId: first }, { frameworkId: first }]) expect(await refusal(showMap(coordinator(), { ...wish(), ...wrong, figure: 'mean' }))).toBe('page.not_found');
  });

  it('costs the same queries whatever is shown', async () => {
    const cost = (change: object) => countQueries(() => showMap(coordinator(), { ...wish(), ...change, figure: 'mean' }));
    expect(await cost({ areaId: null })).toBe(await cost({}));
    expect(await cost({ districtId: district(0) })).toBe((await cost({})) + 1);
  });
});

describe('coverage', () => {
  it('counts people by step, and libraries where it hangs on nobody or on one', async () => {
    const coverage = await showCoverage(coordinator(), { ...wish(), competencyId: first });
    expect(coverage.lines[0]).toMatchObject({ steps: [2, 5, 6, 3, 6], people: 22, rated: 5, unrated: 1 });
    expect(coverage.chosen?.libraries.map(({ id }) => id)).toHaveLength(5);
    const lacking = coverage.chosen?.libraries.find(({ id }) => id === library(0, 2));
    expect(lacking).toMatchObject({ standing: 'without', help: [{ id: library(0, 0), isNear: true }, { id: library(1, 0), isNear: false }] });
  });

  it('hides small figures of strangers, and names no libraries of theirs', async () => {
    const coverage = await showCoverage(inspector(), { ...wish(), competencyId: first });
    expect(coverage.lines[0]).toMatchObject({ steps: null, people: null, rated: 5 });
    expect(coverage.chosen?.libraries).toEqual([]);
  });
});

describe('help', () => {
  const offer = (change: object = {}) => HelpInput.parse({ competencies: [first], languages: ['kk', 'ru'], words: 'По вторникам', ...change });

  it('is offered by oneself, seen by everybody, and taken back', async () => {
    const me = role('specialist', null) as Actor & { accountId: string };
    const personId = network.districts[0]?.libraries[0]?.people[0] ?? '';
    await tiePersonToAccount(at.system(), personId, me.accountId);
    const other = at.ctx(role('specialist', null));
    const seen = async (change: object = {}) => (await showExperts(other, { ...wish(), competencyId: first, ...change })).experts.map((expert) => [expert.personId, expert.words, expert.skills[0]?.step, expert.mayOpen]);
    expect(await seen()).toEqual([]);
    expect(await refusal(offerHelp(coordinator(), personId, network.version.frameworkId, offer()))).toBe('page.not_found');
    expect(await refusal(offerHelp(at.ctx(me), personId, network.version.frameworkId, offer({ competencies: [personId] })))).toBe('input.invalid');
    await offerHelp(at.ctx(me), personId, network.version.frameworkId, offer());
    expect(await seen()).toEqual([[personId, 'По вторникам', 4, false]]);
    expect(await seen({ language: 'hy' })).toEqual([]);
    expect(await seen({ districtId: district(1) })).toEqual([]);
    expect(await seen({ competencyId: null })).toHaveLength(1);
    await offerHelp(at.ctx(me), personId, network.version.frameworkId, offer({ words: '', languages: 'hy' }));
    expect(await seen({ language: 'hy' })).toEqual([[personId, null, 4, false]]);
    // Who keeps the records sees those at the highest steps besides, each once.
    const kept = (await showExperts(coordinator(), { ...wish(), competencyId: first })).experts;
    expect(kept).toHaveLength(9);
    expect(kept[0]).toMatchObject({ personId, languages: ['hy'], mayOpen: true });
    expect(kept.slice(1).every(({ languages }) => languages === null)).toBe(true);
    expect((await showExperts(inspector(), { ...wish(), competencyId: first })).experts).toHaveLength(1);
    await withdrawHelp(at.ctx(me), personId);
    expect(await seen()).toEqual([]);
    expect((await showHelp(at.ctx(me), personId)).offer).toBeNull();
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await refusal(showExperts(at.ctx(actor), wish()))).toBe('page.not_found');
    expect(HelpInput.safeParse({ competencies: [], languages: ['ru'] }).error?.issues[0]?.message).toBe('choice.missing');
  });
});

describe('the history of a person', () => {
  it('is read by herself and whoever keeps her record', async () => {
    const personId = network.districts[0]?.libraries[0]?.people[1] ?? '';
    const history = await showHistory(coordinator(), personId);
    expect(history.events).toMatchObject([{ kind: 'commission', ratings: 1, changes: [{ from: null, to: 3 }] }, { changes: [{ from: null, to: 4 }] }]);
    expect(history.points.at(-1)).toMatchObject({ rated: 2, mean: 3.5 });
    for (const actor of [visitor, role('specialist', null), role('inspector', null), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await refusal(showHistory(at.ctx(actor), personId))).toBe('page.not_found');
  });
});
