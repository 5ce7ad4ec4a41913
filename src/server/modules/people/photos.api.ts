import { createRoute, z } from '@hono/zod-openapi';
import { body, done, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { readPhoto, removePhoto, savePhoto } from './photos.service.ts';

const tags = ['People'];
const PersonId = z.object({ personId: z.string() });
const Photo = z.object({ image: z.base64('photo.not_a_picture').max(5_600_000).openapi({ description: 'JPEG or PNG, base64; made small, and whatever it says of place, time and camera is dropped' }) });

/** Photos of people, where the network has them switched on. */
export function registerPhotosApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/people/{personId}/photo',
      tags,
      ...signedIn,
      summary: 'The photo, for who reads the card',
      request: { params: PersonId },
      responses: { 200: { description: 'JPEG', content: { 'image/jpeg': { schema: z.string().openapi({ format: 'binary' }) } } }, ...problems },
    }),
    async (c) => {
      const { bytes } = await readPhoto(c.env.ctx, c.req.valid('param').personId);
      return new Response(bytes, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/people/{personId}/photo', tags, ...signedIn, summary: 'Puts a photo on the card', request: { params: PersonId, ...body(named('Photo', Photo)) }, responses: done }),
    async (c) => {
      await savePhoto(c.env.ctx, c.req.valid('param').personId, Buffer.from(c.req.valid('json').image, 'base64'));
      return c.body(null, 204);
    },
  );
  api.openapi(createRoute({ method: 'delete', path: '/people/{personId}/photo', tags, ...signedIn, summary: 'Takes it off the card, for good', request: { params: PersonId }, responses: done }), async (c) => {
    await removePhoto(c.env.ctx, c.req.valid('param').personId);
    return c.body(null, 204);
  });
}
