import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { HOUSE_RULE, type Rule } from './effective.rule.ts';
import { growthEvents, levelsAt, meanOf, type DatedRating, type GrowthEvent } from './growth-history.rule.ts';
import { areasOf, type Area } from './areas.rule.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { endOfMonth, monthsOver } from './months.rule.ts';
import { getRatedPersonFor } from './person-access.ts';
import { findRule, listRatings } from './ratings.queries.ts';
import { ratingOf } from './judging.ts';
import type { RatedPerson } from './sheets.queries.ts';
import { chosenFramework } from './views-framework.ts';

/** Further back a chart of months says nothing more. */
const MONTHS = 24;

export interface HistoryPoint {
  at: Date;
  /** Mean of all competencies that were rated by then, and how many these were. */
  mean: number | null;
  rated: number;
  /** By area, in the order of `areas`. */
  areas: (number | null)[];
}

export interface CompetencyHistory {
  person: RatedPerson;
  frameworks: { frameworkId: string; title: LocalizedText }[];
  version: VersionRow;
  rule: Rule;
  areas: Area[];
  /** At the end of each month since the first rating, and now. */
  points: HistoryPoint[];
  events: (Omit<GrowthEvent, 'changes'> & { changes: { item: ItemRow; from: number | null; to: number }[] })[];
  /** Two moments beside one another; what was not rated at either is left out. */
  compared: { from: Date; until: Date; lines: { item: ItemRow; from: number | null; to: number | null }[] };
}

/**
 * How a person came to where she is, in one framework: out of her ratings up to each moment, by the rule of today. Without dates a year is compared, or what there is of it.
 * What her post asks is not part of it. Error `page.not_found`.
 */
export async function showHistory(ctx: Ctx, personId: string, wish: { frameworkId?: string | null | undefined; from?: Date | null | undefined; until?: Date | null | undefined } = {}): Promise<CompetencyHistory> {
  const { may: _, ...person } = await getRatedPersonFor(ctx, personId, 'read');
  const { published, version } = await chosenFramework(ctx, wish.frameworkId ?? null, person);
  const rule = (await findRule(ctx, version.frameworkId)) ?? HOUSE_RULE;
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const byCompetency = new Map(items.map((item) => [item.competencyId, item]));
  const steps = version.steps.map(({ step }) => step);
  const ratings = (await listRatings(ctx, [person.personId], [...byCompetency.keys()])).filter(({ scaleId }) => scaleId === version.scaleId).map((row): DatedRating => ({ ...ratingOf(row), competencyId: row.competencyId, sourceId: row.sourceId }));
  const areas = areasOf(items);
  const now = ctx.clock.now();
  const first = ratings.at(-1)?.ratedAt ?? now;
  const { timeZone } = await networkOf(ctx);
  const moments = ratings.length === 0 ? [] : [...monthsOver(first, now, timeZone, MONTHS).map((month) => endOfMonth(month, timeZone)), now];
  const all = areas.flatMap(({ competencyIds }) => competencyIds);
  // Of somebody who was rated within the year for the first time: the day after it.
  const from = wish.from ?? new Date(Math.min(now.getTime(), Math.max(yearBefore(now).getTime(), first.getTime() + DAY_MS)));
  const until = wish.until ?? now;
  const [before, after] = [levelsAt(ratings, rule, steps, from), levelsAt(ratings, rule, steps, until)];
  return {
    person,
    frameworks: published.map(({ frameworkId, title }) => ({ frameworkId, title })),
    version,
    rule,
    areas,
    points: moments.map((at) => {
      const levels = levelsAt(ratings, rule, steps, at);
      return { at, mean: meanOf(levels, all), rated: levels.size, areas: areas.map(({ competencyIds }) => meanOf(levels, competencyIds)) };
    }),
    events: growthEvents(ratings, rule, steps).map(({ changes, ...event }) => ({ ...event, changes: changes.flatMap(({ competencyId, ...change }) => ((item) => (item ? [{ item, ...change }] : []))(byCompetency.get(competencyId))) })),
    compared: {
      ...{ from, until },
      lines: all.flatMap((id) => {
        const item = byCompetency.get(id);
        const [was, is] = [before.get(id)?.step ?? null, after.get(id)?.step ?? null];
        return item && (was !== null || is !== null) ? [{ item, from: was, to: is }] : [];
      }),
    },
  };
}

const DAY_MS = 24 * 3600_000;
const yearBefore = (now: Date): Date => new Date(now.getTime() - 365 * DAY_MS);
