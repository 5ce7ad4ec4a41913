import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, instant, json, named, searchOf, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { country } from '#server/platform/fields.ts';
import { showParticipant } from './participant.service.ts';
import { addByHand, approve, cancelByOrganiser, changeByOrganiser, decline, MOST_AT_ONCE, sendAgain } from './registration-desk.service.ts';
import { readRegistrationFilter } from './registration-filter.ts';
import { LIST_SORTS } from './registration-list.queries.ts';
import { listRegistrationsFor } from './registration-list.service.ts';
import { getRegistrationFor } from './registrations.access.ts';
import { Registration, registrationJson } from './registrations.api.ts';
import { OrganiserChange, OrganiserEntry, Reason, ROLES } from './registrations.schemas.ts';
import { readResultCursor, writeResultCursor } from './results-filter.ts';
import { REGISTRATION_STATES as STATES } from './seminars.tables.ts';

const tags = ['Registrations: organisers'];
const EventId = z.object({ eventId: z.uuid() });
const RegistrationId = z.object({ registrationId: z.uuid() });
const Ids = z.object({ ids: z.array(z.uuid()).min(1, 'choice.missing').max(MOST_AT_ONCE, 'choice.too_many') });

const Listed = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable().openapi({ description: 'For organisers, not for moderators' }),
    country: z.string(),
    organisation: z.string(),
    position: z.string(),
    role: z.enum(ROLES),
    state: z.enum(STATES),
    certificateLocale: z.enum(LOCALES),
    collectiveId: z.uuid().nullable(),
    collective: z.string().nullable(),
    createdAt: instant(),
    erased: z.boolean(),
  })
  .openapi('ListedRegistration');
const Counts = z.object({ matching: z.int(), total: z.int(), pending: z.int(), confirmed: z.int(), waiting: z.int(), declined: z.int(), cancelled: z.int() });

const Participant = Registration.extend({
  erased: z.boolean(),
  collective: z.object({ id: z.uuid(), organisation: z.string() }).nullable(),
  person: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  history: z.array(z.object({ at: instant(), act: z.string(), by: z.string().nullable(), reason: z.string().nullable(), fields: z.array(z.string()) })),
}).openapi('Participant');

function reading(api: Api): void {
  const Query = z.object({
    q: z.string().max(100).optional(),
    country: country.optional(),
    state: z.enum(STATES, 'choice.missing').optional(),
    kind: z.enum(['single', 'collective'], 'choice.missing').optional(),
    language: z.enum(LOCALES, 'choice.missing').optional(),
    sort: z.enum([...LIST_SORTS, ...LIST_SORTS.map((name) => `-${name}` as const)], 'choice.missing').optional(),
    after: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/registrations',
      tags,
      ...signedIn,
      summary: 'Who is registered, paged by key; the newest first unless asked otherwise',
      request: { params: EventId, query: Query },
      responses: { 200: json(z.object({ registrations: z.array(Listed), counts: Counts, next: z.string().nullable() }), 'Registrations and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { limit, after, ...query } = c.req.valid('query');
      const page = { size: limit, after: readResultCursor(after ?? null, 'name') };
      const { rows, counts, next } = await listRegistrationsFor(c.env.ctx, c.req.valid('param').eventId, readRegistrationFilter(searchOf(query)), page);
      return c.json({ registrations: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })), counts, next: next && writeResultCursor(next) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/registrations/{registrationId}',
      tags,
      ...signedIn,
      summary: 'One registration with what happened to it',
      request: { params: RegistrationId },
      responses: { 200: json(Participant, 'The registration'), ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const { id, eventId } = await getRegistrationFor(ctx, c.req.valid('param').registrationId, 'read');
      const page = await showParticipant(ctx, eventId, id);
      const { erased, collective, person, history } = page;
      const lines = history.map(({ at, act, by, reason, fields }) => ({ at: at.toISOString(), act, by: by.name, reason, fields }));
      return c.json({ ...registrationJson(page), erased, collective, person, history: lines }, 200);
    },
  );
}

function deciding(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations',
      tags,
      ...signedIn,
      summary: 'Registers somebody by hand; never past the capacity',
      request: { params: EventId, ...body(named('OrganiserEntry', OrganiserEntry)) },
      responses: { 201: json(z.object({ id: z.uuid(), state: z.enum(STATES) }), 'The registration'), ...conflicts },
    }),
    async (c) => c.json(await addByHand(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json')), 201),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations/approve',
      tags,
      ...signedIn,
      summary: 'Approves applications: a place while there are free ones, then the waiting list',
      request: { params: EventId, ...body(Ids) },
      responses: { 200: json(z.object({ places: z.int(), waiting: z.int() }), 'How many got what'), ...conflicts },
    }),
    async (c) => c.json(await approve(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json').ids), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations/decline',
      tags,
      ...signedIn,
      summary: 'Declines applications with a reason that is mailed',
      request: { params: EventId, ...body(Ids.extend(Reason.shape)) },
      responses: { 200: json(z.object({ declined: z.int() }), 'How many'), ...conflicts },
    }),
    async (c) => {
      const { ids, reason } = c.req.valid('json');
      return c.json({ declined: await decline(c.env.ctx, c.req.valid('param').eventId, ids, reason) }, 200);
    },
  );
}

function changing(api: Api): void {
  api.openapi(
    createRoute({
      method: 'put',
      path: '/manage/registrations/{registrationId}',
      tags,
      ...signedIn,
      summary: 'Changes a registration, with a reason',
      request: { params: RegistrationId, ...body(named('OrganiserChange', OrganiserChange)) },
      responses: done,
    }),
    async (c) => {
      await changeByOrganiser(c.env.ctx, c.req.valid('param').registrationId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/registrations/{registrationId}/cancel',
      tags,
      ...signedIn,
      summary: 'Cancels a registration; the reason is mailed',
      request: { params: RegistrationId, ...body(Reason) },
      responses: done,
    }),
    async (c) => {
      await cancelByOrganiser(c.env.ctx, c.req.valid('param').registrationId, c.req.valid('json').reason);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/registrations/{registrationId}/send-link',
      tags,
      ...signedIn,
      summary: 'Mails the personal link once more',
      request: { params: RegistrationId },
      responses: done,
    }),
    async (c) => {
      await sendAgain(c.env.ctx, c.req.valid('param').registrationId);
      return c.body(null, 204);
    },
  );
}

/** What organisers do with registrations. */
export function registerRegistrationDeskApi(api: Api): void {
  reading(api);
  deciding(api);
  changing(api);
}
