import { greatest, share, widthScale } from './scales.ts';

export interface Stack {
  readonly label: string;
  /** One value per series, in the order of the series. */
  readonly parts: readonly number[];
  /** The whole as the reader sees it. */
  readonly shown: string;
}

export interface Segment {
  /** Counts from 1: names the fill. */
  readonly series: number;
  readonly x: string;
  readonly width: string;
  /** Where its figure stands, and the figure; null when the segment is too narrow for it. */
  readonly middle: string;
  readonly figure: number | null;
}

export interface StackRow {
  readonly label: string;
  readonly shown: string;
  readonly segments: readonly Segment[];
}

/** A figure of up to four digits needs this share of the narrowest plot. */
const NARROWEST_WITH_FIGURE = 11;

/** Parts of a whole, side by side from zero. With `toShares` each row is as long as the plot and shows its division only. */
export function stackRows(stacks: readonly Stack[], toShares = false): StackRow[] {
  const wholes = stacks.map(({ parts }) => {
    greatest(parts);
    return parts.reduce((sum, part) => sum + part, 0);
  });
  const top = greatest(wholes);
  return stacks.map(({ label, shown, parts }, row) => {
    const x = widthScale(toShares ? wholes[row] || 1 : top);
    let before = 0;
    const segments: Segment[] = [];
    for (const [at, part] of parts.entries()) {
      const [from, to] = [x(before), x(before + part)];
      before += part;
      if (part === 0) continue;
      segments.push({
        series: at + 1,
        x: share(from),
        width: share(to - from),
        middle: share((from + to) / 2),
        figure: to - from >= NARROWEST_WITH_FIGURE ? part : null,
      });
    }
    return { label, shown, segments };
  });
}
