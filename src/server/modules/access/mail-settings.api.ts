import { createRoute, z } from '@hono/zod-openapi';
import { body, done, inPerson, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { MailSettingsInput, ownMailSettings, saveMailSettings } from './mail-settings.service.ts';

const Settings = z
  .object({
    digest: z.boolean().openapi({ description: 'One mail a day of what waits' }),
    hour: z.int(),
    quietFrom: z.int().openapi({ description: 'Equal to quietUntil: no quiet hours' }),
    quietUntil: z.int(),
    zone: z.string().nullable().openapi({ description: 'null: that of the place of work' }),
    placeZone: z.string(),
  })
  .openapi('MailSettings');

/** When somebody reads mails that are not urgent. */
export function registerMailSettingsApi(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/account/mails', tags: ['Account'], ...inPerson, summary: 'The own daily mail and quiet hours', responses: { 200: json(Settings, 'As they are'), ...problems } }), async (c) => c.json(await ownMailSettings(c.env.ctx), 200));
  api.openapi(
    createRoute({ method: 'put', path: '/account/mails', tags: ['Account'], ...inPerson, summary: 'Changes the own daily mail and quiet hours', request: body(named('NewMailSettings', MailSettingsInput)), responses: done }),
    async (c) => {
      await saveMailSettings(c.env.ctx, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}
