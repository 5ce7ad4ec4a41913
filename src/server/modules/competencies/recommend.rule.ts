/**
 * Which offers close a gap, and in which order. Pure.
 *
 * An offer closes, of a gap, the steps between her level and the lesser of what is asked and where the offer leads, provided that it begins no higher
 * than her level. Whoever was never rated is taken to stand on the lowest step. Offers are compared by, in this order:
 *   1. standing: what one can come to, before what begins above her level (`beyond`), before what is full;
 *   2. steps of this gap closed in an hour, more first; of an offer that does not say how long it takes, after all that do;
 *   3. steps closed in an hour of her other gaps, more first;
 *   4. language: one that she knows, before one that nobody has said she knows, before one that she does not;
 *   5. distance from her library in whole kilometres: none online; unknown places last;
 *   6. date: at any time, then the soonest;
 *   7. the id, so that the order is the same whatever order the offers come in.
 * Left out is only what is over, has closed, or closes none of it and does not begin above her level either. Nothing is left out for its language.
 */
export interface LearningGap {
  competencyId: string;
  scaleId: string;
  /** Null: never rated. */
  level: number | null;
  least: number;
  /** Steps of the scale, in any order. */
  steps: readonly number[];
}

export interface Point {
  latitude: number;
  longitude: number;
}

export interface Offered {
  id: string;
  minutes: number | null;
  /** Null: no limit. */
  free: number | null;
  languages: readonly string[];
  isOnline: boolean;
  place: Point | null;
  startsAt: Date | null;
  closesAt: Date | null;
  teaches: readonly { competencyId: string; scaleId: string; fromStep: number | null; toStep: number }[];
}

export interface Learner {
  /** Languages she is known to speak; empty: nobody has said. */
  languages: readonly string[];
  /** Where her library is. */
  place: Point | null;
}

export type OfferStanding = 'open' | 'beyond' | 'full';
export type LanguageFit = 'known' | 'unsaid' | 'unknown';

export interface Recommendation {
  offerId: string;
  standing: OfferStanding;
  /** Steps of this gap that it closes, of so many that are missing. */
  closes: number;
  missing: number;
  /** Steps of her other gaps that it closes. */
  closesElsewhere: number;
  /** From which step it begins, where that is above her level. */
  beginsAt: number | null;
  language: LanguageFit;
  /** Whole kilometres; 0 online; null: not known. */
  kilometres: number | null;
}

/** How many steps of the scale lie up to this one. */
const placeOf = (steps: readonly number[], step: number): number => steps.filter((one) => one <= step).length;

/** Steps of a gap that lie between, and of them those that an offer closes; `beginsAt` where it begins above her level. */
export function closedBy(gap: LearningGap, offer: Offered): { closes: number; missing: number; beginsAt: number | null } {
  const level = gap.level ?? Math.min(...gap.steps);
  const missing = Math.max(0, placeOf(gap.steps, gap.least) - placeOf(gap.steps, level));
  const one = offer.teaches.find(({ competencyId, scaleId }) => competencyId === gap.competencyId && scaleId === gap.scaleId);
  if (!one || missing === 0 || one.toStep <= level) return { closes: 0, missing, beginsAt: null };
  if (one.fromStep !== null && one.fromStep > level) return { closes: 0, missing, beginsAt: one.fromStep };
  return { closes: placeOf(gap.steps, Math.min(one.toStep, gap.least)) - placeOf(gap.steps, level), missing, beginsAt: null };
}

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The great circle between two places, in whole kilometres. */
export function kilometresBetween(a: Point, b: Point): number {
  const half = (x: number) => Math.sin(radians(x) / 2) ** 2;
  const chord = half(b.latitude - a.latitude) + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
  return Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord))));
}

function fitOf(learner: Learner, offer: Offered): LanguageFit {
  if (offer.languages.some((language) => learner.languages.includes(language))) return 'known';
  return learner.languages.length === 0 || offer.languages.length === 0 ? 'unsaid' : 'unknown';
}

const STANDINGS: Readonly<Record<OfferStanding, number>> = { open: 0, beyond: 1, full: 2 };
const FITS: Readonly<Record<LanguageFit, number>> = { known: 0, unsaid: 1, unknown: 2 };

/** Whether one can still come to it. */
export const isStillOpen = (offer: Pick<Offered, 'startsAt' | 'closesAt'>, now: Date): boolean => (offer.startsAt === null || offer.startsAt > now) && (offer.closesAt === null || offer.closesAt > now);

/** Offers for one of her gaps, the best first. `gaps` are all of hers: what closes two is better than what closes one. */
export function recommend(gap: LearningGap, gaps: readonly LearningGap[], offers: readonly Offered[], learner: Learner, now: Date): Recommendation[] {
  const found = offers.flatMap((offer) => {
    const { closes, missing, beginsAt } = closedBy(gap, offer);
    if (!isStillOpen(offer, now) || (closes === 0 && beginsAt === null)) return [];
    const closesElsewhere = gaps.reduce((sum, other) => sum + (other.competencyId === gap.competencyId && other.scaleId === gap.scaleId ? 0 : closedBy(other, offer).closes), 0);
    const standing: OfferStanding = offer.free === 0 ? 'full' : beginsAt === null ? 'open' : 'beyond';
    const kilometres = offer.isOnline ? 0 : offer.place && learner.place ? kilometresBetween(offer.place, learner.place) : null;
    const perHour = (steps: number) => (offer.minutes === null ? -1 : (steps * 60) / offer.minutes);
    const recommendation: Recommendation = { offerId: offer.id, standing, closes, missing, closesElsewhere, beginsAt, language: fitOf(learner, offer), kilometres };
    const key = [STANDINGS[standing], -perHour(closes), -perHour(closesElsewhere), FITS[recommendation.language], kilometres ?? Number.POSITIVE_INFINITY, offer.startsAt?.getTime() ?? 0];
    return [{ recommendation, key }];
  });
  return found.sort((a, b) => compareKeys(a.key, b.key) || (a.recommendation.offerId < b.recommendation.offerId ? -1 : 1)).map(({ recommendation }) => recommendation);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    // Two infinities differ by no number.
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
