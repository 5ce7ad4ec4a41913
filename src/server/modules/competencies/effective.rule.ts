/** What the ratings of one person in one competency come to, by a named rule. Pure. */

export const RATER_KINDS = ['self', 'head', 'mentor', 'peer', 'external', 'commission', 'test', 'evidence'] as const;
export type RaterKind = (typeof RATER_KINDS)[number];
export const RATING_RULES = ['last', 'best', 'weighted', 'commission'] as const;
export type RatingRule = (typeof RATING_RULES)[number];
export type Weights = Readonly<Record<RaterKind, number>>;

export interface Rule {
  rule: RatingRule;
  weights: Weights;
}

/** The rule of the house: what a commission decides stands; until then everybody's newest word counts, others' more than one's own. */
export const HOUSE_RULE: Rule = {
  rule: 'commission',
  weights: { self: 1, head: 3, mentor: 2, peer: 2, external: 2, commission: 4, test: 2, evidence: 2 },
};

export interface RatingLike {
  id: string;
  kind: RaterKind;
  step: number;
  /** Who said it: two words of one rater are one opinion that changed. */
  author: string;
  ratedAt: Date;
  /** Of an anonymous rater: the campaign in which it was said. Nobody knows who followed whom, so the newest campaign stands for its kind. */
  round?: string | null;
}

export interface Effective {
  step: number;
  /** The rule that decided: `weighted` under the rule `commission` as long as no commission has spoken. */
  by: 'last' | 'best' | 'weighted' | 'commission';
  /** Of the ratings, those that counted, newest first. */
  used: string[];
  /** Among the newest words of each rater. */
  lowest: number;
  highest: number;
  /** Newest of all. */
  ratedAt: Date;
}

const newestFirst = (a: RatingLike, b: RatingLike) => b.ratedAt.getTime() - a.ratedAt.getTime() || (a.id < b.id ? 1 : -1);

/** The newest word of each rater in each capacity, newest first; of anonymous raters all words of the newest campaign in which their kind spoke. */
export function standing(ratings: readonly RatingLike[]): RatingLike[] {
  const seen = new Set<string>();
  const rounds = new Map<RaterKind, string>();
  return [...ratings].sort(newestFirst).filter(({ kind, author, round }) => {
    if (round) {
      if (!rounds.has(kind)) rounds.set(kind, round);
      if (rounds.get(kind) !== round) return false;
    }
    const key = `${kind} ${author}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * - `last`: the newest rating, whoever gave it.
 * - `best`: the highest among the newest words of each rater.
 * - `weighted`: the mean of the newest words, first within a kind of rater, then over the kinds by their weights; a half is rounded down, because a
 *   level is what one can rely on. Kinds of weight 0 do not count, unless there are no others.
 * - `commission`: the newest word of a commission; before there is one, `weighted`.
 *
 * The result is one of the steps of the scale, the nearest to the mean. Null without ratings.
 */
export function effectiveLevel(ratings: readonly RatingLike[], { rule, weights }: Rule, steps: readonly number[]): Effective | null {
  const words = standing(ratings);
  const [newest] = words;
  if (!newest) return null;
  const all = words.map(({ step }) => step);
  const common = { lowest: Math.min(...all), highest: Math.max(...all), ratedAt: newest.ratedAt };
  if (rule === 'last') return { ...common, by: 'last', step: newest.step, used: [newest.id] };
  if (rule === 'best') {
    const best = words.filter(({ step }) => step === common.highest);
    return { ...common, by: 'best', step: common.highest, used: best.map(({ id }) => id) };
  }
  const commission = rule === 'commission' ? words.find(({ kind }) => kind === 'commission') : undefined;
  if (commission) return { ...common, by: 'commission', step: commission.step, used: [commission.id] };
  const weighing = words.some(({ kind }) => weights[kind] > 0) ? words.filter(({ kind }) => weights[kind] > 0) : words;
  return { ...common, by: 'weighted', step: onScale(weightedMean(weighing, weights), steps), used: weighing.map(({ id }) => id) };
}

/** The mean within each kind of rater, then over kinds by weight; equal weights where all are 0. Pure. */
export function weightedMean(words: readonly RatingLike[], weights: Weights): number {
  const kinds = new Map<RaterKind, number[]>();
  for (const { kind, step } of words) kinds.set(kind, [...(kinds.get(kind) ?? []), step]);
  const isEqual = [...kinds.keys()].every((kind) => weights[kind] === 0);
  let sum = 0;
  let total = 0;
  for (const [kind, steps] of kinds) {
    const weight = isEqual ? 1 : weights[kind];
    sum += (weight * steps.reduce((a, b) => a + b, 0)) / steps.length;
    total += weight;
  }
  return sum / total;
}

/** The nearest step of the scale; what lies in the middle of two counts for the lower. */
function onScale(mean: number, steps: readonly number[]): number {
  const ordered = [...steps].sort((a, b) => a - b);
  // Sums of thirds must not fall on the other side of a half.
  return ordered.reduce((best, step) => (Math.abs(step - mean) < Math.abs(best - mean) - 1e-9 ? step : best), ordered[0] ?? 0);
}
