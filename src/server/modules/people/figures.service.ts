import { compareText } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listDistrictFigures, type DistrictFigures } from './figures.queries.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { organisationAbilities, readsFigures } from './people.policy.ts';
import { retirementDates } from './retirement.ts';
import { todayOf } from './standing.ts';
import { suppress, type CellRow } from './suppression.rule.ts';

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

/**
 * First figures of the network by district: staff units, age, education, tenure, retirement within five years. Of the main personnel, by
 * the main post, each person once; all denominators are persons. Small figures of people whose records the reader does not keep are
 * hidden (`suppression.rule.ts`). Error: `page.not_found` for who reads no figures here.
 */
export async function readFigures(ctx: Ctx): Promise<Figures> {
  if (!readsFigures(ctx.actor, ctx.networkId)) throw notFound();
  const at = await todayOf(ctx);
  const found = await listDistrictFigures(ctx, {
    asOf: at,
    born30: yearsBefore(at, 30),
    born55: yearsBefore(at, 55),
    since3: yearsBefore(at, 3),
    since6: yearsBefore(at, 6),
    since10: yearsBefore(at, 10),
    ...(await retirementDates(ctx, at)),
  });
  const places = new Map((await listOrganisationNames(ctx, found.map(({ districtId }) => districtId))).map((row) => [row.id, row]));
  const own = (id: string) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: places.get(id)?.path ?? [] }).readStaff.allowed;
  const tables = Object.entries(FIGURE_TABLES) as [FigureTable, readonly (keyof DistrictFigures)[]][];
  const cellsOf = (row: DistrictFigures, keys: readonly (keyof DistrictFigures)[]) => keys.map((key) => Number(row[key]));
  const hidden = new Map(
    tables.map(([table, keys]) => [table, suppress(found.map((row): CellRow => ({ id: row.districtId, cells: cellsOf(row, keys), own: own(row.districtId) })))]),
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
        cells: Object.fromEntries(tables.map(([table, keys]) => [table, hidden.get(table)?.hidden.has(row.districtId) ? null : cellsOf(row, keys)])) as FigureRow['cells'],
      }))
      .sort((a, b) => byName(a.name, b.name)),
    total: {
      staff: sum(found, 'staff'),
      headcount: sum(found, 'headcount'),
      units: sum(found, 'units'),
      occupied: sum(found, 'occupied'),
      vacant: sum(found, 'vacant'),
      cells: Object.fromEntries(tables.map(([table, keys]) => [table, hidden.get(table)?.totalHidden ? null : keys.map((key) => sum(found, key))])) as FigureRow['cells'],
    },
  };
}
