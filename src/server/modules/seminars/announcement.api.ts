import { createRoute, z } from '@hono/zod-openapi';
import { isZone, LOCALES } from '#lib/i18n/index.ts';
import { instant, json, Shown } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { listPublicEventsFor, showAnnouncement, showProgramme, showSpeakers } from './announcement.service.ts';
import { ruleFigures } from './event-form.ts';
import { country } from '#server/platform/fields.ts';
import { Rule } from './rule.api.ts';
import { EVENT_FORMS, EVENT_STATES, TALK_KINDS } from './seminars.tables.ts';

const tags = ['Seminars'];
const EventId = z.object({ eventId: z.uuid() });
const zone = z.string().refine(isZone, 'zone.unknown').optional().openapi({ description: 'IANA zone in which times are told; without it that of the network' });
const zoneOf = async (ctx: Ctx, asked: string | undefined) => asked ?? (await networkOf(ctx)).timeZone;

const Listed = z
  .object({
    id: z.uuid(),
    form: z.enum(EVENT_FORMS),
    state: z.enum(EVENT_STATES),
    title: Shown,
    summary: Shown.nullable(),
    organisation: Shown,
    timeZone: z.string(),
    languages: z.array(z.string()),
    countries: z.array(z.string()),
    capacity: z.int().nullable(),
    taken: z.int(),
    firstStart: instant().nullable(),
    lastEnd: instant().nullable(),
  })
  .openapi('ListedSeminar');

const Announcement = z
  .object({
    id: z.uuid(),
    form: z.enum(EVENT_FORMS),
    state: z.enum(EVENT_STATES),
    title: Shown,
    summary: Shown.nullable(),
    description: Shown.nullable(),
    topics: z.array(Shown),
    organisation: Shown,
    timeZone: z.string(),
    languages: z.array(z.string()),
    countries: z.array(z.string()),
    firstStart: instant().nullable(),
    lastEnd: instant().nullable(),
    cancelReason: Shown.nullable(),
    rehearsal: z.boolean(),
    registration: z.object({
      standing: z.enum(['closed_draft', 'cancelled', 'over', 'not_yet', 'closed', 'waiting_list', 'open']),
      free: z.int().nullable(),
      capacity: z.int().nullable(),
      opensAt: instant().nullable(),
      closesAt: instant().nullable(),
      approval: z.boolean(),
    }),
    rule: Rule,
    sessions: z.array(z.object({ id: z.uuid(), title: Shown.nullable(), start: instant(), end: instant() })),
    contact: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  })
  .openapi('Announcement');

const Talk = z.object({
  id: z.uuid(),
  kind: z.enum(TALK_KINDS),
  time: z.string().openapi({ example: '10:20–11:00', description: 'By the clock of the zone asked for' }),
  nextDay: z.boolean().optional(),
  hostTime: z.string().optional(),
  hostDate: z.string().optional(),
  at: instant(),
  title: Shown,
  abstract: Shown.optional(),
  section: z.int().optional().openapi({ description: 'Place in `sections`' }),
  speakers: z.array(z.string()),
  countries: z.array(z.string()),
  language: z.string().optional(),
  interpretation: z.array(z.string()).optional(),
});
const Sitting = z.object({ id: z.uuid(), title: Shown.nullable(), time: z.string(), at: instant(), talks: z.array(Talk) });
const Programme = z
  .object({
    days: z.array(z.object({ date: z.string(), at: instant(), sittings: z.array(Sitting) })),
    sections: z.array(z.object({ id: z.uuid(), title: Shown, hall: z.string().optional(), moderators: z.array(z.string()) })),
    languages: z.array(z.string()),
    count: z.int(),
    total: z.int(),
  })
  .openapi('Programme');

const Speaker = z
  .object({
    id: z.uuid(),
    name: z.string(),
    country: z.string().nullable(),
    organisation: z.string(),
    post: z.string(),
    moderates: z.array(Shown),
    talks: z.array(z.object({ title: Shown, at: instant() })),
  })
  .openapi('Speaker');

/** What everybody may read of the events of a network. */
export function registerAnnouncementApi(api: Api): void {
  const Query = z.object({
    past: z.enum(['true', 'false']).default('false'),
    q: z.string().trim().max(200).optional(),
    country: country.optional(),
    language: z.enum(LOCALES, 'choice.missing').optional(),
    form: z.enum(EVENT_FORMS, 'choice.missing').optional(),
    after: z.string().max(200).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/seminars',
      tags,
      summary: 'Published events: those to come by their start, or past ones from the latest; 20 a page',
      request: { query: Query },
      responses: { 200: json(z.object({ seminars: z.array(Listed), next: z.string().nullable() }), 'Events and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { past, ...filter } = c.req.valid('query');
      const { events, next } = await listPublicEventsFor(c.env.ctx, { ...filter, past: past === 'true' });
      return c.json({ seminars: events, next }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/seminars/{eventId}', tags, summary: 'The announcement of an event', request: { params: EventId }, responses: { 200: json(Announcement, 'The announcement'), ...problems } }),
    async (c) => {
      const { ctx } = c.env;
      const { about, sittings, ...page } = await showAnnouncement(ctx, c.req.valid('param').eventId, await zoneOf(ctx, undefined));
      const { id, form, state, title, summary, organisation, hostZone, languages, countryCodes, firstStart, lastEnd, cancelReason, registration } = about;
      return c.json(
        {
          ...{ id, form, state, title, summary, organisation, languages, firstStart, lastEnd, cancelReason, registration },
          ...page,
          timeZone: hostZone,
          countries: countryCodes,
          rehearsal: about.rehearsal !== null,
          rule: ruleFigures(about.rule),
          sessions: sittings.map(({ date: _date, ...sitting }) => sitting),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/seminars/{eventId}/programme',
      tags,
      summary: 'The programme by the clock of a zone, perhaps one section or one language of talks only',
      request: { params: EventId, query: z.object({ zone, section: z.uuid().optional(), language: z.enum(LOCALES, 'choice.missing').optional() }) },
      responses: { 200: json(Programme, 'The programme'), ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const asked = c.req.valid('query');
      const reader = { zone: await zoneOf(ctx, asked.zone), section: asked.section ?? null, language: asked.language ?? null };
      const { days, sections, languages, count, total } = (await showProgramme(ctx, c.req.valid('param').eventId, reader)).programme;
      return c.json({ days, sections, languages, count, total }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/seminars/{eventId}/speakers',
      tags,
      summary: 'Speakers and moderators with what they do',
      request: { params: EventId },
      responses: { 200: json(z.array(Speaker), 'Speakers by the alphabet of the language'), ...problems },
    }),
    async (c) => c.json((await showSpeakers(c.env.ctx, c.req.valid('param').eventId)).speakers, 200),
  );
}
