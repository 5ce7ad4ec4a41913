import { greatest, share, widthScale } from './scales.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as the reader sees it, with its unit. */
  readonly shown: string;
  /** What was wanted: drawn as a stroke across the bar. */
  readonly goal?: number | undefined;
}

export interface BarRow {
  readonly label: string;
  readonly shown: string;
  /** Of the plot's width, as an SVG length. */
  readonly width: string;
  readonly goalX: string | null;
}

/** Horizontal bars from zero: long words in six languages fit beside or above them. `max` fixes the scale, e.g. 100 for per cent. */
export function barRows(bars: readonly Bar[], max?: number): BarRow[] {
  const top = max ?? greatest(bars.flatMap(({ value, goal }) => (goal === undefined ? [value] : [value, goal])));
  greatest(bars.map(({ value }) => value));
  const x = widthScale(top);
  return bars.map(({ label, shown, value, goal }) => ({
    label,
    shown,
    width: share(x(value)),
    goalX: goal === undefined ? null : share(x(goal)),
  }));
}
