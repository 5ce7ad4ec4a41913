/** Raw events of one person in one room → the presence rule's input and output. Pure. */
import { presenceOf, type Presence, type PresenceRule, type SourceInterval } from './presence.rule.ts';
import { sessionOf, type RoomTimes } from './room-state.ts';
import type { PresenceEventKind } from './rooms.tables.ts';

/** A raw event as it counts; those of an import that was taken back do not come here. */
export interface Witness {
  id: string;
  kind: PresenceEventKind;
  at: Date;
  fromAt: Date | null;
  toAt: Date | null;
  codeId: string | null;
  reason: string | null;
  batchId: string | null;
}

export interface CountedRoom extends RoomTimes {
  heartbeatSeconds: number;
  holdSeconds: number;
  bridgeSeconds: number;
}

export interface CountedPresence {
  presence: Presence;
  /** Announced codes entered, each once. */
  codes: number;
  corrected: boolean;
  /** Ids of events that took no part: heartbeats of a person whose minutes the contact person confirms, replaced confirmations. */
  notCounted: string[];
}

export function ruleOf(room: CountedRoom): PresenceRule {
  return { heartbeatEverySeconds: room.heartbeatSeconds, heartbeatLastsSeconds: room.holdSeconds, bridgeSeconds: room.bridgeSeconds };
}

/**
 * Counts one person at `now` (the room's clock). Somebody named in a collective connection has exactly the minutes of the last
 * confirmation by the contact person, and corrections; everybody else all that machines witnessed, and corrections. `events` in the order
 * in which they were written down.
 */
export function countPresence(room: CountedRoom, collective: boolean, events: readonly Witness[], now: Date): CountedPresence {
  const session = sessionOf(room, now) ?? { start: now, end: now };
  const lastBatch = events.findLast((event) => event.kind === 'collective')?.batchId ?? null;
  const counts = (event: Witness): boolean =>
    event.kind === 'collective' ? collective && event.batchId === lastBatch : !collective && ['heartbeat', 'here', 'interval'].includes(event.kind);
  const intervals: SourceInterval[] = [];
  const notCounted: string[] = [];
  for (const event of events) {
    if (event.kind === 'code' || event.kind === 'add' || event.kind === 'remove') continue;
    if (!counts(event)) notCounted.push(event.id);
    else if (event.fromAt && event.toAt) intervals.push({ source: event.id, start: event.fromAt, end: event.toAt });
  }
  const corrections = events.flatMap(({ id, kind, fromAt, toAt, reason }) =>
    (kind === 'add' || kind === 'remove') && fromAt && toAt ? [{ id, kind, from: fromAt, to: toAt, reason: reason ?? '' }] : [],
  );
  return {
    presence: presenceOf({ session, intervals, corrections, rule: ruleOf(room) }),
    codes: new Set(events.flatMap((event) => (event.kind === 'code' && event.codeId ? [event.codeId] : []))).size,
    corrected: corrections.length > 0,
    notCounted,
  };
}
