/**
 * The presence rule: how many minutes a person was there, from everything that witnessed it.
 *
 * 1. Heartbeats (every 30 s, by the server's clock) open or prolong an interval that ends 60 s after the last one.
 *    Joins and leaves from imports and callbacks come as the intervals they are.
 * 2. The intervals of one person, from all devices and sources, are united.
 * 3. Gaps of up to 3 minutes are bridged (a lost connection is not an absence).
 * 4. The result is cut to the actual start and end that the organiser set.
 * 5. Corrections by a person are applied in the order given: the last word has the person. They are not bridged.
 * 6. Minutes are the whole minutes of what remains, rounded down once, at the end.
 *
 * Source of the rule: the product's own description of rooms and presence. Everything here is pure; instants are `Date`, the borders of
 * an interval are half-open in length (an interval that ends when another begins adds no time and leaves no gap).
 */
import { complement, intersect, lengthOf, subtract, unite, type Span } from './spans.ts';

export interface PresenceRule {
  /** how often a page says that it is open, seconds */
  heartbeatEverySeconds: number;
  /** how long one heartbeat counts, seconds */
  heartbeatLastsSeconds: number;
  /** the longest gap that is bridged, seconds, this length included */
  bridgeSeconds: number;
}

export const PRESENCE_RULE: PresenceRule = { heartbeatEverySeconds: 30, heartbeatLastsSeconds: 60, bridgeSeconds: 180 };

export interface SourceInterval {
  /** id of the raw event or row that says so; the same id may stand on several intervals */
  source: string;
  start: Date;
  end: Date;
}

export interface PresenceCorrection {
  /** id of the recorded decision; `correction:1`, `correction:2` … when absent */
  id?: string;
  kind: 'add' | 'remove';
  from: Date;
  to: Date;
  reason: string;
}

export interface PresenceInput {
  /** the actual start and end set by the organiser; while the session runs, `end` is now */
  session: { start: Date; end: Date };
  intervals: readonly SourceInterval[];
  corrections?: readonly PresenceCorrection[];
  rule?: PresenceRule;
}

export interface PresentInterval {
  start: Date;
  end: Date;
  /** ids of raw events and corrections this stretch rests on, sorted, each once */
  sources: string[];
}

export interface Presence {
  /** whole minutes present */
  minutes: number;
  /** whole minutes the session lasted */
  ofMinutes: number;
  /** minutes of ofMinutes, one decimal, rounded down so that 84.96 is never shown as 85; `null` when the session has no whole minute yet */
  percent: number | null;
  intervals: PresentInterval[];
  rule: PresenceRule;
  /** how the figure came about, in seconds */
  steps: {
    /** intervals that end before they start, or whose time is no time; left out */
    unusable: string[];
    unitedSeconds: number;
    bridgedSeconds: number;
    outsideSeconds: number;
    addedSeconds: number;
    removedSeconds: number;
  };
}

/** Minutes of one person in one session. The result does not depend on the order of `intervals`; it does on that of `corrections`. */
export function presenceOf(input: PresenceInput): Presence {
  const rule = input.rule ?? PRESENCE_RULE;
  const session = spanOf(input.session.start, input.session.end);
  const window: Span[] = session ? [session] : [];
  const usable: (Span & { source: string })[] = [];
  const unusable: string[] = [];
  for (const { source, start, end } of input.intervals) {
    const span = spanOf(start, end);
    if (span) usable.push({ ...span, source });
    else unusable.push(source);
  }

  const united = unite(usable);
  const bridges = complement(united).filter((gap) => gap.end - gap.start <= rule.bridgeSeconds * 1000);
  const whole = unite([...united, ...bridges]);
  const inside = intersect(whole, window);

  const corrections = (input.corrections ?? []).map((correction, index) => ({
    id: correction.id ?? `correction:${index + 1}`,
    kind: correction.kind,
    span: spanOf(correction.from, correction.to),
  }));
  let present = inside;
  for (const { kind, span } of corrections) {
    if (!span) continue;
    present = kind === 'add' ? unite([...present, ...intersect([span], window)]) : subtract(present, [span]);
  }
  present = present.filter((span) => span.end > span.start);

  const presentMs = lengthOf(present);
  const minutes = wholeMinutes(presentMs);
  const ofMinutes = wholeMinutes(lengthOf(window));
  return {
    minutes,
    ofMinutes,
    percent: percentOf(minutes, ofMinutes),
    intervals: present.map((span) => ({
      start: new Date(span.start),
      end: new Date(span.end),
      sources: sourcesOf(span, usable, bridges, corrections),
    })),
    rule,
    steps: {
      unusable: [...new Set(unusable)].toSorted(),
      unitedSeconds: lengthOf(united) / 1000,
      bridgedSeconds: lengthOf(bridges) / 1000,
      outsideSeconds: (lengthOf(whole) - lengthOf(inside)) / 1000,
      addedSeconds: lengthOf(subtract(present, inside)) / 1000,
      removedSeconds: lengthOf(subtract(inside, present)) / 1000,
    },
  };
}

/** Minutes over several sessions of an event: whole minutes of each, added. */
export function totalPresence(
  parts: readonly Pick<Presence, 'minutes' | 'ofMinutes'>[],
): Pick<Presence, 'minutes' | 'ofMinutes' | 'percent'> {
  const minutes = parts.reduce((sum, part) => sum + part.minutes, 0);
  const ofMinutes = parts.reduce((sum, part) => sum + part.ofMinutes, 0);
  return { minutes, ofMinutes, percent: percentOf(minutes, ofMinutes) };
}

/** Share of the session in percent, one decimal, rounded down; `null` when there is nothing to be a share of. */
export function percentOf(minutes: number, ofMinutes: number): number | null {
  return ofMinutes > 0 ? Math.floor((minutes * 1000) / ofMinutes) / 10 : null;
}

/**
 * One heartbeat of one device at `at` (server clock). `open` is the device's interval so far, or `null`.
 * A beat inside the open interval, its last instant included, prolongs it; a later one opens the next.
 * A beat older than the open interval (two requests overtook each other) changes nothing.
 */
export function recordHeartbeat(
  open: { start: Date; end: Date } | null,
  at: Date,
  rule: PresenceRule = PRESENCE_RULE,
): { kind: 'opened' | 'prolonged'; start: Date; end: Date } {
  const end = new Date(at.getTime() + rule.heartbeatLastsSeconds * 1000);
  if (!open || at > open.end) return { kind: 'opened', start: at, end };
  return { kind: 'prolonged', start: open.start, end: end > open.end ? end : open.end };
}

/** The intervals that the heartbeats of one device make, in whatever order they come. */
export function heartbeatIntervals(
  beats: readonly Date[],
  source: string,
  rule: PresenceRule = PRESENCE_RULE,
): SourceInterval[] {
  const intervals: SourceInterval[] = [];
  for (const at of beats.toSorted((a, b) => a.getTime() - b.getTime())) {
    const last = intervals.at(-1);
    const { kind, start, end } = recordHeartbeat(last ?? null, at, rule);
    if (last && kind === 'prolonged') last.end = end;
    else intervals.push({ source, start, end });
  }
  return intervals;
}

function spanOf(start: Date, end: Date): Span | null {
  const span = { start: start.getTime(), end: end.getTime() };
  return span.end >= span.start ? span : null;
}

function wholeMinutes(ms: number): number {
  return Math.floor(ms / 60_000);
}

/** What a stretch rests on: events and additions that lie in it, and the events on both sides of a bridge that carries it. */
function sourcesOf(
  stretch: Span,
  usable: readonly (Span & { source: string })[],
  bridges: readonly Span[],
  corrections: readonly { id: string; kind: string; span: Span | null }[],
): string[] {
  const overlaps = (span: Span) => span.start < stretch.end && span.end > stretch.start;
  const carrying = bridges.filter(overlaps);
  const found = new Set<string>();
  for (const span of usable) {
    // An event without length (joined and left in the same second) witnesses the instant it stands in.
    const inside = span.start === span.end ? span.start >= stretch.start && span.end <= stretch.end : overlaps(span);
    if (inside || carrying.some((gap) => span.end === gap.start || span.start === gap.end)) found.add(span.source);
  }
  for (const { id, kind, span } of corrections) {
    if (kind === 'add' && span && overlaps(span)) found.add(id);
    // A removal shapes the stretches that it borders on.
    if (kind === 'remove' && span && (span.end === stretch.start || span.start === stretch.end)) found.add(id);
  }
  return [...found].toSorted();
}
