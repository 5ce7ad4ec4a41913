import { compareText } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listDistrictFigures, type DistrictFigures } from './figures.queries.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { organisationAbilities, personScope, readsFigures } from './people.policy.ts';
import { retirementDates } from './retirement.ts';
import { todayOf } from './standing.ts';
import { suppress, type CellRow, type Suppressed } from './suppression.rule.ts';

/** Tables of people by class; the classes of a table exclude one another and are all of the main personnel. */
export const FIGURE_TABLES = {
  age: ['under30', 'from30', 'from55', 'ageUnknown'],
  education: ['library', 'otherEducation', 'educationUnknown'],
  tenure: ['tenure0', 'tenure3', 'tenure6', 'tenure10', 'tenureUnknown'],
  retirement: ['retiring', 'maybeRetiring', 'notRetiring', 'retirementUnknown'],
} as const satisfies Record<string, readonly (keyof DistrictFigures)[]>;
export type FigureTable = keyof typeof FIGURE_TABLES;

export interface FigureRow {
  districtId: string;
  name: string;
  /** The reader may open the people behind the figures. */
  own: boolean;
  staff: number;
  headcount: number;
  units: number;
  occupied: number;
  vacant: number;
  /** By table; null: hidden, so that nobody can be pointed at. */
  cells: Record<FigureTable, number[] | null>;
}

export interface Figures {
  asOf: string;
  rows: FigureRow[];
  total: Omit<FigureRow, 'districtId' | 'name' | 'own'>;
}

const yearsBefore = (date: string, years: number): string => Temporal.PlainDate.from(date).subtract({ years }).toString();

const sum = (rows: readonly DistrictFigures[], key: keyof DistrictFigures): number => Math.round(rows.reduce((total, row) => total + Number(row[key]), 0) * 100) / 100;

const cellsOf = (row: DistrictFigures, keys: readonly (keyof DistrictFigures)[]): number[] => keys.map((key) => Number(row[key]));

/** What is hidden by table. Age and retirement hide the same rows: whoever has no birth date is the same class of both. */
function hiddenOf(rowsOf: (keys: readonly (keyof DistrictFigures)[]) => CellRow[]): Record<FigureTable, Suppressed> {
  let [age, retirement] = [suppress(rowsOf(FIGURE_TABLES.age)), suppress(rowsOf(FIGURE_TABLES.retirement))];
  // Each round hides more rows, or is the last.
  while (age.hidden.size !== retirement.hidden.size || [...age.hidden].some((id) => !retirement.hidden.has(id))) {
    const both = new Set([...age.hidden, ...retirement.hidden]);
    [age, retirement] = [suppress(rowsOf(FIGURE_TABLES.age), both), suppress(rowsOf(FIGURE_TABLES.retirement), both)];
  }
  const totalHidden = age.totalHidden || retirement.totalHidden;
  return { age: { ...age, totalHidden }, retirement: { ...retirement, totalHidden }, education: suppress(rowsOf(FIGURE_TABLES.education)), tenure: suppress(rowsOf(FIGURE_TABLES.tenure)) };
}

/**
 * First figures of the network by district: staff units, age, education, tenure, retirement within five years. Of the main personnel, by
 * the main post, each person once; all denominators are persons. Small figures of people whose records the reader does not keep are
 * hidden (`suppression.rule.ts`). Error: `page.not_found` for who reads no figures here.
 */
export async function readFigures(ctx: Ctx): Promise<Figures> {
  if (!readsFigures(ctx.actor, ctx.networkId)) throw notFound();
  const at = await todayOf(ctx);
  const dates = {
    asOf: at,
    born30: yearsBefore(at, 30),
    born55: yearsBefore(at, 55),
    since3: yearsBefore(at, 3),
    since6: yearsBefore(at, 6),
    since10: yearsBefore(at, 10),
    ...(await retirementDates(ctx, at)),
  };
  const found = await listDistrictFigures(ctx, dates);
  const places = new Map((await listOrganisationNames(ctx, found.map(({ districtId }) => districtId))).map((row) => [row.id, row]));
  const own = (id: string) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: places.get(id)?.path ?? [] }).readStaff.allowed;
  const scope = personScope(ctx.actor, ctx.networkId);
  // A head keeps a part of a district: she can take her people from its figures.
  const known = scope === 'network' || scope.length === 0 ? [] : await listDistrictFigures(ctx, dates, scope);
  const knownOf = new Map(known.map((row) => [row.districtId, row]));
  const tables = Object.entries(FIGURE_TABLES) as [FigureTable, readonly (keyof DistrictFigures)[]][];
  const hidden = hiddenOf((keys) =>
    found.map((row): CellRow => {
      const hers = knownOf.get(row.districtId);
      return { id: row.districtId, cells: cellsOf(row, keys), own: own(row.districtId), ...(hers ? { known: cellsOf(hers, keys) } : {}) };
    }),
  );
  const byName = compareText(ctx.locale);
  return {
    asOf: at,
    rows: found
      .map((row) => ({
        districtId: row.districtId,
        name: textIn(places.get(row.districtId)?.name, ctx.locale),
        own: own(row.districtId),
        staff: row.staff,
        headcount: row.headcount,
        units: row.units,
        occupied: row.occupied,
        vacant: row.vacant,
        cells: Object.fromEntries(tables.map(([table, keys]) => [table, hidden[table].hidden.has(row.districtId) ? null : cellsOf(row, keys)])) as FigureRow['cells'],
      }))
      .sort((a, b) => byName(a.name, b.name)),
    total: {
      staff: sum(found, 'staff'),
      headcount: sum(found, 'headcount'),
      units: sum(found, 'units'),
      occupied: sum(found, 'occupied'),
      vacant: sum(found, 'vacant'),
      cells: Object.fromEntries(tables.map(([table, keys]) => [table, hidden[table].totalHidden ? null : keys.map((key) => sum(found, key))])) as FigureRow['cells'],
    },
  };
}
