import { movesBetween, networkOf, type Moves } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { mapRows, viewFrame, type MapWish, type ViewFrame } from './map.service.ts';
import type { MapCell, MapFigure } from './map.rule.ts';
import { listMonths } from './months.queries.ts';
import { pool } from './pooling.rule.ts';

export const COMPARE_ROWS = ['areas', 'districts'] as const;
export const COMPARE_FIGURES = ['mean', 'met', 'rated'] as const satisfies readonly MapFigure[];

export interface CompareWish extends MapWish {
  rows?: (typeof COMPARE_ROWS)[number] | undefined;
  figure?: (typeof COMPARE_FIGURES)[number] | undefined;
  /** The first day of a month: as it stood at its end. Without them a year ago, and now. */
  from?: string | null | undefined;
  until?: string | null | undefined;
}

export interface CompareLine {
  id: string;
  /** Of an area or competency; null where the row is a district. */
  column: ViewFrame['columns'][number] | null;
  name: string;
  before: MapCell;
  after: MapCell;
  /** Null where either is not known. */
  change: number | null;
  /** Of districts: people who work there now and did not then, and the other way round; null: hidden. */
  came: number | null;
  left: number | null;
}

export interface Comparison extends ViewFrame {
  rows: (typeof COMPARE_ROWS)[number];
  figure: (typeof COMPARE_FIGURES)[number];
  /** What was written down, newest first. */
  months: string[];
  from: string | null;
  /** Null: now. */
  until: string | null;
  lines: CompareLine[];
  /** Of the place that is looked at. */
  headcount: { before: number; after: number };
  moves: { came: number | null; left: number | null } | null;
  hidesSome: boolean;
}

/**
 * Two moments side by side, from what was written down at the end of months. Who came and who left stands beside: a change of staff is no growth. Small
 * groups are hidden at each moment as in the heat map. Errors as in `viewFrame`; a month that was not written down: `page.not_found`.
 */
export async function showComparison(ctx: Ctx, wish: CompareWish): Promise<Comparison> {
  const frame = await viewFrame(ctx, wish);
  const rows = wish.rows ?? 'areas';
  const figure = wish.figure ?? 'mean';
  const known = await listMonths(ctx, frame.version.frameworkId);
  const months = known.map(({ month }) => month).reverse();
  const from = wish.from ?? months.slice(0, 12).at(-1) ?? null;
  const until = wish.until ?? null;
  if ([wish.from, wish.until].some((month) => month && !months.includes(month))) throw notFound();
  const common = { ...frame, rows, figure, months, from, until };
  if (from === null) return { ...common, lines: [], headcount: { before: 0, after: 0 }, moves: null, hidesSome: false };
  const one = { ...frame, district: null, ...(rows === 'districts' ? { columns: [{ id: 'all', code: '', title: null, competencyIds: frame.columns.flatMap(({ competencyIds }) => competencyIds) }] } : {}) };
  const [before, after] = [await mapRows(ctx, one, figure, from), await mapRows(ctx, one, figure, until)];
  const { timeZone } = await networkOf(ctx);
  const dayOf = (month: string | null) => localDate(new Date((known.find((row) => row.month === month)?.asOf ?? ctx.clock.now()).getTime() - 1), timeZone);
  const moves = movesShown(await movesBetween(ctx, dayOf(from), dayOf(until)), new Set([...before.rows, ...after.rows].filter(({ own }) => own).map(({ id }) => id)));
  const districtId = frame.district?.id ?? null;
  const place = (side: typeof before) => (districtId === null ? side.total : (side.rows.find(({ id }) => id === districtId) ?? { headcount: 0, cells: [] }));
  const line = (id: string, name: string, column: CompareLine['column'], was: MapCell | undefined, is: MapCell | undefined): CompareLine => {
    const [then, now] = [was ?? NONE, is ?? NONE];
    return { id, name, column, before: then, after: now, change: then.value === null || now.value === null ? null : now.value - then.value, ...(moves.get(column ? '' : id) ?? { came: 0, left: 0 }) };
  };
  const lines =
    rows === 'areas'
      ? frame.columns.map((column, at) => line(column.id || column.code, column.code, column, place(before).cells[at], place(after).cells[at]))
      : [...new Set([...after.rows, ...before.rows].map(({ id }) => id))].filter((id) => districtId === null || id === districtId).map((id) => line(id, frame.nameOf(id), null, cellOf(before, id), cellOf(after, id)));
  return {
    ...common,
    lines,
    headcount: { before: place(before).headcount, after: place(after).headcount },
    moves: moves.get(districtId ?? '') ?? { came: 0, left: 0 },
    hidesSome: lines.some((row) => row.before.isHidden || row.after.isHidden || row.came === null || row.left === null),
  };
}

const NONE: MapCell = { value: null, base: 0, isHidden: false };
const cellOf = (side: { rows: readonly { id: string; cells: MapCell[] }[] }, id: string): MapCell | undefined => side.rows.find((row) => row.id === id)?.cells[0];

/** Who came and who left by district, small numbers of strangers hidden as groups are; the empty name is the network. Pure. */
export function movesShown(moves: readonly Moves[], own: ReadonlySet<string>): Map<string, { came: number | null; left: number | null }> {
  const districts = moves.flatMap((row) => (row.districtId === null ? [] : [{ ...row, id: row.districtId }]));
  const whole = moves.find(({ districtId }) => districtId === null) ?? { came: 0, left: 0 };
  const shown = new Map<string, { came: number | null; left: number | null }>(districts.map(({ id, came, left }) => [id, { came, left }]));
  const total: { came: number | null; left: number | null } = { came: whole.came, left: whole.left };
  for (const way of ['came', 'left'] as const) {
    const { hidden, totalHidden } = pool(districts.map((row) => ({ id: row.id, strangers: own.has(row.id) ? 0 : row[way] })));
    for (const id of hidden) shown.set(id, { ...(shown.get(id) ?? { came: null, left: null }), [way]: null });
    if (totalHidden) total[way] = null;
  }
  return shown.set('', total);
}
