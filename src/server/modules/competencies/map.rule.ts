import { pool, poolWithin } from './pooling.rule.ts';
import type { MapSum } from './map.queries.ts';

/** The figures of a heat map out of sums. Pure. */

export const MAP_FIGURES = ['mean', 'met', 'rated', 'spread'] as const;
export type MapFigure = (typeof MAP_FIGURES)[number];

export interface MapCell {
  /** Null: nobody, or hidden. `mean` and `spread` in steps, the others as shares. */
  value: number | null;
  /** People and competencies it was made of. */
  base: number;
  isHidden: boolean;
}

export interface MapColumn {
  id: string;
  competencyIds: readonly string[];
}

export interface MapPlaces {
  placeId: string;
  headcount: number;
}

const strangersOf = (figure: MapFigure) => (sum: MapSum): number => (figure === 'met' ? sum.asked - sum.ownAsked : sum.people - sum.ownPeople);

/**
 * Which cells are hidden, by competency: a set of places, and whether their total is, too. `districts` are the sums of all districts, `inside` those of the
 * places that make the rows; where the rows are districts they are the same.
 */
export function hiddenCells(figure: MapFigure, districts: readonly MapSum[], inside: { districtId: string; sums: readonly MapSum[] } | null): Map<string, { places: Set<string>; total: boolean }> {
  const strangers = strangersOf(figure);
  const counted = (sums: readonly MapSum[]) => sums.map((sum) => ({ id: sum.placeId, strangers: strangers(sum) }));
  const below = inside ? grouped(inside.sums) : null;
  return new Map(
    [...grouped(districts)].map(([competencyId, sums]) => {
      const top = pool(counted(sums));
      if (!inside) return [competencyId, { places: top.hidden, total: top.totalHidden }];
      const within = poolWithin({ isHidden: top.hidden.has(inside.districtId) }, counted(below?.get(competencyId) ?? []));
      return [competencyId, { places: within.hidden, total: within.totalHidden }];
    }),
  );
}

function grouped(sums: readonly MapSum[]): Map<string, MapSum[]> {
  const groups = new Map<string, MapSum[]>();
  for (const sum of sums) {
    const group = groups.get(sum.competencyId);
    if (group) group.push(sum);
    else groups.set(sum.competencyId, [sum]);
  }
  return groups;
}

/** One figure out of the sums of several competencies; of an area what is hidden of a competency is left out. */
export function figureOf(figure: MapFigure, sums: readonly MapSum[], headcount: number, competencies: number): { value: number | null; base: number } {
  const add = (pick: (sum: MapSum) => number) => sums.reduce((all, sum) => all + pick(sum), 0);
  const people = add((sum) => sum.people);
  if (figure === 'rated') return { value: headcount * competencies > 0 ? people / (headcount * competencies) : null, base: people };
  if (figure === 'met') return ((asked) => ({ value: asked > 0 ? add((sum) => sum.met) / asked : null, base: asked }))(add((sum) => sum.asked));
  if (people === 0) return { value: null, base: 0 };
  if (figure === 'mean') return { value: add((sum) => sum.steps) / people, base: people };
  // How far people lie apart in each competency, not how far competencies do.
  return { value: Math.sqrt(Math.max(0, add((sum) => sum.squares - sum.steps ** 2 / sum.people)) / people), base: people };
}

/** Rows of cells, one for each place, and the row of their total. */
export function mapCells(figure: MapFigure, columns: readonly MapColumn[], places: readonly MapPlaces[], sums: readonly MapSum[], hidden: ReturnType<typeof hiddenCells>): { rows: Map<string, MapCell[]>; total: MapCell[] } {
  const byPlace = new Map<string, Map<string, MapSum>>();
  for (const sum of sums) byPlace.set(sum.placeId, (byPlace.get(sum.placeId) ?? new Map<string, MapSum>()).set(sum.competencyId, sum));
  const totals = new Map([...grouped(sums)].map(([competencyId, all]) => [competencyId, added(all)]));
  const cell = (of: ReadonlyMap<string, MapSum> | undefined, column: MapColumn, headcount: number, isHidden: (competencyId: string) => boolean): MapCell => {
    const shown = column.competencyIds.filter((id) => !of?.has(id) || !isHidden(id));
    const found = shown.flatMap((id) => of?.get(id) ?? []);
    const lost = shown.length < column.competencyIds.length;
    if (lost && found.length === 0) return { value: null, base: 0, isHidden: true };
    return { ...figureOf(figure, found, headcount, shown.length), isHidden: false };
  };
  const everybody = places.reduce((all, { headcount }) => all + headcount, 0);
  return {
    rows: new Map(places.map(({ placeId, headcount }) => [placeId, columns.map((column) => cell(byPlace.get(placeId), column, headcount, (id) => hidden.get(id)?.places.has(placeId) ?? false))])),
    total: columns.map((column) => cell(totals, column, everybody, (id) => hidden.get(id)?.total ?? false)),
  };
}

function added(sums: readonly MapSum[]): MapSum {
  const [first] = sums;
  if (!first) throw new RangeError('nothing to add');
  return sums.slice(1).reduce((all, one) => ({ ...all, people: all.people + one.people, steps: all.steps + one.steps, squares: all.squares + one.squares, asked: all.asked + one.asked, met: all.met + one.met, ownPeople: all.ownPeople + one.ownPeople, ownAsked: all.ownAsked + one.ownAsked }), first);
}

/** Which of five shades a value has: of the scale, of a hundred per cent, of half the scale. */
export function shadeOf(figure: MapFigure, value: number | null, steps: readonly number[]): number | null {
  if (value === null) return null;
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  const part = figure === 'mean' ? (value - least) / (most - least) : figure === 'spread' ? value / ((most - least) / 2) : value;
  return Math.min(4, Math.max(0, Math.floor(part * 5)));
}
