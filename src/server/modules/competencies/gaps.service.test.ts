import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import { listOffersFor, showGaps } from './gaps.service.ts';
import { changeOfferSeats, publishOffer, withdrawOffer } from './offers.service.ts';
import type { NamedCompetency } from './named.queries.ts';
import type { RaterKind } from './effective.rule.ts';
import { recordRatings } from './ratings.service.ts';
import { openSheet, withdrawSheet } from './sheets.service.ts';
import { followPlaces } from './summary.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string }) => error.code);
let specialist: Actor = visitor;
let head: Actor = visitor;
let personId = '';
const self = () => at.ctx(specialist);
const inDays = (days: number) => new Date(at.clock.now().getTime() + days * 86_400_000);

beforeAll(async () => {
  head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Сауле Рахимова');
  await listFrameworksFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)));
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  personId = await addPerson(at.system(), NewPerson.parse({ familyName: 'Жұмабекова', givenName: 'Айгүл', post: { organisationId: at.organisationId, positionId: rows[0]?.id, fromDate: '2020-01-01' } }));
  specialist = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл Жұмабекова');
  await tiePersonToAccount(at.system(), personId, specialist.kind === 'account' ? specialist.accountId : '');
  await followPlaces(at.system());
});

const rate = (competency: NamedCompetency, kind: RaterKind, step: number, authorName: string) =>
  inTransaction(at.system(), (tx) => recordRatings(tx, [{ personId, competencyId: competency.competencyId, scaleId: competency.scaleId, versionId: competency.versionId, kind, step, comment: null, authorId: null, authorName, isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() }]));
const offering = (competency: NamedCompetency, change: { toStep?: number; fromStep?: number | null; minutes?: number; free?: number | null; days?: number; languages?: string[] } = {}) => {
  const source = { type: 'seminars.event', id: newId() };
  const free = change.free === undefined ? 12 : change.free;
  const publish = () =>
    inTransaction(at.system(), (tx) =>
      publishOffer(tx, source, {
        ...{ kind: 'event', title: localized('ru', 'Вебинар'), path: `/seminars/${source.id}`, startsAt: inDays(change.days ?? 9), endsAt: inDays((change.days ?? 9) + 1), closesAt: null, seats: free, free, languages: change.languages ?? ['kk'], isOnline: true },
        ...{ organisationId: at.organisationId, minutes: change.minutes ?? 180, teaches: [{ competencyId: competency.competencyId, scaleId: competency.scaleId, fromStep: change.fromStep ?? null, toStep: change.toStep ?? 2 }] },
      }),
    );
  return { source, publish, withdraw: () => inTransaction(at.system(), (tx) => withdrawOffer(tx, source)) };
};

describe('the gap list', () => {
  it('says what is missing, why, and what closes it, the best first', async () => {
    const before = await showGaps(self(), personId);
    expect(before.gaps).toEqual([]);
    expect(before.unrated.length).toBeGreaterThan(20);
    const line = before.unrated.find(({ asked }) => asked.least >= 3);
    if (!line) throw new Error('a profile asks for a step of 3');
    await rate(line.competency, 'self', 0, 'Сама');
    await rate(line.competency, 'head', 2, 'Сауле Рахимова');
    const [slow, quick, full, above] = [offering(line.competency, { minutes: 600 }), offering(line.competency, { minutes: 60 }), offering(line.competency, { minutes: 10, free: 0 }), offering(line.competency, { fromStep: 2, toStep: 3 })];
    for (const one of [slow, quick, full, above]) await one.publish();
    const { gaps, unrated } = await showGaps(self(), personId);
    expect(unrated.length).toBe(before.unrated.length - 1);
    // 0 · 1 and 2 · 3: 6 / 4 = 1.5, a half is rounded down.
    expect(gaps).toMatchObject([{ level: { step: 1 }, gap: { standing: 'gap', size: line.asked.least - 1 }, rule: 'weighted', apart: [{ kind: 'self', step: 0, author: null }, { kind: 'head', step: 2, author: 'Сауле Рахимова' }], more: 0 }]);
    expect(gaps[0]?.offers.map(({ offer, standing, closes, beginsAt }) => [offer.path.slice(10), standing, closes, beginsAt])).toEqual([
      [quick.source.id, 'open', 1, null],
      [slow.source.id, 'open', 1, null],
      [above.source.id, 'beyond', 0, 2],
      [full.source.id, 'full', 1, null],
    ]);
    // A place taken, one given back, never past the limits.
    await inTransaction(at.system(), (tx) => changeOfferSeats(tx, quick.source, -12));
    expect((await showGaps(self(), personId)).gaps[0]?.offers.at(-1)).toMatchObject({ standing: 'full' });
    await inTransaction(at.system(), (tx) => changeOfferSeats(tx, quick.source, 40));
    expect((await showGaps(self(), personId)).gaps[0]?.offers[0]?.offer.free).toBe(12);
    // Published again it is one offer, withdrawn it is none.
    await quick.publish();
    expect((await showGaps(self(), personId)).gaps[0]?.offers).toHaveLength(4);
    for (const one of [quick, full, above]) await one.withdraw();
    expect((await showGaps(self(), personId)).gaps[0]?.offers.map(({ offer }) => offer.path)).toEqual([`/seminars/${slow.source.id}`]);
    expect((await listOffersFor(self(), { frameworkId: null, mine: true })).groups).toMatchObject([{ competency: { competencyId: line.competency.competencyId }, offers: [{ toStep: 2, closes: { closes: 1, missing: line.asked.least - 1 } }] }]);
    await slow.withdraw();
  });

  it('asks the database as often for one offer as for many', async () => {
    const { unrated } = await showGaps(self(), personId);
    const [one, two] = unrated;
    if (!one || !two) throw new Error('more is asked');
    const single = offering(one.competency);
    await single.publish();
    const count = await countQueries(() => showGaps(self(), personId));
    const others = Array.from({ length: 5 }, (_, index) => offering(index % 2 === 0 ? one.competency : two.competency, { days: index + 1 }));
    for (const other of others) await other.publish();
    await rate(two.competency, 'head', 0, 'Сауле Рахимова');
    expect(await countQueries(() => showGaps(self(), personId))).toBe(count);
    expect(count).toBeLessThan(20);
    for (const other of [single, ...others]) await other.withdraw();
  });

  it('hides what is asked from her as long as her own sheet is open, and from others at any time', async () => {
    const [gap] = (await showGaps(self(), personId)).gaps;
    const sheetId = await openSheet(self(), { personId, frameworkId: gap?.competency.frameworkId ?? '', kind: 'self' });
    expect(await showGaps(self(), personId)).toMatchObject({ gaps: [], unrated: [], frameworks: [{ isHidden: true, met: 0 }] });
    expect((await listOffersFor(self(), { frameworkId: null, mine: false })).hasGaps).toBe(false);
    expect((await showGaps(at.ctx(head), personId)).gaps.length).toBeGreaterThan(0);
    await withdrawSheet(self(), sheetId);
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])]) expect(await refusal(showGaps(at.ctx(actor), personId))).toBe('page.not_found');
    expect(await refusal(listOffersFor(at.ctx(visitor), { frameworkId: null, mine: false }))).toBe('page.not_found');
  });

  it('knows no offers of another network', async () => {
    const { unrated } = await showGaps(self(), personId);
    const [one] = unrated;
    if (!one) throw new Error('more is asked');
    const own = offering(one.competency);
    await own.publish();
    await inTransaction(at.system(at.otherNetworkId), (tx) => withdrawOffer(tx, own.source));
    expect((await listOffersFor(self(), { frameworkId: null, mine: false })).count).toBe(1);
    expect((await listOffersFor(at.system(at.otherNetworkId), { frameworkId: null, mine: false })).count).toBe(0);
    await own.withdraw();
  });

  it('writes an offer only within a transaction', async () => {
    await expect(withdrawOffer(at.system(), { type: 'seminars.event', id: newId() })).rejects.toThrow('transaction');
    await expect(changeOfferSeats(at.system(), { type: 'seminars.event', id: newId() }, 1)).rejects.toThrow('transaction');
  });
});
