import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedBy, kilometresBetween, recommend, type Learner, type LearningGap, type Offered } from './recommend.rule.ts';

const NOW = new Date('2026-05-18T05:00:00Z');
const DAY = 86_400_000;
const PAVLODAR = { latitude: 52.2873, longitude: 76.9674 };
const gap: LearningGap = { competencyId: 'c', scaleId: 's', level: 1, least: 3, steps: [0, 1, 2, 3, 4] };
const offer = (change: Partial<Offered> = {}): Offered => ({ id: 'o', minutes: 60, free: 5, languages: ['kk'], isOnline: true, place: null, startsAt: new Date(NOW.getTime() + 9 * DAY), closesAt: null, teaches: [{ competencyId: 'c', scaleId: 's', fromStep: null, toStep: 2 }], ...change });
const teaching = (toStep: number, fromStep: number | null = null) => [{ competencyId: 'c', scaleId: 's', fromStep, toStep }];
const learner: Learner = { languages: ['kk', 'ru'], place: PAVLODAR };
const order = (offers: readonly Offered[], who: Learner = learner, gaps: readonly LearningGap[] = [gap]) => recommend(gap, gaps, offers, who, NOW).map(({ offerId }) => offerId);

describe('an offer', () => {
  it('closes the steps between her level and what is asked, no more', () => {
    expect(closedBy(gap, offer())).toEqual({ closes: 1, missing: 2, beginsAt: null });
    expect(closedBy(gap, offer({ teaches: teaching(4) }))).toEqual({ closes: 2, missing: 2, beginsAt: null });
    expect(closedBy(gap, offer({ teaches: teaching(1) }))).toEqual({ closes: 0, missing: 2, beginsAt: null });
    expect(closedBy(gap, offer({ teaches: teaching(4, 2) }))).toEqual({ closes: 0, missing: 2, beginsAt: 2 });
    expect(closedBy({ ...gap, level: null }, offer({ teaches: teaching(2) }))).toEqual({ closes: 2, missing: 3, beginsAt: null });
    // Steps are counted as they stand in the scale; another scale is compared with nothing.
    expect(closedBy({ ...gap, least: 5, steps: [1, 3, 5] }, offer({ teaches: teaching(3) }))).toMatchObject({ closes: 1, missing: 2 });
    expect(closedBy(gap, offer({ teaches: [{ competencyId: 'c', scaleId: 'older', fromStep: null, toStep: 4 }] }))).toMatchObject({ closes: 0 });
  });

  it('is ranked by what it closes in an hour, then by other gaps, language, distance and date', () => {
    const other: LearningGap = { ...gap, competencyId: 'd' };
    expect(order([offer({ id: 'long', minutes: 240 }), offer({ id: 'short', minutes: 30 }), offer({ id: 'unsaid', minutes: null })])).toEqual(['short', 'long', 'unsaid']);
    expect(order([offer({ id: 'a' }), offer({ id: 'b', teaches: [...teaching(2), { competencyId: 'd', scaleId: 's', fromStep: null, toStep: 3 }] })], learner, [gap, other])).toEqual(['b', 'a']);
    expect(order([offer({ id: 'hy', languages: ['hy'] }), offer({ id: 'none', languages: [] }), offer({ id: 'ru', languages: ['ru', 'hy'] })])).toEqual(['ru', 'none', 'hy']);
    const near = { latitude: 52.3, longitude: 77 };
    const far = { latitude: 51.1694, longitude: 71.4491 };
    expect(order([offer({ id: 'far', isOnline: false, place: far }), offer({ id: 'lost', isOnline: false }), offer({ id: 'near', isOnline: false, place: near }), offer({ id: 'online' })])).toEqual(['online', 'near', 'far', 'lost']);
    expect(order([offer({ id: 'later', startsAt: new Date(NOW.getTime() + 20 * DAY) }), offer({ id: 'any', startsAt: null }), offer({ id: 'soon' })])).toEqual(['any', 'soon', 'later']);
    expect(order([offer({ id: 'full', free: 0, minutes: 1 }), offer({ id: 'above', teaches: teaching(4, 3) }), offer({ id: 'slow', minutes: 5000, languages: ['hy'] })])).toEqual(['slow', 'above', 'full']);
  });

  it('that is over, has closed or closes nothing is left out', () => {
    expect(order([offer({ startsAt: new Date(NOW.getTime() - 1) }), offer({ closesAt: NOW }), offer({ teaches: teaching(1) }), offer({ teaches: [] })])).toEqual([]);
  });

  it('is as far as the great circle says', () => {
    expect(kilometresBetween(PAVLODAR, { latitude: 51.1694, longitude: 71.4491 })).toBeGreaterThan(380);
    expect(kilometresBetween(PAVLODAR, { latitude: 51.1694, longitude: 71.4491 })).toBeLessThan(420);
    expect(kilometresBetween(PAVLODAR, PAVLODAR)).toBe(0);
    expect(kilometresBetween({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBe(20015);
  });
});

const point = fc.record({ latitude: fc.double({ min: -90, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }) });
const languages = fc.uniqueArray(fc.constantFrom('kk', 'ru', 'hy', 'be'), { maxLength: 3 });
const anyOffer = fc.record({
  id: fc.uuid(),
  minutes: fc.option(fc.integer({ min: 1, max: 6000 })),
  free: fc.option(fc.integer({ min: 0, max: 30 })),
  languages,
  isOnline: fc.boolean(),
  place: fc.option(point),
  startsAt: fc.option(fc.integer({ min: -5, max: 60 }).map((days) => new Date(NOW.getTime() + days * DAY))),
  closesAt: fc.option(fc.integer({ min: -5, max: 60 }).map((days) => new Date(NOW.getTime() + days * DAY))),
  teaches: fc.record({ fromStep: fc.option(fc.integer({ min: 0, max: 3 })), toStep: fc.integer({ min: 0, max: 4 }) }).map(({ fromStep, toStep }) => [{ competencyId: 'c', scaleId: 's', fromStep: fromStep !== null && fromStep < toStep ? fromStep : null, toStep }]),
});
const anyLearner = fc.record({ languages, place: fc.option(point) });
const anyGap = fc.record({ level: fc.option(fc.integer({ min: 0, max: 4 })), least: fc.integer({ min: 0, max: 4 }) }).map((change): LearningGap => ({ ...gap, ...change }));
const unique = (offers: readonly Offered[]) => [...new Map(offers.map((one) => [one.id, one])).values()];
const many = fc.array(anyOffer, { maxLength: 12 }).map(unique);

describe('whatever is offered', () => {
  it('the order does not depend on the order in which offers come', () => {
    fc.assert(fc.property(many, anyLearner, anyGap, fc.infiniteStream(fc.nat()), (offers, who, one, chance) => {
      const mixed = offers.map((each) => ({ each, key: chance.next().value as number })).sort((a, b) => a.key - b.key).map(({ each }) => each);
      expect(recommend(one, [one], mixed, who, NOW)).toEqual(recommend(one, [one], offers, who, NOW));
    }));
  });

  it('what closes more, all else equal, never stands below', () => {
    fc.assert(fc.property(anyOffer, anyLearner, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (one, who, less, more) => {
      fc.pre(less < more);
      const wide: LearningGap = { ...gap, level: 0, least: 4 };
      const pair = [{ ...one, id: 'a-less', teaches: teaching(less) }, { ...one, id: 'b-more', teaches: teaching(more) }];
      const found = recommend(wide, [wide], pair, who, NOW).map(({ offerId }) => offerId);
      if (found.length === 2) expect(one.minutes === null || one.free === 0 ? found.length : found[0]).toBe(one.minutes === null ? 2 : one.free === 0 ? 2 : 'b-more');
    }));
  });

  it('what is full never stands above what is open', () => {
    fc.assert(fc.property(many, anyLearner, anyGap, (offers, who, one) => {
      const standings = recommend(one, [one], offers, who, NOW).map(({ standing }) => ['open', 'beyond', 'full'].indexOf(standing));
      expect(standings).toEqual([...standings].sort((a, b) => a - b));
    }));
  });

  it('nothing is dropped for its language, place, seats or length', () => {
    fc.assert(fc.property(many, anyLearner, anyGap, (offers, who, one) => {
      const kept = (list: readonly Offered[]) => new Set(recommend(one, [one], list, who, NOW).map(({ offerId }) => offerId));
      expect(kept(offers.map((each) => ({ ...each, languages: [], free: null, minutes: 60, isOnline: true, place: null })))).toEqual(kept(offers));
    }));
  });

  it('nobody is sent to what is over, or told that more is closed than is missing', () => {
    fc.assert(fc.property(many, anyLearner, anyGap, (offers, who, one) => {
      const byId = new Map(offers.map((each) => [each.id, each]));
      for (const { offerId, closes, missing, beginsAt } of recommend(one, [one], offers, who, NOW)) {
        const each = byId.get(offerId);
        expect((each?.startsAt ?? new Date(8.64e15)) > NOW && (each?.closesAt ?? new Date(8.64e15)) > NOW).toBe(true);
        expect(closes <= missing && (closes > 0) !== (beginsAt !== null)).toBe(true);
      }
    }));
  });
});
