import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { judge } from './judging.ts';
import { replaceEffective } from './ratings.queries.ts';
import { addToSummary, holdSummary, listContributions, listMisplaced, listRatedFrameworks, lockPeople, recountSummary, refreshPlaces, shareSummary, type Contribution } from './summary.queries.ts';

/** Whose place changed is looked after so many at a time. */
const BATCH = 200;
const MOST_FOUND = 20_000;

const FIGURES = ['people', 'asked', 'met', 'disagree'] as const;

/** What to add to get from one state to the other; what stays is left out. Pure. */
export function differences(before: readonly Contribution[], after: readonly Contribution[]): Contribution[] {
  const sums = new Map<string, Contribution>();
  const take = (row: Contribution, sign: 1 | -1): void => {
    const key = `${row.organisationId} ${row.competencyId} ${row.scaleId} ${row.step}`;
    const sum = sums.get(key) ?? { ...row, people: 0, asked: 0, met: 0, disagree: 0 };
    for (const figure of FIGURES) sum[figure] += sign * row[figure];
    sums.set(key, sum);
  };
  for (const row of before) take(row, -1);
  for (const row of after) take(row, 1);
  return [...sums.values()].filter((row) => FIGURES.some((figure) => row[figure] !== 0));
}

/** Changes levels or places of people and the sums with them, in the caller's transaction. */
export async function changingLevels(tx: Ctx, personIds: readonly string[], change: () => Promise<void>): Promise<void> {
  await shareSummary(tx);
  await lockPeople(tx, personIds);
  const before = await listContributions(tx, personIds);
  await change();
  await addToSummary(tx, differences(before, await listContributions(tx, personIds)));
}

/**
 * Follows the registry: whoever moved, came or left since she was counted is counted where she works now; whose records were merged or taken apart, or
 * who has an account now, is judged anew. Returns how many.
 */
export async function followPlaces(ctx: Ctx): Promise<number> {
  let count = 0;
  for (;;) {
    // Found at once and followed in parts: finding them reads everybody, and a region that was imported has all of them.
    const found = await listMisplaced(ctx, MOST_FOUND);
    if (found.length === 0) return count;
    for (let from = 0; from < found.length; from += BATCH) await follow(ctx, found.slice(from, from + BATCH));
    count += found.length;
  }
}

async function follow(ctx: Ctx, found: readonly { id: string; isJudged: boolean }[]): Promise<void> {
  const ids = found.map(({ id }) => id);
  const judged = found.flatMap(({ id, isJudged }) => (isJudged ? [id] : []));
  await inTransaction(ctx, (tx) =>
    changingLevels(tx, ids, async () => {
      await refreshPlaces(tx, ids);
      if (judged.length > 0) await replaceEffective(tx, judged, null, await judge(tx, judged, null));
    }),
  );
}

/** Counts all sums of a framework anew: after a profile changed, and every night as a check. */
export async function recountFramework(tx: Ctx, frameworkId: string): Promise<void> {
  await holdSummary(tx);
  await recountSummary(tx, frameworkId);
}

/** Every framework of a network, one transaction each: what a lost moment may have left behind is mended by morning. */
export async function recountAll(ctx: Ctx): Promise<void> {
  for (const frameworkId of await listRatedFrameworks(ctx)) await inTransaction(ctx, (tx) => recountFramework(tx, frameworkId));
}
