import { findAccount } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { findAttendee, findSeat } from './attendees.queries.ts';
import { listCodes, listTries } from './codes.queries.ts';
import type { AnnouncedCode } from './codes.service.ts';
import { listRawEvents, type RawEvent } from './events.queries.ts';
import { mustSpeakForHerself } from './heartbeats.service.ts';
import { countPresence as countPerson } from './presence-count.ts';
import type { Cursor, PresenceFilter } from './presence-filter.ts';
import { findRoomNumbers, listPresence, type CountryCount, type PresenceRow } from './presence.queries.ts';
import type { PresentInterval } from './presence.rule.ts';
import { settleRoom, settleRoomSometimes } from './results.service.ts';
import { ownerOf, type Subject } from './room-owner.ts';
import { atRoomClock } from './room-state.ts';
import { getRoomFor, type OpenRoom } from './rooms.access.ts';
import type { RoomRow } from './room-row.ts';
import { findRoom } from './rooms.queries.ts';

export interface PresencePage {
  rows: PresenceRow[];
  /** People who match the filter, on all pages. */
  count: number;
  /** Where the pages beside this one begin; null at either end. */
  next: Cursor | null;
  previous: Cursor | null;
}

/** Who was present and for how long, paged by key, for those who may read it. `limit` people; minutes are at most a minute old. */
export async function presenceOf(ctx: Ctx, roomId: string, filter: PresenceFilter, page: PageOf = {}): Promise<PresencePage> {
  const room = await getRoomFor(ctx, roomId, 'read');
  await settleRoom(room.ctx, room.id);
  return pageOf(room.ctx, room.id, filter, page);
}

export interface PageOf {
  limit?: number;
  after?: Cursor | null;
  before?: Cursor | null;
}

async function pageOf(ctx: Ctx, roomId: string, filter: PresenceFilter, page: PageOf): Promise<PresencePage> {
  const limit = page.limit ?? 30;
  const backwards = !page.after && Boolean(page.before);
  const from = page.after ?? page.before ?? null;
  const { rows: found, count } = await listPresence(ctx, roomId, filter, { limit, from, backwards });
  const more = found.length > limit;
  const rows = more ? (backwards ? found.slice(1) : found.slice(0, limit)) : found;
  const first = rows.at(0);
  const last = rows.at(-1);
  return {
    rows,
    count,
    next: last && (backwards || more) ? cursorOf(last, filter) : null,
    previous: first && (backwards ? more : from !== null) ? cursorOf(first, filter) : null,
  };
}

export interface Desk {
  room: OpenRoom;
  summary: PresenceSummary;
  codes: AnnouncedCode[];
  page: PresencePage;
  manage: { path: string; title: LocalizedText };
}

/** Everything on the organisers' desk, with one check of rights. Digits of codes only for those who conduct. */
export async function readDesk(ctx: Ctx, roomId: string, filter: PresenceFilter, page: PageOf = {}): Promise<Desk> {
  const room = await getRoomFor(ctx, roomId, 'read');
  await settleRoomSometimes(room.ctx, room.id);
  const now = room.ctx.clock.now();
  const numbers = await findRoomNumbers(room.ctx, room.id);
  const codes = numbers.codes.map(({ announcedAt, expiresAt, ...code }) => {
    const expires = new Date(expiresAt);
    return { ...code, announcedAt: new Date(announcedAt), expiresAt: expires, live: expires > now };
  });
  return {
    room,
    summary: sumOf(numbers.byCountry),
    codes: room.acts.conduct.allowed ? codes : [],
    page: await pageOf(room.ctx, room.id, filter, page),
    manage: await ownerOf(room.ownerType).places.manage(room.ctx, room.ownerId),
  };
}

/** Everybody who matches, in the order of the list, for files; at most 20,000. */
export async function listPresenceForExport(ctx: Ctx, roomId: string, filter: PresenceFilter): Promise<PresenceRow[]> {
  const room = await getRoomFor(ctx, roomId, 'read');
  await settleRoom(room.ctx, room.id, { youngerThanMs: 0 });
  const found = await listPresence(room.ctx, room.id, filter, { limit: 20_000, from: null, backwards: false });
  return found.rows.slice(0, 20_000);
}

function cursorOf(row: PresenceRow, filter: PresenceFilter): Cursor {
  const value = { name: row.label, minutes: String(row.minutes), codes: String(row.codes), country: row.country ?? '' }[filter.sort];
  return { value, id: row.attendeeId };
}

export interface PresenceSummary {
  admitted: number;
  /** Heard within the last minute and a half. */
  here: number;
  /** Present for a whole minute, or heard since the begin. */
  present: number;
  byCountry: CountryCount[];
}

/** The live numbers of a room, one query, for those who may read it. */
export async function presenceSummary(ctx: Ctx, roomId: string): Promise<PresenceSummary> {
  const room = await getRoomFor(ctx, roomId, 'read');
  return sumOf((await findRoomNumbers(room.ctx, room.id)).byCountry);
}

function sumOf(byCountry: CountryCount[]): PresenceSummary {
  const sum = (pick: (row: CountryCount) => number) => byCountry.reduce((total, row) => total + pick(row), 0);
  return { admitted: sum((row) => row.admitted), here: sum((row) => row.here), present: sum((row) => row.present), byCountry };
}

export interface PresenceFigure {
  minutes: number;
  ofMinutes: number;
  percent: number | null;
  codes: number;
  corrected: boolean;
  collective: boolean;
  intervals: PresentInterval[];
  steps: { bridgedSeconds: number; outsideSeconds: number; addedSeconds: number; removedSeconds: number };
  rule: { everySeconds: number; holdSeconds: number; bridgeSeconds: number };
}

export interface DetailEvent extends RawEvent {
  /** False: kept, but it takes no part in the minutes (import taken back, replaced confirmation, machine evidence of a collective seat). */
  counts: boolean;
  /** Name of the account that decided; null when it was no account, or it is gone. */
  by: string | null;
}

export interface PresenceDetail {
  attendee: { id: string; subjectType: string; subjectId: string; label: string; country: string | null; collective: boolean };
  room: OpenRoom;
  figure: PresenceFigure;
  events: DetailEvent[];
  codes: { position: number; tries: number; enteredAt: Date | null }[];
}

/** How the minutes of one person came about: the rule's result, counted now, and every raw event behind it. Error `page.not_found`. */
export async function presenceDetail(ctx: Ctx, attendeeId: string): Promise<PresenceDetail> {
  const attendee = isId(attendeeId) ? await findAttendee(ctx, attendeeId) : undefined;
  if (!attendee) throw notFound();
  const room = await getRoomFor(ctx, attendee.roomId, 'read');
  const at = room.ctx;
  const [raw, tries, codes] = [await listRawEvents(at, attendee.id), await listTries(at, attendee.id), await listCodes(at, room.id)];
  const { figure, notCounted } = figureOf(room, attendee.collective, raw, at.clock.now());
  const names = new Map<string, string>();
  // Decisions are few, and so are those who decide: one look-up each.
  for (const id of new Set(raw.flatMap((event) => (event.byAccount ? [event.byAccount] : [])))) {
    const account = await findAccount(ctx.db, id);
    if (account) names.set(id, account.name);
  }
  return {
    attendee: {
      id: attendee.id,
      subjectType: attendee.subjectType,
      subjectId: attendee.subjectId,
      label: attendee.label,
      country: attendee.country,
      collective: attendee.collective,
    },
    room,
    figure,
    events: raw.map((event) => ({
      ...event,
      counts: event.importState !== 'undone' && !notCounted.has(event.id),
      by: event.byAccount ? (names.get(event.byAccount) ?? null) : null,
    })),
    codes: codes.toReversed().map((code) => {
      const own = tries.find((entry) => entry.codeId === code.id);
      return { position: code.position, tries: own?.tries ?? 0, enteredAt: own?.succeededAt ?? null };
    }),
  };
}

/** One's own presence, counted now: for the session page and the owner's pages. The actor speaks for herself only; null without a seat. */
export async function ownPresence(ctx: Ctx, input: Subject & { roomId: string }): Promise<PresenceFigure | null> {
  if (!isId(input.roomId) || !isId(input.subjectId)) throw notFound();
  await mustSpeakForHerself(ctx, input);
  const room = await findRoom(ctx, input.roomId);
  const seat = room && (await findSeat(ctx, room.id, input));
  if (!room || !seat) return null;
  const at = atRoomClock(ctx, room);
  return figureOf(room, seat.collective, await listRawEvents(at, seat.id), at.clock.now()).figure;
}

function figureOf(room: RoomRow, collective: boolean, raw: readonly RawEvent[], now: Date): { figure: PresenceFigure; notCounted: Set<string> } {
  const { presence, codes, corrected, notCounted } = countPerson(
    room,
    collective,
    raw.filter((event) => event.importState !== 'undone'),
    now,
  );
  const { bridgedSeconds, outsideSeconds, addedSeconds, removedSeconds } = presence.steps;
  return {
    figure: {
      minutes: presence.minutes,
      ofMinutes: presence.ofMinutes,
      percent: presence.percent,
      codes,
      corrected,
      collective,
      intervals: presence.intervals,
      steps: { bridgedSeconds, outsideSeconds, addedSeconds, removedSeconds },
      rule: { everySeconds: room.heartbeatSeconds, holdSeconds: room.holdSeconds, bridgeSeconds: room.bridgeSeconds },
    },
    notCounted: new Set(notCounted),
  };
}

