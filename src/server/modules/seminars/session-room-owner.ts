import { allow, deny, type Ability } from '#server/modules/access/index.ts';
import { registerRoomOwner, type RoomOwner } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { findEventRow } from './events.queries.ts';
import { openEvent, type OpenEvent } from './seminars.access.ts';
import { findEventOfSession, findReadingRoom, findSeat, listAgenda, listSeats } from './session-rooms.queries.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';
import { markRecordingViewed } from './statistics.queries.ts';

const known = new WeakMap<Ctx, Map<string, Promise<unknown>>>();

/** A room asks several questions with the context of one request: each thing is read once. Jobs and transactions live longer and read again. */
function once<R>(ctx: Ctx, key: string, read: () => Promise<R>): Promise<R> {
  if (ctx.inTx || ctx.actor.kind === 'system') return read();
  const answers = known.get(ctx) ?? new Map<string, Promise<unknown>>();
  known.set(ctx, answers);
  const answer = (answers.get(key) as Promise<R> | undefined) ?? read();
  answers.set(key, answer);
  return answer;
}

const eventOf = (ctx: Ctx, sessionId: string) => once(ctx, `event:${sessionId}`, () => readEvent(ctx, sessionId));
const seatOf = (ctx: Ctx, eventId: string, registrationId: string) => once(ctx, `seat:${eventId}:${registrationId}`, () => findSeat(ctx, eventId, registrationId));

async function readEvent(ctx: Ctx, sessionId: string): Promise<OpenEvent | null> {
  const eventId = await findEventOfSession(ctx, sessionId);
  const row = eventId && (await findEventRow(ctx, eventId, false));
  return row ? openEvent(ctx, row) : null;
}

/** Whoever prepares, moderates or speaks; a personal link of somebody whose registration stands; the contact person of a reading room. */
async function mayAttend(ctx: Ctx, event: OpenEvent): Promise<Ability> {
  const { actor } = ctx;
  if (event.state !== 'published' && event.state !== 'completed') return deny(`event_${event.state}`);
  if (actor.kind === 'link' && actor.purpose === 'registration') {
    return (await seatOf(ctx, event.id, actor.subjectId))?.state === 'confirmed' ? allow : deny('not_registered');
  }
  if (actor.kind === 'link' && actor.purpose === 'collective') {
    return (await findReadingRoom(ctx, event.id, actor.subjectId))?.state === 'confirmed' ? allow : deny('not_registered');
  }
  return event.abilities.contribute;
}

const owner: RoomOwner = {
  ownerType: ROOM_OWNER,

  async abilitiesFor(ctx, sessionId) {
    const event = await eventOf(ctx, sessionId);
    if (!event) return null;
    return { attend: await mayAttend(ctx, event), read: event.abilities.readRegistrations, conduct: event.abilities.conduct };
  },

  async attendeeOf(ctx, sessionId) {
    const { actor } = ctx;
    if (actor.kind !== 'link' || actor.purpose !== 'registration') return null;
    const event = await eventOf(ctx, sessionId);
    const seat = event ? await seatOf(ctx, event.id, actor.subjectId) : undefined;
    return seat?.state === 'confirmed' ? { subjectType: ROOM_SUBJECT, subjectId: actor.subjectId, timeZone: seat.timeZone } : null;
  },

  async contactsOf(ctx, sessionId) {
    const eventId = await findEventOfSession(ctx, sessionId);
    const seats = eventId ? await listSeats(ctx, eventId) : [];
    return seats.map(({ id, name, email }) => ({ subjectType: ROOM_SUBJECT, subjectId: id, names: [name], email }));
  },

  agendaOf: (ctx, sessionId) => listAgenda(ctx, sessionId),

  async recordingViewed(ctx, sessionId) {
    const seat = await owner.attendeeOf(ctx, sessionId);
    if (seat) await markRecordingViewed(ctx, seat.subjectId);
  },

  places: {
    async back(ctx, sessionId) {
      const event = await eventOf(ctx, sessionId);
      const { actor } = ctx;
      const title = event?.title ?? {};
      if (actor.kind === 'link' && actor.purpose === 'registration') return { path: `/registrations/${actor.subjectId}`, title };
      if (actor.kind === 'link' && actor.purpose === 'collective') return { path: `/collectives/${actor.subjectId}`, title };
      return { path: event ? `/seminars/${event.id}` : '/seminars', title };
    },
    async manage(ctx, sessionId) {
      const event = await eventOf(ctx, sessionId);
      return { path: event ? `/manage/seminars/${event.id}` : '/manage/seminars', title: event?.title ?? {} };
    },
    async confirmCollective(ctx) {
      const { actor } = ctx;
      return actor.kind === 'link' && actor.purpose === 'collective' ? `/collectives/${actor.subjectId}` : null;
    },
  },
};

/** Ties rooms of sittings to this module; called once in modules.ts. */
export function registerSeminarRooms(): void {
  registerRoomOwner(owner);
}
