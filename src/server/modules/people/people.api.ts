import { createRoute, z } from '@hono/zod-openapi';
import { json, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { registerBulkApi } from './bulk-changes.api.ts';
import { registerFiguresApi } from './figures.api.ts';
import { registerImportsApi } from './imports.api.ts';
import { registerMergingApi } from './merging.api.ts';
import { registerOrganisationsApi } from './organisations.api.ts';
import { registerPersonsApi } from './persons.api.ts';
import { registerPhotosApi } from './photos.api.ts';
import { registerSavedFiltersApi } from './saved-filters.api.ts';
import { networkOf } from './networks.service.ts';
import { listOrganisationsFor } from './organisations-list.service.ts';
import { ORGANISATION_KINDS } from './people.tables.ts';

const Network = z
  .object({ slug: z.string(), name: Written, country: z.string(), timeZone: z.string(), defaultLocale: z.string(), demo: z.boolean() })
  .openapi('Network');

const Organisation = z
  .object({
    id: z.uuid(),
    parentId: z.uuid().nullable(),
    kind: z.enum(ORGANISATION_KINDS),
    code: z.string().openapi({ description: 'Stands in register numbers' }),
    name: Written,
    country: z.string(),
    settlement: Written.nullable(),
    timeZone: z.string(),
    closed: z.boolean(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    staff: z
      .object({ people: z.int(), units: z.number().nullable().openapi({ description: 'null: no staffing table' }), vacant: z.number().nullable() })
      .nullable()
      .openapi({ description: 'null: not for this caller' }),
  })
  .openapi('Organisation');

/** As the filter of the page, but what cannot be meant is refused: a program should learn of its mistake. */
const OrganisationsQuery = z.object({
  q: z.string().trim().max(100).optional(),
  kind: z.enum(ORGANISATION_KINDS, 'choice.missing').optional(),
  below: z.uuid('choice.missing').optional().openapi({ description: 'This organisation and all below it' }),
  state: z.enum(['open', 'closed', 'all'], 'choice.missing').default('all'),
  missing: z.enum(['contacts', 'address', 'staffing', 'head'], 'choice.missing').optional(),
  sort: z.enum(['name', '-name', 'code', '-code', 'settlement', '-settlement'], 'choice.missing').default('code'),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The network and its organisations. */
export function registerPeopleApi(api: Api): void {
  const tags = ['People'];
  api.openapi(
    createRoute({ method: 'get', path: '/network', tags, summary: 'The network of libraries that answers at this address', responses: { 200: json(Network, 'The network'), ...problems } }),
    async (c) => {
      const { slug, name, country, timeZone, defaultLocale, isDemo } = await networkOf(c.env.ctx);
      return c.json({ slug, name, country, timeZone, defaultLocale, demo: isDemo }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/organisations',
      tags,
      ...signedIn,
      summary: 'Organisations of the network, for whoever holds a role in it, with the filters of the page',
      request: { query: OrganisationsQuery },
      responses: { 200: json(z.object({ organisations: z.array(Organisation), total: z.int(), next: z.string().nullable() }), 'Organisations and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { limit, ...filter } = c.req.valid('query');
      const { lines, total, after } = await listOrganisationsFor(c.env.ctx, filter, limit);
      const organisations = lines.map(({ id, parentId, kind, code, country, timeZone, written, isClosed, phone, email, staff }) => ({
        ...{ id, parentId, kind, code, country, timeZone, phone, email, ...written, closed: isClosed },
        staff: staff && { people: staff.people, units: staff.units, vacant: staff.vacant },
      }));
      return c.json({ organisations, total, next: after }, 200);
    },
  );
  registerOrganisationsApi(api);
  registerBulkApi(api);
  registerSavedFiltersApi(api);
  registerPersonsApi(api);
  registerPhotosApi(api);
  registerMergingApi(api);
  registerImportsApi(api);
  registerFiguresApi(api);
}
