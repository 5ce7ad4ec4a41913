import { randomInt } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { findSeat } from './attendees.queries.ts';
import { insertCode, insertCodeEvent, listCodes, listCodesWithCounts, listTries, markEntered, takeTry, type CodeRow } from './codes.queries.ts';
import { mustSpeakForHerself } from './heartbeats.service.ts';
import { countAgain } from './results.service.ts';
import type { Subject } from './room-owner.ts';
import { atRoomClock } from './room-state.ts';
import { getRoomFor } from './rooms.access.ts';
import { findRoom } from './rooms.queries.ts';

export const CODE_LIVES_MS = 10 * 60_000;
export const MOST_TRIES = 5;
const MOST_CODES = 20;

export interface AnnouncedCode extends CodeRow {
  live: boolean;
  /** How many people entered it. */
  entered: number;
}

/**
 * Makes the next code to be read aloud: six random digits, live for ten minutes. A code that is live already stays so; the digits of one
 * room never repeat. Errors: `room.not_begun`, `room.has_ended`, `code.too_many` (409, after twenty), `page.not_found`.
 */
export async function announceCode(ctx: Ctx, roomId: string): Promise<AnnouncedCode> {
  return inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, roomId, 'announceCode', { lock: true });
    const before = await listCodes(room.ctx, room.id);
    if (before.length >= MOST_CODES) throw new AppError('code.too_many', 409, { max: MOST_CODES });
    const now = room.ctx.clock.now();
    const made = await insertCode(room.ctx, {
      roomId: room.id,
      position: (before[0]?.position ?? 0) + 1,
      code: unusedDigits(before.map((code) => code.code)),
      announcedAt: now,
      expiresAt: new Date(now.getTime() + CODE_LIVES_MS),
      by: actorId(tx.actor),
    });
    await audit(tx, { act: 'code.announced', subjectType: 'room', subjectId: room.id, data: { position: made.position } });
    await emit(tx, 'rooms.code_announced', { roomId: room.id, position: made.position });
    return { ...made, live: true, entered: 0 };
  });
}

function unusedDigits(used: readonly string[]): string {
  for (;;) {
    const digits = String(randomInt(1_000_000)).padStart(6, '0');
    if (!used.includes(digits)) return digits;
  }
}

/** The codes of a room, the latest first, for those who conduct it: the digits of a live code are read from here. */
export async function listCodesFor(ctx: Ctx, roomId: string): Promise<AnnouncedCode[]> {
  const room = await getRoomFor(ctx, roomId, 'conduct');
  const now = room.ctx.clock.now();
  return (await listCodesWithCounts(room.ctx, room.id)).map((code) => ({ ...code, live: code.expiresAt > now }));
}

/**
 * Enters a code that was announced. Who has entered it already is told the same as the first time. Every guess takes one of five tries of
 * each live code before it is compared, in a transaction of its own, so that parallel guesses gain nothing and a refusal keeps its count:
 * never call this inside a transaction. Errors beside `code`: `code.six_digits` (takes no try), `code.none_announced`, `code.expired`,
 * `code.wrong` with `left`, `code.too_many_tries`, `code.entered_already` (another one of the live codes); `page.not_found`.
 */
export async function enterCode(ctx: Ctx, input: Subject & { roomId: string; code: string }): Promise<{ position: number }> {
  if (ctx.inTx) throw new Error('enterCode() commits its count before it refuses');
  const digits = input.code.normalize('NFKC').replace(/[\s\u2010-\u2015-]/g, '');
  if (!/^\d{6}$/.test(digits)) throw invalid('code', 'code.six_digits');
  if (!isId(input.roomId) || !isId(input.subjectId)) throw notFound();
  await mustSpeakForHerself(ctx, input);
  const row = await findRoom(ctx, input.roomId);
  const seat = row && !row.closedAt ? await findSeat(ctx, row.id, input) : undefined;
  if (!row || !seat) throw notFound();
  const at = atRoomClock(ctx, row);
  const codes = await listCodes(at, row.id);
  if (codes.length === 0) throw invalid('code', 'code.none_announced');
  const tried = new Map((await listTries(at, seat.id)).map((entry) => [entry.codeId, entry]));
  const named = codes.find((code) => code.code === digits);
  if (named && tried.get(named.id)?.succeededAt) return { position: named.position };
  const live = codes.filter((code) => code.expiresAt > at.clock.now());
  if (live.length === 0 || (named && !live.includes(named))) throw invalid('code', 'code.expired');
  const outcome = await inTransaction(at, async (tx) => {
    const open: { code: CodeRow; tries: number }[] = [];
    for (const code of live) {
      const tries = await takeTry(tx, code.id, seat.id, MOST_TRIES);
      if (tries !== null) open.push({ code, tries });
    }
    const hit = open.find(({ code }) => code.code === digits)?.code;
    if (hit) {
      await countAgain(tx, row.id, [seat.id], async () => {
        await markEntered(tx, hit.id, seat.id);
        await insertCodeEvent(tx, { roomId: row.id, attendeeId: seat.id, codeId: hit.id });
      });
    }
    return { hit, left: open.length === 0 ? null : MOST_TRIES - Math.max(...open.map(({ tries }) => tries)) };
  });
  if (outcome.hit) return { position: outcome.hit.position };
  if (outcome.left !== null) throw invalid('code', 'code.wrong', { left: outcome.left });
  // Of two presses at once the second finds the code entered by the first.
  const again = await listTries(at, seat.id);
  if (named && again.some((entry) => entry.codeId === named.id && entry.succeededAt)) return { position: named.position };
  const allEntered = live.every((code) => again.some((entry) => entry.codeId === code.id && entry.succeededAt));
  throw invalid('code', allEntered ? 'code.entered_already' : 'code.too_many_tries');
}
