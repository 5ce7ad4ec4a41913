import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import { judge } from './judging.ts';
import { insertRatings, listRatedPeople, replaceEffective, type NewRating } from './ratings.queries.ts';
import { changingLevels } from './summary.service.ts';

const BATCH = 100;
/** Before every id. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

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

/** Levels of people anew: after a changed rule. */
export async function judgeAnew(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await changingLevels(tx, personIds, async () => replaceEffective(tx, personIds, null, await judge(tx, personIds, null)));
}

/**
 * Everybody's levels of a framework by the rule it has now, some people a transaction: broken off at any moment and begun again it comes to the same.
 * `told` hears how many are done and answers whether to stop.
 */
export async function judgeFramework(ctx: Ctx, frameworkId: string, told: (done: number) => Promise<boolean> = () => Promise.resolve(false)): Promise<number> {
  let after = NOBODY;
  for (let done = 0; ; ) {
    const people = await listRatedPeople(ctx, frameworkId, after, BATCH);
    const last = people.at(-1);
    if (last === undefined) return done;
    await inTransaction(ctx, (tx) => judgeAnew(tx, people));
    after = last;
    done += people.length;
    if (await told(done)) return done;
  }
}
