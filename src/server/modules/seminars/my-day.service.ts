import { reaches, type Appointment, type Task, type TaskSource } from '#server/modules/access/index.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { listOwnParts, listWorkEvents, listWorkSessions, type OwnPart, type WorkEvent, type WorkReach } from './my-day.queries.ts';
import { countPeople } from './results.queries.ts';
import { EVERYBODY } from './results-filter.ts';
import { ROOM_OWNER } from './session-rooms.ts';

const DAY_MS = 86_400_000;
/** Events of the last weeks still wait for certificates until somebody completes them. */
const AFTERWARDS_DAYS = 45;
const MOST_EVENTS = 30;
/** Of so many events that are over it is counted who waits for a certificate: the last ones. */
const MOST_COUNTED = 3;
const OPENS_DESK_BEFORE_MS = 30 * 60_000;

const ORGANISERS = ['coordinator', 'network_admin', 'system_admin'];

function reachOf(ctx: Ctx): { reach: WorkReach; email: string } | null {
  const { actor } = ctx;
  if (actor.kind !== 'account') return null;
  const organising = actor.grants.filter((grant) => ORGANISERS.includes(grant.role));
  const here = actor.grants.filter((grant) => grant.networkId === ctx.networkId);
  return {
    email: actor.email,
    reach: {
      network: organising.some((grant) => reaches(grant, { networkId: ctx.networkId })),
      organisationIds: here.flatMap((grant) => (ORGANISERS.includes(grant.role) && grant.scopeKind === 'organisation' ? (grant.scopeId ?? []) : [])),
      eventIds: here.flatMap((grant) => (grant.scopeKind === 'event' ? (grant.scopeId ?? []) : [])),
    },
  };
}

async function workOf(ctx: Ctx): Promise<{ events: WorkEvent[]; email: string; now: Date } | null> {
  const who = reachOf(ctx);
  if (!who || !(who.reach.network || who.reach.organisationIds.length > 0 || who.reach.eventIds.length > 0)) return null;
  const now = ctx.clock.now();
  const events = await listWorkEvents(ctx, who.reach, new Date(now.getTime() - AFTERWARDS_DAYS * DAY_MS), MOST_EVENTS);
  return { events, email: who.email, now };
}

/** What seminars knows to wait for organisers, moderators and speakers. */
export const seminarTasks: TaskSource = {
  name: 'seminars',

  async tasksFor(ctx) {
    const work = await workOf(ctx);
    if (!work || work.events.length === 0) return [];
    const { events, email, now } = work;
    const organised = events.filter(({ organises }) => organises);
    const over = organised.filter(({ lastEnd }) => lastEnd !== null && lastEnd <= now);
    const tasks = organised.flatMap((event) => approvals(event, now));
    tasks.push(...(await desks(ctx, organised, now)));
    for (const event of over.slice(-MOST_COUNTED)) tasks.push(...(await certificates(ctx, event, now)));
    const parts = await listOwnParts(ctx, events.map(({ id }) => id), email, now);
    return [...tasks, ...parts.map((part) => partTask(part, events))];
  },

  async appointmentsFor(ctx, day) {
    const work = await workOf(ctx);
    if (!work || work.events.length === 0) return [];
    const { events, email, now } = work;
    const ids = events.map(({ id }) => id);
    const sessions = await listWorkSessions(ctx, ids, day.start, day.end);
    const rooms = new Map((await listRoomsFor(ctx, ROOM_OWNER, sessions.map(({ id }) => id))).map((room) => [room.ownerId, room.id]));
    const titles = new Map(events.map(({ id, title }) => [id, title]));
    const organised = new Set(events.filter(({ organises }) => organises).map(({ id }) => id));
    const parts = await listOwnParts(ctx, ids, email, day.start);
    const isNow = (start: Date, end: Date) => start <= now && now < end;
    return [
      ...sessions.map((session): Appointment => {
        const roomId = rooms.get(session.id);
        const desk = organised.has(session.eventId);
        return {
          id: `session ${session.id}`,
          start: session.startsAt,
          end: session.endsAt,
          title: session.title,
          about: titles.get(session.eventId) ?? null,
          part: desk ? { key: 'seminars.my_day.part_organiser' } : null,
          place: { key: desk ? 'seminars.my_day.place_desk' : 'seminars.my_day.place_room' },
          path: !roomId ? `/seminars/${session.eventId}` : desk ? `/manage/rooms/${roomId}` : `/rooms/${roomId}`,
          isNow: isNow(session.startsAt, session.endsAt),
        };
      }),
      ...parts
        .filter((part) => part.startsAt < day.end)
        .map((part): Appointment => ({
          id: `${part.kind} ${part.id}`,
          start: part.startsAt,
          end: part.endsAt,
          title: part.title,
          about: titles.get(part.eventId) ?? null,
          part: { key: part.kind === 'talk' ? 'seminars.my_day.part_speaker' : 'seminars.my_day.part_moderator' },
          place: part.hall || null,
          path: `/seminars/${part.eventId}/programme`,
          isNow: isNow(part.startsAt, part.endsAt),
        })),
    ];
  },
};

/** Applications lose their sense when registration closes or the event begins. */
function approvals(event: WorkEvent, now: Date): Task[] {
  const ends = [event.registrationClosesAt, event.firstStart].filter((at): at is Date => at !== null && at > now);
  const until = ends.length > 0 ? new Date(Math.min(...ends.map((at) => at.getTime()))) : null;
  const base = { about: event.title, until, timeZone: event.timeZone };
  return [
    ...(event.pendingPeople > 0
      ? [
          {
            ...base,
            id: `seminars.approve_people ${event.id}`,
            what: { key: 'seminars.task.approve_people', params: { count: event.pendingPeople } } as const,
            path: `/manage/seminars/${event.id}/registrations?state=pending`,
            minutes: Math.ceil(event.pendingPeople / 2),
          },
        ]
      : []),
    ...(event.pendingLists > 0
      ? [
          {
            ...base,
            id: `seminars.approve_lists ${event.id}`,
            what: { key: 'seminars.task.approve_lists', params: { count: event.pendingLists } } as const,
            path: `/manage/seminars/${event.id}/collectives?state=pending`,
            minutes: 3 * event.pendingLists,
          },
        ]
      : []),
  ];
}

/** Today's sittings: the desk is opened half an hour before; from then until the end it is what waits. */
async function desks(ctx: Ctx, events: readonly WorkEvent[], now: Date): Promise<Task[]> {
  const soon = new Date(now.getTime() + DAY_MS / 2);
  const near = events.filter(({ firstStart, lastEnd }) => firstStart && lastEnd && firstStart < soon && lastEnd > now);
  if (near.length === 0) return [];
  const sessions = await listWorkSessions(ctx, near.map(({ id }) => id), now, soon);
  const rooms = await listRoomsFor(ctx, ROOM_OWNER, sessions.map(({ id }) => id));
  return sessions.flatMap((session) => {
    const room = rooms.find(({ ownerId }) => ownerId === session.id);
    if (!room || room.actualEnd) return [];
    return [
      {
        id: `seminars.open_desk ${session.id}`,
        what: { key: room.actualStart ? 'seminars.task.at_desk' : 'seminars.task.open_desk' } as const,
        about: session.title,
        path: `/manage/rooms/${room.id}`,
        until: room.actualStart ? session.endsAt : new Date(Math.max(now.getTime(), session.startsAt.getTime() - OPENS_DESK_BEFORE_MS)),
        minutes: room.actualStart ? Math.max(1, Math.round((session.endsAt.getTime() - now.getTime()) / 60_000)) : 30,
        timeZone: room.timeZone,
      },
    ];
  });
}

/** After the event: names first, then papers. */
async function certificates(ctx: Ctx, event: WorkEvent, now: Date): Promise<Task[]> {
  const totals = await countPeople(ctx, { eventId: event.id, rule: event.certificateRule, now }, EVERYBODY);
  const ready = totals.toIssue - totals.toIssueUnconfirmed;
  const base = { about: event.title, until: null, timeZone: event.timeZone };
  return [
    ...(totals.toIssueUnconfirmed > 0
      ? [
          {
            ...base,
            id: `seminars.ask_names ${event.id}`,
            what: { key: 'seminars.task.ask_names', params: { count: totals.toIssueUnconfirmed } } as const,
            path: `/manage/seminars/${event.id}/results/ask`,
            minutes: 3,
          },
        ]
      : []),
    ...(ready > 0
      ? [
          {
            ...base,
            id: `seminars.issue ${event.id}`,
            what: { key: 'seminars.task.issue', params: { count: ready } } as const,
            path: `/manage/seminars/${event.id}/results/issue`,
            minutes: 5,
          },
        ]
      : []),
  ];
}

function partTask(part: OwnPart, events: readonly WorkEvent[]): Task {
  return {
    id: `seminars.${part.kind} ${part.id}`,
    what: { key: part.kind === 'talk' ? 'seminars.task.speak' : 'seminars.task.moderate' },
    about: part.title,
    path: `/seminars/${part.eventId}/programme`,
    until: part.startsAt,
    minutes: Math.round((part.endsAt.getTime() - part.startsAt.getTime()) / 60_000),
    timeZone: events.find(({ id }) => id === part.eventId)?.timeZone ?? null,
  };
}
