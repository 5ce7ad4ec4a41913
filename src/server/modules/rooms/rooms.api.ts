import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, given, instant, iso, json, searchOf, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { announceCode, listCodesFor } from './codes.service.ts';
import { correctPresence } from './corrections.service.ts';
import { PRESENCE_MARKS, PRESENCE_SORTS, readCursor, readPresenceFilter, writeCursor } from './presence-filter.ts';
import { presenceDetail, presenceOf, presenceSummary } from './presence.service.ts';
import { getRoomFor } from './rooms.access.ts';
import { STREAM_PROVIDERS } from './rooms.tables.ts';
import { beginSession, endSession, setActualTimes } from './rooms.service.ts';
import { listStreams, saveStreams } from './streams.service.ts';

const tags = ['Rooms'];
const RoomId = z.object({ roomId: z.uuid() });

const Room = z
  .object({
    id: z.uuid(),
    title: Written,
    state: z.enum(['waiting', 'open', 'running', 'ended', 'closed']),
    timeZone: z.string(),
    plannedStart: instant(),
    plannedEnd: instant(),
    actualStart: instant().nullable(),
    actualEnd: instant().nullable(),
    /** For `PUT …/times`: nobody overwrites what somebody else has set meanwhile. */
    version: z.int(),
    admitted: z.int(),
    here: z.int(),
    present: z.int(),
    byCountry: z.array(z.object({ country: z.string().nullable(), admitted: z.int(), here: z.int(), present: z.int() })),
  })
  .openapi('Room');

const Person = z
  .object({
    attendeeId: z.uuid(),
    name: z.string(),
    country: z.string().nullable(),
    minutes: z.int(),
    codes: z.int(),
    here: z.boolean(),
    collective: z.boolean(),
    corrected: z.boolean(),
    lastSeenAt: instant().nullable(),
  })
  .openapi('PersonPresent');

const Stretch = z.object({ start: instant(), end: instant() });
const Detail = z
  .object({
    attendeeId: z.uuid(),
    name: z.string(),
    minutes: z.int(),
    ofMinutes: z.int(),
    percent: z.number().nullable(),
    codes: z.int(),
    collective: z.boolean(),
    corrected: z.boolean(),
    intervals: z.array(Stretch),
    events: z.array(
      z.object({
        kind: z.enum(['heartbeat', 'here', 'interval', 'code', 'collective', 'add', 'remove']),
        at: instant(),
        from: instant().nullable(),
        to: instant().nullable(),
        beats: z.int(),
        counts: z.boolean(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .openapi('PresenceDetail');

const Code = z
  .object({ position: z.int(), code: z.string(), announcedAt: instant(), expiresAt: instant(), live: z.boolean(), entered: z.int() })
  .openapi('AnnouncedCode');
const Stream = z
  .object({ id: z.uuid(), provider: z.enum(STREAM_PROVIDERS), url: z.string(), locale: z.string(), purpose: z.enum(['live', 'recording']) })
  .openapi('Stream');

function reading(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/rooms/{roomId}',
      tags,
      ...signedIn,
      summary: 'State, times and live numbers of a room',
      request: { params: RoomId },
      responses: { 200: json(Room, 'The room'), ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const room = await getRoomFor(ctx, c.req.valid('param').roomId, 'read');
      const summary = await presenceSummary(ctx, room.id);
      const { id, title, state, timeZone, version } = room;
      const times = {
        plannedStart: room.plannedStart.toISOString(),
        plannedEnd: room.plannedEnd.toISOString(),
        actualStart: iso(room.actualStart),
        actualEnd: iso(room.actualEnd),
      };
      return c.json({ id, title: title, state, timeZone, version, ...times, ...summary }, 200);
    },
  );
  const Query = z.object({
    q: z.string().max(100).optional(),
    country: z.string().optional(),
    mark: z.enum(PRESENCE_MARKS).optional(),
    sort: z.enum([...PRESENCE_SORTS, ...PRESENCE_SORTS.map((name) => `-${name}` as const)]).optional(),
    after: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/rooms/{roomId}/presence',
      tags,
      ...signedIn,
      summary: 'Who was present and for how long, paged by key',
      request: { params: RoomId, query: Query },
      responses: { 200: json(z.object({ count: z.int(), next: z.string().nullable(), people: z.array(Person) }), 'People and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { limit, after, ...query } = c.req.valid('query');
      const filter = readPresenceFilter(searchOf(query));
      const page = await presenceOf(c.env.ctx, c.req.valid('param').roomId, filter, { limit, after: readCursor(after ?? null, filter.sort) });
      const people = page.rows.map(({ label, subjectId: _subject, lastSeenAt, ...row }) => ({ ...row, name: label, lastSeenAt: iso(lastSeenAt) }));
      return c.json({ count: page.count, next: page.next && writeCursor(page.next), people }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/attendees/{attendeeId}/presence',
      tags,
      ...signedIn,
      summary: 'How the minutes of one person came about, with every raw event',
      request: { params: z.object({ attendeeId: z.uuid() }) },
      responses: { 200: json(Detail, 'The figure and what it rests on'), ...problems },
    }),
    async (c) => {
      const { attendee, figure, events } = await presenceDetail(c.env.ctx, c.req.valid('param').attendeeId);
      const { minutes, ofMinutes, percent, codes, collective, corrected } = figure;
      return c.json(
        {
          attendeeId: attendee.id,
          name: attendee.label,
          ...{ minutes, ofMinutes, percent, codes, collective, corrected },
          intervals: figure.intervals.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
          events: events.map(({ kind, at, fromAt, toAt, beats, counts, reason }) => ({ kind, at: at.toISOString(), from: iso(fromAt), to: iso(toAt), beats, counts, reason })),
        },
        200,
      );
    },
  );
}

function conducting(api: Api): void {
  for (const [path, summary, act] of [
    ['/rooms/{roomId}/begin', 'The session begins now', beginSession],
    ['/rooms/{roomId}/end', 'The session ends now; everybody is counted anew', endSession],
  ] as const) {
    api.openapi(createRoute({ method: 'post', path, tags, ...signedIn, summary, request: { params: RoomId }, responses: done }), async (c) => {
      await act(c.env.ctx, c.req.valid('param').roomId);
      return c.body(null, 204);
    });
  }
  const Times = z.object({ start: given(), end: given().nullable(), reason: z.string().max(500), version: z.int() });
  api.openapi(
    createRoute({ method: 'put', path: '/rooms/{roomId}/times', tags, ...signedIn, summary: 'Sets begin and end by hand, with a reason', request: { params: RoomId, ...body(Times) }, responses: done }),
    async (c) => {
      await setActualTimes(c.env.ctx, { roomId: c.req.valid('param').roomId, ...c.req.valid('json') });
      return c.body(null, 204);
    },
  );
  const Correction = z.object({ kind: z.enum(['add', 'remove']), from: given(), to: given(), reason: z.string().max(500) });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/attendees/{attendeeId}/corrections',
      tags,
      ...signedIn,
      summary: 'A person decides that somebody was or was not there, and why',
      request: { params: z.object({ attendeeId: z.uuid() }), ...body(Correction) },
      responses: done,
    }),
    async (c) => {
      await correctPresence(c.env.ctx, { attendeeId: c.req.valid('param').attendeeId, ...c.req.valid('json') });
      return c.body(null, 204);
    },
  );
  const shown = ({ position, code, announcedAt, expiresAt, live, entered }: Awaited<ReturnType<typeof announceCode>>) => ({
    ...{ position, code, live, entered },
    announcedAt: announcedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  });
  api.openapi(
    createRoute({ method: 'get', path: '/rooms/{roomId}/codes', tags, ...signedIn, summary: 'Announced codes, the latest first', request: { params: RoomId }, responses: { 200: json(z.array(Code), 'Codes'), ...problems } }),
    async (c) => c.json((await listCodesFor(c.env.ctx, c.req.valid('param').roomId)).map(shown), 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/rooms/{roomId}/codes', tags, ...signedIn, summary: 'Makes the next code to be read aloud', request: { params: RoomId }, responses: { 201: json(Code, 'The code, live for ten minutes'), ...conflicts } }),
    async (c) => c.json(shown(await announceCode(c.env.ctx, c.req.valid('param').roomId)), 201),
  );
}

function streaming(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/rooms/{roomId}/streams', tags, ...signedIn, summary: 'Links and videos of a room', request: { params: RoomId }, responses: { 200: json(z.array(Stream), 'Streams'), ...problems } }),
    async (c) => {
      const room = await getRoomFor(c.env.ctx, c.req.valid('param').roomId, 'conduct');
      const streams = await listStreams(room.ctx, room.id);
      return c.json(streams.map(({ id, provider, url, locale, purpose }) => ({ id, provider, url, locale, purpose })), 200);
    },
  );
  const Rows = z.object({ rows: z.array(z.object({ url: z.string().max(1000), locale: z.enum(LOCALES), purpose: z.enum(['live', 'recording']).default('live') })).max(12) });
  api.openapi(
    createRoute({ method: 'put', path: '/rooms/{roomId}/streams', tags, ...signedIn, summary: 'Replaces the links and videos of a room; the provider is seen from the address', request: { params: RoomId, ...body(Rows) }, responses: done }),
    async (c) => {
      await saveStreams(c.env.ctx, { roomId: c.req.valid('param').roomId, rows: c.req.valid('json').rows });
      return c.body(null, 204);
    },
  );
}

/** What organisers do with rooms, for programs: the same services and rights as the pages. */
export function registerRoomsApi(api: Api): void {
  reading(api);
  conducting(api);
  streaming(api);
}
