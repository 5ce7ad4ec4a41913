import { inTransaction, type Ctx } from '#server/platform/context.ts';
import type { Platform } from '#server/platform/platform.ts';
import { countPresence } from './presence-count.ts';
import { listStaleAttendees, listWitnesses, lockResults, updateResults } from './results.queries.ts';
import { atRoomClock } from './room-state.ts';
import { findRoom, listRoomsOf } from './rooms.queries.ts';

/**
 * Results (`rooms.presence_result`) are what lists, figures and other modules read. Commands (correct, import, confirm, begin, end) count
 * anew in their own transaction. Heartbeats write no results: they are counted when somebody reads, and once a minute by the process that
 * received them (`sweep`), for the whole room in one go.
 */

/** People counted in one transaction: some 30 ms of locks on their results. */
const CHUNK = 500;
/** While a session runs, nobody is counted more often than this unless she asks herself. */
export const RECOUNT_MS = 60_000;

/** Brings the results of a room up to date; `ctx` has the room's clock. `all`: begin or end have moved. Returns how many people were counted. */
export async function settleRoom(ctx: Ctx, roomId: string, options: { all?: boolean; youngerThanMs?: number } = {}): Promise<number> {
  const room = await findRoom(ctx, roomId);
  if (!room) return 0;
  const before = new Date(ctx.clock.now().getTime() - (options.youngerThanMs ?? RECOUNT_MS));
  const stale = await listStaleAttendees(ctx, roomId, { all: options.all ?? false, before, holdSeconds: room.holdSeconds });
  for (let from = 0; from < stale.length; from += CHUNK) {
    await inTransaction(ctx, (tx) => countAgain(tx, roomId, stale.slice(from, from + CHUNK)));
  }
  return stale.length;
}

const settled = new WeakMap<Platform, Map<string, number>>();

/** As `settleRoom`, at most once a minute in this process: a desk that is looked at all the time does not ask each time. */
export async function settleRoomSometimes(ctx: Ctx, roomId: string): Promise<void> {
  const known = settled.get(ctx.platform) ?? new Map<string, number>();
  settled.set(ctx.platform, known);
  if (Date.now() - (known.get(roomId) ?? 0) < RECOUNT_MS) return;
  // A few rooms are open on a day; a bound keeps years of uptime small.
  if (known.size > 1000) known.clear();
  known.set(roomId, Date.now());
  await settleRoom(ctx, roomId);
}

/**
 * Counts these people anew, after `before` has written down what is new about them. The locks come first: whoever counts the same people
 * at the same time waits, and then sees it.
 */
export async function countAgain(tx: Ctx, roomId: string, attendeeIds: readonly string[], before?: () => Promise<void>): Promise<void> {
  const people = await lockResults(tx, roomId, attendeeIds);
  await before?.();
  // Read after the locks: a count that waited for a change of begin or end must see the new times.
  const room = await findRoom(tx, roomId);
  if (!room || people.length === 0) return;
  const now = tx.clock.now();
  const witnesses = Map.groupBy(await listWitnesses(tx, people.map((person) => person.id)), (event) => event.attendeeId);
  const results = people.map(({ id, collective }) => {
    const { presence, codes, corrected } = countPresence(room, collective, witnesses.get(id) ?? [], now);
    return { attendeeId: id, minutes: presence.minutes, ofMinutes: presence.ofMinutes, codes, collective, corrected };
  });
  await updateResults(tx, roomId, results, now);
}

/** Brings the results of all rooms of these owners up to date, now: before certificates are decided or figures are published. */
export async function settlePresence(ctx: Ctx, ownerType: string, ownerIds: readonly string[]): Promise<void> {
  for (const room of await listRoomsOf(ctx, ownerType, ownerIds)) {
    await settleRoom(atRoomClock(ctx, room), room.id, { youngerThanMs: 0 });
  }
}
