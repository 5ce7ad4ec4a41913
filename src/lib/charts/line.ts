import { scaleLinear, scalePoint } from 'd3-scale';
import { line, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape';
import { share } from './scales.ts';

export interface Series {
  readonly name: string;
  /** One value per label; null where nothing was counted: the line has a gap there. */
  readonly values: readonly (number | null)[];
}

export interface LinePoint {
  readonly x: string;
  readonly y: number;
  readonly value: number;
}

export interface LineTrace {
  /** Counts from 1: names the stroke and the sign of its points. */
  readonly series: number;
  readonly name: string;
  /** In a box 100 wide and `height` high that is stretched to the plot. */
  readonly path: string;
  readonly points: readonly LinePoint[];
  /** Where its name stands at the right edge; names are kept apart. Null when nothing was counted. */
  readonly endY: number | null;
  readonly last: number | null;
}

export interface LineModel {
  readonly height: number;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly labels: readonly {
    readonly x: string;
    readonly text: string;
    readonly anchor: 'start' | 'middle' | 'end';
    /** Left out where the plot is narrow. */
    readonly isMinor: boolean;
  }[];
  readonly traces: readonly LineTrace[];
  /** Points carry signs only while they can be told apart. */
  readonly hasSigns: boolean;
}

/** Series beyond four cannot be told apart by stroke and sign. */
const MOST_SERIES = 4;
const LINE_HEIGHT = 17;
const MOST_SIGNS = 24;
const SIGNS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond];

/** The outline of a series' sign around 0,0. */
export function signPath(series: number, area = 52): string {
  return symbol(SIGNS[(series - 1) % SIGNS.length] ?? symbolCircle, area)() ?? '';
}

/** Lines over ordered labels (days, months). The value axis begins at zero unless `from` says otherwise. */
export function lineModel(
  labels: readonly string[],
  series: readonly Series[],
  options: { readonly height?: number; readonly from?: number; readonly to?: number } = {},
): LineModel {
  const { height = 200, from = 0 } = options;
  if (series.length > MOST_SERIES) throw new RangeError(`at most ${MOST_SERIES} lines can be told apart`);
  const counted = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const y = scaleLinear()
    .domain([from, options.to ?? Math.max(from + 1, ...counted)])
    .range([height, 0]);
  if (options.to === undefined) y.nice(4);
  const places = labels.map((_, at) => at);
  const point = scalePoint<number>().domain(places).range([0, 100]);
  const x = (at: number) => point(at) ?? 0;
  const round = (value: number) => Math.round(value * 10) / 10;

  const traces = series.map(({ name, values }, index): LineTrace => {
    const known = places.map((at) => ({ at, value: values[at] ?? null }));
    const draw = line<{ at: number; value: number | null }>()
      .defined(({ value }) => value !== null)
      .x(({ at }) => round(x(at)))
      .y(({ value }) => round(y(value ?? 0)));
    const points = known.flatMap(({ at, value }) =>
      value === null ? [] : [{ x: share(x(at)), y: round(y(value)), value }],
    );
    const end = points.at(-1);
    return { series: index + 1, name, path: draw(known) ?? '', points, endY: end?.y ?? null, last: end?.value ?? null };
  });

  const every = Math.ceil(labels.length / 10);
  // Counted from the end: the newest is what the reader looks for first.
  const shown = places.filter((at) => (labels.length - 1 - at) % every === 0);
  return {
    height,
    ticks: y.ticks(4).map((value) => ({ y: round(y(value)), value })),
    labels: shown.map((at, order) => ({
      x: share(x(at)),
      text: labels[at] ?? '',
      anchor: at === 0 ? 'start' : at === labels.length - 1 ? 'end' : 'middle',
      isMinor: shown.length > 5 && (shown.length - 1 - order) % 2 === 1,
    })),
    traces: apart(traces, height),
    hasSigns: labels.length <= MOST_SIGNS,
  };
}

/** Moves the names at the right edge so far apart that none covers another, keeping their order. */
function apart(traces: readonly LineTrace[], height: number): LineTrace[] {
  const order = traces.filter(({ endY }) => endY !== null).sort((a, b) => (a.endY ?? 0) - (b.endY ?? 0));
  const moved = new Map<number, number>();
  let floor = -Infinity;
  for (const { series, endY } of order) {
    floor = Math.max(floor + LINE_HEIGHT, endY ?? 0);
    moved.set(series, floor);
  }
  let ceiling = height + LINE_HEIGHT / 2;
  for (const { series } of order.toReversed()) {
    const y = Math.min(moved.get(series) ?? 0, ceiling);
    moved.set(series, y);
    ceiling = y - LINE_HEIGHT;
  }
  return traces.map((trace) => ({ ...trace, endY: moved.get(trace.series) ?? null }));
}
