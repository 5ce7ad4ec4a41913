import { createRoute, z } from '@hono/zod-openapi';
import { body, done, json, Made, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { copyFilter, listSavedFilters, removeFilter, SaveFilter, saveFilter, ShareFilter, shareFilter } from './saved-filters.service.ts';

const tags = ['People'];
const list = z.enum(['people', 'organisations'], 'choice.missing');
const one = z.object({ filterId: z.string() });
const Filters = z
  .object({
    own: z.array(z.object({ id: z.uuid(), name: z.string(), query: z.string(), with: z.string().openapi({ description: '`private`, `network`, or the id of the organisation at and below which it is seen' }) })),
    shared: z.array(z.object({ id: z.uuid(), name: z.string(), query: z.string(), owner: z.string() })).openapi({ description: 'Of colleagues' }),
    audiences: z.object({ network: z.boolean(), organisations: z.array(z.object({ id: z.uuid(), name: z.string() })) }).openapi({ description: 'With whom one may share' }),
  })
  .openapi('SavedFilters');
const Kept = z
  .object({ list, name: SaveFilter.shape.name, query: z.string().max(2000).openapi({ description: 'The query of the list’s address', example: '?age=from_55' }) })
  .openapi('SaveFilter');
const Share = z.object({ with: ShareFilter.shape.with }).openapi('ShareFilter');

/** The query of an address and nothing else. */
const asQuery = (text: string): string => `?${new URLSearchParams(text).toString()}`.slice(0, 2000);

/** Filters of lists under a name. A filter is a query: what a list shows hangs on who asks. */
export function registerSavedFiltersApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get', path: '/saved-filters', tags, ...signedIn, summary: 'Saved filters of a list: one’s own, and those that colleagues share',
      request: { query: z.object({ list }) },
      responses: { 200: json(Filters, 'By name'), ...problems },
    }), // prettier-ignore
    async (c) => c.json(await listSavedFilters(c.env.ctx, c.req.valid('query').list), 200),
  );
  api.openapi(
    createRoute({
      method: 'post', path: '/saved-filters', tags, ...signedIn, summary: 'Keeps a filter under a name; the same name again takes the new query',
      request: body(Kept),
      responses: { 201: json(Made, 'Kept, seen by nobody else'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { query, ...kept } = c.req.valid('json');
      return c.json({ id: await saveFilter(c.env.ctx, { ...kept, query: asQuery(query) }) }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'put', path: '/saved-filters/{filterId}/audience', tags, ...signedIn, summary: 'Shows a filter of one’s own to colleagues, or to nobody any more',
      request: { params: one, ...body(Share) },
      responses: done,
    }), // prettier-ignore
    async (c) => {
      await shareFilter(c.env.ctx, { id: c.req.valid('param').filterId, with: c.req.valid('json').with });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post', path: '/saved-filters/{filterId}/copy', tags, ...signedIn, summary: 'Copies a filter that a colleague shares to one’s own',
      request: { params: one },
      responses: { 201: json(Made, 'The copy, seen by nobody else'), ...problems },
    }), // prettier-ignore
    async (c) => c.json({ id: await copyFilter(c.env.ctx, c.req.valid('param').filterId) }, 201),
  );
  api.openapi(
    createRoute({
      method: 'delete', path: '/saved-filters/{filterId}', tags, ...signedIn, summary: 'Forgets a filter of one’s own, for all who saw it',
      request: { params: one },
      responses: done,
    }), // prettier-ignore
    async (c) => {
      await removeFilter(c.env.ctx, c.req.valid('param').filterId);
      return c.body(null, 204);
    },
  );
}
