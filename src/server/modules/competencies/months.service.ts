import { headcountsOn, listOrganisationsOf, networkOf, placesOn } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { effectiveLevel, HOUSE_RULE } from './effective.rule.ts';
import { findPublished, listPublished } from './frameworks.queries.ts';
import { copyMonth, findFirstRating, insertMonth, insertMonthSums, listAskedOf, listMonths, listProfiledPosts, type MonthSum } from './months.queries.ts';
import { endOfMonth, monthsOver } from './months.rule.ts';
import { findRule, listRatedPeople, listRatings } from './ratings.queries.ts';
import { byCompetency, ratingOf, stepsOfScales } from './judging.ts';
import { NOBODY } from './ratings.service.ts';
import { holdSummary } from './summary.queries.ts';

/** Older months are not filled by themselves. */
const MONTHS = 24;
/** So long after its end a month is still what stands in the sums. */
const FRESH_MS = 48 * 3600_000;
const BATCH = 200;

/**
 * Writes down what is missing of the months that are over, for every framework in use: the one that has just ended by copying the sums, older ones by
 * counting the ratings. Again and again it does nothing more. Returns how many were written.
 */
export async function keepMonths(ctx: Ctx): Promise<number> {
  const { timeZone } = await networkOf(ctx);
  const now = ctx.clock.now();
  let count = 0;
  for (const { frameworkId } of await listPublished(ctx)) {
    const first = await findFirstRating(ctx, frameworkId);
    if (!first) continue;
    const known = new Set((await listMonths(ctx, frameworkId)).map(({ month }) => month));
    const missing = monthsOver(first, now, timeZone, MONTHS).filter((month) => !known.has(month));
    const fresh = missing.filter((month) => now.getTime() - endOfMonth(month, timeZone).getTime() < FRESH_MS);
    for (const month of fresh) count += Number(await keepMonth(ctx, frameworkId, month));
    const old = missing.filter((month) => !fresh.includes(month));
    count += await fillMonths(ctx, frameworkId, old.map((month) => ({ month, asOf: endOfMonth(month, timeZone) })));
  }
  return count;
}

/** Copies the sums of this moment as those of a month. False when it was there already. */
export async function keepMonth(ctx: Ctx, frameworkId: string, month: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    // Nobody adds to the sums meanwhile: sums and places are of one moment.
    await holdSummary(tx);
    const isNew = await insertMonth(tx, frameworkId, { month, asOf: tx.clock.now(), way: 'copied' });
    if (isNew) await copyMonth(tx, frameworkId, month);
    return isNew;
  });
}

export interface Moment {
  month: string;
  asOf: Date;
}

async function fillMonths(ctx: Ctx, frameworkId: string, moments: readonly Moment[]): Promise<number> {
  if (moments.length === 0) return 0;
  const counted = await countMonths(ctx, frameworkId, moments);
  return inTransaction(ctx, async (tx) => {
    let count = 0;
    for (const { month, asOf } of moments) {
      const found = counted.get(month);
      if (!found || !(await insertMonth(tx, frameworkId, { month, asOf, way: 'counted' }))) continue;
      await insertMonthSums(tx, frameworkId, month, found.sums, found.places);
      count += 1;
    }
    return count;
  });
}

export interface CountedMonth {
  sums: MonthSum[];
  places: { organisationId: string; people: number }[];
}

/**
 * The sums as they were at moments of the past, counted from the ratings and posts of then, all moments in one pass. By the rule and the profiles of
 * today: neither is kept in its older forms.
 */
export async function countMonths(ctx: Ctx, frameworkId: string, moments: readonly Moment[]): Promise<Map<string, CountedMonth>> {
  const { timeZone } = await networkOf(ctx);
  const dayOf = (at: Date) => localDate(new Date(at.getTime() - 1), timeZone);
  const days = [...new Set(moments.map(({ asOf }) => dayOf(asOf)))];
  const rule = (await findRule(ctx, frameworkId)) ?? HOUSE_RULE;
  const published = await findPublished(ctx, frameworkId);
  const kinds = new Map((await listOrganisationsOf(ctx)).map(({ id, kind }) => [id, kind as string]));
  const asked = new Map((await listAskedOf(ctx, frameworkId)).map((row) => [`${row.positionId} ${row.organisationKind} ${row.competencyId}`, row.least]));
  const profiled = new Set((await listProfiledPosts(ctx, frameworkId)).map((row) => `${row.positionId} ${row.organisationKind}`));
  const leastOf = (positionId: string | null, organisationId: string, competencyId: string): number | null => {
    const kind = kinds.get(organisationId) ?? '';
    return asked.get(`${positionId} ${profiled.has(`${positionId} ${kind}`) ? kind : ''} ${competencyId}`) ?? null;
  };
  const sums = new Map(moments.map(({ month }) => [month, new Map<string, MonthSum>()]));
  for (let after = NOBODY; ; ) {
    const people = await listRatedPeople(ctx, frameworkId, after, BATCH);
    const last = people.at(-1);
    if (last === undefined) break;
    after = last;
    const ratings = await listRatings(ctx, people, null, frameworkId);
    const scales = await stepsOfScales(ctx, ratings);
    const places = new Map((await placesOn(ctx, days, people)).map((place) => [`${place.personId} ${place.day}`, place]));
    for (const group of byCompetency(ratings)) {
      const [one] = group;
      if (!one) continue;
      let known = null as { said: number; step: number } | null;
      for (const { month, asOf } of moments) {
        const place = places.get(`${one.personId} ${dayOf(asOf)}`);
        const said = group.filter(({ ratedAt }) => ratedAt.getTime() <= asOf.getTime());
        if (!place || said.length === 0) continue;
        // Nothing was said since the month before: it stands as it stood.
        if (known?.said !== said.length) known = { said: said.length, step: effectiveLevel(said.map(ratingOf), rule, scales.get(one.scaleId) ?? [])?.step ?? 0 };
        const least = published?.scaleId === one.scaleId ? leastOf(place.positionId, place.organisationId, one.competencyId) : null;
        add(sums.get(month) ?? new Map<string, MonthSum>(), { organisationId: place.organisationId, competencyId: one.competencyId, scaleId: one.scaleId, step: known.step, least });
      }
    }
  }
  const heads = await headcountsOn(ctx, days);
  return new Map(moments.map(({ month, asOf }) => [month, { sums: [...(sums.get(month)?.values() ?? [])], places: heads.filter(({ day }) => day === dayOf(asOf)).map(({ organisationId, people }) => ({ organisationId, people })) }]));
}

function add(sums: Map<string, MonthSum>, { step, least, ...key }: { organisationId: string; competencyId: string; scaleId: string; step: number; least: number | null }): void {
  const name = `${key.organisationId} ${key.competencyId} ${key.scaleId}`;
  const sum = sums.get(name) ?? { ...key, people: 0, steps: 0, squares: 0, asked: 0, met: 0 };
  sums.set(name, { ...sum, people: sum.people + 1, steps: sum.steps + step, squares: sum.squares + step * step, asked: sum.asked + (least === null ? 0 : 1), met: sum.met + (least !== null && step >= least ? 1 : 0) });
}
