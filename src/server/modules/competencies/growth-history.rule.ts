import { effectiveLevel, type Effective, type RaterKind, type RatingLike, type Rule } from './effective.rule.ts';

/** What a person could do at some moment, and what changed it, out of her ratings alone. Pure. */

export interface DatedRating extends RatingLike {
  competencyId: string;
  /** The sheet or the like it came with: what was said at once is one event. */
  sourceId: string;
}

/** Levels by competency as they were at an instant: by what had been said up to then, by the rule that is given. */
export function levelsAt(ratings: readonly DatedRating[], rule: Rule, steps: readonly number[], at: Date): Map<string, Effective> {
  const said = new Map<string, DatedRating[]>();
  for (const rating of ratings) {
    if (rating.ratedAt.getTime() > at.getTime()) continue;
    const known = said.get(rating.competencyId);
    if (known) known.push(rating);
    else said.set(rating.competencyId, [rating]);
  }
  return new Map([...said].flatMap(([competencyId, words]) => ((level) => (level ? [[competencyId, level] as const] : []))(effectiveLevel(words, rule, steps))));
}

export interface GrowthChange {
  competencyId: string;
  /** Null: the first word about it. */
  from: number | null;
  to: number;
}

export interface GrowthEvent {
  at: Date;
  kind: RaterKind;
  /** How much was said, and what of it made another level. */
  ratings: number;
  changes: GrowthChange[];
}

/** What was said at once by one rater is an event; newest first. */
export function growthEvents(ratings: readonly DatedRating[], rule: Rule, steps: readonly number[]): GrowthEvent[] {
  const groups = new Map<string, DatedRating[]>();
  for (const rating of [...ratings].sort((a, b) => a.ratedAt.getTime() - b.ratedAt.getTime() || (a.id < b.id ? -1 : 1))) {
    const key = `${rating.ratedAt.getTime()} ${rating.sourceId} ${rating.kind}`;
    const group = groups.get(key);
    if (group) group.push(rating);
    else groups.set(key, [rating]);
  }
  const said = new Map<string, DatedRating[]>();
  const stands = new Map<string, number>();
  const events = [...groups.values()].map((group): GrowthEvent => {
    for (const rating of group) said.set(rating.competencyId, [...(said.get(rating.competencyId) ?? []), rating]);
    const changes = [...new Set(group.map(({ competencyId }) => competencyId))].flatMap((competencyId): GrowthChange[] => {
      const from = stands.get(competencyId) ?? null;
      const to = effectiveLevel(said.get(competencyId) ?? [], rule, steps)?.step;
      if (to === undefined || to === from) return [];
      stands.set(competencyId, to);
      return [{ competencyId, from, to }];
    });
    return { at: group[0]?.ratedAt ?? new Date(0), kind: group[0]?.kind ?? 'self', ratings: group.length, changes };
  });
  return events.reverse();
}

/** The mean of these competencies; null where none is known. */
export function meanOf(levels: ReadonlyMap<string, { step: number }>, competencyIds: readonly string[]): number | null {
  const steps = competencyIds.flatMap((id) => levels.get(id)?.step ?? []);
  return steps.length === 0 ? null : steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
