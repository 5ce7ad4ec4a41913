import { isReadOnly, readOnlyRefusal, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { recordBeat, type Beat } from './heartbeats.queries.ts';
import { sweepLater } from './sweep.ts';
import { findRoom } from './rooms.queries.ts';
import { ownerOf, type Subject } from './room-owner.ts';

export interface BeatInput extends Subject {
  roomId: string;
  /** Names the browser, not the person: a random value in a cookie. */
  deviceId: string;
}

export interface BeatAnswer {
  /** False: nothing was written, because the doors are not open yet. */
  counted: boolean;
  state: 'waiting' | 'open' | 'running' | 'ended';
  /** Whole minutes as last counted, at most a minute or two old; null while nothing was counted. */
  minutes: number | null;
  /** When they were counted, by the room's clock: a page knows whether it shows newer ones. */
  countedAt: Date | null;
}

/**
 * "I am here", by the server's clock, every 30 s from an open page; two queries with the look-up of the link, whatever happens.
 * The actor speaks for herself only: a link for its own subject, an account for the subject the owner names.
 * Errors: `page.not_found`; `device.other` (409) when another device holds the link and was heard within three minutes;
 * `room.has_ended` (410) when the room does not listen any more; `looking.read_only` (403) for whoever only looks as somebody else.
 */
export async function recordHeartbeat(ctx: Ctx, input: BeatInput): Promise<BeatAnswer> {
  return beat(ctx, { ...input, kind: 'heartbeat', takeOver: false });
}

/** The button "I am here" of a page without script. Counts like a heartbeat and is kept apart from those. Errors as there. */
export async function recordHere(ctx: Ctx, input: BeatInput): Promise<BeatAnswer> {
  return beat(ctx, { ...input, kind: 'here', takeOver: false });
}

/** The reader wants to be counted on this device from now on; the other one is told with its next heartbeat. */
export async function takeOverDevice(ctx: Ctx, input: BeatInput): Promise<BeatAnswer> {
  return beat(ctx, { ...input, kind: 'here', takeOver: true });
}

async function beat(ctx: Ctx, input: Beat): Promise<BeatAnswer> {
  // One statement and no transaction, which would be read-only: nothing behind this door would refuse.
  if (isReadOnly(ctx.actor)) throw readOnlyRefusal(ctx.actor);
  if (!isId(input.roomId) || !isId(input.subjectId) || !/^[A-Za-z0-9_-]{8,64}$/.test(input.deviceId)) throw notFound();
  await mustSpeakForHerself(ctx, input);
  const row = await recordBeat(ctx, input);
  if (!row || !row.seated || row.closed) throw notFound();
  const state = row.early ? 'waiting' : row.actualEnd ? 'ended' : row.actualStart ? 'running' : 'open';
  const { minutes, countedAt } = row;
  if (row.early) return { counted: false, state, minutes, countedAt };
  if (!row.listening) throw new AppError('room.has_ended', 410);
  if (row.attendeeId === null) throw new AppError('device.other', 409);
  sweepLater(ctx.platform, ctx.networkId, input.roomId);
  return { counted: true, state, minutes, countedAt };
}

export async function mustSpeakForHerself(ctx: Ctx, input: Subject & { roomId: string }): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'system') return;
  if (actor.kind === 'link' && actor.purpose === input.subjectType && actor.subjectId === input.subjectId) return;
  if (actor.kind === 'account') {
    const room = await findRoom(ctx, input.roomId);
    const self = room && (await ownerOf(room.ownerType).attendeeOf(ctx, room.ownerId));
    if (self && self.subjectType === input.subjectType && self.subjectId === input.subjectId) return;
  }
  throw notFound();
}
