/** One axis of a radar: a mean on the scale, and what is asked there; null where nothing is known, or nothing is shown. */
export interface RadarAxis {
  /** Short: it stands at the end of the axis; what it means stands in the table beside. */
  readonly label: string;
  readonly value: number | null;
  readonly goal: number | null;
}

export interface RadarPoint {
  readonly x: number;
  readonly y: number;
}

export interface RadarModel {
  /** Half of the width of the box; the centre is at 0,0. */
  readonly reach: number;
  readonly axes: readonly (RadarPoint & { readonly label: string; readonly labelX: number; readonly labelY: number; readonly anchor: 'start' | 'middle' | 'end' })[];
  /** One ring for each step above the lowest, with its value where it is written. */
  readonly rings: readonly { readonly path: string; readonly step: number; readonly y: number }[];
  /** The area of the values: closed where all are known, else a part for each run of neighbours, from the centre: nothing is said of what is not known. */
  readonly shape: string | null;
  readonly outline: string | null;
  readonly points: readonly RadarPoint[];
  readonly goals: readonly RadarPoint[];
}

const RADIUS = 100;
const LABELS_AT = 116;
const REACH = 136;
/** With fewer axes there is no area, with more it cannot be read. */
export const RADAR_AXES = { least: 3, most: 16 } as const;

const round = (value: number) => Math.round(value * 10) / 10 + 0;

/**
 * A radar from the lowest step in the centre to the highest at the rim, the first axis upright, clockwise. What is unknown is left out of the area: it
 * is not the lowest step, and nothing is drawn across it. Refused: fewer than three axes or more than sixteen, and a scale without two steps.
 */
export function radarModel(axes: readonly RadarAxis[], steps: readonly number[]): RadarModel {
  if (axes.length < RADAR_AXES.least || axes.length > RADAR_AXES.most) throw new RangeError(`a radar of ${axes.length} axes cannot be read`);
  const ordered = [...steps].sort((a, b) => a - b);
  const [lowest, highest] = [ordered[0] ?? 0, ordered.at(-1) ?? 0];
  if (highest <= lowest) throw new RangeError('a scale has two steps at least');
  const place = (at: number, distance: number): RadarPoint => {
    const angle = (2 * Math.PI * at) / axes.length;
    return { x: round(Math.sin(angle) * distance), y: round(-Math.cos(angle) * distance) };
  };
  const far = (value: number) => (RADIUS * (Math.min(highest, Math.max(lowest, value)) - lowest)) / (highest - lowest);
  const pathOf = (points: readonly RadarPoint[]) => `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
  const places = (pick: (axis: RadarAxis) => number | null) => axes.map((axis, at) => ((value) => (value === null ? null : place(at, far(value))))(pick(axis)));
  const [values, aims] = [places(({ value }) => value), places(({ goal }) => goal)];
  const [points, goals] = [values.filter((point) => point !== null), aims.filter((point) => point !== null)];
  const area = (of: readonly (RadarPoint | null)[]) => {
    const known = of.filter((point) => point !== null);
    if (known.length === of.length) return pathOf(known);
    const runs = runsOf(of);
    return runs.length === 0 ? null : runs.map((run) => pathOf([CENTRE, ...run])).join('');
  };
  return {
    reach: REACH,
    axes: axes.map(({ label }, at) => {
      const end = place(at, LABELS_AT);
      return { ...place(at, RADIUS), label, labelX: end.x, labelY: round(end.y + 4.5), anchor: Math.abs(end.x) < 20 ? 'middle' : end.x > 0 ? 'start' : 'end' };
    }),
    rings: ordered.slice(1).map((step) => ({ step, path: pathOf(axes.map((_, at) => place(at, far(step)))), y: round(-far(step)) })),
    shape: area(values),
    outline: area(aims),
    points,
    goals,
  };
}

const CENTRE: RadarPoint = { x: 0, y: 0 };

/** Neighbours that are known, round the circle: the last axis lies beside the first. */
function runsOf(points: readonly (RadarPoint | null)[]): RadarPoint[][] {
  const gap = points.indexOf(null);
  const turned = [...points.slice(gap), ...points.slice(0, gap)];
  const runs: RadarPoint[][] = [];
  turned.forEach((point, at) => {
    if (point === null) return;
    const run = turned[at - 1] ? runs.at(-1) : undefined;
    if (run) run.push(point);
    else runs.push([point]);
  });
  return runs;
}
