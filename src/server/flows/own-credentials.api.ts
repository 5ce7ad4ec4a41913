import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, inPerson, instant, iso, json, Made, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { addShare, listSharesFor, NewShare, withdrawShare } from '#server/modules/credentials/index.ts';
import { isOwnCredential, ownCredentials } from './own-credentials.ts';

const Own = z
  .object({
    issueId: z.uuid(),
    number: z.string(),
    kind: z.string(),
    title: z.string(),
    language: z.enum(LOCALES),
    issuedAt: instant(),
    validUntil: z.string().nullable().openapi({ description: 'The last day on which it counts; null: for good' }),
    suspendedAt: instant().nullable(),
    revokedAt: instant().nullable(),
  })
  .openapi('OwnCertificate');
const Shared = z
  .object({ id: z.uuid(), label: z.string(), url: z.string(), createdAt: instant(), expiresAt: instant(), opened: z.int(), lastOpenedAt: instant().nullable() })
  .openapi('SharedLink');
const IssueId = z.object({ issueId: z.uuid() });

/** What everybody may do with the own certificates. */
export function registerOwnCredentialsApi(api: Api): void {
  const tags = ['Account'];
  api.openapi(
    createRoute({ method: 'get', path: '/account/certificates', tags, ...inPerson, summary: 'What was issued to oneself in this network', responses: { 200: json(z.object({ certificates: z.array(Own) }), 'Newest first'), ...problems } }),
    async (c) =>
      c.json(
        {
          certificates: (await ownCredentials(c.env.ctx)).map(({ issueId, number, kind, eventTitle, locale, issuedAt, validUntil, suspendedAt, revokedAt }) => ({
            ...{ issueId, number, kind, validUntil },
            title: eventTitle,
            language: locale,
            issuedAt: issuedAt.toISOString(),
            suspendedAt: iso(suspendedAt),
            revokedAt: iso(revokedAt),
          })),
        },
        200,
      ),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/account/certificates/{issueId}/links', tags, ...inPerson, summary: 'The links by which one shows an own certificate', request: { params: IssueId }, responses: { 200: json(z.object({ links: z.array(Shared) }), 'Those that open now'), ...problems } }),
    async (c) => {
      const { ctx } = c.env;
      const links = await listSharesFor(ctx, c.req.valid('param').issueId, ({ issueId }) => isOwnCredential(ctx, issueId));
      return c.json({ links: links.map((link) => ({ ...link, createdAt: link.createdAt.toISOString(), expiresAt: link.expiresAt.toISOString(), lastOpenedAt: iso(link.lastOpenedAt) })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/certificates/{issueId}/links', tags, ...inPerson, summary: 'Makes a link that shows an own certificate to whoever has it', request: { params: IssueId, ...body(named('NewSharedLink', NewShare)) }, responses: { 201: json(Made, 'The link'), ...conflicts } }),
    async (c) => {
      const { ctx } = c.env;
      return c.json({ id: await addShare(ctx, c.req.valid('param').issueId, c.req.valid('json'), ({ issueId }) => isOwnCredential(ctx, issueId)) }, 201);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/certificates/{issueId}/links/{linkId}/withdraw', tags, ...inPerson, summary: 'Takes such a link back', request: { params: IssueId.extend({ linkId: z.uuid() }) }, responses: done }),
    async (c) => {
      const { ctx } = c.env;
      const { issueId, linkId } = c.req.valid('param');
      await withdrawShare(ctx, issueId, linkId, (issue) => isOwnCredential(ctx, issue.issueId));
      return c.body(null, 204);
    },
  );
}
