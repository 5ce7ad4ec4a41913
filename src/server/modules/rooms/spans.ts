/**
 * Arithmetic of stretches of time in milliseconds since the epoch. Every list that comes out is sorted and its stretches neither overlap nor touch.
 * A stretch without length is kept by `unite` (somebody was seen at that instant) and has no effect on lengths.
 */

export interface Span {
  start: number;
  end: number;
}

/** All that lies in at least one of the spans; spans that overlap or touch become one. */
export function unite(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** The gaps between united spans. */
export function complement(united: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  for (let index = 1; index < united.length; index += 1) {
    gaps.push({ start: united[index - 1]!.end, end: united[index]!.start });
  }
  return gaps;
}

/** What lies in both of two united lists. */
export function intersect(a: readonly Span[], b: readonly Span[]): Span[] {
  const result: Span[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i]!;
    const right = b[j]!;
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (start < end || (start === end && (left.start === left.end || right.start === right.end)))
      result.push({ start, end });
    if (left.end < right.end) i += 1;
    else j += 1;
  }
  return result;
}

/** What lies in `a` and not in `b`, both united. */
export function subtract(a: readonly Span[], b: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of a) {
    let from = span.start;
    for (const hole of b) {
      if (hole.end <= from || hole.start >= span.end) continue;
      if (hole.start > from) result.push({ start: from, end: hole.start });
      from = Math.max(from, hole.end);
    }
    if (from < span.end || from === span.start) result.push({ start: from, end: span.end });
  }
  return result;
}

/** Total length in milliseconds of united spans. */
export function lengthOf(united: readonly Span[]): number {
  return united.reduce((sum, span) => sum + span.end - span.start, 0);
}
