import { createRoute, z } from '@hono/zod-openapi';
import { json, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { registerFiguresApi } from './figures.api.ts';
import { registerImportsApi } from './imports.api.ts';
import { registerMergingApi } from './merging.api.ts';
import { registerOrganisationsApi } from './organisations.api.ts';
import { registerPersonsApi } from './persons.api.ts';
import { networkOf } from './networks.service.ts';
import { listOrganisationsFor } from './organisations.service.ts';
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
  })
  .openapi('Organisation');

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
  const Query = z.object({ q: z.string().trim().max(100).optional(), after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/organisations',
      tags,
      ...signedIn,
      summary: 'Organisations of the network by code, for whoever holds a role in it',
      request: { query: Query },
      responses: { 200: json(z.object({ organisations: z.array(Organisation), next: z.string().nullable() }), 'Organisations and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { limit, ...filter } = c.req.valid('query');
      return c.json(await listOrganisationsFor(c.env.ctx, filter, limit), 200);
    },
  );
  registerOrganisationsApi(api);
  registerPersonsApi(api);
  registerMergingApi(api);
  registerImportsApi(api);
  registerFiguresApi(api);
}
