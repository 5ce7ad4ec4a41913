/** What a measurement says: the median of interleaved rounds with the least and the greatest, beside its budget and its floor. */
export interface Figure {
  /** What was measured, in words. */
  name: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  rounds: number;
  /** docs: architecture, budgets. Smaller is better, unless `atLeast`. */
  budget?: number;
  atLeast?: boolean;
  /** The least that the same answer can cost, measured in the same rounds. */
  floor?: number;
  /** Median of the ratios of the rounds, not the ratio of the medians. */
  ratio?: number;
  note?: string;
}

export interface Extra {
  budget?: number;
  atLeast?: boolean;
  /** One for each round, in the same order. */
  floors?: readonly number[];
  note?: string;
}

export function figure(name: string, unit: string, values: readonly number[], extra: Extra = {}): Figure {
  if (values.length === 0) throw new Error(`${name}: nothing was measured`);
  const { floors, ...rest } = extra;
  const ratios = floors?.flatMap((floor, round) => (floor > 0 ? [(values[round] ?? NaN) / floor] : []));
  return {
    name,
    unit,
    median: medianOf(values),
    min: Math.min(...values),
    max: Math.max(...values),
    rounds: values.length,
    ...rest,
    ...(floors && floors.length > 0 ? { floor: medianOf(floors) } : {}),
    ...(ratios && ratios.length > 0 ? { ratio: medianOf(ratios) } : {}),
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** `ascending` must be sorted; the smallest value that at least this share of all does not exceed. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.max(0, Math.ceil(ascending.length * share) - 1))] ?? NaN;
}

export function withinBudget(one: Figure): boolean | null {
  if (one.budget === undefined) return null;
  return one.atLeast ? one.median >= one.budget : one.median <= one.budget;
}

/** "ok", or by how much the budget is missed. */
export function verdict(one: Figure): string {
  const ok = withinBudget(one);
  if (ok === null || one.budget === undefined) return '';
  const side = one.atLeast ? '≥' : '≤';
  if (ok) return `ok (${side} ${shown(one.budget)})`;
  const away = one.budget === 0 ? one.median : (Math.abs(one.median - one.budget) / one.budget) * 100;
  return `${one.atLeast ? 'UNDER' : 'OVER'} ${side} ${shown(one.budget)} by ${one.budget === 0 ? shown(away) : `${shown(away)} %`}`;
}

export function shown(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = value === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number.isInteger(value) ? String(value) : value.toFixed(digits);
}

/** One case as lines of a table for a terminal. */
export function table(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((one) => [
    one.name,
    `${shown(one.median)} ${one.unit}`,
    one.rounds > 1 ? `${shown(one.min)}–${shown(one.max)}` : '',
    one.floor === undefined ? '' : `${shown(one.floor)} (×${shown(one.ratio ?? NaN)})`,
    verdict(one),
    one.note ?? '',
  ]);
  const head = ['', 'median', 'min–max', 'floor (ratio)', 'budget', ''];
  const widths = head.map((text, column) => Math.max(text.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `  ${cells.map((cell, column) => (column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()}\n`;
  return `\n${title}\n${line(head)}${rows.map(line).join('')}`;
}
