import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { countPresence } from './presence-count.ts';
import { ownerOf, type AgendaItem, type Subject } from './room-owner.ts';
import type { RoomState } from './room-state.ts';
import { admit, getRoomFor } from './rooms.access.ts';
import type { RoomRow } from './room-row.ts';
import { findPageFacts } from './session-page.queries.ts';
import { toStream, type Stream } from './streams.service.ts';

export interface SessionPage {
  room: Pick<RoomRow, 'id' | 'title' | 'timeZone' | 'plannedStart' | 'plannedEnd' | 'actualStart' | 'actualEnd' | 'rehearsal'>;
  state: RoomState;
  conducts: boolean;
  /** Live streams once the doors are open (always for those who conduct); recordings when there are any. */
  streams: Stream[];
  agenda: AgendaItem[];
  back: { path: string; title: LocalizedText };
  /** Path of the page where a contact person confirms her list; null for everybody else. */
  confirmPath: string | null;
  /** Zone the reader chose for herself; null: that of the network. */
  timeZone: string | null;
  /** Null for who takes part without a seat: moderators, contact persons. */
  self:
    | (Subject & {
        label: string;
        collective: boolean;
        minutes: number;
        ofMinutes: number;
        codesEntered: number;
        corrected: boolean;
        /** Heard from another device within three minutes. */
        elsewhere: boolean;
      })
    | null;
  codes: { announced: number; live: boolean };
  /** When the minutes were counted, by the room's clock. */
  countedAt: Date;
  rule: { holdSeconds: number; bridgeSeconds: number };
}

/** What a participant, a moderator or a contact person sees of a session. `deviceId` names her browser. Error `page.not_found`. */
export async function readSessionPage(ctx: Ctx, roomId: string, deviceId: string): Promise<SessionPage> {
  if (!isId(roomId)) throw notFound();
  // A link names its subject, so that everything comes in one trip; for an account the owner is asked who she is.
  const { actor } = ctx;
  const ahead = actor.kind === 'link' ? await findPageFacts(ctx, roomId, { subjectType: actor.purpose, subjectId: actor.subjectId }) : null;
  if (ahead === undefined) throw notFound();
  const room = ahead ? await admit(ctx, ahead.room, 'attend') : await getRoomFor(ctx, roomId, 'attend');
  const owner = ownerOf(room.ownerType);
  const now = room.ctx.clock.now();
  const found = await owner.attendeeOf(room.ctx, room.ownerId);
  const facts = ahead ?? (await findPageFacts(room.ctx, room.id, found));
  if (!facts) throw notFound();
  const seat = found ? facts.seat : null;
  const counted = countPresence(
    room,
    seat?.collective ?? false,
    facts.witnesses.map((event) => ({ ...event, at: new Date(event.at), fromAt: dateOf(event.fromAt), toAt: dateOf(event.toAt) })),
    now,
  );
  const doorsOpen = room.state !== 'waiting' || room.acts.conduct.allowed;
  return {
    room,
    state: room.state,
    conducts: room.acts.conduct.allowed,
    streams: facts.streams.filter((stream) => stream.purpose === 'recording' || (doorsOpen && room.state !== 'ended')).map(toStream),
    agenda: await owner.agendaOf(room.ctx, room.ownerId),
    back: await owner.places.back(room.ctx, room.ownerId),
    confirmPath: await owner.places.confirmCollective(room.ctx, room.ownerId),
    timeZone: found?.timeZone ?? null,
    self:
      seat && found
        ? {
            subjectType: found.subjectType,
            subjectId: found.subjectId,
            label: seat.label,
            collective: seat.collective,
            minutes: counted.presence.minutes,
            ofMinutes: counted.presence.ofMinutes,
            codesEntered: counted.codes,
            corrected: counted.corrected,
            elsewhere:
              seat.deviceId !== null &&
              seat.deviceId !== deviceId &&
              seat.deviceSeenAt !== null &&
              now.getTime() - new Date(seat.deviceSeenAt).getTime() < room.bridgeSeconds * 1000,
          }
        : null,
    codes: { announced: facts.codes.announced, live: facts.codes.lastExpiresAt !== null && new Date(facts.codes.lastExpiresAt) > now },
    countedAt: now,
    rule: { holdSeconds: room.holdSeconds, bridgeSeconds: room.bridgeSeconds },
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/**
 * A participant presses "watch the recording": told to the owner, who counts it beside registered and present, and answered with the stream.
 * Watching again changes nothing. Errors: `page.not_found` (no such recording in this room).
 */
export async function watchRecording(ctx: Ctx, input: { roomId: string; streamId: string }): Promise<Stream> {
  const room = await getRoomFor(ctx, input.roomId, 'attend');
  const owner = ownerOf(room.ownerType);
  const facts = await findPageFacts(room.ctx, room.id, null);
  const row = facts?.streams.find((stream) => stream.id === input.streamId && stream.purpose === 'recording');
  if (!row) throw notFound();
  if (await owner.attendeeOf(room.ctx, room.ownerId)) await owner.recordingViewed(room.ctx, room.ownerId);
  return toStream(row);
}

/** Whose presence the actor's browser reports: a link its own subject, an account the one the owner names. Error `page.not_found`. */
export async function subjectOf(ctx: Ctx, roomId: string): Promise<Subject> {
  const { actor } = ctx;
  if (actor.kind === 'link') return { subjectType: actor.purpose, subjectId: actor.subjectId };
  const room = await getRoomFor(ctx, roomId, 'attend');
  const found = await ownerOf(room.ownerType).attendeeOf(room.ctx, room.ownerId);
  if (!found) throw new AppError('page.not_found', 404);
  return { subjectType: found.subjectType, subjectId: found.subjectId };
}
