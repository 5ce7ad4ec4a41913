import { createRoute, z } from '@hono/zod-openapi';
import { body, done, json, Made, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addLicence, endLicence, listLicencesFor, NewLicence } from './licences.service.ts';

const LicenceLine = z
  .object({ id: z.uuid(), organisationId: z.uuid(), organisation: z.string(), number: z.string(), issuedBy: z.string(), issuedOn: z.string(), validUntil: z.string().nullable(), endedOn: z.string().nullable(), holds: z.boolean() })
  .openapi('Licence');

/** Licences by which organisations give documents of qualification, for administrators of the network. */
export function registerLicencesApi(api: Api): void {
  const tags = ['Certificates: register'];
  api.openapi(
    createRoute({ method: 'get', path: '/licences', tags, ...signedIn, summary: 'Licences by which organisations give documents of qualification', responses: { 200: json(z.object({ licences: z.array(LicenceLine) }), 'Newest first'), ...problems } }),
    async (c) => c.json({ licences: (await listLicencesFor(c.env.ctx)).map(({ organisationName, ...licence }) => ({ ...licence, organisation: textIn(organisationName, c.env.ctx.locale) })) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/licences', tags, ...signedIn, summary: 'Records a licence of an organisation; it holds for what stands below it, too', request: body(named('NewLicence', NewLicence)), responses: { 201: json(Made, 'The licence'), ...problems } }),
    async (c) => c.json({ id: await addLicence(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/licences/{licenceId}/end', tags, ...signedIn, summary: 'Ends a licence today; papers issued before keep naming it', request: { params: z.object({ licenceId: z.uuid() }) }, responses: done }),
    async (c) => {
      await endLicence(c.env.ctx, c.req.valid('param').licenceId);
      return c.body(null, 204);
    },
  );
}
