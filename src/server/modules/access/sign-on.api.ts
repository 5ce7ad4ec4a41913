import { createRoute, z } from '@hono/zod-openapi';
import { body, done, inPerson, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { readSignOnSettings, saveSignOnSettings, SignOnInput } from './sign-on.settings.ts';

const tags = ['Settings'];
const Settings = z
  .object({
    isOn: z.boolean(),
    redirectUri: z.string().openapi({ description: 'To be registered at the provider' }),
    name: z.string().optional(),
    issuer: z.string().optional(),
    clientId: z.string().optional(),
    domains: z.array(z.string()).optional(),
    hasSecret: z.boolean().optional(),
  })
  .openapi('SignOnSettings');

/** The provider of identities of the installation. */
export function registerSignOnApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/settings/sign-on', tags, ...inPerson, summary: 'The provider of single sign-on, without its secret', responses: { 200: json(Settings, 'What is set up'), ...problems } }),
    async (c) => c.json(await readSignOnSettings(c.env.ctx), 200),
  );
  api.openapi(
    createRoute({ method: 'put', path: '/settings/sign-on', tags, ...inPerson, summary: 'Sets the provider of single sign-on up, changes it or switches it off', request: body(named('SignOnInput', SignOnInput)), responses: done }),
    async (c) => {
      await saveSignOnSettings(c.env.ctx, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}
