import type { Ctx } from '#server/platform/context.ts';
import { effectiveLevel, HOUSE_RULE, type RatingLike, type Rule } from './effective.rule.ts';
import { listRatings, listRules, listScales, type LevelRow, type RatingRow } from './ratings.queries.ts';

/** Who said it, for the rule: words of one rater in one capacity follow each other; who has no account speaks for herself each time. */
const authorOf = ({ raterKey, authorId, authorName, sourceId }: RatingRow): string => raterKey ?? authorId ?? authorName ?? sourceId;
export const ratingOf = (row: RatingRow): RatingLike => ({ id: row.id, kind: row.kind, step: row.step, author: authorOf(row), ratedAt: row.ratedAt, round: row.isAnonymous ? row.campaignId : null });

/** The steps of each scale on which something was said. */
export const stepsOfScales = async (ctx: Ctx, ratings: readonly RatingRow[]): Promise<Map<string, number[]>> => new Map((await listScales(ctx, [...new Set(ratings.map(({ scaleId }) => scaleId))])).map(({ id, steps }) => [id, steps.map(({ step }) => step)]));

/** What was said of one person in one competency on one scale stands together. Pure. */
export function byCompetency(ratings: readonly RatingRow[]): RatingRow[][] {
  const groups = new Map<string, RatingRow[]>();
  for (const rating of ratings) {
    const key = `${rating.personId} ${rating.competencyId} ${rating.scaleId}`;
    const group = groups.get(key);
    if (group) group.push(rating);
    else groups.set(key, [rating]);
  }
  return [...groups.values()];
}

/** Levels of people by the rules of the day, or by one that is thought of, out of all their ratings. */
export async function judge(tx: Ctx, personIds: readonly string[], competencyIds: readonly string[] | null, asIf: Rule | null = null): Promise<LevelRow[]> {
  const ratings = await listRatings(tx, personIds, competencyIds);
  const rules = new Map(asIf ? [] : (await listRules(tx, [...new Set(ratings.map(({ competencyId }) => competencyId))])).map(({ competencyId, ...rule }) => [competencyId, rule]));
  const scales = await stepsOfScales(tx, ratings);
  return byCompetency(ratings).flatMap((group): LevelRow[] => {
    const [first] = group;
    if (!first) return [];
    const level = effectiveLevel(group.map(ratingOf), asIf ?? rules.get(first.competencyId) ?? HOUSE_RULE, scales.get(first.scaleId) ?? []);
    if (!level) return [];
    const { step, by, lowest, highest, ratedAt } = level;
    return [{ personId: first.personId, competencyId: first.competencyId, scaleId: first.scaleId, step, rule: by, lowest, highest, ratings: group.length, ratedAt }];
  });
}
