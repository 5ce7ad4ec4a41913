import { createRoute, z } from '@hono/zod-openapi';
import { inPerson, instant, json } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { ownDataFile } from './personal-data.ts';

const OwnData = z
  .object({
    network: z.string(),
    madeAt: instant(),
    held: z
      .record(z.string(), z.record(z.string(), z.array(z.record(z.string(), z.unknown()))))
      .openapi({ description: 'By module and section; each section is a list of records' }),
  })
  .openapi('OwnData');

/** What everybody may ask about the own data. */
export function registerPersonalDataApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/account/data', tags: ['Account'], ...inPerson, summary: 'Makes a copy of everything that is held about oneself in this network', responses: { 200: json(OwnData, 'That it was taken is noted'), ...problems } }),
    async (c) => c.json((await ownDataFile(c.env.ctx)) as z.infer<typeof OwnData>, 200),
  );
}
