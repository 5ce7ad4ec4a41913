import { allow, deny, holds } from '#server/modules/access/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { admitAttendee, openRoom, registerRoomOwner, type RoomOwner } from './index.ts';

/**
 * For tests of rooms alone: an owner that is a plain meeting. Coordinators of the network conduct it, a registration link takes part in it
 * when its subject is on the list.
 */
export interface TestMeeting {
  networkId: string;
  ownerId: string;
  roomId: string;
  people: Map<string, { name: string; email: string | null; accountId?: string }>;
  /** How often the port was told that a recording was opened. */
  views: number;
}

const meetings = new Map<string, TestMeeting>();
export const TEST_OWNER_TYPE = 'test_meeting';

export const testOwner: RoomOwner = {
  ownerType: TEST_OWNER_TYPE,
  abilitiesFor: async (ctx, ownerId) => {
    const meeting = meetings.get(ownerId);
    if (!meeting || meeting.networkId !== ctx.networkId) return null;
    const place = { networkId: ctx.networkId, eventId: ownerId };
    const conducts = holds(ctx.actor, ['network_admin', 'moderator'], place);
    const reads = conducts || holds(ctx.actor, ['inspector'], place);
    const takesPart = ctx.actor.kind === 'link' && ctx.actor.purpose === 'registration' && meeting.people.has(ctx.actor.subjectId);
    return {
      attend: conducts || takesPart ? allow : deny('not_participant'),
      read: reads ? allow : deny('not_organiser'),
      conduct: conducts ? allow : deny('not_organiser'),
    };
  },
  attendeeOf: async (ctx, ownerId) => {
    const { actor } = ctx;
    const people = meetings.get(ownerId)?.people ?? new Map<string, { accountId?: string }>();
    const found = [...people].find(([id, person]) =>
      actor.kind === 'link' ? id === actor.subjectId : actor.kind === 'account' && person.accountId === actor.accountId,
    );
    return found ? { subjectType: 'registration', subjectId: found[0], timeZone: 'Europe/Minsk' } : null;
  },
  contactsOf: async (_ctx, ownerId) =>
    [...(meetings.get(ownerId)?.people ?? [])].map(([subjectId, person]) => ({
      subjectType: 'registration',
      subjectId,
      names: [person.name],
      email: person.email,
    })),
  agendaOf: async () => [],
  recordingViewed: async (_ctx, ownerId) => {
    const meeting = meetings.get(ownerId);
    if (meeting) meeting.views += 1;
  },
  places: {
    back: async (_ctx, ownerId) => ({ path: `/meetings/${ownerId}`, title: localized('ru', 'Встреча') }),
    manage: async (_ctx, ownerId) => ({ path: `/manage/meetings/${ownerId}`, title: localized('ru', 'Встреча') }),
    confirmCollective: async () => null,
  },
};

/** A room from 10:00 to 11:30 in Pavlodar on 18 May 2026 (or `plan`), with its owner. */
export async function makeMeeting(
  ctx: Ctx,
  plan: { start?: Date; end?: Date; rehearsal?: boolean; clockOffsetSeconds?: number } = {},
): Promise<TestMeeting> {
  registerRoomOwner(testOwner);
  const ownerId = newId();
  const roomId = await openRoom(ctx, {
    ownerType: TEST_OWNER_TYPE,
    ownerId,
    title: localized('ru', 'Библиотека и выбор профессии'),
    timeZone: 'Asia/Almaty',
    plannedStart: plan.start ?? new Date('2026-05-18T05:00:00Z'),
    plannedEnd: plan.end ?? new Date('2026-05-18T06:30:00Z'),
    rehearsal: plan.rehearsal ?? false,
    clockOffsetSeconds: plan.clockOffsetSeconds ?? 0,
  });
  const meeting: TestMeeting = { networkId: ctx.networkId, ownerId, roomId, people: new Map(), views: 0 };
  meetings.set(ownerId, meeting);
  return meeting;
}

/** Somebody on the list of the meeting, with a seat in its room. Returns the subject's id. */
export async function addPerson(
  ctx: Ctx,
  meeting: TestMeeting,
  person: { name: string; email?: string; country?: string; collective?: boolean; accountId?: string },
): Promise<string> {
  const subjectId = newId();
  meeting.people.set(subjectId, {
    name: person.name,
    email: person.email ?? null,
    ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
  });
  await admitAttendee(ctx, {
    roomId: meeting.roomId,
    subjectType: 'registration',
    subjectId,
    label: person.name,
    country: person.country ?? 'KZ',
    collective: person.collective ?? false,
  });
  return subjectId;
}

/** Who holds the personal link of a registration. */
export function linkHolder(subjectId: string): Actor {
  return { kind: 'link', linkId: newId(), purpose: 'registration', subjectId };
}

/** An instant of the test day by its UTC clock; Pavlodar is five hours ahead. */
export const onTestDay = (clock: string): Date => new Date(`2026-05-18T${clock}Z`);
