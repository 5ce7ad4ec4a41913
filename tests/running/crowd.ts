import { grantRole, issueLink, openSession } from '#server/modules/access/index.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import { ROOM_OWNER } from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { fromInstant, localDate } from '#server/platform/time/wall-time.ts';
import { inventName } from '#server/seed/names.ts';
import { createRandom, type Random } from '#server/seed/random.ts';
import { addGuests, holdSession, type Guest } from '#server/testing/event-people.ts';
import { makeEvent, withInstallation, ZONE } from './network.ts';

const DAY = 24 * 3600_000;

/** A day on which a session runs now, with everybody who takes part in it. */
export interface Crowd {
  eventId: string;
  roomId: string;
  /** Each with the token of her personal link. */
  people: { registrationId: string; token: string }[];
  /** Session cookies of accounts that watch the desk. */
  watchers: string[];
}

/** What was prepared long ago lies in the future of its making. */
const longAgo = (ctx: Ctx, days: number): Ctx => ({ ...ctx, clock: offsetClock(-days * DAY) });

function guests(random: Random, count: number, minutes?: number): Guest[] {
  return Array.from({ length: count }, (_, index) => {
    const country = random.pick(['KZ', 'KZ', 'KZ', 'RU', 'BY', 'KG']);
    const name = inventName(random, country);
    const locale = country === 'KZ' && random.chance(0.6) ? 'kk' : 'ru';
    return { name: name.full, country, locale, email: `guest${index}@lib.example`, ...(minutes === undefined ? {} : { minutes: [minutes] }) };
  });
}

/** PostgreSQL takes 65,535 parameters a statement: people come in portions. */
async function addInPortions(ctx: Ctx, eventId: string, sessionIds: string[], people: Guest[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < people.length; at += 1000) ids.push(...(await addGuests(ctx, eventId, sessionIds, people.slice(at, at + 1000))));
  return ids;
}

/** Puts a crowd into a data folder that nobody serves: a session that began half an hour ago, `size` participants, `watchers` organisers. */
export async function prepareCrowd(dataDir: string, size: number, watchers: number): Promise<Crowd> {
  return withInstallation(dataDir, async (ctx, organisationId) => {
    const random = createRandom(5000);
    const begun = new Date(Date.now() - 30 * 60_000);
    const wall = fromInstant(begun, ZONE);
    const { eventId, sessionIds } = await makeEvent(longAgo(ctx, 40), random, organisationId, {
      talks: 2,
      speakers: 2,
      capacity: undefined,
      from: wall.date,
      begin: wall.time.slice(0, 5),
      talkMinutes: 180,
    });
    const registrationIds = await addInPortions(ctx, eventId, sessionIds.slice(0, 1), guests(random, size));
    const [room] = await listRoomsFor(ctx, ROOM_OWNER, sessionIds.slice(0, 1));
    if (!room) throw new Error('the session has no room');
    const people = await inTransaction(ctx, async (tx) => {
      const links = [];
      for (const registrationId of registrationIds) {
        const { token } = await issueLink(tx, { purpose: 'registration', subjectId: registrationId, expiresAt: new Date(Date.now() + DAY) });
        links.push({ registrationId, token });
      }
      return links;
    });
    return { eventId, roomId: room.id, people, watchers: await addWatchers(ctx, organisationId, watchers) };
  });
}

/** Accounts without a password (hashing a thousand would take a minute), each with an open session. */
async function addWatchers(ctx: Ctx, organisationId: string, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = newId();
    await ctx.db.insertInto('access.account').values({ id, name: `Watcher ${i}`, email: `watcher${i}@demo.sheberlik.example`, email_verified: true }).execute();
    await grantRole(ctx, { accountId: id, role: 'coordinator', scopeKind: 'organisation', scopeId: organisationId });
    cookies.push(await openSession(ctx.platform, id));
  }
  return cookies;
}

/** A finished seminar whose participants all stayed long enough for a certificate and confirmed their names. */
export async function prepareGraduates(dataDir: string, size: number): Promise<{ eventId: string }> {
  return withInstallation(dataDir, async (ctx, organisationId) => {
    const random = createRandom(1000);
    const from = localDate(new Date(Date.now() - 3 * DAY), ZONE);
    const { eventId, sessionIds } = await makeEvent(longAgo(ctx, 40), random, organisationId, { talks: 2, speakers: 2, capacity: undefined, from, talkMinutes: 90 });
    let now = new Date();
    const then: Ctx = { ...longAgo(ctx, 5), clock: { now: () => now } };
    const people = guests(random, size, 90);
    const ids = await addInPortions(then, eventId, sessionIds, people);
    for (const [day, sessionId] of sessionIds.entries()) {
      const begin = new Date(`${localDate(new Date(Date.now() - (3 - day) * DAY), ZONE)}T05:00:00Z`);
      await holdSession(then, { set: (at) => (now = at) }, sessionId, begin, 90, ids.map((id) => ({ id, minutes: 90 })));
    }
    return { eventId };
  });
}
