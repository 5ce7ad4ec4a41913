import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { body, conflicts, done, instant, json, Made, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api, type ApiEnv } from '#server/api/env.ts';
import type { Ctx } from '#server/platform/context.ts';
import { originalOf } from '#server/platform/text/index.ts';
import { original, originalIn } from './events.api.ts';
import { getProgrammeFor, removePart, saveSection, saveTalk } from './programme.service.ts';
import { sectionInput, sessionInput, talkInput } from './programme.schemas.ts';
import { TALK_KINDS } from './seminars.tables.ts';
import { removeSession, saveSession } from './sessions.service.ts';

const tags = ['Seminars: programme'];
const EventId = z.object({ eventId: z.uuid() });
const wall = z.string().openapi({ example: '2026-05-25 10:00', description: 'By the clocks of the zone of the event' });

const Programme = z
  .object({
    sessions: z.array(z.object({ id: z.uuid(), title: Written, startsWall: wall, endsWall: wall, start: instant(), end: instant(), version: z.int() })),
    sections: z.array(z.object({ id: z.uuid(), title: Written, hall: z.string(), moderatorIds: z.array(z.uuid()), version: z.int() })),
    talks: z.array(
      z.object({
        id: z.uuid(),
        sessionId: z.uuid(),
        sectionId: z.uuid().nullable(),
        kind: z.enum(TALK_KINDS),
        title: Written,
        abstract: Written,
        language: z.string().nullable(),
        interpretation: z.array(z.string()),
        country: z.string().nullable(),
        startsWall: wall,
        endsWall: wall,
        start: instant(),
        end: instant(),
        given: z.boolean(),
        speakerIds: z.array(z.uuid()),
        version: z.int(),
      }),
    ),
    contributors: z.array(z.object({ id: z.uuid(), name: z.string(), country: z.string().nullable(), organisation: z.string(), post: z.string(), email: z.string().nullable() })),
    clashes: z.array(z.object({ kind: z.string(), a: z.uuid(), b: z.uuid(), minutes: z.int() })).openapi({ description: 'What is in two places at once: shown, not refused' }),
  })
  .openapi('ProgrammeInTheMaking');

/** Adding, changing and removing one kind of part: three operations alike. */
function part<S extends z.ZodType>(
  api: Api,
  name: 'session' | 'section' | 'talk',
  schema: S,
  save: (ctx: Ctx, eventId: string, id: string | null, input: z.output<S>) => Promise<string>,
  remove: (ctx: Ctx, eventId: string, id: string) => Promise<void>,
): void {
  const path = `/manage/seminars/{eventId}/${name}s`;
  const one = `${path}/{partId}`;
  const Part = EventId.extend({ partId: z.uuid() });
  // The types of a generic body are not worked out by the router; its values are those of the schema it was given.
  const sent = (c: Context<ApiEnv>) => (c.req as unknown as { valid(target: string): unknown }).valid('json') as z.output<S>;
  const at = (c: Context<ApiEnv>) => c.req.param() as { eventId: string; partId: string };
  const writes = body(schema as z.ZodType);
  api.openapi(
    createRoute({ method: 'post', path, tags, ...signedIn, summary: `Adds a ${name}`, request: { params: EventId, ...writes }, responses: { 201: json(Made, 'Added'), ...conflicts } }),
    async (c) => c.json({ id: await save(c.env.ctx, at(c).eventId, null, sent(c)) }, 201),
  );
  api.openapi(createRoute({ method: 'put', path: one, tags, ...signedIn, summary: `Writes a ${name} anew`, request: { params: Part, ...writes }, responses: done }), async (c) => {
    await save(c.env.ctx, at(c).eventId, at(c).partId, sent(c));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'delete', path: one, tags, ...signedIn, summary: `Takes a ${name} out`, request: { params: Part }, responses: done }), async (c) => {
    await remove(c.env.ctx, at(c).eventId, at(c).partId);
    return c.body(null, 204);
  });
}

/** What organisers do with a programme. */
export function registerProgrammeApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/programme',
      tags,
      ...signedIn,
      summary: 'The programme as it is being made, in all its languages, with its clashes',
      request: { params: EventId },
      responses: { 200: json(Programme, 'The programme'), ...problems },
    }),
    async (c) => {
      const { programme, clashes } = await getProgrammeFor(c.env.ctx, c.req.valid('param').eventId);
      const times = (row: { startsWall: string; endsWall: string; startsAt: Date; endsAt: Date }) => ({
        startsWall: row.startsWall.slice(0, 16),
        endsWall: row.endsWall.slice(0, 16),
        start: row.startsAt.toISOString(),
        end: row.endsAt.toISOString(),
      });
      return c.json(
        {
          sessions: programme.sessions.map(({ id, title, version, ...row }) => ({ id, title, ...times(row), version })),
          sections: programme.sections.map(({ position: _position, ...section }) => section),
          talks: programme.talks.map(({ startsAt, endsAt, startsWall, endsWall, ...talk }) => ({ ...talk, ...times({ startsAt, endsAt, startsWall, endsWall }) })),
          contributors: programme.contributors.map(({ id, name, country, organisation, post, email }) => ({ id, name, country, organisation, post, email })),
          clashes: clashes.map(({ kind, a, b, minutes }) => ({ kind, a, b, minutes })),
        },
        200,
      );
    },
  );
  // A sitting may be called by its date alone: its title may be missing altogether.
  part(
    api,
    'session',
    sessionInput.extend({ original }).openapi('SessionInput'),
    (ctx, eventId, id, { original: asked, ...input }) => saveSession(ctx, eventId, id, asked ?? (input.title[ctx.locale] ? ctx.locale : originalOf(input.title, ctx.locale)), input),
    removeSession,
  );
  part(
    api,
    'section',
    sectionInput(null).extend({ original }).openapi('SectionInput'),
    (ctx, eventId, id, { original: asked, ...input }) => saveSection(ctx, eventId, id, originalIn(input.title, asked, ctx.locale), input),
    (ctx, eventId, id) => removePart(ctx, eventId, 'section', id),
  );
  part(
    api,
    'talk',
    talkInput(null).extend({ original }).openapi('TalkInput'),
    (ctx, eventId, id, { original: asked, ...input }) => saveTalk(ctx, eventId, id, originalIn(input.title, asked, ctx.locale), input),
    (ctx, eventId, id) => removePart(ctx, eventId, 'talk', id),
  );
}
