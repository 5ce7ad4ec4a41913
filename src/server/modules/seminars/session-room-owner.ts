import { allow, deny, type Ability } from '#server/modules/access/index.ts';
import { registerRoomOwner, type RoomOwner } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { findEventRow } from './events.queries.ts';
import { listContributors } from './contributors.queries.ts';
import { listTalks } from './programme.queries.ts';
import { openEvent, type OpenEvent } from './seminars.access.ts';
import { findEventOfSession, findReadingRoom, findSeat, listSeats } from './session-rooms.queries.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';
import { markRecordingViewed } from './statistics.queries.ts';

async function eventOf(ctx: Ctx, sessionId: string): Promise<OpenEvent | null> {
  const eventId = await findEventOfSession(ctx, sessionId);
  const row = eventId && (await findEventRow(ctx, eventId, false));
  return row ? openEvent(ctx, row) : null;
}

/** Whoever prepares, moderates or speaks; a personal link of somebody whose registration stands; the contact person of a reading room. */
async function mayAttend(ctx: Ctx, event: OpenEvent): Promise<Ability> {
  const { actor } = ctx;
  if (event.state !== 'published' && event.state !== 'completed') return deny(`event_${event.state}`);
  if (actor.kind === 'link' && actor.purpose === 'registration') {
    return (await findSeat(ctx, event.id, actor.subjectId))?.state === 'confirmed' ? allow : deny('not_registered');
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
    const eventId = await findEventOfSession(ctx, sessionId);
    const seat = eventId ? await findSeat(ctx, eventId, actor.subjectId) : undefined;
    return seat?.state === 'confirmed' ? { subjectType: ROOM_SUBJECT, subjectId: actor.subjectId, timeZone: seat.timeZone } : null;
  },

  async contactsOf(ctx, sessionId) {
    const eventId = await findEventOfSession(ctx, sessionId);
    const seats = eventId ? await listSeats(ctx, eventId) : [];
    return seats.map(({ id, name, email }) => ({ subjectType: ROOM_SUBJECT, subjectId: id, names: [name], email }));
  },

  async agendaOf(ctx, sessionId) {
    const eventId = await findEventOfSession(ctx, sessionId);
    if (!eventId) return [];
    const talks = (await listTalks(ctx, eventId)).filter((talk) => talk.sessionId === sessionId);
    const names = new Map((await listContributors(ctx, eventId)).map((person) => [person.id, person.name]));
    return talks.map((talk) => ({
      start: talk.startsAt,
      end: talk.endsAt,
      title: talk.title,
      speakers: talk.speakerIds.flatMap((id) => names.get(id) ?? []),
      language: talk.language,
    }));
  },

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
