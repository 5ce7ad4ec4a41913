import { scaleLinear } from 'd3-scale';

/** A share of the plot's width as an SVG length. Two decimals are finer than a pixel of any screen. */
export function share(percent: number): string {
  return `${Math.round(percent * 100) / 100}%`;
}

/** The greatest value of a chart; a chart of zeros keeps an axis of one. Negative or unknown values have no length: refused. */
export function greatest(values: readonly number[]): number {
  for (const value of values) if (!Number.isFinite(value) || value < 0) throw new RangeError(`not a length: ${value}`);
  return Math.max(0, ...values) || 1;
}

/** From a value to a share of the width, 0 to 100. */
export function widthScale(max: number): (value: number) => number {
  return scaleLinear().domain([0, max]).range([0, 100]).clamp(true);
}
