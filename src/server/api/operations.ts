import { createRoute, z } from '@hono/zod-openapi';
import { findNetwork } from '#server/modules/people/index.ts';
import { registerRoomsApi } from '#server/modules/rooms/rooms.api.ts';
import { notFound } from '#server/platform/errors.ts';
import { problems, type Api } from './env.ts';

const Network = z
  .object({ slug: z.string(), name: z.record(z.string(), z.string()), country: z.string(), timeZone: z.string(), defaultLocale: z.string(), demo: z.boolean() })
  .openapi('Network');

/** The network that answers at this address. */
function networkOperation(api: Api): void {
  const route = createRoute({
    method: 'get',
    path: '/network',
    summary: 'The network of libraries that answers at this address',
    responses: { 200: { description: 'The network', content: { 'application/json': { schema: Network } } }, ...problems },
  });
  api.openapi(route, async (c) => {
    const { platform } = c.env.ctx;
    const network = await findNetwork(platform, null);
    if (!network) throw notFound();
    const name = Object.fromEntries(Object.entries(network.name).map(([locale, entry]) => [locale, entry?.text ?? '']));
    return c.json(
      { slug: network.slug, name, country: network.country, timeZone: network.timeZone, defaultLocale: network.defaultLocale, demo: network.isDemo },
      200,
    );
  });
}

/** Each module adds its `register<Module>Api` here; the order is the order of the document. */
export const operations: ((api: Api) => void)[] = [networkOperation, registerRoomsApi];
