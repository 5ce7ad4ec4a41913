import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, inPerson, instant, iso, json, named, signedIn } from '#server/api/describe.ts';
import type { Api } from '#server/api/env.ts';
import { askErasure, declineErasure, DeclineErasure, StartErasure, withdrawErasure } from '#server/modules/people/index.ts';
import { previewErasure, startErasing } from './erasing.ts';

const tags = ['People'];
const one = { params: z.object({ personId: z.string() }) };
const Preview = z
  .object({
    name: z.string(),
    isWorking: z.boolean(),
    askedAt: instant().nullable(),
    isRunning: z.boolean(),
    lines: z.array(z.object({ what: z.string(), count: z.int(), stays: z.string().nullable().openapi({ description: 'Why it stays; null: it goes' }) })),
  })
  .openapi('ErasurePreview');
const Begun = z.object({ jobId: z.uuid() }).openapi('ErasureBegun');

export function registerErasingApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/erasure', tags, ...signedIn, summary: 'What erasing somebody would take, and what it would leave and why', request: one, responses: { 200: json(Preview, 'Over all modules'), ...conflicts } }),
    async (c) => {
      const view = await previewErasure(c.env.ctx, c.req.valid('param').personId);
      return c.json({ ...view, askedAt: iso(view.askedAt) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/erasure', tags, ...inPerson, summary: 'Erases somebody for good; figures stay. In person: no token does it', request: { ...one, ...body(named('StartErasure', StartErasure)) }, responses: { 202: json(Begun, 'Begun, as a job'), ...conflicts } }),
    async (c) => c.json({ jobId: await startErasing(c.env.ctx, c.req.valid('param').personId) }, 202),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/erasure/decline', tags, ...inPerson, summary: 'Declines what somebody asked for', request: { ...one, ...body(named('DeclineErasure', DeclineErasure)) }, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await declineErasure(c.env.ctx, c.req.valid('param').personId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/erasure/ask', tags, ...inPerson, summary: 'Asks to be erased: the person herself', request: one, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await askErasure(c.env.ctx, c.req.valid('param').personId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/erasure/withdraw', tags, ...inPerson, summary: 'Takes the own request to be erased back', request: one, responses: done }),
    async (c) => {
      await withdrawErasure(c.env.ctx, c.req.valid('param').personId);
      return c.body(null, 204);
    },
  );
}

