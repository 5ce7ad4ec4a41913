import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, instant, iso, json, searchOf, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { listCollectivesFor } from './collective-desk.service.ts';
import { LIST_ORDERS, LIST_STANDINGS, NAME_ORDERS, NAME_STATES, readCollectiveFilter, readListCursor, readNameFilter } from './collective-filter.ts';
import { showManagedCollective } from './collective-views.service.ts';
import { approveCollective, declineCollective } from './collectives.service.ts';
import { getCollectiveFor } from './registrations.access.ts';
import { Reason } from './registrations.schemas.ts';
import { REGISTRATION_STATES } from './seminars.tables.ts';

const tags = ['Registrations: reading rooms'];
const EventId = z.object({ eventId: z.uuid() });
const CollectiveId = z.object({ collectiveId: z.uuid() });

const Head = z.object({
  id: z.uuid(),
  organisation: z.string(),
  settlement: z.string(),
  country: z.string(),
  contactName: z.string(),
  contactEmail: z.string().nullable().openapi({ description: 'Null for moderators' }),
  state: z.enum(LIST_STANDINGS),
  createdAt: instant(),
  erased: z.boolean(),
});
const Listed = Head.extend({ confirmed: z.int(), pending: z.int(), waiting: z.int() }).openapi('ListedCollective');

const Collective = Head.extend({
  eventId: z.uuid(),
  rightStatedAt: instant(),
  decidedAt: instant().nullable(),
  declinedReason: z.string().nullable(),
  keptUntil: instant().nullable(),
  namesKeptUntil: instant().nullable(),
  certificates: z.int(),
  names: z.array(
    z.object({
      id: z.uuid().openapi({ description: 'Of the registration' }),
      line: z.int(),
      name: z.string(),
      position: z.string(),
      email: z.string().nullable(),
      state: z.enum(REGISTRATION_STATES),
      certificateLocale: z.enum(LOCALES),
      nameConfirmed: z.boolean(),
      minutes: z.int().nullable(),
      certificate: z.object({ id: z.uuid(), number: z.string() }).nullable(),
    }),
  ),
  next: z.string().nullable(),
}).openapi('Collective');

function reading(api: Api): void {
  const Query = z.object({
    q: z.string().max(100).optional(),
    state: z.enum(LIST_STANDINGS, 'choice.missing').optional(),
    sort: z.enum([...LIST_ORDERS, ...LIST_ORDERS.map((name) => `-${name}` as const)], 'choice.missing').optional(),
    after: z.string().max(1000).optional(),
  });
  const Page = z.object({ collectives: z.array(Listed), matching: z.int(), total: z.int(), pending: z.int(), next: z.string().nullable() });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/collectives',
      tags,
      ...signedIn,
      summary: 'Lists of reading rooms, 30 a page',
      request: { params: EventId, query: Query },
      responses: { 200: json(Page, 'Lists and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { after, ...query } = c.req.valid('query');
      const place = { after: readListCursor(after ?? null), before: null };
      const { rows, counts, next } = await listCollectivesFor(c.env.ctx, c.req.valid('param').eventId, readCollectiveFilter(searchOf(query)), place);
      const { matching, total, pending } = counts;
      return c.json({ collectives: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })), matching, total, pending, next }, 200);
    },
  );
  const Names = z.object({
    q: z.string().max(100).optional(),
    state: z.enum(NAME_STATES, 'choice.missing').optional(),
    sort: z.enum([...NAME_ORDERS, ...NAME_ORDERS.map((name) => `-${name}` as const)], 'choice.missing').optional(),
    after: z.string().max(1000).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/collectives/{collectiveId}',
      tags,
      ...signedIn,
      summary: 'The list of a reading room with a page of its names',
      request: { params: CollectiveId, query: Names },
      responses: { 200: json(Collective, 'The list'), ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const { after, ...query } = c.req.valid('query');
      const { id, eventId } = await getCollectiveFor(ctx, c.req.valid('param').collectiveId, 'read');
      const { list } = await showManagedCollective(ctx, eventId, id, readNameFilter(searchOf(query)), { after: readListCursor(after ?? null), before: null });
      const { organisation, settlement, country, contactName, contactEmail, state, erased, declinedReason, certificates } = list;
      return c.json(
        {
          ...{ id, eventId, organisation, settlement, country, contactName, contactEmail, state, erased, declinedReason, certificates },
          createdAt: list.createdAt.toISOString(),
          rightStatedAt: list.rightStatedAt.toISOString(),
          decidedAt: iso(list.decidedAt),
          keptUntil: iso(list.keptUntil),
          namesKeptUntil: iso(list.namesKeptUntil),
          names: list.names.rows.map(({ version: _version, ...row }) => row),
          next: list.names.next,
        },
        200,
      );
    },
  );
}

function deciding(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/collectives/{collectiveId}/approve',
      tags,
      ...signedIn,
      summary: 'Approves a list, or the names added to it since',
      request: { params: CollectiveId },
      responses: { 200: json(z.object({ places: z.int(), waiting: z.int() }), 'How many names got what'), ...conflicts },
    }),
    async (c) => c.json(await approveCollective(c.env.ctx, c.req.valid('param').collectiveId), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/collectives/{collectiveId}/decline',
      tags,
      ...signedIn,
      summary: 'Declines a list, or the names added to it since, with a reason that is mailed to its contact person',
      request: { params: CollectiveId, ...body(Reason) },
      responses: done,
    }),
    async (c) => {
      await declineCollective(c.env.ctx, c.req.valid('param').collectiveId, c.req.valid('json').reason);
      return c.body(null, 204);
    },
  );
}

/** What organisers do with the lists of reading rooms. */
export function registerCollectivesApi(api: Api): void {
  reading(api);
  deciding(api);
}
