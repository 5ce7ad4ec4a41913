import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { body, conflicts, done, instant, iso, json, Made, Shown, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { invalid } from '#server/platform/errors.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { originalOf } from '#server/platform/text/index.ts';
import { ruleFigures } from './event-form.ts';
import { createEvent, editEvent } from './events.service.ts';
import { cancelInput, eventInput } from './events.schemas.ts';
import { cancelEvent, completeEvent, publishEvent, readinessOf, removeEvent, reopenEvent, unpublishEvent } from './event-life.service.ts';
import { listEventsFor, listHostsFor } from './manage.service.ts';
import { Rule } from './rule.api.ts';
import { getEventFor } from './seminars.access.ts';
import { EVENT_FORMS, EVENT_STATES } from './seminars.tables.ts';

const tags = ['Seminars: organisers'];
const EventId = z.object({ eventId: z.uuid() });

/** In which language its author wrote; without it the reader's own if the title is in it. */
export const original = z.enum(LOCALES, 'choice.missing').optional().openapi({ description: 'The language in which the author wrote; the others are translations' });

/** The language of the author; its title must be there. Error: `field.required` beside the title. */
export function originalIn(title: LocalizedText, asked: Locale | undefined, reader: Locale): Locale {
  const locale = asked ?? (title[reader] ? reader : originalOf(title, reader));
  if (!title[locale]) throw invalid(`title.${locale}`, 'field.required');
  return locale;
}

const EventForm = eventInput(null).extend({ original }).openapi('SeminarInput');

const Listed = z.object({
  id: z.uuid(),
  title: Shown,
  form: z.enum(EVENT_FORMS),
  state: z.enum(EVENT_STATES),
  timeZone: z.string(),
  firstStart: instant().nullable(),
  lastEnd: instant().nullable(),
  capacity: z.int().nullable(),
  taken: z.int(),
  organisation: Shown,
});

const Managed = z
  .object({
    id: z.uuid(),
    form: z.enum(EVENT_FORMS),
    state: z.enum(EVENT_STATES),
    organisationId: z.uuid(),
    title: Written,
    summary: Written,
    description: Written,
    aim: Written,
    requirements: Written,
    timeZone: z.string(),
    languages: z.array(z.string()),
    countries: z.array(z.string()),
    capacity: z.int().nullable(),
    taken: z.int(),
    registrationOpensAt: instant().nullable(),
    registrationClosesAt: instant().nullable(),
    approvalRequired: z.boolean(),
    certificateMonths: z.int().nullable().openapi({ description: 'For how many months its certificates are valid; null: for good' }),
    rule: Rule,
    contactName: z.string().nullable(),
    contactEmail: z.string().nullable(),
    cancelReason: Written.nullable(),
    firstStart: instant().nullable(),
    lastEnd: instant().nullable(),
    rehearsalOf: z.uuid().nullable(),
    missing: z.array(z.object({ code: z.string(), blocks: z.boolean() })).openapi({ description: 'Of a draft: what stands against its publication, and what would be good to have' }),
    may: z.array(z.string()),
    version: z.int().openapi({ description: 'Sent along with a change: nobody overwrites what somebody else has written meanwhile' }),
  })
  .openapi('ManagedSeminar');

function listing(api: Api): void {
  const Query = z.object({
    q: z.string().trim().max(200).optional(),
    state: z.enum(EVENT_STATES, 'choice.missing').optional(),
    sort: z.enum(['start', 'title', 'taken', '-start', '-title', '-taken'], 'choice.missing').default('-start'),
    after: z.string().max(300).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars',
      tags,
      ...signedIn,
      summary: 'Events that the caller prepares, 25 a page',
      request: { query: Query },
      responses: { 200: json(z.object({ seminars: z.array(Listed), next: z.string().nullable() }), 'Events and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { sort, after, ...filter } = c.req.valid('query');
      const by = { sort: sort.replace('-', '') as 'start' | 'title' | 'taken', descending: sort.startsWith('-') };
      const { events, next } = await listEventsFor(c.env.ctx, { ...filter, ...by }, after);
      return c.json({ seminars: events, next }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/hosts',
      tags,
      ...signedIn,
      summary: 'Organisations for which the caller may make events',
      responses: { 200: json(z.array(z.object({ id: z.uuid(), name: z.string(), timeZone: z.string(), country: z.string() })), 'Organisations'), ...problems },
    }),
    async (c) => c.json(await listHostsFor(c.env.ctx), 200),
  );
}

function writing(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars',
      tags,
      ...signedIn,
      summary: 'Makes a draft. Times are wall times in the zone of the event',
      request: body(EventForm),
      responses: { 201: json(Made, 'The draft'), ...conflicts },
    }),
    async (c) => {
      const { original: asked, ...input } = c.req.valid('json');
      return c.json({ id: await createEvent(c.env.ctx, originalIn(input.title, asked, c.env.ctx.locale), input) }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}',
      tags,
      ...signedIn,
      summary: 'An event as its organisers see it, in all its languages',
      request: { params: EventId },
      responses: { 200: json(Managed, 'The event'), ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const event = await getEventFor(ctx, c.req.valid('param').eventId, 'prepare');
      const missing = event.state === 'draft' ? await readinessOf(ctx, event) : [];
      const { id, form, state, organisationId, title, summary, description, letter, timeZone, languages, countries, capacity, taken } = event;
      const { approvalRequired, certificateMonths, contactName, contactEmail, cancelReason, rehearsalOf, version } = event;
      return c.json(
        {
          ...{ id, form, state, organisationId, title, summary, description, timeZone, languages, countries, capacity, taken },
          ...{ approvalRequired, certificateMonths, contactName, contactEmail, cancelReason, rehearsalOf, version },
          aim: letter.aim ?? {},
          requirements: letter.requirements ?? {},
          rule: ruleFigures(event.certificateRule),
          registrationOpensAt: iso(event.registrationOpensAt),
          registrationClosesAt: iso(event.registrationClosesAt),
          firstStart: iso(event.firstStart),
          lastEnd: iso(event.lastEnd),
          missing: missing.map(({ code, blocks }) => ({ code, blocks })),
          may: Object.entries(event.abilities).flatMap(([name, ability]) => (ability.allowed ? [name] : [])),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/manage/seminars/{eventId}',
      tags,
      ...signedIn,
      summary: 'Writes an event anew; what is not sent is emptied',
      request: { params: EventId, ...body(EventForm) },
      responses: done,
    }),
    async (c) => {
      const { original: asked, ...input } = c.req.valid('json');
      await editEvent(c.env.ctx, c.req.valid('param').eventId, originalIn(input.title, asked, c.env.ctx.locale), input);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/manage/seminars/{eventId}', tags, ...signedIn, summary: 'Throws a draft away', request: { params: EventId }, responses: done }),
    async (c) => {
      await removeEvent(c.env.ctx, c.req.valid('param').eventId);
      return c.body(null, 204);
    },
  );
}

function living(api: Api): void {
  for (const [path, summary, act] of [
    ['/manage/seminars/{eventId}/publish', 'Shows the event to everybody', publishEvent],
    ['/manage/seminars/{eventId}/unpublish', 'Takes the event back into a draft; only while nobody has registered', unpublishEvent],
    ['/manage/seminars/{eventId}/complete', 'Closes the books after the last session', completeEvent],
    ['/manage/seminars/{eventId}/reopen', 'Opens a completed event again', reopenEvent],
  ] as const) {
    api.openapi(createRoute({ method: 'post', path, tags, ...signedIn, summary, request: { params: EventId }, responses: done }), async (c) => {
      await act(c.env.ctx, c.req.valid('param').eventId);
      return c.body(null, 204);
    });
  }
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/cancel',
      tags,
      ...signedIn,
      summary: 'Cancels an event; the reason is shown to everybody and mailed to those registered',
      request: { params: EventId, ...body(cancelInput) },
      responses: done,
    }),
    async (c) => {
      await cancelEvent(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

/** What organisers do with an event and its life. */
export function registerEventsApi(api: Api): void {
  listing(api);
  writing(api);
  living(api);
}
