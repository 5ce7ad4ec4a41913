import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { fixedClock } from '#server/platform/clock.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation } from '#server/testing/installation.ts';
import { showComparison } from './compare.service.ts';
import { RATER_KINDS } from './effective.rule.ts';
import { showMap } from './map.service.ts';
import { listMonths, listMonthSums } from './months.queries.ts';
import { countMonths, keepMonth, keepMonths, type CountedMonth } from './months.service.ts';
import { followPlaces } from './summary.service.ts';
import { rate, ratedNetwork, type RatedNetwork } from './views.fixture.ts';

const at = testInstallation();
const day = (days: number) => new Date(TEST_NOW.getTime() + days * 24 * 3600_000);
const on = (when: Date): Ctx => ({ ...at.system(), clock: fixedClock(when) });
let network: RatedNetwork;
const frameworkId = () => network.version.frameworkId;
const people = () => network.districts.flatMap(({ libraries }) => libraries.flatMap((library) => library.people));
const inOrder = (sums: CountedMonth['sums']) => [...sums].sort((a, b) => (`${a.competencyId} ${a.scaleId} ${a.organisationId}` < `${b.competencyId} ${b.scaleId} ${b.organisationId}` ? -1 : 1));

beforeAll(async () => {
  network = await ratedNetwork(at.system(), at.organisationId, [[3, 6], [7]]);
});

describe('months', () => {
  it('are the sums of their moment: what was copied then is what is counted from the ratings, also long afterwards', async () => {
    const acts = fc.array(fc.record({ person: fc.nat(15), competency: fc.nat(3), kind: fc.constantFrom(...RATER_KINDS), step: fc.nat(4) }), { minLength: 4, maxLength: 14 });
    let at0 = 0;
    const kept: { month: string; asOf: Date }[] = [];
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        at0 += 1;
        const now = day(at0 * 3);
        for (const one of given) await rate(on(now), network, [people()[one.person] ?? ''], network.area.competencyIds[one.competency] ?? '', one.step, one.kind);
        const month = `20${String(40 + at0)}-01-01`;
        expect(await keepMonth(on(now), frameworkId(), month)).toBe(true);
        expect(await keepMonth(on(now), frameworkId(), month)).toBe(false);
        kept.push({ month, asOf: now });
      }),
      { numRuns: 6, endOnFailure: true },
    );
    const counted = await countMonths(on(day(60)), frameworkId(), kept);
    for (const { month } of kept) {
      expect(inOrder(counted.get(month)?.sums ?? [])).toEqual(inOrder(await listMonthSums(at.system(), frameworkId(), month)));
      expect(counted.get(month)?.places.reduce((all, place) => all + place.people, 0)).toBe(16);
    }
    await sql`delete from competencies.summary_month where network_id = ${at.networkId}`.execute(at.platform.db);
  });

  it('that are missing are filled once, the last one copied, people counted where they worked then', async () => {
    const [mover = '', leaver = ''] = [network.districts[0]?.libraries[1]?.people[0], network.districts[1]?.libraries[0]?.people[0]];
    const later = day(75);
    await at.platform.db.updateTable('people.employment' as never).set({ to_date: '2026-07-15' } as never).where('person_id' as never, 'in', [mover, leaver] as never).execute();
    await sql`insert into people.employment (network_id, person_id, organisation_id, position_id, position, kind, is_main_personnel, rate, from_date)
      select network_id, person_id, ${network.districts[1]?.libraries[0]?.id}, position_id, position, kind, is_main_personnel, rate, '2026-07-16' from people.employment where person_id = ${mover}`.execute(at.platform.db);
    await sql`update people.person set is_working = false where id = ${leaver}`.execute(at.platform.db);
    await sql`update people.person set organisation_id = ${network.districts[1]?.libraries[0]?.id} where id = ${mover}`.execute(at.platform.db);
    await followPlaces(on(later));
    const written = await keepMonths(on(new Date('2026-08-01T03:00:00Z')));
    expect(written).toBe(3);
    expect(await listMonths(at.system(), frameworkId())).toMatchObject([{ month: '2026-05-01', way: 'counted' }, { month: '2026-06-01', way: 'counted' }, { month: '2026-07-01', way: 'copied' }]);
    expect(await keepMonths(on(new Date('2026-08-01T05:00:00Z')))).toBe(0);
    const reader = { ...at.ctx(coordinatorOf(at.networkId, at.organisationId)), clock: fixedClock(new Date('2026-08-02T05:00:00Z')) };
    const compared = await showComparison(reader, { frameworkId: frameworkId(), rows: 'districts', from: '2026-05-01', until: '2026-07-01' });
    expect(compared.headcount).toEqual({ before: 16, after: 15 });
    expect(compared.moves).toEqual({ came: 0, left: 1 });
    const row = (index: number) => compared.lines.find(({ id }) => id === network.districts[index]?.id);
    expect(row(0)).toMatchObject({ came: 0, left: 1 });
    expect(row(1)).toMatchObject({ came: 1, left: 1 });
    // As it stands now is what the heat map says.
    const now = await showComparison(reader, { frameworkId: frameworkId(), areaId: network.area.id });
    const map = await showMap(reader, { frameworkId: frameworkId(), areaId: network.area.id, figure: 'mean' });
    expect(now.lines.map(({ after }) => after)).toEqual(map.total.cells);
    // Of strangers small numbers of moves are not told.
    const inspector = at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
    const told = await showComparison(inspector, { frameworkId: frameworkId(), rows: 'districts', from: '2026-05-01', until: '2026-07-01' });
    expect(told.lines.map(({ came, left }) => [came, left])).toEqual(expect.arrayContaining([[0, null], [null, null]]));
    await expect(showComparison(reader, { frameworkId: frameworkId(), from: '2020-01-01' })).rejects.toMatchObject({ code: 'page.not_found' });
  });
});
