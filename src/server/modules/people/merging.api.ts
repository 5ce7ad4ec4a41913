import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, json, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { keepApart, listDuplicatesFor, MergeInput, mergePersons, unmergePerson } from './merging.service.ts';

const tags = ['People'];
const Side = z.object({ id: z.uuid(), name: z.string(), birthDate: z.iso.date().nullable(), organisation: z.string() });
const Pair = z.object({ first: Side, second: Side, likeness: z.number().openapi({ description: '0 to 1' }) }).openapi('DuplicatePair');
const Both = z.object({ personId: z.string(), otherId: z.string() });

/** Records that may be of one person, and making them one. */
export function registerMergingApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/duplicates', tags, ...signedIn, summary: 'Pairs of records that may be of one person, at most 100', responses: { 200: json(z.array(Pair), 'Pairs, the likeliest first'), ...problems } }),
    async (c) => c.json(await listDuplicatesFor(c.env.ctx), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/people/{personId}/merge/{otherId}',
      tags,
      ...signedIn,
      summary: 'Makes the other record part of this one; ids of the other stay good everywhere',
      request: { params: Both, ...body(named('MergeInput', MergeInput)) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      const { personId, otherId } = c.req.valid('param');
      await mergePersons(c.env.ctx, personId, otherId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/apart/{otherId}', tags, ...signedIn, summary: 'Says that they are two people: the pair is not shown again', request: { params: Both }, responses: done }),
    async (c) => {
      const { personId, otherId } = c.req.valid('param');
      await keepApart(c.env.ctx, personId, otherId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/people/{personId}/unmerge',
      tags,
      ...signedIn,
      summary: 'Takes a merge back, of the record that was merged into another',
      request: { params: z.object({ personId: z.string() }) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      await unmergePerson(c.env.ctx, c.req.valid('param').personId);
      return c.body(null, 204);
    },
  );
}
