import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { effectiveLevel, HOUSE_RULE, type RatingLike } from './effective.rule.ts';
import { insertRatings, listRatedPeople, listRatings, listRules, listScales, replaceEffective, type LevelRow, type NewRating, type RatingRow } from './ratings.queries.ts';
import { changingLevels } from './summary.service.ts';

const BATCH = 100;

/** Who said it, for the rule: words of one rater in one capacity follow each other; who has no account speaks for herself each time. */
const authorOf = ({ authorId, authorName, sourceId }: RatingRow): string => authorId ?? authorName ?? sourceId;
export const ratingOf = (row: RatingRow): RatingLike => ({ id: row.id, kind: row.kind, step: row.step, author: authorOf(row), ratedAt: row.ratedAt, round: row.isAnonymous ? row.campaignId : null });

/** Levels of people by the rules of the day, out of all their ratings. */
async function judge(tx: Ctx, personIds: readonly string[], competencyIds: readonly string[] | null): Promise<LevelRow[]> {
  const ratings = await listRatings(tx, personIds, competencyIds);
  const rules = new Map((await listRules(tx, [...new Set(ratings.map(({ competencyId }) => competencyId))])).map(({ competencyId, ...rule }) => [competencyId, rule]));
  const scales = new Map((await listScales(tx, [...new Set(ratings.map(({ scaleId }) => scaleId))])).map(({ id, steps }) => [id, steps.map(({ step }) => step)]));
  const groups = new Map<string, RatingRow[]>();
  for (const rating of ratings) {
    const key = `${rating.personId} ${rating.competencyId} ${rating.scaleId}`;
    const group = groups.get(key);
    if (group) group.push(rating);
    else groups.set(key, [rating]);
  }
  return [...groups.values()].flatMap((group): LevelRow[] => {
    const [first] = group;
    if (!first) return [];
    const level = effectiveLevel(group.map(ratingOf), rules.get(first.competencyId) ?? HOUSE_RULE, scales.get(first.scaleId) ?? []);
    if (!level) return [];
    const { step, by, lowest, highest, ratedAt } = level;
    return [{ personId: first.personId, competencyId: first.competencyId, scaleId: first.scaleId, step, rule: by, lowest, highest, ratings: group.length, ratedAt }];
  });
}

/**
 * Writes ratings down and what follows from them: levels and sums, in the caller's transaction. The same source a second time changes nothing. The
 * caller has checked that the rater may say this of these people. Returns how many were new.
 */
export async function recordRatings(tx: Ctx, ratings: readonly NewRating[]): Promise<number> {
  if (!tx.inTx) throw new Error('recordRatings() belongs into the transaction of the deed');
  if (ratings.length === 0) return 0;
  const people = [...new Set(ratings.map(({ personId }) => personId))];
  const competencies = [...new Set(ratings.map(({ competencyId }) => competencyId))];
  let count = 0;
  await changingLevels(tx, people, async () => {
    count = await insertRatings(tx, ratings);
    if (count > 0) await replaceEffective(tx, people, competencies, await judge(tx, people, competencies));
  });
  return count;
}

/** Levels of people anew: after a merge, an erasure, a changed rule. */
export async function judgeAnew(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await changingLevels(tx, personIds, async () => replaceEffective(tx, personIds, null, await judge(tx, personIds, null)));
}

/** Everybody's levels of a framework by the rule it has now, some people a transaction. */
export async function judgeFramework(ctx: Ctx, frameworkId: string): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const people = await listRatedPeople(ctx, frameworkId, after, BATCH);
    const last = people.at(-1);
    if (last === undefined) return;
    await inTransaction(ctx, (tx) => judgeAnew(tx, people));
    after = last;
  }
}
